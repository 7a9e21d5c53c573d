// torch.autograd.grad: gradients that are returned, and not gathered in leaves.

import { boolean } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { walkBack } from "../tensor/backward.ts";
import { Tensor, tensorsIn } from "../tensor/tensor.ts";
import { type OneOrMore, rootsOf } from "./roots.ts";

const gradArguments = optional(
  (
    gradOutputs?: OneOrMore<Tensor | undefined>,
    retainGraph?: boolean,
    createGraph = false,
    onlyInputs = true,
    allowUnused = false,
  ) => ({
    /** those of the outputs; 1 if left out, for tensors with one element */
    gradOutputs,
    /** the graph stays, to be walked again; as `createGraph` if left out */
    retainGraph: retainGraph === undefined ? createGraph : boolean("retainGraph", retainGraph),
    /** the gradients have a history themselves, so that they can be differentiated */
    createGraph,
    /** true; for what else, `backward` */
    onlyInputs,
    /** an input that no output depends on has undefined for a gradient, instead of an error */
    allowUnused,
  }),
);
export interface GradOptions<Unused extends boolean = boolean> extends OptionsOf<typeof gradArguments> {
  readonly allowUnused?: Unused;
}
type GivenGrad<Unused extends boolean> = Given<typeof gradArguments, GradOptions<Unused>>;

/**
 * The gradients of the sum of `outputs` (each times its gradient in `gradOutputs`) with respect to `inputs`, in their order.
 * The `grad` of no tensor changes.
 */
export function grad<Unused extends boolean = false>(
  outputs: OneOrMore<Tensor>,
  inputs: OneOrMore<Tensor>,
  ...given: GivenGrad<Unused>
): Unused extends true ? (Tensor | undefined)[] : Tensor[];
export function grad(
  outputs: OneOrMore<Tensor>,
  inputs: OneOrMore<Tensor>,
  ...given: GivenGrad<boolean>
): (Tensor | undefined)[] {
  const { gradOutputs, retainGraph, createGraph, onlyInputs, allowUnused } = gradArguments.read(
    "grad",
    given,
  );
  if (!onlyInputs) {
    throw new RangeError(
      "grad: onlyInputs: expected true, got false; backward() gathers the gradients of all leaves",
    );
  }
  const roots = rootsOf(["grad: outputs", "grad: gradOutputs"], outputs, gradOutputs);
  const nodes = tensorsIn("grad: inputs", inputs).map(({ node }) => {
    if (node) return node;
    throw new Error("grad: One of the differentiated Tensors does not require grad");
  });
  const found = walkBack("grad", roots, { retainGraph, createGraph, targets: new Set(nodes) });
  return nodes.map((node) => {
    const gradient = found.get(node);
    if (gradient) return Tensor.ofGradient(gradient);
    if (allowUnused) return undefined;
    throw new Error(
      "grad: One of the differentiated Tensors appears to not have been used in the graph. Set allowUnused: true if " +
        "this is the desired behavior",
    );
  });
}
