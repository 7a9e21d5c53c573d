// How operations that treat every element alike are declared: a name, the formula for one element, and the dtype
// of the result. Two inputs are broadcast to a common shape and meet in a common dtype, by PyTorch's rules.
// Where there is a kernel it does what it can, and the formula does the rest.

import { type DType, isFloating, promote } from "../array/dtype.ts";
import type { NDArray } from "../array/ndarray.ts";
import { Temporaries } from "../array/temporaries.ts";
import type { BinaryName, ComparisonName } from "../wasm/binary.ts";
import type { IntegerName, PredicateName, UnaryName } from "../wasm/unary.ts";
import { real, same } from "./dtype-rules.ts";
import {
  binaryByKernel,
  compareByKernel,
  integerByKernel,
  predicateByKernel,
  unaryByKernel,
} from "./elementwise-kernels.ts";
import { convertTo, mapBinary, mapUnary } from "./loops.ts";
import type { Gradient, NoOptions, OneArray, Operation, TwoArrays } from "./operation.ts";

export type Unary = (x: number) => number;
export type Binary = (a: number, b: number) => number;

/** An operation of one array whose formula depends on options. Where it makes float32 of integers, they become that first. */
export function unaryOperation<Options>(
  name: string,
  formulaOf: (options: Options) => Unary,
  dtypeOf: (x: DType, options: Options) => DType,
  gradient: Gradient<OneArray, Options> | "none",
  byKernel: (x: NDArray, options: Options) => NDArray | undefined = () => undefined,
): Operation<OneArray, Options> {
  return {
    name,
    forward([input], options) {
      const dtype = dtypeOf(input.dtype, options);
      using temporaries = new Temporaries();
      const x = dtype === "float32" ? inType(dtype, input, temporaries) : input;
      return byKernel(x, options) ?? mapUnary(x, formulaOf(options), dtype);
    },
    gradient,
  };
}

export interface UnaryRules {
  readonly gradient: Gradient<OneArray, NoOptions> | "none";
  readonly dtypeOf?: (x: DType) => DType;
  readonly kernel?: UnaryName;
  /** the kernel for int64 */
  readonly integers?: IntegerName;
}

/** An operation of one array without options. */
export function unary(
  name: string,
  formula: Unary,
  { gradient, dtypeOf = real, kernel, integers }: UnaryRules,
): Operation<OneArray> {
  return unaryOperation(
    name,
    () => formula,
    dtypeOf,
    gradient,
    (x) => (kernel && unaryByKernel(kernel, x)) ?? (integers && integerByKernel(integers, x)),
  );
}

export interface BinaryRules {
  readonly gradient: Gradient<TwoArrays, NoOptions> | "none";
  /** the dtype of the result, from the one in which the two inputs meet */
  readonly dtypeOf?: (promoted: DType) => DType;
  readonly kernel?: BinaryName;
  /** throws when the inputs do not fit */
  readonly check?: (a: NDArray, b: NDArray) => void;
}

/** An operation of two arrays. */
export function binary(
  name: string,
  formula: Binary,
  { gradient, dtypeOf = same, kernel, check }: BinaryRules,
): Operation<TwoArrays> {
  return binaryOperation(
    name,
    (a, b) => {
      check?.(a, b);
      return dtypeOf(promote(a, b));
    },
    formula,
    gradient,
    (a, b) => kernel && binaryByKernel(kernel, a, b),
  );
}

/** An operation that compares two arrays: it makes bool. */
export function comparison(
  name: string,
  holds: (a: number, b: number) => boolean,
  kernel: ComparisonName,
): Operation<TwoArrays> {
  return binaryOperation(
    name,
    () => "bool",
    (a, b) => (holds(a, b) ? 1 : 0),
    "none",
    (a, b) => compareByKernel(kernel, a, b),
  );
}

/** An operation of two arrays, with rules of its own for dtype and kernel. Both are brought to the dtype it computes in. */
export function binaryOperation(
  name: string,
  dtypeOf: (a: NDArray, b: NDArray) => DType,
  formula: Binary,
  gradient: Gradient<TwoArrays, NoOptions> | "none",
  byKernel: (a: NDArray, b: NDArray) => NDArray | undefined,
): Operation<TwoArrays> {
  return {
    name,
    forward([a, b]) {
      const dtype = dtypeOf(a, b);
      const meeting = promote(a, b);
      const computed = isFloating(dtype) ? dtype : meeting;
      using temporaries = new Temporaries();
      const [x, y] =
        computed === "float64"
          ? [a, b]
          : [inType(computed, a, temporaries), inType(computed, b, temporaries)];
      return byKernel(x, y) ?? mapBinary(x, y, formula, dtype);
    },
    gradient,
  };
}

/** The array in the dtype in which it is computed with. */
export function inType(dtype: DType, x: NDArray, temporaries: Temporaries): NDArray {
  return x.dtype === dtype ? x : temporaries.add(convertTo(dtype, x));
}

/** An operation of one array that asks something of each element: it makes bool. */
export function predicate(
  name: string,
  holds: (x: number) => boolean,
  byKernel: PredicateName | ((x: NDArray) => NDArray | undefined),
): Operation<OneArray> {
  return unaryOperation<NoOptions>(
    name,
    () => (x) => (holds(x) ? 1 : 0),
    () => "bool",
    "none",
    typeof byKernel === "string" ? (x) => predicateByKernel(byKernel, x) : byKernel,
  );
}
