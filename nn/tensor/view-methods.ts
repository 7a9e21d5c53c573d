// The methods that look at the same memory in another shape or order, and those that copy it.

import type { DType } from "../array/dtype.ts";
import { isContiguous, type NDArray } from "../array/ndarray.ts";
import { elementCount, normalizeDim, showShape } from "../array/shape.ts";
import * as views from "../array/views.ts";
import { cast } from "../operations/elementwise.ts";
import { copy } from "../operations/movement.ts";
import { noOptions } from "../operations/operation.ts";
import { apply, applyView } from "./apply.ts";
import { type Index, index, selectAt, sliceAt } from "./indexing.ts";
import { Size } from "./size.ts";
import { type Made, TensorBase } from "./tensor-base.ts";

/** Numbers one by one or in an array: `reshape(2, 3)` and `reshape([2, 3])`. */
export type Numbers = readonly number[] | readonly [readonly number[]];

/** `T` is the class of the results: Tensor, which extends this one and so cannot be named here. */
export abstract class ViewMethods<T extends ViewMethods<T>> extends TensorBase {
  #shape: Size | undefined;

  protected abstract make(made: Made): T;

  /** The size of each dimension, outermost first. */
  get shape(): Size {
    this.#shape ??= new Size(this.sizes);
    return this.#shape;
  }

  /** The shape, or the size of one dimension (counted from the end if negative). */
  size(): Size;
  size(dim: number): number;
  size(dim?: number): Size | number {
    return dim === undefined ? this.shape : (this.sizes[normalizeDim(dim, this.dim())] ?? 1);
  }

  /** The number of dimensions. */
  dim(): number {
    return this.sizes.length;
  }

  /** The number of elements. */
  numel(): number {
    return elementCount(this.sizes);
  }

  /** How many elements apart neighbours along each dimension lie. */
  stride(): readonly number[] {
    return this.array.strides;
  }

  /** Whether the elements lie in row-major order without gaps. */
  isContiguous(): boolean {
    return isContiguous(this.array);
  }

  /** The same memory in another shape; one size may be -1. An error if the strides do not allow it. */
  view(...shape: Numbers): T {
    const sizes = this.#resolved("view", shape.flat());
    return this.look("View", (array) => views.viewAs(array, sizes));
  }

  /** Another shape, without copying where the strides allow it; one size may be -1. */
  reshape(...shape: Numbers): T {
    const sizes = this.#resolved("reshape", shape.flat());
    const source = views.reshapeView(this.array, sizes) ? this : this.clone();
    return this.make(applyView("View", source, (array) => views.viewAs(array, sizes)));
  }

  /** Makes one dimension of the dimensions from `startDim` to `endDim`. */
  flatten(startDim = 0, endDim = -1): T {
    const from = normalizeDim(startDim, this.dim());
    const to = normalizeDim(endDim, this.dim());
    if (from > to) throw new RangeError(`flatten: startDim ${startDim} comes after endDim ${endDim}`);
    const merged = elementCount(this.sizes.slice(from, to + 1));
    return this.reshape([...this.sizes.slice(0, from), merged, ...this.sizes.slice(to + 1)]);
  }

  /** The dimensions in another order: `permute(0, 2, 3, 1)` moves channels last. */
  permute(...dims: Numbers): T {
    return this.look("Permute", (array) => views.permute(array, dims.flat()));
  }

  /** Two dimensions swapped. */
  transpose(dim0: number, dim1: number): T {
    return this.look("Transpose", (array) => views.transpose(array, dim0, dim1));
  }

  /** Without dimension `dim` if its size is 1; without all dimensions of size 1 if none is named. */
  squeeze(dim?: number): T {
    return this.look("Squeeze", (array) => views.squeeze(array, dim === undefined ? undefined : [dim]));
  }

  /** With a new dimension of size 1 at `dim`. */
  unsqueeze(dim: number): T {
    return this.look("Unsqueeze", (array) => views.unsqueeze(array, dim));
  }

  /** Repeats dimensions of size 1 without copying; -1 leaves a size as it is. */
  expand(...shape: Numbers): T {
    const wanted = shape.flat();
    const added = wanted.length - this.dim();
    const sizes = wanted.map((size, dim) => (size === -1 ? this.sizes[dim - added] : size));
    if (!sizes.every((size) => size !== undefined)) {
      throw new RangeError(
        `expand: -1 keeps the size of a dimension, but shape ${showShape(this.sizes)} has none in front to keep for ` +
          showShape(wanted),
      );
    }
    return this.look("Expand", (array) => views.expand(array, sizes));
  }

