// How operations that treat every element alike are declared: a name, the formula for one element, and the dtype
// of the result. Two inputs are broadcast to a common shape and meet in a common dtype, by PyTorch's rules.
// Where there is a kernel it does what it can, and the formula does the rest.

import { type DType, promote } from "../array/dtype.ts";
import type { NDArray } from "../array/ndarray.ts";
import { Temporaries } from "../array/temporaries.ts";
import type { BinaryName, ComparisonName } from "../wasm/binary.ts";
import type { UnaryName } from "../wasm/unary.ts";
import { real, same } from "./dtype-rules.ts";
import { binaryByKernel, compareByKernel, unaryByKernel } from "./elementwise-kernels.ts";
import { convertTo, mapBinary, mapUnary } from "./loops.ts";
import { type NoOptions, type Operation, wrongInputs } from "./operation.ts";

export type Unary = (x: number) => number;
export type Binary = (a: number, b: number) => number;

/** An operation of one array whose formula depends on options. */
export function unaryOperation<Options>(
  name: string,
  formulaOf: (options: Options) => Unary,
  dtypeOf: (x: DType, options: Options) => DType,
  byKernel: (x: NDArray, options: Options) => NDArray | undefined = () => undefined,
): Operation<Options> {
  return {
    name,
    forward(inputs, options) {
      const [x] = inputs;
      if (!x || inputs.length > 1) throw wrongInputs(name, "one array", inputs);
      const dtype = dtypeOf(x.dtype, options);
      return byKernel(x, options) ?? mapUnary(x, formulaOf(options), dtype);
    },
    backward: undefined,
  };
}

export interface UnaryRules {
  readonly dtypeOf?: (x: DType) => DType;
  readonly kernel?: UnaryName;
}

/** An operation of one array without options. */
export function unary(
  name: string,
  formula: Unary,
  { dtypeOf = real, kernel }: UnaryRules = {},
): Operation<NoOptions> {
  return unaryOperation(
    name,
    () => formula,
    dtypeOf,
    (x) => kernel && unaryByKernel(kernel, x),
  );
}

export interface BinaryRules {
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
  { dtypeOf = same, kernel, check }: BinaryRules = {},
): Operation<NoOptions> {
  return binaryOperation(
    name,
    (a, b) => {
      check?.(a, b);
      return dtypeOf(promote(a, b));
    },
    formula,
    (a, b) => kernel && binaryByKernel(kernel, a, b),
  );
}

/** An operation that compares two arrays: it makes bool. */
export function comparison(
  name: string,
  holds: (a: number, b: number) => boolean,
  kernel?: ComparisonName,
): Operation<NoOptions> {
  return binaryOperation(
    name,
    () => "bool",
    (a, b) => (holds(a, b) ? 1 : 0),
    (a, b) => kernel && compareByKernel(kernel, a, b),
  );
}

/** An operation of two arrays, with rules of its own for dtype and kernel. */
export function binaryOperation(
  name: string,
  dtypeOf: (a: NDArray, b: NDArray) => DType,
  formula: Binary,
  byKernel: (a: NDArray, b: NDArray) => NDArray | undefined,
): Operation<NoOptions> {
  return {
    name,
    forward(inputs) {
      const [a, b] = inputs;
      if (!a || !b || inputs.length > 2) throw wrongInputs(name, "two arrays", inputs);
      const dtype = dtypeOf(a, b);
      using temporaries = new Temporaries();
      const [x, y] =
        promote(a, b) === "float32" ? [inSingle(a, temporaries), inSingle(b, temporaries)] : [a, b];
      return byKernel(x, y) ?? mapBinary(x, y, formula, dtype);
    },
    backward: undefined,
  };
}

/** The array as float32, in which kernels compute. */
function inSingle(x: NDArray, temporaries: Temporaries): NDArray {
  return x.dtype === "float32" ? x : temporaries.add(convertTo("float32", x));
}

/** An operation of one array that asks something of each element: it makes bool. */
export function predicate(name: string, holds: (x: number) => boolean): Operation<NoOptions> {
  return unary(name, (x) => (holds(x) ? 1 : 0), { dtypeOf: () => "bool" });
}
