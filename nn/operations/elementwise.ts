// Operations that treat every element alike. Two inputs are broadcast to a common shape and meet in a common
// dtype, by PyTorch's rules. Where there is a kernel it does what it can, and the formula does the rest.

import { type DType, isFloating, promote } from "../array/dtype.ts";
import { copyOf, type NDArray } from "../array/ndarray.ts";
import type { BinaryName, UnaryName } from "../wasm/elementwise.ts";
import { binaryByKernel, clampByKernel, unaryByKernel } from "./elementwise-kernels.ts";
import { copyInto, mapBinary, mapUnary } from "./loops.ts";
import { type NoOptions, type Operation, wrongInputs } from "./operation.ts";
import { erf as erfOf, gelu as geluOf, geluTanh, sigmoid as sigmoidOf } from "./scalar-functions.ts";

type Unary = (x: number) => number;
type Binary = (a: number, b: number) => number;

/** Functions of real numbers make float32 of integers and truth values. */
function real(dtype: DType): DType {
  return isFloating(dtype) ? dtype : "float32";
}

function unaryOperation<Options>(
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

interface UnaryRules {
  readonly dtypeOf?: (x: DType) => DType;
  readonly kernel?: UnaryName;
}

function unary(
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

interface BinaryRules {
  readonly dtypeOf?: (promoted: DType) => DType;
  readonly kernel?: BinaryName;
}

function binary(
  name: string,
  formula: Binary,
  { dtypeOf = (promoted) => promoted, kernel }: BinaryRules,
): Operation<NoOptions> {
  return {
    name,
    forward(inputs) {
      const [a, b] = inputs;
      if (!a || !b || inputs.length > 2) throw wrongInputs(name, "two arrays", inputs);
      const dtype = dtypeOf(promote(a, b));
      return (kernel && binaryByKernel(kernel, a, b)) ?? mapBinary(a, b, formula, dtype);
    },
    backward: undefined,
  };
}

function comparison(name: string, holds: (a: number, b: number) => boolean): Operation<NoOptions> {
  return binary(name, (a, b) => (holds(a, b) ? 1 : 0), { dtypeOf: () => "bool" });
}

/** A dtype rule: the input's own, except that truth values have no such operation. */
function notBool(name: string): (dtype: DType) => DType {
  return (dtype) => {
    if (dtype === "bool") throw new TypeError(`${name} is not defined for bool arrays`);
    return dtype;
  };
}

export const add = binary("Add", (a, b) => a + b, { kernel: "add" });
export const sub = binary("Sub", (a, b) => a - b, { kernel: "sub", dtypeOf: notBool("Sub") });
export const mul = binary("Mul", (a, b) => a * b, { kernel: "mul" });
export const div = binary("Div", (a, b) => a / b, { kernel: "div", dtypeOf: real });
export const pow = binary("Pow", power, { dtypeOf: notBool("Pow") });
export const maximum = binary("Maximum", Math.max, { kernel: "maximum" });
export const minimum = binary("Minimum", Math.min, { kernel: "minimum" });

export const eq = comparison("Eq", (a, b) => a === b);
export const ne = comparison("Ne", (a, b) => a !== b);
export const lt = comparison("Lt", (a, b) => a < b);
export const gt = comparison("Gt", (a, b) => a > b);
export const le = comparison("Le", (a, b) => a <= b);
export const ge = comparison("Ge", (a, b) => a >= b);

export const neg = unary("Neg", (x) => -x, { kernel: "neg", dtypeOf: notBool("Neg") });
export const abs = unary("Abs", Math.abs, { kernel: "abs", dtypeOf: (dtype) => dtype });
export const square = unary("Pow", (x) => x * x, { kernel: "square", dtypeOf: notBool("Square") });
export const relu = unary("Relu", (x) => Math.max(x, 0), { kernel: "relu", dtypeOf: notBool("Relu") });

export const exp = unary("Exp", Math.exp, { kernel: "exp" });
export const log = unary("Log", Math.log);
export const sqrt = unary("Sqrt", Math.sqrt, { kernel: "sqrt" });
export const cos = unary("Cos", Math.cos);
export const sin = unary("Sin", Math.sin);
export const tanh = unary("Tanh", Math.tanh, { kernel: "tanh" });
export const sigmoid = unary("Sigmoid", sigmoidOf, { kernel: "sigmoid" });
export const erf = unary("Erf", erfOf);
export const reciprocal = unary("Reciprocal", (x) => 1 / x, { kernel: "reciprocal" });

export const gelu = unaryOperation<{ readonly approximate: "none" | "tanh" }>(
  "Gelu",
  ({ approximate }) => (approximate === "tanh" ? geluTanh : geluOf),
  real,
  (x, { approximate }) => unaryByKernel(approximate === "tanh" ? "geluTanh" : "gelu", x),
);

export interface ClampOptions {
  readonly min?: number;
  readonly max?: number;
}

/** Elements below `min` become `min`, then those above `max` become `max`; NaN stays. */
export const clamp = unaryOperation<ClampOptions>(
  "Clamp",
  ({ min = -Infinity, max = Infinity }) =>
    (x) =>
      Math.min(Math.max(x, min), max),
  (dtype, { min = 0, max = 0 }) => (Number.isInteger(min) && Number.isInteger(max) ? dtype : real(dtype)),
  (x, { min = -Infinity, max = Infinity }) => clampByKernel(x, min, max),
);

/** The elements in another dtype: truncated towards zero for int64 (an error if one does not fit), 0 and 1 for bool. */
export const cast = unaryOperation<{ readonly dtype: DType }>(
  "ToCopy",
  () => (x) => x,
  (_, { dtype }) => dtype,
);

/**
 * Writes `source` into `target`, broadcast to its shape and converted to its dtype. The storage's version goes up
 * by one. The two may overlap.
 */
export function assign(target: NDArray, source: NDArray): void {
  const apart = source.storage === target.storage ? copyOf(source) : source;
  copyInto(target, apart);
  target.storage.version++;
}

function power(base: number, exponent: number): number {
  // JavaScript alone says that 1 ** NaN and 1 ** Infinity are NaN; C and PyTorch say 1.
  return base === 1 ? 1 : base ** exponent;
}
