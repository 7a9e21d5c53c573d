// Arithmetic and comparisons, element by element; activations; limits; conversion from one dtype to another. How
// such operations are declared stands in elementwise-operation.ts.

import { type DType, isFloating, promote } from "../array/dtype.ts";
import { copyOf, type NDArray } from "../array/ndarray.ts";
import { Temporaries } from "../array/temporaries.ts";
import type { UnaryName } from "../wasm/unary.ts";
import { notBool, onlyFloating, real } from "./dtype-rules.ts";
import { binaryByKernel, parametricByKernel, unaryByKernel } from "./elementwise-kernels.ts";
import { binary, binaryOperation, comparison, unary, unaryOperation } from "./elementwise-operation.ts";
import { convertTo, copyInto } from "./loops.ts";
import type { NoOptions, OneArray, Operation } from "./operation.ts";
import { gelu as geluOf, geluTanh } from "./scalar-functions.ts";

export const add = binary("Add", (a, b) => a + b, { kernel: "add" });
export const sub = binary("Sub", (a, b) => a - b, { kernel: "sub", check: refuseBool });
export const mul = binary("Mul", (a, b) => a * b, { kernel: "mul" });
export const div = binary("Div", (a, b) => a / b, { kernel: "div", dtypeOf: real });
export const pow = binaryOperation("Pow", dtypeOfPower, power, powerByKernel);
export const maximum = binary("Maximum", Math.max, { kernel: "maximum" });
export const minimum = binary("Minimum", Math.min, { kernel: "minimum" });

/** The larger, the smaller of two elements; beside NaN the other one. */
export const fmax = binary("Fmax", (a, b) => preferNumber(a, b, Math.max(a, b)), { kernel: "fmax" });
export const fmin = binary("Fmin", (a, b) => preferNumber(a, b, Math.min(a, b)), { kernel: "fmin" });
/** The size of a with the sign of b. */
export const copysign = binary("Copysign", (a, b) => (isNegative(b) ? -Math.abs(a) : Math.abs(a)), {
  kernel: "copysign",
  dtypeOf: real,
});

export const eq = comparison("Eq", (a, b) => a === b, "eq");
export const ne = comparison("Ne", (a, b) => a !== b, "ne");
export const lt = comparison("Lt", (a, b) => a < b, "lt");
export const gt = comparison("Gt", (a, b) => a > b, "gt");
export const le = comparison("Le", (a, b) => a <= b, "le");
export const ge = comparison("Ge", (a, b) => a >= b, "ge");

export const neg = unary("Neg", (x) => -x, { kernel: "neg", integers: "neg", dtypeOf: notBool("Neg") });
export const abs = unary("Abs", Math.abs, { kernel: "abs", integers: "abs", dtypeOf: notBool("Abs") });
export const square = unaryOperation<NoOptions>(
  "Pow",
  () => (x) => x * x,
  notBool("Square"),
  (x) => unaryByKernel("square", x) ?? binaryByKernel("mul", x, x),
);
export const relu = unary("Relu", (x) => Math.max(x, 0), {
  kernel: "relu",
  integers: "relu",
  dtypeOf: notBool("Relu"),
});

export const gelu = unaryOperation<{ readonly approximate: "none" | "tanh" }>(
  "Gelu",
  ({ approximate }) => (approximate === "tanh" ? geluTanh : geluOf),
  onlyFloating("Gelu"),
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
  (x, { min = -Infinity, max = Infinity }) => parametricByKernel("clamp", x, min, max),
);

/** The elements in another dtype: truncated towards zero for int64 (an error if one does not fit), 0 and 1 for bool. */
export const cast: Operation<OneArray, { readonly dtype: DType }> = {
  name: "ToCopy",
  forward([x], { dtype }) {
    return convertTo(dtype, x);
  },
  gradient: undefined,
};

/**
 * Writes `source` into `target`, broadcast to its shape and converted to its dtype. The storage's version goes up
 * by one. The two may overlap.
 */
export function assign(target: NDArray, source: NDArray): void {
  using temporaries = new Temporaries();
  const apart = source.storage === target.storage ? temporaries.add(copyOf(source)) : source;
  target.storage.version++; // first: an error or an interrupt may leave the target written in part
  copyInto(target, apart);
}

function preferNumber(a: number, b: number, better: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : better;
}

/** Also of -0. */
function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}

function power(base: number, exponent: number): number {
  // JavaScript alone says that 1 ** NaN and (-1) ** Infinity are NaN; C and PyTorch say 1.
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}

/** Truth values are not subtracted, not even from numbers: what is meant is usually `logicalNot` or `logicalXor`. */
function refuseBool(a: NDArray, b: NDArray): void {
  notBool("Sub")(a.dtype);
  notBool("Sub")(b.dtype);
}

function dtypeOfPower(base: NDArray, exponent: NDArray): DType {
  const dtype = notBool("Pow")(promote(base, exponent));
  const single = singleElement(exponent);
  // of many exponents PyTorch looks at none: integers' fractions are truncated
  if (!isFloating(dtype) && single !== undefined && single < 0) {
    throw new RangeError(
      `Pow: integers to negative integer powers are not allowed, got the exponent ${single}`,
    );
  }
  return dtype;
}

/** Powers that are simpler functions, as PyTorch sees them. */
const namedPowers = new Map<number, UnaryName>([
  [2, "square"],
  [3, "cube"],
  [0.5, "sqrt"],
  [-0.5, "rsqrt"],
  [-1, "reciprocal"],
  [-2, "inverseSquare"],
]);

function powerByKernel(base: NDArray, exponent: NDArray): NDArray | undefined {
  if (base.dtype !== exponent.dtype) return undefined;
  const single = singleElement(exponent);
  const name = namedPowers.get(single ?? Number.NaN);
  if (base.dtype === "int64") return single === 2 ? binaryByKernel("mul", base, base) : undefined;
  return name ? unaryByKernel(name, base) : binaryByKernel("pow", base, exponent);
}

/** The element of an array without dimensions. */
function singleElement({ shape, storage, offset }: NDArray): number | undefined {
  return shape.length === 0 ? storage.data()[offset] : undefined;
}
