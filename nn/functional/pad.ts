// Padding of the last dimensions.

import { choice, integers, number } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { pad as padOperation } from "../operations/padding.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { composed } from "../tensor/scope.ts";
import { Tensor } from "../tensor/tensor.ts";

const modes = ["constant", "reflect", "replicate", "circular"] as const;
export type PadMode = (typeof modes)[number];

const padArguments = optional((mode: PadMode = "constant", value = 0) => ({
  /** what stands beyond the edges: `value`, a mirror image, the outermost elements, or what is at the other end */
  mode: choice("mode", mode, modes),
  /** what "constant" fills with */
  value: number("value", value),
}));
export interface PadOptions extends OptionsOf<typeof padArguments> {}

/**
 * Adds elements around x. `padding` lists, for the last dimension first, how many go before and after: for images
 * [left, right, top, bottom]. Negative numbers crop.
 */
export function pad(
  x: Tensor,
  padding: readonly number[],
  ...given: Given<typeof padArguments, PadOptions>
): Tensor {
  const { mode, value } = padArguments.read("pad", given);
  expectTensor("pad: x", x);
  inFunction("pad", () => checkPadding(padding, x.dim()));
  if (mode !== "constant" && value !== 0) {
    throw new RangeError(`pad: value: expected none, which mode "${mode}" does not take, got ${value}`);
  }
  const added = padding.map((count) => Math.max(count, 0));
  const around = (tensor: Tensor, counts: readonly number[]): Tensor =>
    Tensor.compute(padOperation, [tensor], { padding: counts, mode, value });
  if (mode === "constant" || added.every((count, i) => count === padding[i])) return around(x, padding);
  // what is wrapped round is what is left, what is mirrored or repeated is what there was
  const cropFirst = mode === "circular";
  return composed(() =>
    cropFirst ? around(crop(x, padding), added) : crop(around(x, added), padding).clone(),
  );
}

function checkPadding(padding: readonly number[], dimensions: number): void {
  if (!Array.isArray(padding) || padding.length % 2 !== 0 || padding.length > 2 * dimensions) {
    throw new RangeError(
      `padding: expected two whole numbers for each of at most ${dimensions} dimensions, the last one first, got ` +
        shown(padding),
    );
  }
  integers("padding", padding);
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
