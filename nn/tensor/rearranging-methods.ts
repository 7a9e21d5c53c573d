// The methods that part a tensor, or put its elements into another order.

import { integer, integers } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { normalizeDim, type Shape, showShape } from "../array/shape.ts";
import { flip, roll } from "../operations/movement.ts";
import { diagonal, permute, splitPart, unbound } from "../operations/views.ts";
import { apply } from "./apply.ts";
import { expectTensor } from "./expect-tensor.ts";
import type { Parts, PartsOfSizes, Several } from "./parts.ts";
import { composed } from "./scope.ts";
import { listedNumbers, type Numbers, ViewMethods } from "./view-methods.ts";

/** One dimension or several. */
type OneOrMore = number | readonly number[];

export const unbindArguments = optional((dim = 0) => ({ dim }));
export interface UnbindOptions extends OptionsOf<typeof unbindArguments> {}

export const splitArguments = optional((dim = 0) => ({
  /** the dimension that is parted */
  dim,
}));
export interface SplitOptions extends OptionsOf<typeof splitArguments> {}

export const rollArguments = optional((dims?: OneOrMore) => ({
  /** the dimensions along which elements move: one for each shift; without them, all elements move as one vector */
  dims: dims === undefined ? dims : integers("dims", dims),
}));
export interface RollOptions extends OptionsOf<typeof rollArguments> {}

export const diagonalArguments = optional((offset = 0, dim1 = 0, dim2 = 1) => ({
  /** 0: the main diagonal; positive: one above it */
  offset,
  /** the dimension of the rows */
  dim1,
  /** the dimension of the columns */
  dim2,
}));
export interface DiagonalOptions extends OptionsOf<typeof diagonalArguments> {}

export abstract class RearrangingMethods<T extends RearrangingMethods<T>> extends ViewMethods<T> {
  /** The sub-tensors along `dim`, without that dimension. */
  unbind(...given: Given<typeof unbindArguments, UnbindOptions>): Several<T>;
  unbind(...given: Given<typeof unbindArguments, UnbindOptions>): T[] {
    const { dim } = unbindArguments.read("unbind", given);
    return Array.from({ length: this.size(dim) }, (_, position) => this.look(unbound, { dim, position }));
  }

  /** Reverses the order along the given dimensions, in a copy. */
  flip(...dims: Numbers): T {
    return this.make(apply(flip, [this], { dims: listedNumbers("dims", dims) }));
  }

  /** Parts along `dim`: each of one size (the last perhaps smaller), or of the sizes given. */
  split<const Sizes extends OneOrMore>(
    splitSize: Sizes,
    ...given: Given<typeof splitArguments, SplitOptions>
  ): PartsOfSizes<T, Sizes>;
  split(splitSize: OneOrMore, ...given: Given<typeof splitArguments, SplitOptions>): T[] {
    const { dim } = splitArguments.read("split", given);
    const whole = this.size(dim);
    const sizes = Array.isArray(splitSize)
      ? sizesIn("splitSize", splitSize)
      : equalParts(whole, integer("splitSize", splitSize));
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
      return this.look(splitPart, { dim, start: from, length: each });
    });
  }

  /** At most `chunks` parts along `dim`, of one size but for the last. */
  chunk<const Count extends number>(
    chunks: Count,
    ...given: Given<typeof splitArguments, SplitOptions>
  ): Parts<T, Count>;
  chunk(chunks: number, ...given: Given<typeof splitArguments, SplitOptions>): T[] {
    const { dim } = splitArguments.read("chunk", given);
    integer("chunks", chunks, 1);
    const size = Math.ceil(this.size(dim) / chunks);
    return this.split(size === 0 ? new Array<number>(chunks).fill(0) : size, dim);
  }

  /** Dimensions moved to other places: `movedim(0, 2)`, `movedim([0, 1], [1, 0])`; the others keep their order. */
  movedim(source: OneOrMore, destination: OneOrMore): T {
    const from = this.#distinct("source", source);
    const to = this.#distinct("destination", destination);
    if (from.length !== to.length) {
      throw new RangeError(
        `movedim: expected as many destinations as sources, got ${shown(source)} and ${shown(destination)}`,
      );
    }
    const order = [...this.sizes.keys()].filter((dim) => !from.includes(dim));
    for (const [target, dim] of to.map((each, i) => [each, from[i]!] as const).sort(([a], [b]) => a - b)) {
      order.splice(target, 0, dim);
    }
    return this.look(permute, { dims: this.dim() === 0 ? [] : order });
  }

  /** Dimensions, each named once. */
  #distinct(name: string, dims: OneOrMore): number[] {
    const listed: readonly number[] = Array.isArray(dims) ? dims : [dims];
    const found = Array.from(listed, (dim) => normalizeDim(dim, this.dim(), name));
    if (new Set(found).size === found.length) return found;
    throw new RangeError(`${name}: expected each dimension once, got ${shown(dims)}`);
  }

  /** Dimension `dim` made several, of the given sizes; one of them may be -1. */
  unflatten(dim: number, sizes: readonly number[]): T {
    const at = this.dimensionAt(dim);
    sizesIn("sizes", sizes, -1);
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
    const times = listedNumbers("repeats", repeats, 0);
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
        .clone()
        .reshape(sizes.map((size, dim) => size * (times[dim] ?? 1)));
    return composed(lay, "Repeat");
  }

  /** Elements moved by `shifts` along `dims`, the last coming in at the front; without dims, as one vector. */
  roll(shifts: OneOrMore, ...given: Given<typeof rollArguments, RollOptions>): T {
    const { dims } = rollArguments.read("roll", given);
    integers("shifts", shifts);
    if (dims === undefined) {
      return composed(() => this.flatten().roll(shifts, 0).reshape(this.sizes), "Roll");
    }
    return this.make(apply(roll, [this], { shifts: [shifts].flat(), dims: [dims].flat() }));
  }

  /** The diagonal of the matrices in dimensions dim1 and dim2, as a last dimension; a positive offset lies above. */
  diagonal(...given: Given<typeof diagonalArguments, DiagonalOptions>): T {
    const { offset, dim1, dim2 } = diagonalArguments.read("diagonal", given);
    return this.look(diagonal, { offset, dim0: dim1, dim1: dim2 });
  }

  /** Expanded to the shape of another tensor. */
  expandAs(other: T): T {
    return this.expand(expectTensor("other", other).shape);
  }
}

/** An array of sizes, each of at least `least`. */
function sizesIn(name: string, sizes: readonly number[], least = 0): Shape {
  if (!Array.isArray(sizes))
    throw new TypeError(`${name}: expected whole numbers in an array, got ${shown(sizes)}`);
  return integers(name, [...sizes], least);
}

/** Sizes that add up to `whole`, each `size` but for the last. */
function equalParts(whole: number, size: number): number[] {
  integer("splitSize", size, whole > 0 ? 1 : 0);
  if (whole === 0) return [0];
  return Array.from({ length: Math.ceil(whole / size) }, (_, i) => Math.min(size, whole - i * size));
}
