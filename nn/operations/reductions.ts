// Operations that make one number of many, along some dimensions. How each does so stands in reducers.ts.

import type { DType } from "../array/dtype.ts";
import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { contiguousStrides, elementCount, normalizeDim, type Shape, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { counted, onlyFloating, real, same } from "./dtype-rules.ts";
import { inType } from "./elementwise-operation.ts";
import { foldable, moveToEnd, worthFolding } from "./foldable.ts";
import * as folded from "./folded-reductions.ts";
import type { Foldable } from "./folding.ts";
import { stored } from "./loops.ts";
import type { OneArray, Operation } from "./operation.ts";
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

/** The results of an array by kernels, one for each of its lines of `count` elements. */
type ByFolding<Options> = (x: Foldable, count: number, options: Options) => NDArray | undefined;

interface ReductionRules<Options> {
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
  { needsElements = false, folded, foldedIntegers, foldedAs = same }: ReductionRules<Options> = {},
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
    gradient: undefined,
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
});
export const mean = reduction<ReductionOptions>(
  "Mean",
  () => (values, start, count) => total(values, start, count) / count,
  onlyFloating("Mean"),
  { folded: folded.mean },
);
/** The variance with divisor `count - correction`: 1 for the unbiased estimate, 0 for the population's. */
export const variance = reduction<ReductionOptions & { readonly correction: number }>(
  "Var",
  ({ correction }) =>
    (values, start, count) =>
      spread(values, start, count, correction),
  onlyFloating("Var"),
  { folded: folded.variance },
);
/** The square root of the variance. */
export const standardDeviation = reduction<ReductionOptions & { readonly correction: number }>(
  "Std",
  ({ correction }) =>
    (values, start, count) =>
      Math.sqrt(spread(values, start, count, correction)),
  onlyFloating("Std"),
  { folded: folded.standardDeviation },
);
export const prod = reduction<ReductionOptions>("Prod", () => product, counted, { folded: folded.prod });
/** The p-norm: (sum of |x|^p)^(1/p); the largest and smallest |x| for ±Infinity, and their number for 0. */
export const norm = reduction<ReductionOptions & { readonly p: number }>(
  "Norm",
  ({ p }) => normOf(p),
  onlyFloating("Norm"),
  { folded: folded.norm },
);
export const logSumExp = reduction<ReductionOptions>("Logsumexp", () => logOfSummedPowers, real, {
  folded: folded.logSumExp,
});
export const amax = reduction<ReductionOptions>("Amax", () => bestValue(larger), same, {
  needsElements: true,
  folded: folded.amax,
  foldedIntegers: folded.largestInteger,
});
export const amin = reduction<ReductionOptions>("Amin", () => bestValue(smaller), same, {
  needsElements: true,
  folded: folded.amin,
  foldedIntegers: folded.smallestInteger,
});
export const argmax = reduction<ReductionOptions>(
  "Argmax",
  () => bestIndex(larger),
  () => "int64",
  { needsElements: true, folded: folded.argmax },
);
export const argmin = reduction<ReductionOptions>(
  "Argmin",
  () => bestIndex(smaller),
  () => "int64",
  { needsElements: true, folded: folded.argmin },
);
export const all = reduction<ReductionOptions>(
  "All",
  () => (values, start, count) => {
    for (let i = start; i < start + count; i++) if (values[i] === 0) return 0;
    return 1;
  },
  () => "bool",
  { folded: folded.all, foldedAs: real },
);
export const any = reduction<ReductionOptions>(
  "Any",
  () => (values, start, count) => {
    for (let i = start; i < start + count; i++) if (values[i] !== 0) return 1;
    return 0;
  },
  () => "bool",
  { folded: folded.any, foldedAs: real },
);
