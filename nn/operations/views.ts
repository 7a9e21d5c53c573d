// Views as operations: another look at the same memory, and how a gradient goes back through it. Where a view shows
// only some elements, or in another order, the gradient is written through the same view into zeros.

import { copyOf, empty, full, type NDArray, scalar } from "../array/ndarray.ts";
import { elementCount, normalizeDim, type Shape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import * as views from "../array/views.ts";
import { assign } from "./elementwise.ts";
import { copyInto } from "./loops.ts";
import {
  fromGradient,
  type Maths,
  type OneArray,
  type Operation,
  type Value,
  type ViewOperation,
} from "./operation.ts";

/** Another shape; an error where the strides do not allow it. */
export const view: ViewOperation<{ readonly shape: Shape }> = {
  name: "View",
  view: (x, { shape }) => views.viewAs(x, shape),
  gradient: (gradient, x, _, m) => m.reshape(gradient, x.shape),
};

export const permute: ViewOperation<{ readonly dims: readonly number[] }> = {
  name: "Permute",
  view: (x, { dims }) => views.permute(x, dims),
  gradient(gradient, x, { dims }, m) {
    const order = dims.map((dim) => normalizeDim(dim, x.shape.length));
    return m.permute(
      gradient,
      [...order.keys()].map((dim) => order.indexOf(dim)),
    );
  },
};

export interface TwoDims {
  readonly dim0: number;
  readonly dim1: number;
}

export const transpose: ViewOperation<TwoDims> = {
  name: "Transpose",
  view: (x, { dim0, dim1 }) => views.transpose(x, dim0, dim1),
  gradient: (gradient, _, { dim0, dim1 }, m) => m.transpose(gradient, dim0, dim1),
};

/** The transpose of a matrix; a vector or scalar is its own. */
export const t: ViewOperation<object> = {
  name: "T",
  view: (x) => (x.shape.length < 2 ? x : views.transpose(x, 0, 1)),
  gradient: (gradient, x, _, m) => (x.shape.length < 2 ? gradient : m.transpose(gradient, 0, 1)),
};

/** Without these dimensions if their size is 1; without all of size 1 if none is named. */
export const squeeze: ViewOperation<{ readonly dims: readonly number[] | undefined }> = {
  name: "Squeeze",
  view: (x, { dims }) => views.squeeze(x, dims),
  gradient: (gradient, x, _, m) => m.reshape(gradient, x.shape),
};

export const unsqueeze: ViewOperation<{ readonly dim: number }> = {
  name: "Unsqueeze",
  view: (x, { dim }) => views.unsqueeze(x, dim),
  gradient: (gradient, x, _, m) => m.reshape(gradient, x.shape),
};

export const expand: ViewOperation<{ readonly shape: Shape }> = {
  name: "Expand",
  view: (x, { shape }) => views.expand(x, shape),
  gradient: (gradient, x, _, m) => m.sumTo(gradient, x.shape),
};

/** A view that shows some of the elements, each once. `look` is the view on an array of that shape. */
export function partialView<Options>(
  name: string,
  look: (x: NDArray, options: Options) => NDArray,
): ViewOperation<Options> {
  const operation: ViewOperation<Options> = {
    name,
    view: look,
    gradient: (gradient, x, options, m) =>
      m.apply(placed, [gradient], {
        shape: x.shape,
        look: (array) => look(array, options),
        again: (each, maths) => maths.view(operation, each, options),
      }),
  };
  return operation;
}

export interface PlaceOptions {
  readonly shape: Shape;
  /** where in an array of this shape the elements belong */
  readonly look: (x: NDArray) => NDArray;
  /** the same view, of values */
  readonly again: <V extends Value>(x: V, maths: Maths<V>) => V;
}

/** Zeros, with the elements of x in the places that a view shows. */
export const placed: Operation<OneArray, PlaceOptions> = {
  name: "SliceBackward",
  forward([x], { shape, look }) {
    const out = full(shape, 0, x.dtype);
    if (elementCount(x.shape) > 0) assign(look(out), x);
    return out;
  },
  gradient: {
    saves: { inputs: [], output: false },
    rule: ({ gradient, options }, maths) => [options.again(gradient, maths)],
  },
};

/** One of the parts into which `unbind` or `split` takes x. */
export const unbound = partialView<{ readonly dim: number; readonly position: number }>(
  "Unbind",
  (x, { dim, position }) => views.select(x, dim, position),
);
export const splitPart = partialView<{
  readonly dim: number;
  readonly start: number;
  readonly length: number;
}>("Split", (x, { dim, start, length }) => views.narrow(x, dim, start, length));

/** The diagonal of the matrices in two dimensions, as a last dimension. */
export const diagonal = partialView<TwoDims & { readonly offset: number }>(
  "Diagonal",
  (x, { offset, dim0, dim1 }) => views.diagonal(x, offset, dim0, dim1),
);

export interface SliceOptions {
  readonly dim: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** Bounds and step as `views.slice` takes them, in range already. */
export const slice = partialView<SliceOptions>("Slice", (x, { dim, start, end, step }) =>
  views.slice(x, dim, start, end, step),
);

/** How the elements of an array lie in memory, on which it depends which views of it there are. */
export interface Layout {
  readonly strides: readonly number[];
}

/** A copy of x that lies in memory like an array with these strides; row by row where that one repeats or turns a dimension. */
export const laidOut: Operation<OneArray, Layout> = {
  name: "Clone",
  forward([x], { strides }) {
    const { shape, dtype } = x;
    const isPlain = strides.every((stride, dim) => stride > 0 || shape[dim] === 1);
    if (!isPlain || elementCount(shape) === 0) return copyOf(x);
    const reach = shape.reduce((sum, size, dim) => sum + (size - 1) * strides[dim]!, 1);
    const out = { ...empty([reach], dtype), shape, strides };
    copyInto(out, x);
    return out;
  },
  gradient: fromGradient((gradient) => gradient),
};

/**
 * A copy of x, laid out so, with zeros in the places that a view shows: what is left of a gradient where something was
 * written over.
 */
export const cleared: Operation<OneArray, Layout & Pick<PlaceOptions, "look">> = {
  name: "CopySlices",
  forward([x], { look, strides }) {
    const out = laidOut.forward([x], { strides });
    const part = look(out);
    using temporaries = new Temporaries();
    assign(part, views.expand(temporaries.add(scalar(0, x.dtype)), part.shape));
    return out;
  },
  gradient: fromGradient((gradient, m, options) => m.apply(cleared, [gradient], options)),
};
