// torch.autograd.gradcheck: gradients by backward against differences.

import { number } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { noGrad } from "../autograd/gradient-mode.ts";
import { zerosLike } from "../tensor/creation.ts";
import { Tensor, tensorsIn } from "../tensor/tensor.ts";
import { grad } from "./grad.ts";
import type { OneOrMore } from "./roots.ts";

const gradcheckArguments = optional((eps = 1e-6, atol = 1e-5, rtol = 1e-3, raiseException = true) => ({
  /** how far the elements are moved */
  eps: number("eps", eps),
  /** the difference that is allowed */
  atol: number("atol", atol),
  /** the difference that is allowed, as a part of the number */
  rtol: number("rtol", rtol),
  /** a difference is an error that shows it; if not, false is returned */
  raiseException,
}));
export interface GradcheckOptions extends OptionsOf<typeof gradcheckArguments> {}

/**
 * Whether the gradients of `fn(...inputs)` with respect to those of the inputs that require one are what small changes of
 * the inputs come to. The inputs are float64: in float32 the differences are lost in rounding.
 */
export function gradcheck<Inputs extends readonly unknown[]>(
  fn: (...inputs: Inputs) => OneOrMore<Tensor>,
  inputs: Inputs,
  ...given: Given<typeof gradcheckArguments, GradcheckOptions>
): boolean {
  const { eps, atol, rtol, raiseException } = gradcheckArguments.read("gradcheck", given);
  const variables = inputs.flatMap((each, i): [number, Tensor][] =>
    each instanceof Tensor && each.requiresGrad ? [[i, each]] : [],
  );
  if (variables.length === 0) {
    throw new Error(
      "gradcheck expects at least one input tensor to require gradient, but none of the them have requiresGrad",
    );
  }
  for (const [i, { dtype }] of variables) {
    if (dtype !== "float64")
      throw new TypeError(`gradcheck: inputs[${i}]: expected dtype float64, got ${dtype}`);
  }
  const outputs = () => tensorsIn("gradcheck: the result of fn", fn(...inputs));
  for (const [o, output] of outputs().entries()) {
    if (!output.requiresGrad) continue;
    for (const [i, variable] of variables) {
      const numerical = noGrad(() => differences(variable, () => outputs()[o]!, eps));
      const analytical = slopes(output, variable);
      const wrong = numerical.findIndex((row, at) =>
        row.some((value, j) => !(Math.abs(value - analytical[at]![j]!) <= atol + rtol * Math.abs(value))),
      );
      if (wrong === -1) continue;
      if (!raiseException) return false;
      throw new Error(
        `gradcheck: Jacobian mismatch for output ${o} with respect to input ${i}, element ${wrong}: numerical ` +
          `${shown(numerical[wrong])}, analytical ${shown(analytical[wrong])}`,
      );
    }
  }
  return true;
}

/** For each element of the variable, how each element of the result changes with it: by two values nearby. */
function differences(variable: Tensor, output: () => Tensor, eps: number): number[][] {
  const flat = variable.detach();
  const elements = flat.isContiguous() ? flat.data : undefined;
  if (elements === undefined) throw new RangeError("gradcheck: expected inputs that are contiguous");
  return Array.from(elements, (value, position) => {
    const at = (moved: number): number[] => {
      elements[position] = moved;
      return Array.from(output().data);
    };
    const [above, below] = [at(value + eps), at(value - eps)];
    elements[position] = value;
    return above.map((each, j) => (each - below[j]!) / (2 * eps));
  });
}

/** The same by backward, one element of the result after the other. */
function slopes(output: Tensor, variable: Tensor): number[][] {
  const rows = Array.from({ length: output.numel() }, (_, j) => {
    const chosen = zerosLike(output.detach());
    chosen.data[j] = 1;
    const [gradient] = grad(output, variable, { gradOutputs: chosen, retainGraph: true, allowUnused: true });
    return gradient?.data;
  });
  return Array.from({ length: variable.numel() }, (_, position) => rows.map((row) => row?.[position] ?? 0));
}
