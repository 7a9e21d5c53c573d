// Operations that move elements without computing: copy, flip, cat, stack, roll, pad.

import { denseCopy } from "../array/dense-copy.ts";
import { type DType, promote } from "../array/dtype.ts";
import { copyOf, empty, full, type NDArray } from "../array/ndarray.ts";
import { normalizeDim, type Shape, sameShape, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { flip as flipView, narrow, select, slice, unsqueeze } from "../array/views.ts";
import { copyInto } from "./loops.ts";
import { type NoOptions, type Operation, wrongInputs } from "./operation.ts";

/** A contiguous copy. */
export const copy: Operation<NoOptions> = {
  name: "Clone",
  forward(inputs) {
    const [x] = inputs;
    if (!x || inputs.length > 1) throw wrongInputs("Clone", "one array", inputs);
    return denseCopy(x);
  },
  backward: undefined,
};

/** The order reversed along the given dimensions. */
export const flip: Operation<{ readonly dims: readonly number[] }> = {
  name: "Flip",
  forward(inputs, { dims }) {
    const [x] = inputs;
    if (!x || inputs.length > 1) throw wrongInputs("Flip", "one array", inputs);
    return copyOf(flipView(x, dims));
  },
  backward: undefined,
};

/** Arrays joined along an existing dimension; along the others their shapes agree. */
export const cat: Operation<{ readonly dim: number }> = {
  name: "Cat",
  forward(inputs, options) {
    const parts = withoutEmptyVectors(inputs);
    const [first] = parts;
    if (!first) throw wrongInputs("Cat", "at least one array", inputs);
    if (first.shape.length === 0) throw new RangeError("Cat: an array without dimensions cannot be joined");
    const dim = normalizeDim(options.dim, first.shape.length);
    for (const each of parts) checkJoinable(first.shape, each.shape, dim);
    const along = parts.map((each) => each.shape[dim] ?? 0);
    const length = along.reduce((sum, size) => sum + size, 0);
    const out = empty(first.shape.with(dim, length), commonDType(inputs));
    let start = 0;
    parts.forEach((each, i) => {
      copyInto(narrow(out, dim, start, along[i] ?? 0), each);
      start += along[i] ?? 0;
    });
    return out;
  },
  backward: undefined,
};

/** A vector of no elements joins anything, as in PyTorch: it is what a list that grows by `cat` begins with. */
function withoutEmptyVectors(arrays: readonly NDArray[]): readonly NDArray[] {
  const others = arrays.filter(({ shape }) => shape.length !== 1 || shape[0] !== 0);
  return others.length > 0 ? others : arrays;
}

function checkJoinable(first: Shape, other: Shape, dim: number): void {
  if (first.length === other.length && sameShape(first.with(dim, 0), other.with(dim, 0))) return;
  throw new RangeError(
    `Cat: shapes must agree except in dimension ${dim}, got ${showShape(first)} and ${showShape(other)}`,
  );
}

function commonDType(arrays: readonly NDArray[]): DType {
  return arrays
    .map(({ dtype }) => ({ dtype, shape: [1] }))
    .reduce((a, b) => ({ dtype: promote(a, b), shape: [1] })).dtype;
}

/** Arrays of one shape joined along a new dimension. */
export const stack: Operation<{ readonly dim: number }> = {
  name: "Stack",
  forward(inputs, { dim }) {
    const [first] = inputs;
    if (!first) throw wrongInputs("Stack", "at least one array", inputs);
    const odd = inputs.find(({ shape }) => !sameShape(shape, first.shape));
    if (odd) {
      throw new RangeError(
        `Stack: each array is expected to be of equal size, got ${showShape(first.shape)} and ${showShape(odd.shape)}`,
      );
    }
    const at = normalizeDim(dim, first.shape.length + 1);
    return cat.forward(
      inputs.map((each) => unsqueeze(each, at)),
      { dim: at },
    );
  },
  backward: undefined,
};

export interface RollOptions {
  /** by how many places elements move to higher indices, for each of `dims` */
  readonly shifts: readonly number[];
  readonly dims: readonly number[];
}

/** Elements moved along dimensions; what leaves at the end comes in again at the front. */
export const roll: Operation<RollOptions> = {
  name: "Roll",
  forward(inputs, { shifts, dims }) {
    const [x] = inputs;
    if (!x || inputs.length > 1) throw wrongInputs("Roll", "one array", inputs);
    if (shifts.length !== dims.length) {
      throw new RangeError(
        `Roll: expected one shift for each dimension, got shifts ${showShape(shifts)} and dims ${showShape(dims)}`,
      );
    }
    const steps = dims.map((dim, i) => ({ dim: normalizeDim(dim, x.shape.length), shift: shifts[i] ?? 0 }));
    return inSteps(x, x.shape.length === 0 ? [] : steps, (rolled, { dim, shift }) => {
      const size = rolled.shape[dim] ?? 1;
      const cut = size === 0 ? 0 : (((size - shift) % size) + size) % size;
      return cat.forward([narrow(rolled, dim, cut, size - cut), narrow(rolled, dim, 0, cut)], { dim });
    });
  },
  backward: undefined,
};

export interface PadOptions {
  /** before and after, for the last dimension first: [left, right, top, bottom]; "constant" allows negative ones */
  readonly padding: readonly number[];
  readonly mode: "constant" | "reflect" | "replicate" | "circular";
  /** what "constant" fills with */
  readonly value: number;
}

export const pad: Operation<PadOptions> = {
  name: "Pad",
  forward(inputs, { padding, mode, value }) {
    const [x] = inputs;
    if (!x || inputs.length > 1) throw wrongInputs("Pad", "one array", inputs);
    const rank = x.shape.length;
    if (padding.length % 2 !== 0 || padding.length > 2 * rank) {
      throw new RangeError(
        `Pad: padding lists two lengths for each of the last dimensions (at most ${2 * rank}), got ${showShape(padding)}`,
      );
    }
    const steps = Array.from({ length: padding.length / 2 }, (_, pair) => {
      const [before = 0, after = 0] = padding.slice(2 * pair, 2 * pair + 2);
      return { dim: rank - 1 - pair, before, after };
    });
    return inSteps(
      x,
      steps.filter(({ before, after }) => before !== 0 || after !== 0),
      (padded, { dim, before, after }) => padAlong(padded, dim, before, after, mode, value),
    );
  },
  backward: undefined,
};

/** What the steps make of x one after the other; each makes a new array. Without steps, a copy. */
function inSteps<Step>(
  x: NDArray,
  steps: readonly Step[],
  make: (x: NDArray, step: Step) => NDArray,
): NDArray {
  if (steps.length === 0) return copyOf(x);
  using temporaries = new Temporaries();
  return steps.reduce((made, step, i) => {
    const next = make(made, step);
    return i < steps.length - 1 ? temporaries.add(next) : next;
  }, x);
}

/** One dimension at a time: the corners of the later ones come out of the borders of the earlier ones. */
function padAlong(
  x: NDArray,
  dim: number,
  before: number,
  after: number,
  mode: PadOptions["mode"],
  value: number,
): NDArray {
  const size = x.shape[dim] ?? 1;
  checkPadding(x.shape, dim, before, after, mode);
  const shape = x.shape.with(dim, size + before + after);
  const out = mode === "constant" ? full(shape, value, x.dtype) : empty(shape, x.dtype);
  const inner = slice(x, dim, Math.max(-before, 0), size - Math.max(-after, 0));
  copyInto(narrow(out, dim, Math.max(before, 0), inner.shape[dim] ?? 0), inner);
  if (mode === "constant") return out;
  if (before > 0) copyInto(narrow(out, dim, 0, before), borderBefore(x, dim, before, mode));
  if (after > 0) copyInto(narrow(out, dim, before + size, after), borderAfter(x, dim, after, mode));
  return out;
}

type BorderMode = Exclude<PadOptions["mode"], "constant">;

function borderBefore(x: NDArray, dim: number, length: number, mode: BorderMode): NDArray {
  const size = x.shape[dim] ?? 1;
  if (mode === "circular") return narrow(x, dim, size - length, length);
  if (mode === "reflect") return flipView(narrow(x, dim, 1, length), [dim]);
  return unsqueeze(select(x, dim, 0), dim);
}

function borderAfter(x: NDArray, dim: number, length: number, mode: BorderMode): NDArray {
  const size = x.shape[dim] ?? 1;
  if (mode === "circular") return narrow(x, dim, 0, length);
  if (mode === "reflect") return flipView(narrow(x, dim, size - 1 - length, length), [dim]);
  return unsqueeze(select(x, dim, size - 1), dim);
}

function checkPadding(
  shape: Shape,
  dim: number,
  before: number,
  after: number,
  mode: PadOptions["mode"],
): void {
  const size = shape[dim] ?? 1;
  const [least, most] = {
    constant: [-size, Infinity],
    reflect: [0, size - 1],
    replicate: [0, size > 0 ? Infinity : 0],
    circular: [0, size],
  }[mode] as [number, number];
  if (before >= least && before <= most && after >= least && after <= most && size + before + after >= 0)
    return;
  throw new RangeError(
    `Pad: mode "${mode}" cannot pad dimension ${dim} of shape ${showShape(shape)} by (${before}, ${after}); ` +
      `each must be from ${least} to ${most}`,
  );
}
