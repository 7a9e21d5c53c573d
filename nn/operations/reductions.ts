// Operations that make one number of many, along some dimensions. How each does so stands in reducers.ts.

import type { DType } from "../array/dtype.ts";
import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { contiguousStrides, elementCount, normalizeDim, type Shape, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { productsOfOthers } from "./cumulative.ts";
import { counted, onlyFloating, real, same } from "./dtype-rules.ts";
import { inType } from "./elementwise-operation.ts";
import { foldable, moveToEnd, worthFolding } from "./foldable.ts";
import * as folded from "./folded-reductions.ts";
import type { Foldable } from "./folding.ts";
import { stored } from "./loops.ts";
import {
  type Gradient,
  type Maths,
  nothing,
  type OneArray,
  type Operation,
  type Value,
} from "./operation.ts";
import {
  bestIndex,
  bestValue,
  larger,
  logOfSummedPowers,
  normOf,
  product,
  type Reducer,
  smaller,
  spread,
  total,
} from "./reducers.ts";

export interface ReductionOptions {
  /** the dimensions that vanish; none listed means all of them */
  readonly dims: readonly number[];
  /** they stay, with size 1 */
  readonly keepdim: boolean;
}

/** The dimensions to reduce, counted from the front, in order; all of them if none is listed. */
function reducedDims(name: string, dims: readonly number[], rank: number): number[] {
  if (dims.length === 0) return Array.from({ length: rank }, (_, dim) => dim);
  const chosen = new Set(dims.map((dim) => normalizeDim(dim, rank)));
  if (chosen.size < dims.length) {
    throw new RangeError(`${name}: a dimension appears more than once in ${showShape(dims)}`);
  }
  return rank === 0 ? [] : [...chosen].sort((a, b) => a - b);
}

/** The shape that is left. */
function reducedShape(shape: Shape, dims: readonly number[], keepdim: boolean): number[] {
  const gone = new Set(dims);
  return keepdim
    ? shape.map((size, dim) => (gone.has(dim) ? 1 : size))
    : shape.filter((_, dim) => !gone.has(dim));
}

/** A reduced value with the dimensions that have vanished, of size 1: it can be broadcast to the shape of x. */
function restored<V extends Value>(
  reduced: V,
  x: Value,
  { dims, keepdim }: ReductionOptions,
  m: Maths<V>,
): V {
  if (keepdim) return reduced;
  return m.reshape(reduced, reducedShape(x.shape, reducedDims("", dims, x.shape.length), true));
}

/** How many elements each result was made of. */
function countOf({ shape }: Value, { dims }: ReductionOptions): number {
  return elementCount(reducedDims("", dims, shape.length).map((dim) => shape[dim]!));
}

/** The gradient of each element from that of the result and x, both of the shape of x. */
function spreadOut<Options extends ReductionOptions>(
  rule: <V extends Value>(gradient: V, x: V, y: V, m: Maths<V>, options: Options) => V,
): Gradient<OneArray, Options> {
  return {
    saves: { inputs: "all", output: true },
    rule: ({ gradient, inputs: [x], output, options }, m) => [
      rule(restored(gradient, x, options, m), x, restored(output, x, options, m), m, options),
    ],
  };
}

/** Among equal extremes the gradient is shared evenly. */
const toExtremes = spreadOut<ReductionOptions>((gradient, x, y, m, { dims }) => {
  const chosen = m.cast(m.eq(x, y), gradient.dtype);
  return m.div(m.mul(gradient, chosen), m.sum(chosen, dims, true));
});

/** x - mean(x), over the reduced dimensions. */
function centred<V extends Value>(x: V, { dims }: ReductionOptions, m: Maths<V>): V {
  return m.sub(x, m.div(m.sum(x, dims, true), countOf(x, { dims, keepdim: true })));
}

/** The results of an array by kernels, one for each of its lines of `count` elements. */
type ByFolding<Options> = (x: Foldable, count: number, options: Options) => NDArray | undefined;

interface ReductionRules<Options> {
  readonly gradient: Gradient<OneArray, Options> | "none";
  /** there must be something to reduce */
  readonly needsElements?: boolean;
  /** for float32, and for int64 */
  readonly folded?: ByFolding<Options>;
  readonly foldedIntegers?: ByFolding<Options>;
  /** what arrays become before they are folded: arrays of which there is a folding */
  readonly foldedAs?: (dtype: DType) => DType;
}

function reduction<Options extends ReductionOptions>(
  name: string,
  reducerOf: (options: Options) => Reducer,
  dtypeOf: (dtype: DType) => DType,
  { gradient, needsElements = false, folded, foldedIntegers, foldedAs = same }: ReductionRules<Options>,
): Operation<OneArray, Options> {
  return {
    name,
    forward([x], options) {
      const dims = reducedDims(name, options.dims, x.shape.length);
      const count = elementCount(dims.map((dim) => x.shape[dim] ?? 1));
      if (needsElements && count === 0) {
        throw new RangeError(
          `${name}: no elements along dimensions ${showShape(dims)} of shape ${showShape(x.shape)}`,
        );
      }
      const shape = reducedShape(x.shape, dims, options.keepdim);
      using temporaries = new Temporaries();
      const dtype = foldedAs(x.dtype);
      const byFolding = { float32: folded, int64: foldedIntegers, float64: undefined, bool: undefined }[
        dtype
      ];
      const results =
        byFolding &&
        worthFolding(x, count) &&
        byFolding(foldable(inType(dtype, x, temporaries), dims, temporaries), count, options);
      if (results) return { ...results, shape, strides: contiguousStrides(shape) };
      const out = empty(shape, dtypeOf(x.dtype));
      reduceInto(out, temporaries.contiguous(moveToEnd(x, dims)), count, reducerOf(options));
      return out;
    },
    gradient,
  };
}

function reduceInto(out: NDArray, x: NDArray, count: number, reduce: Reducer): void {
  const values = valuesOf(x);
  const results = out.storage.data();
  const convert = stored(out.dtype);
  for (let i = 0; i < results.length; i++) {
    const result = reduce(values, i * count, count);
    results[i] = convert ? convert(result) : result;
  }
}

export const sum = reduction<ReductionOptions>("Sum", () => total, counted, {
  folded: folded.sum,
  foldedIntegers: folded.integerSum,
  foldedAs: counted,
  gradient: {
    saves: nothing,
    rule: ({ gradient, forms: [x], options }, m) => [m.expand(restored(gradient, x, options, m), x.shape)],
  },
});
export const mean = reduction<ReductionOptions>(
  "Mean",
  () => (values, start, count) => total(values, start, count) / count,
  onlyFloating("Mean"),
  {
    folded: folded.mean,
    gradient: {
      saves: nothing,
      rule: ({ gradient, forms: [x], options }, m) => [
        m.expand(m.div(restored(gradient, x, options, m), countOf(x, options)), x.shape),
      ],
    },
  },
);
/** The variance with divisor `count - correction`: 1 for the unbiased estimate, 0 for the population's. */
export const variance = reduction<ReductionOptions & { readonly correction: number }>(
  "Var",
  ({ correction }) =>
    (values, start, count) =>
      spread(values, start, count, correction),
  onlyFloating("Var"),
  {
    folded: folded.variance,
    gradient: spreadOut((gradient, x, _, m, options) =>
      m.mul(m.mul(gradient, 2 / (countOf(x, options) - options.correction)), centred(x, options, m)),
    ),
  },
);
/** The square root of the variance. */
export const standardDeviation = reduction<ReductionOptions & { readonly correction: number }>(
  "Std",
  ({ correction }) =>
    (values, start, count) =>
      Math.sqrt(spread(values, start, count, correction)),
  onlyFloating("Std"),
  {
    folded: folded.standardDeviation,
    // at a deviation of 0 there is no slope; the gradient is taken to be 0
    gradient: spreadOut((gradient, x, y, m, options) => {
      const divisor = countOf(x, options) - options.correction;
      const slope = m.where(m.eq(y, 0), 0, m.div(gradient, m.mul(y, divisor)));
      return m.mul(slope, centred(x, options, m));
    }),
  },
);
export const prod = reduction<ReductionOptions>("Prod", () => product, counted, {
  folded: folded.prod,
  gradient: {
    saves: { inputs: "all", output: false },
    rule: ({ gradient, inputs: [x], options }, m) => [
      m.mul(restored(gradient, x, options, m), productOfOthers(x, options, m)),
    ],
  },
});
/** The product of all other elements of each that are reduced together: along one dimension, made of all of those. */
function productOfOthers<V extends Value>(x: V, { dims }: ReductionOptions, m: Maths<V>): V {
  const reduced = reducedDims("", dims, x.shape.length);
  const order = [...[...x.shape.keys()].filter((dim) => !reduced.includes(dim)), ...reduced];
  const moved = m.permute(x, order);
  const kept = x.shape.length - reduced.length;
  const lines = m.reshape(moved, [...moved.shape.slice(0, kept), elementCount(moved.shape.slice(kept))]);
  const back = [...order.keys()].map((dim) => order.indexOf(dim));
  return m.permute(m.reshape(productsOfOthers(lines, kept, m), moved.shape), back);
}

/** The derivative of the p-norm y by x; 0 where there is none, at 0. */
function slopeOfNorm<V extends Value>(x: V, y: V, m: Maths<V>, p: number): V {
  if (p === 1) return m.sign(x);
  if (p === 2) return m.where(m.eq(y, 0), 0, m.div(x, y));
  if (Math.abs(p) === Infinity) {
    const chosen = m.cast(m.eq(m.abs(x), y), x.dtype);
    return m.div(m.mul(m.sign(x), chosen), m.sumTo(chosen, y.shape));
  }
  const relative = m.mul(m.sign(x), m.pow(m.div(m.abs(x), y), p - 1));
  return m.where(m.or(m.eq(y, 0), m.eq(x, 0)), 0, relative);
}

/** The p-norm: (sum of |x|^p)^(1/p); the largest and smallest |x| for ±Infinity, and their number for 0. */
export const norm = reduction<ReductionOptions & { readonly p: number }>(
  "Norm",
  ({ p }) => normOf(p),
  onlyFloating("Norm"),
  {
    folded: folded.norm,
    gradient: {
      saves: { inputs: "all", output: true },
      rule({ gradient, inputs: [x], output, options }, m) {
        if (options.p === 0) return [undefined];
        const [g, y] = [gradient, output].map((each) => restored(each, x, options, m));
        return [m.mul(g!, slopeOfNorm(x, y!, m, options.p))];
      },
    },
  },
);
export const logSumExp = reduction<ReductionOptions>("Logsumexp", () => logOfSummedPowers, real, {
  folded: folded.logSumExp,
  gradient: spreadOut((gradient, x, y, m) => m.mul(gradient, m.exp(m.sub(x, y)))),
});
export const amax = reduction<ReductionOptions>("Amax", () => bestValue(larger), same, {
  needsElements: true,
  folded: folded.amax,
  foldedIntegers: folded.largestInteger,
  gradient: toExtremes,
});
export const amin = reduction<ReductionOptions>("Amin", () => bestValue(smaller), same, {
  needsElements: true,
  folded: folded.amin,
  foldedIntegers: folded.smallestInteger,
  gradient: toExtremes,
});
/** The extremes of all elements: if one is NaN, the gradient goes to the NaN. */
export const largest: Operation<OneArray, ReductionOptions> = { ...amax, name: "Max", gradient: toNans() };
export const smallest: Operation<OneArray, ReductionOptions> = { ...amin, name: "Min", gradient: toNans() };

function toNans(): Gradient<OneArray, ReductionOptions> {
  return spreadOut((gradient, x, y, m, { dims }) => {
    const isChosen = m.or(m.eq(x, y), m.and(m.ne(x, x), m.ne(y, y)));
    const chosen = m.cast(isChosen, gradient.dtype);
    return m.div(m.mul(gradient, chosen), m.sum(chosen, dims, true));
  });
}

export const argmax = reduction<ReductionOptions>(
  "Argmax",
  () => bestIndex(larger),
  () => "int64",
  { needsElements: true, folded: folded.argmax, gradient: "none" },
);
export const argmin = reduction<ReductionOptions>(
  "Argmin",
  () => bestIndex(smaller),
  () => "int64",
  { needsElements: true, folded: folded.argmin, gradient: "none" },
);
export const all = reduction<ReductionOptions>(
  "All",
  () => (values, start, count) => {
    for (let i = start; i < start + count; i++) if (values[i] === 0) return 0;
    return 1;
  },
  () => "bool",
  { folded: folded.all, gradient: "none", foldedAs: real },
);
export const any = reduction<ReductionOptions>(
  "Any",
  () => (values, start, count) => {
    for (let i = start; i < start + count; i++) if (values[i] !== 0) return 1;
    return 0;
  },
  () => "bool",
  { folded: folded.any, gradient: "none", foldedAs: real },
);
