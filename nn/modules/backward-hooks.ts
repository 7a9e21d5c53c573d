// Hooks that see the gradients of what goes into a module and of what comes out of it. The tensors pass through two
// functions of the graph, one on each side of the module, which tell when those gradients are there.

import { Function as AutogradFunction, type FunctionContext } from "../gradients/function.ts";
import { Tensor } from "../tensor/tensor.ts";

/** Gradients in the order of the module's inputs or results; undefined for what is no tensor or has none. */
type Gradients = readonly (Tensor | undefined)[];

/** May return other gradients for the inputs: an array, or for one input the tensor itself. */
export type FullBackwardHook<M> = (module: M, gradInput: Gradients, gradOutput: Gradients) => unknown;

type Seen = (gradients: readonly Tensor[]) => Gradients;

/** Lets tensors through; `seen` gets their gradients, and says which go further. */
class Passage extends AutogradFunction {
  static forward(context: FunctionContext, seen: Seen, ...tensors: Tensor[]): readonly Tensor[] {
    context.seen = seen;
    return tensors;
  }

  static backward(context: FunctionContext, ...gradients: Tensor[]): (Tensor | undefined)[] {
    const { seen } = context as FunctionContext & { readonly seen: Seen };
    return [undefined, ...seen(gradients)];
  }
}

/** Calls `forward` with the inputs, and tells the hook the gradients when they come back. */
export function withBackwardHook(
  inputs: readonly unknown[],
  forward: (inputs: unknown[]) => unknown,
  hook: (gradInput: Gradients, gradOutput: Gradients) => unknown,
): unknown {
  let gradOutput: Gradients = [];
  const asksForInputs = inputs.some((each) => each instanceof Tensor && each.requiresGrad);
  const none = inputs.map(() => undefined);
  const given = through(inputs, (gradients) => replaced(hook(gradients, gradOutput), gradients));
  const output = forward(given);
  const outputs: readonly unknown[] = Array.isArray(output) ? output : [output];
  const passed = through(outputs, (gradients) => {
    gradOutput = gradients;
    if (!asksForInputs) hook(none, gradients);
    return gradients;
  });
  return Array.isArray(output) ? passed : passed[0];
}

/** The values, of which the tensors have gone through a passage. */
function through(values: readonly unknown[], seen: Seen): unknown[] {
  const tensors = values.filter((each) => each instanceof Tensor);
  if (!tensors.some((each) => each.requiresGrad)) return [...values];
  const inOrder = (found: Gradients): Gradients => {
    const left = [...found];
    return values.map((each) => (each instanceof Tensor ? left.shift() : undefined));
  };
  const onlyTensors = (all: Gradients): Gradients => all.filter((_, i) => values[i] instanceof Tensor);
  const passed = [
    ...Passage.apply(
      (gradients: readonly Tensor[]) => onlyTensors(seen(inOrder(gradients) as Tensor[])),
      ...tensors,
    ),
  ];
  return values.map((each) => (each instanceof Tensor ? passed.shift() : each));
}

/** What a hook has returned in the place of the gradients, if anything. */
function replaced(returned: unknown, gradients: Gradients): Gradients {
  if (returned === undefined || returned === null) return gradients;
  const all: readonly unknown[] = Array.isArray(returned) ? returned : [returned];
  if (all.length !== gradients.length) {
    throw new Error(
      `registerFullBackwardHook: the hook returned ${all.length} gradients for ${gradients.length} inputs`,
    );
  }
  return all.map((each) => (each instanceof Tensor ? each : undefined));
}
