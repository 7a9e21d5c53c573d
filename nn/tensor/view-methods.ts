// The methods that look at the same memory in another shape or order, and those that copy it.

import { choice, integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { checkDType, type DType, isFloating } from "../array/dtype.ts";
import { isContiguous } from "../array/ndarray.ts";
import { elementCount, normalizeDim, showShape } from "../array/shape.ts";
import { reshapeView } from "../array/views.ts";
import { basicIndex, type Index, pythonSlice, select } from "../operations/basic-indexing.ts";
import { cast } from "../operations/elementwise.ts";
import { copy } from "../operations/movement.ts";
import { noOptions, type ViewOperation } from "../operations/operation.ts";
import * as viewOperations from "../operations/views.ts";
import { apply, applyView } from "./apply.ts";
import { Size } from "./size.ts";
import { type Made, TensorBase } from "./tensor-base.ts";

/** The one device there is. */
export const devices = ["cpu"] as const;
export type Device = (typeof devices)[number];

export const flattenArguments = optional((startDim = 0, endDim = -1) => ({
  /** the first dimension of those that become one */
  startDim,
  /** the last of them */
  endDim,
}));
export interface FlattenOptions extends OptionsOf<typeof flattenArguments> {}

export const unsqueezeArguments = optional((dim: number) => ({
  /** where the new dimension stands */
  dim,
}));
export interface UnsqueezeOptions extends OptionsOf<typeof unsqueezeArguments> {}

export const squeezeArguments = optional((dim?: number) => ({
  /** the dimension that goes if its size is 1; all of size 1, if left out */
  dim,
}));
export interface SqueezeOptions extends OptionsOf<typeof squeezeArguments> {}

const sliceArguments = optional((dim: number, start?: number, end?: number, step = 1) => ({
  dim,
  /** the first position: where the dimension begins, if left out */
  start,
  /** the end, which is not included: that of the dimension, if left out */
  end,
  /** from each position to the next; walks down if negative */
  step,
}));
export interface SliceOptions extends OptionsOf<typeof sliceArguments> {}

const toArguments = optional(
  (dtype?: DType | Device | TensorBase, device?: Device | DType) => ({
    /** also another tensor, whose dtype is meant */
    dtype,
    /** "cpu" is the only one */
    device,
  }),
  (copy = false) => ({
    /** a copy even if it has that dtype */
    copy,
  }),
);
export interface ToOptions extends OptionsOf<typeof toArguments> {}

/** PyTorch's names of the types of tensors. */
const typeNames: Readonly<Record<DType, string>> = {
  float32: "torch.FloatTensor",
  float64: "torch.DoubleTensor",
  int64: "torch.LongTensor",
  bool: "torch.BoolTensor",
};

/** Numbers one by one or in an array: `reshape(2, 3)` and `reshape([2, 3])`. */
export type Numbers = readonly number[] | readonly [readonly number[]];

/** `T` is the class of the results: Tensor, which extends this one and so cannot be named here. */
export abstract class ViewMethods<T extends ViewMethods<T>> extends TensorBase {
  #shape: Size | undefined;

  protected abstract make(made: Made): T;

  /** The size of each dimension, outermost first. */
  override get shape(): Size {
    this.#shape ??= new Size(this.sizes);
    return this.#shape;
  }

  /** The shape, or the size of one dimension (counted from the end if negative). */
  size(): Size;
  size(dim: number): number;
  size(dim?: number): Size | number {
    return dim === undefined ? this.shape : this.sizes[this.dimensionAt(dim)]!;
  }

  /** The number of dimensions. */
  dim(): number {
    return this.sizes.length;
  }

  /** The number of dimensions. */
  get ndim(): number {
    return this.sizes.length;
  }

  /** The number of elements. */
  numel(): number {
    return elementCount(this.sizes);
  }

  /** The number of elements. */
  nelement(): number {
    return this.numel();
  }

  /** Where the elements are: there is only one device. */
  get device(): Device {
    return "cpu";
  }

  /** How many elements apart neighbours along each dimension lie, or along one. */
  stride(): readonly number[];
  stride(dim: number): number;
  stride(dim?: number): readonly number[] | number {
    return dim === undefined ? this.array.strides : this.array.strides[this.dimensionAt(dim)]!;
  }

  /** Whether the elements are float32 or float64. */
  isFloatingPoint(): boolean {
    return isFloating(this.dtype);
  }

  /** The sub-tensors along the first dimension, as views: `for (const row of x)`, `[...x]`, `const [a, b] = x`. */
  *[Symbol.iterator](): Generator<T, undefined> {
    if (this.dim() === 0) throw new TypeError("a tensor without dimensions cannot be iterated over");
    for (let position = 0; position < this.size(0); position++) yield this.select(0, position);
  }

  /** Whether the elements lie in row-major order without gaps. */
  isContiguous(): boolean {
    return isContiguous(this.array);
  }

  /** The same memory in another shape; one size may be -1. An error if the strides do not allow it. */
  view(...size: Numbers): T {
    const sizes = this.#resolved("view", listedNumbers("size", size));
    return this.look(viewOperations.view, { shape: sizes });
  }

  /** Another shape, without copying where the strides allow it; one size may be -1. */
  reshape(...shape: Numbers): T {
    const sizes = this.#resolved("reshape", listedNumbers("shape", shape));
    const source = reshapeView(this.array, sizes) ? this : this.clone();
    return this.make(applyView(viewOperations.view, source, { shape: sizes }));
  }

  /** Makes one dimension of the dimensions from `startDim` to `endDim`. */
  flatten(...given: Given<typeof flattenArguments, FlattenOptions>): T {
    const { startDim, endDim } = flattenArguments.read("flatten", given);
    const from = normalizeDim(startDim, this.dim(), "startDim");
    const to = normalizeDim(endDim, this.dim(), "endDim");
    if (from > to) throw new RangeError(`flatten: startDim ${startDim} comes after endDim ${endDim}`);
    const merged = elementCount(this.sizes.slice(from, to + 1));
    return this.reshape([...this.sizes.slice(0, from), merged, ...this.sizes.slice(to + 1)]);
  }

  /** The dimensions in another order: `permute(0, 2, 3, 1)` moves channels last. */
  permute(...dims: Numbers): T {
    return this.look(viewOperations.permute, { dims: listedNumbers("dims", dims) });
  }

  /** Two dimensions swapped. */
  transpose(dim0: number, dim1: number): T {
    return this.look(viewOperations.transpose, { dim0, dim1 });
  }

  /** Without dimension `dim` if its size is 1; without all dimensions of size 1 if none is named. */
  squeeze(...given: Given<typeof squeezeArguments, SqueezeOptions>): T {
    const { dim } = squeezeArguments.read("squeeze", given);
    return this.look(viewOperations.squeeze, { dims: dim === undefined ? undefined : [dim] });
  }

  /** With a new dimension of size 1 at `dim`. */
  unsqueeze(...given: Given<typeof unsqueezeArguments, UnsqueezeOptions>): T {
    const { dim } = unsqueezeArguments.read("unsqueeze", given);
    return this.look(viewOperations.unsqueeze, { dim });
  }

  /** Repeats dimensions of size 1 without copying; -1 leaves a size as it is. */
  expand(...size: Numbers): T {
    const wanted = listedNumbers("size", size);
    const added = wanted.length - this.dim();
    const sizes = wanted.map((size, dim) => (size === -1 ? this.sizes[dim - added] : size));
    if (!sizes.every((size) => size !== undefined)) {
      throw new RangeError(
        `expand: -1 keeps the size of a dimension, but shape ${showShape(this.sizes)} has none in front to keep for ` +
          showShape(wanted),
      );
    }
    return this.look(viewOperations.expand, { shape: sizes });
  }

  /** `length` positions of `dim`, beginning with `start` (counted from the end if negative). */
  narrow(dim: number, start: number, length: number): T {
    const size = this.size(dim);
    integer("start", start);
    integer("length", length, 0);
    const from = start < 0 ? start + size : start;
    if (from < 0 || from + length > size) {
      throw new RangeError(
        `narrow: start (${start}) + length (${length}) exceeds dimension size (${size}) of dimension ${dim} of shape ` +
          showShape(this.sizes),
      );
    }
    return this.look(viewOperations.slice, { dim, start: from, end: from + length, step: 1 });
  }

  /** The sub-tensor at one position of `dim`, without that dimension. */
  select(dim: number, index: number): T {
    return this.look(select, { dim: this.dimensionAt(dim), position: index });
  }

  /** The positions `start` (included) to `end` (not) of `dim`, as Python slices. */
  slice(...given: Given<typeof sliceArguments, SliceOptions>): T {
    const { dim, start, end, step } = sliceArguments.read("slice", given);
    return this.look(pythonSlice, { dim: this.dimensionAt(dim), start, end, step });
  }

  /** What x[0, :, 1:-1] is in Python: `x.index(0, ":", "1:-1")`. See `Index`. */
  index(...indices: readonly Index[]): T {
    return this.look(basicIndex, { indices });
  }

  /** The transpose of a matrix; a vector or scalar is its own. */
  t(): T {
    if (this.dim() > 2) {
      throw new RangeError(`t: expected at most 2 dimensions, got shape ${showShape(this.sizes)}`);
    }
    return this.look(viewOperations.t, {});
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
    return this.make({ array: this.array, by: "detach", owner: this });
  }

  /** Takes this tensor out of the graph: it becomes a leaf that requires no gradient. */
  detach_(): this {
    if (this.viewOf) throw new Error("Can't detach views in-place. Use detach() instead.");
    this.gradFn = undefined;
    return this.requiresGrad_(false);
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

  /** There is no float16. */
  half(): never {
    throw new TypeError("half: there is no float16; float() gives float32");
  }

  /** There are no integers of 32 bits. */
  int(): never {
    throw new TypeError("int: there is no int32; long() gives int64");
  }

  /**
   * This tensor if it has that dtype, else a converted copy: `to("float64")`, `to(torch.float64)`, `to({ dtype, copy })`, and
   * `to(other)` for the dtype of another tensor. `to("cpu")` changes nothing.
   */
  to(...given: Given<typeof toArguments, ToOptions>): T | this {
    const { dtype: wanted, device, copy: copied } = toArguments.read("to", given);
    // in PyTorch a device comes first where there is one
    const dtype = this.#dtypeMeant(wanted === "cpu" ? (device ?? wanted) : wanted);
    if (wanted !== "cpu" && device !== undefined) choice<string>("device", device, devices);
    return dtype === this.dtype && !copied ? this : this.make(apply(cast, [this], { dtype }));
  }

  /** PyTorch's name of the type, as "torch.FloatTensor"; or, with a dtype, this converted to it. */
  type(): string;
  type(dtype: DType): T | this;
  type(dtype?: DType): string | T | this {
    return dtype === undefined ? typeNames[this.dtype] : this.to(dtype);
  }

  /** This tensor: all tensors are on the CPU. */
  cpu(): this {
    return this;
  }

  #dtypeMeant(wanted: DType | Device | TensorBase | undefined): DType {
    if (wanted === undefined || wanted === "cpu") return this.dtype;
    return wanted instanceof TensorBase ? wanted.dtype : checkDType("dtype", wanted);
  }

  /** One of this tensor's dimensions, counted from the front. */
  protected dimensionAt(dim: number, name = "dim"): number {
    if (this.dim() > 0) return normalizeDim(dim, this.dim(), name);
    throw new RangeError(`${name}: a tensor without dimensions has no dimension ${dim}`);
  }

  protected look<Options>(operation: ViewOperation<Options>, options: Options): T {
    return this.make(applyView(operation, this, options));
  }

  /** The shape with its -1, if any, replaced by what is left. An error unless it has as many elements as this. */
  #resolved(name: string, shape: readonly number[]): readonly number[] {
    const count = this.numel();
    const strange = shape.find((size) => size < -1);
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

/** Whole numbers that were given one by one or in an array; an error with the name of the argument for all else. */
export function listedNumbers(name: string, numbers: Numbers, least?: number): readonly number[] {
  const [first] = numbers;
  const listed: Iterable<unknown> = Array.isArray(first) && numbers.length === 1 ? first : numbers;
  const copy: number[] = []; // the person may change the array later
  for (const each of listed) copy.push(integer(name, each, least));
  return copy;
}
