// Coordinates of a grid from those of its axes.

import { showShape } from "../array/shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * For each vector a tensor with its values along one dimension and repeated along the others, as views: with "ij" the
 * dimensions are in the order of the vectors, with "xy" the first two are swapped, as for the columns and rows of an image.
 */
export function meshgrid(
  axes: readonly Tensor[],
  { indexing = "ij" }: { readonly indexing?: "ij" | "xy" } = {},
): Tensor[] {
  if (indexing !== "ij" && indexing !== "xy") {
    throw new RangeError(`meshgrid: expected indexing "ij" or "xy", got "${String(indexing)}"`);
  }
  const [first] = axes;
  if (!first) throw new RangeError("meshgrid: expected at least one tensor");
  for (const axis of axes) {
    if (axis.dim() > 1) {
      throw new RangeError(
        `meshgrid: expected vectors or tensors without dimensions, got shape ${showShape(axis.shape)}`,
      );
    }
    if (axis.dtype !== first.dtype) {
      throw new TypeError(`meshgrid: expected tensors of one dtype, got ${first.dtype} and ${axis.dtype}`);
    }
  }
  const sizes = axes.map((axis) => axis.numel());
  const swapped = indexing === "xy" && axes.length > 1;
  return axes.map((axis, dim) => {
    const grid = axis.reshape(sizes.map((_, other) => (other === dim ? -1 : 1))).expand(sizes);
    return swapped ? grid.transpose(0, 1) : grid;
  });
}
