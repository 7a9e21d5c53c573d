// Operations that move elements without computing: copy, flip, cat, stack, roll. Padding stands in padding.ts.

import { denseCopy } from "../array/dense-copy.ts";
import { type DType, promote } from "../array/dtype.ts";
import { empty, type NDArray } from "../array/ndarray.ts";
import { normalizeDim, type Shape, sameShape, showShape } from "../array/shape.ts";
import { inSteps } from "../array/temporaries.ts";
import { flip as flipView, narrow, unsqueeze } from "../array/views.ts";
import { copyInto } from "./loops.ts";
import { fromGradient, nothing, type OneArray, type Operation, type SomeArrays } from "./operation.ts";

/** A contiguous copy. */
export const copy: Operation<OneArray> = {
  name: "Clone",
  forward([x]) {
    return denseCopy(x);
  },
  gradient: fromGradient((gradient) => gradient),
};

/** The order reversed along the given dimensions. */
export const flip: Operation<OneArray, { readonly dims: readonly number[] }> = {
  name: "Flip",
  forward([x], { dims }) {
    return denseCopy(flipView(x, dims));
  },
  gradient: fromGradient((gradient, m, { dims }) => m.flip(gradient, dims)),
};

/** Arrays joined along an existing dimension; along the others their shapes agree. */
export const cat: Operation<SomeArrays, { readonly dim: number }> = {
  name: "Cat",
  forward(inputs, options) {
    const parts = withoutEmptyVectors(inputs);
    const [first] = parts;
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
  gradient: {
    saves: nothing,
    rule({ gradient, forms, options }, m) {
      const dim = normalizeDim(options.dim, gradient.shape.length);
      let start = 0;
      return forms.map(({ shape }) => {
        if (shape.length < gradient.shape.length) return m.zeros(shape, gradient.dtype); // a vector of no elements
        const from = start;
        start += shape[dim]!;
        return m.narrow(gradient, dim, from, shape[dim]!);
      });
    },
  },
};

/** A vector of no elements joins anything, as in PyTorch: it is what a list that grows by `cat` begins with. */
function withoutEmptyVectors(arrays: SomeArrays): SomeArrays {
  const [first, ...others] = arrays.filter(({ shape }) => shape.length !== 1 || shape[0] !== 0);
  return first ? [first, ...others] : arrays;
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
export const stack: Operation<SomeArrays, { readonly dim: number }> = {
  name: "Stack",
  forward(inputs, { dim }) {
    const [first, ...others] = inputs;
    const odd = inputs.find(({ shape }) => !sameShape(shape, first.shape));
    if (odd) {
      throw new RangeError(
        `Stack: each array is expected to be of equal size, got ${showShape(first.shape)} and ${showShape(odd.shape)}`,
      );
    }
    const at = normalizeDim(dim, first.shape.length + 1);
    return cat.forward([unsqueeze(first, at), ...others.map((each) => unsqueeze(each, at))], { dim: at });
  },
  gradient: {
    saves: nothing,
    rule({ gradient, forms, options }, m) {
      const dim = normalizeDim(options.dim, gradient.shape.length);
      return forms.map(({ shape }, i) => m.reshape(m.narrow(gradient, dim, i, 1), shape));
    },
  },
};

export interface RollOptions {
  /** by how many places elements move to higher indices, for each of `dims` */
  readonly shifts: readonly number[];
  readonly dims: readonly number[];
}

/** Elements moved along dimensions; what leaves at the end comes in again at the front. */
export const roll: Operation<OneArray, RollOptions> = {
  name: "Roll",
  forward([x], { shifts, dims }) {
    if (shifts.length !== dims.length) {
      throw new RangeError(
        `Roll: expected one shift for each dimension, got shifts ${showShape(shifts)} and dims ${showShape(dims)}`,
      );
    }
    if (x.shape.length === 0) {
      throw new RangeError(
        `Roll: an array without dimensions has no dimension ${showShape(dims)} to roll along`,
      );
    }
    const steps = dims.map((dim, i) => ({ dim: normalizeDim(dim, x.shape.length), shift: shifts[i] ?? 0 }));
    return inSteps(x, steps, (rolled, { dim, shift }) => {
      const size = rolled.shape[dim] ?? 1;
      const cut = size === 0 ? 0 : (((size - shift) % size) + size) % size;
      return cat.forward([narrow(rolled, dim, cut, size - cut), narrow(rolled, dim, 0, cut)], { dim });
    });
  },
  gradient: fromGradient((gradient, m, { shifts, dims }) =>
    m.apply(roll, [gradient], { shifts: shifts.map((shift) => -shift), dims }),
  ),
};
