// Padding of the last dimensions.

import { pad as padOperation } from "../operations/padding.ts";
import { composed } from "../tensor/scope.ts";
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
  const added = padding.map((count) => Math.max(count, 0));
  const around = (tensor: Tensor, counts: readonly number[]): Tensor =>
    Tensor.compute(padOperation, [tensor], { padding: counts, mode, value });
  if (mode === "constant" || added.every((count, i) => count === padding[i])) return around(x, padding);
  // what is wrapped round is what is left, what is mirrored or repeated is what there was
  const cropFirst = mode === "circular";
  return composed([x], () =>
    cropFirst ? around(crop(x, padding), added) : crop(around(x, added), padding).clone(),
  );
}

/** Without the elements that negative numbers of `padding` take away. */
function crop(x: Tensor, padding: readonly number[]): Tensor {
  return Array.from({ length: padding.length / 2 }, (_, i) => i).reduce((tensor, i) => {
    const [before, after] = [Math.min(padding[2 * i] ?? 0, 0), Math.min(padding[2 * i + 1] ?? 0, 0)];
    const dim = tensor.dim() - 1 - i;
    const length = tensor.size(dim) + before + after;
    if (length >= 0) return tensor.narrow(dim, -before, length);
    throw new RangeError(
      `pad: (${before}, ${after}) takes more than there is of dimension ${dim} of ${tensor.shape}`,
    );
  }, x);
}
