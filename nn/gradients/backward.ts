// torch.autograd.backward: walks back from several tensors at once.

import { boolean } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { Tensor, tensorsIn } from "../tensor/tensor.ts";
import { type OneOrMore, rootsOf } from "./roots.ts";

const backwardArguments = optional(
  (
    gradTensors?: OneOrMore<Tensor | undefined>,
    retainGraph?: boolean,
    createGraph = false,
    inputs?: OneOrMore<Tensor>,
  ) => ({
    /** those of the tensors; 1 if left out, for tensors with one element */
    gradTensors,
    /** the graph stays, to be walked again; as `createGraph` if left out */
    retainGraph: retainGraph === undefined ? createGraph : boolean("retainGraph", retainGraph),
    /** the gradients have a history themselves, so that they can be differentiated */
    createGraph,
    /** the only tensors whose gradients are gathered; all leaves if left out */
    inputs: inputs === undefined ? undefined : tensorsIn("inputs", inputs),
  }),
);
export interface BackwardOptions extends OptionsOf<typeof backwardArguments> {}

/**
 * Computes the gradients of the sum of `tensors` (each times its gradient in `gradTensors`) with respect to all leaves that
 * require one, and adds them to their `grad`.
 */
export function backward(
  tensors: OneOrMore<Tensor>,
  ...given: Given<typeof backwardArguments, BackwardOptions>
): void {
  const { gradTensors, ...gathering } = backwardArguments.read("backward", given);
  const roots = rootsOf(["backward: tensors", "backward: gradTensors"], tensors, gradTensors);
  Tensor.gatherGradients("backward", roots, gathering);
}
