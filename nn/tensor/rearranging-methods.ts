// The methods that part a tensor, or put its elements into another order.

import { normalizeDim, showShape } from "../array/shape.ts";
import * as views from "../array/views.ts";
import { flip, roll } from "../operations/movement.ts";
import { apply } from "./apply.ts";
import { composed } from "./scope.ts";
import { type Numbers, ViewMethods } from "./view-methods.ts";

export abstract class RearrangingMethods<T extends RearrangingMethods<T>> extends ViewMethods<T> {
  /** The sub-tensors along `dim`, without that dimension. */
  unbind(dim = 0): T[] {
    return Array.from({ length: this.size(dim) }, (_, position) =>
      this.look("Unbind", (array) => views.select(array, dim, position)),
    );
  }

  /** Reverses the order along the given dimensions, in a copy. */
  flip(...dims: Numbers): T {
    return this.make(apply(flip, [this], { dims: dims.flat() }));
  }

  /** Parts along `dim`: each of one size (the last perhaps smaller), or of the sizes given. */
  split(size: number | readonly number[], dim = 0): T[] {
    const whole = this.size(dim);
    const sizes = typeof size === "number" ? equalParts(whole, size) : size;
    if (sizes.reduce((sum, each) => sum + each, 0) !== whole) {
      throw new RangeError(
        `split: the sizes ${showShape(sizes)} must add up to ${whole}, the size of dimension ${dim} of shape ` +
          showShape(this.sizes),
      );
    }
    let start = 0;
    return sizes.map((each) => {
      const from = start;
      start += each;
      return this.look("Split", (array) => views.narrow(array, dim, from, each));
    });
  }

  /** At most `chunks` parts along `dim`, of one size but for the last. */
  chunk(chunks: number, dim = 0): T[] {
    if (!Number.isInteger(chunks) || chunks < 1) {
      throw new RangeError(`chunk: expected a number of chunks that is at least 1, got ${chunks}`);
    }
    const size = Math.ceil(this.size(dim) / chunks);
    return this.split(size === 0 ? new Array<number>(chunks).fill(0) : size, dim);
  }

  /** Dimension `source` moved to `destination`; the others keep their order. */
  movedim(source: number, destination: number): T {
    const [from, to] = [normalizeDim(source, this.dim()), normalizeDim(destination, this.dim())];
    const order = [...this.sizes.keys()].toSpliced(from, 1).toSpliced(to, 0, from);
    return this.look("Permute", (array) => views.permute(array, this.dim() === 0 ? [] : order));
  }

  /** Dimension `dim` made several, of the given sizes; one of them may be -1. */
  unflatten(dim: number, sizes: readonly number[]): T {
    const at = normalizeDim(dim, this.dim());
    const whole = this.size(at);
    const known = sizes.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
    const resolved = sizes.map((size) => (size === -1 ? whole / known : size));
    const product = resolved.reduce((size, each) => size * each, 1);
    if (product !== whole || !resolved.every(Number.isInteger)) {
      throw new RangeError(
        `unflatten: Provided sizes ${showShape(sizes)} don't multiply up to the size of dim ${at} (${whole}) in the input tensor`,
      );
    }
    return this.view([...this.sizes.slice(0, at), ...resolved, ...this.sizes.slice(at + 1)]);
  }

  /** Copies of the tensor side by side: `repeats` times along each dimension, new ones in front. */
  repeat(...repeats: Numbers): T {
    const times = repeats.flat();
    const added = times.length - this.dim();
    if (added < 0) {
      throw new RangeError(
        `repeat: expected a number for each dimension of shape ${showShape(this.sizes)}, got ${showShape(times)}`,
      );
    }
    const sizes = [...new Array<number>(added).fill(1), ...this.sizes];
    const lay = (): T =>
      this.reshape(sizes.flatMap((size) => [1, size]))
        .expand(sizes.flatMap((size, dim) => [times[dim] ?? 1, size]))
        .reshape(sizes.map((size, dim) => size * (times[dim] ?? 1)));
    return composed([this], lay, "Repeat");
  }

  /** Elements moved by `shifts` along `dims`, the last coming in at the front; without dims, as one vector. */
  roll(shifts: number | readonly number[], dims?: number | readonly number[]): T {
    if (dims === undefined) {
      return composed([this], () => this.flatten().roll(shifts, 0).reshape(this.sizes), "Roll");
    }
    return this.make(apply(roll, [this], { shifts: [shifts].flat(), dims: [dims].flat() }));
  }

  /** The diagonal of the matrices in dimensions dim1 and dim2, as a last dimension; a positive offset lies above. */
  diagonal(offset = 0, dim1 = 0, dim2 = 1): T {
    return this.look("Diagonal", (array) => views.diagonal(array, offset, dim1, dim2));
  }

  /** Expanded to the shape of another tensor. */
  expandAs(other: T): T {
    return this.expand(other.shape);
  }
}

/** Sizes that add up to `whole`, each `size` but for the last. */
function equalParts(whole: number, size: number): number[] {
  if (!Number.isInteger(size) || size < 0 || (size === 0 && whole > 0)) {
    throw new RangeError(`split: expected a size that is at least 1, got ${size}`);
  }
  if (whole === 0) return [0];
  return Array.from({ length: Math.ceil(whole / size) }, (_, i) => Math.min(size, whole - i * size));
}