  /** `length` positions of `dim`, beginning with `start` (counted from the end if negative). */
  narrow(dim: number, start: number, length: number): T {
    const from = start < 0 ? start + this.size(dim) : start;
    return this.look("Slice", (array) => views.narrow(array, dim, from, length));
  }

  /** The sub-tensor at one position of `dim`, without that dimension. */
  select(dim: number, position: number): T {
    return this.look("Select", (array) => selectAt(array, normalizeDim(dim, this.dim()), position));
  }

  /** The positions `start` (included) to `end` (not) of `dim`, as Python slices. */
  slice(dim: number, start?: number, end?: number, step?: number): T {
    return this.look("Slice", (array) => sliceAt(array, normalizeDim(dim, this.dim()), start, end, step));
  }

  /** What x[0, :, 1:-1] is in Python: `x.index(0, ":", "1:-1")`. See `Index`. */
  index(...indices: readonly Index[]): T {
    return this.look("Slice", (array) => index(array, indices));
  }

  /** The transpose of a matrix; a vector or scalar is its own. */
  t(): T {
    if (this.dim() > 2) {
      throw new RangeError(`t: expected at most 2 dimensions, got shape ${showShape(this.sizes)}`);
    }
    return this.look("T", (array) => (array.shape.length < 2 ? array : views.transpose(array, 0, 1)));
  }

  /** The transpose of a matrix, `x.t()`. */
  get T(): T {
    return this.t();
  }

  /** The last two dimensions swapped: the transpose of each matrix of a batch. */
  get mT(): T {
    return this.transpose(-2, -1);
  }

  /** This tensor if it is contiguous, else a contiguous copy. */
  contiguous(): T | this {
    return this.isContiguous() ? this : this.clone();
  }

  /** A copy in memory of its own. */
  clone(): T {
    return this.make(apply(copy, [this], noOptions));
  }

  /** The same memory without history. */
  detach(): T {
    return this.make({ array: this.array, by: "detach", base: this });
  }

  /** This tensor if it is float32, else a converted copy; as the three that follow. */
  float(): T | this {
    return this.to("float32");
  }

  /** This tensor if it is float64, else a converted copy. */
  double(): T | this {
    return this.to("float64");
  }

  /** Truncated towards zero; an error if an element does not fit. */
  long(): T | this {
    return this.to("int64");
  }

  /** This tensor if it is bool, else a copy that is true where elements are not 0. */
  bool(): T | this {
    return this.to("bool");
  }

  /** This tensor if it has that dtype, else a converted copy. */
  to(dtype: DType): T | this {
    return dtype === this.dtype ? this : this.make(apply(cast, [this], { dtype }));
  }

  protected look(name: string, view: (array: NDArray) => NDArray): T {
    return this.make(applyView(name, this, view));
  }

  /** The shape with its -1, if any, replaced by what is left. An error unless it has as many elements as this. */
  #resolved(name: string, shape: readonly number[]): readonly number[] {
    const count = this.numel();
    const strange = shape.find((size) => !Number.isInteger(size) || size < -1);
    if (strange !== undefined) throw new RangeError(`${name}: invalid shape dimension ${strange}`);
    const unknown = shape.indexOf(-1);
    if (unknown !== -1 && shape.indexOf(-1, unknown + 1) !== -1) {
      throw new RangeError(`${name}: only one dimension can be inferred, got ${showShape(shape)}`);
    }
    const known = elementCount(unknown === -1 ? shape : shape.toSpliced(unknown, 1));
    if (unknown !== -1 && known === 0 && count === 0) {
      throw new RangeError(
        `${name}: cannot reshape tensor of 0 elements into shape ${showShape(shape)} because the unspecified ` +
          "dimension size -1 can be any value and is ambiguous",
      );
    }
    if (unknown === -1 ? known !== count : !Number.isInteger(count / known)) {
      throw new RangeError(`${name}: shape '${showShape(shape)}' is invalid for input of size ${count}`);
    }
    return unknown === -1 ? shape : shape.with(unknown, count / known);
  }
}
