// Coordinates of a grid from those of its axes.

import { choice } from "../arguments/checks.ts";
import { keywords, type OptionsOf } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { showShape } from "../array/shape.ts";
import type { Several } from "./parts.ts";
import { Tensor } from "./tensor.ts";

const indexings = ["ij", "xy"] as const;
const meshgridArguments = keywords((indexing: (typeof indexings)[number] = "ij") => ({
  /** "xy": the first two dimensions are swapped */
  indexing: choice("indexing", indexing, indexings),
}));
export interface MeshgridOptions extends OptionsOf<typeof meshgridArguments> {}

/** Vectors one by one or in an array, then options. */
type GivenAxes =
  | readonly Tensor[]
  | readonly [...axes: Tensor[], options: MeshgridOptions]
  | readonly [axes: readonly Tensor[], options?: MeshgridOptions];

function read(given: GivenAxes): { axes: readonly Tensor[]; indexing: (typeof indexings)[number] } {
  const last = given.at(-1);
  const hasOptions = last !== undefined && !(last instanceof Tensor) && !Array.isArray(last);
  const { indexing } = meshgridArguments.read("meshgrid", hasOptions ? [last] : []);
  const axes = (hasOptions ? given.slice(0, -1) : given).flat();
  return { axes: axes.map(vector), indexing };
}

function vector(value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  throw new TypeError(`meshgrid: tensors: expected Tensors, got ${shown(value)}`);
}

/**
 * `meshgrid(x, y)` or `meshgrid([x, y])`: for each vector a tensor with its values along one dimension and repeated along the others, as views: with "ij" the
 * dimensions are in the order of the vectors, with "xy" the first two are swapped, as for the columns and rows of an image.
 */
export function meshgrid(...given: GivenAxes): Several<Tensor>;
export function meshgrid(...given: GivenAxes): Tensor[] {
  const { axes, indexing } = read(given);
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
