// Padding of the last dimensions.

import { pad as padOperation } from "../operations/padding.ts";
import { Tensor } from "../tensor/tensor.ts";

export type PadMode = "constant" | "reflect" | "replicate" | "circular";

export interface PadOptions {
  readonly mode?: PadMode;
  /** what "constant" fills with */
  readonly value?: number;
}

/**
 * Adds elements around x. `padding` lists, for the last dimension first, how many go before and after: for images
 * [left, right, top, bottom]. Negative numbers crop.
 */
export function pad(
  x: Tensor,
  padding: readonly number[],
  { mode = "constant", value = 0 }: PadOptions = {},
): Tensor {
  return Tensor.compute(padOperation, [x], { padding, mode, value });
}
