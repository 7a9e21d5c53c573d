// Arithmetic and comparisons, element by element; activations; limits; conversion from one dtype to another. How
// such operations are declared stands in elementwise-operation.ts.

import { type DType, isFloating, promote } from "../array/dtype.ts";
import { copyOf, empty, full, type NDArray } from "../array/ndarray.ts";
import { Temporaries } from "../array/temporaries.ts";
import type { UnaryName } from "../wasm/unary.ts";
import { geluBackward, inOneStep, reluBackward } from "./activation-slopes.ts";
import { notBool, onlyFloating, real } from "./dtype-rules.ts";
import { binaryByKernel, parametricByKernel, unaryByKernel } from "./elementwise-kernels.ts";
import { binary, binaryOperation, comparison, unary, unaryOperation } from "./elementwise-operation.ts";
import { convertTo, copyInto } from "./loops.ts";
import {
  fromGradient,
  fromInput,
  fromInputs,
  fromOutput,
  type Gradient,
  type Maths,
  type NoOptions,
  nothing,
  type OneArray,
  type Operation,
  type TwoArrays,
  type Value,
  zeroGradient,
} from "./operation.ts";
import { gelu as geluOf, geluTanh } from "./scalar-functions.ts";

export const add = binary("Add", (a, b) => a + b, {
  kernel: "add",
  gradient: { saves: nothing, rule: ({ gradient }) => [gradient, gradient] },
});
export const sub = binary("Sub", (a, b) => a - b, {
  kernel: "sub",
  check: refuseBool,
  gradient: {
    saves: nothing,
    rule: ({ gradient, wanted }, m) => [gradient, wanted[1] ? m.neg(gradient) : undefined],
  },
});
export const mul = binary("Mul", (a, b) => a * b, {
  kernel: "mul",
  gradient: fromInputs(
    (gradient, _, b, m) => m.mul(gradient, b),
    (gradient, a, _, m) => m.mul(gradient, a),
    [[1], [0]],
  ),
});
export const div = binary("Div", (a, b) => a / b, {
  kernel: "div",
  dtypeOf: real,
  gradient: fromInputs(
    (gradient, _, b, m) => m.div(gradient, b),
    (gradient, a, b, m) => m.neg(m.mul(gradient, m.div(m.div(a, b), b))),
    [[1], [0, 1]],
  ),
});
export const pow = binaryOperation(
  "Pow",
  dtypeOfPower,
  power,
  fromInputs(
    // the derivative by the base is 0 for an exponent of 0, also at 0, and that by the exponent at base 0 from there on
    (gradient, a, b, m) => m.where(m.eq(b, 0), 0, m.mul(gradient, m.mul(b, m.pow(a, m.sub(b, 1))))),
    (gradient, a, b, m) =>
      m.mul(gradient, m.where(m.and(m.eq(a, 0), m.ge(b, 0)), 0, m.mul(m.pow(a, b), m.log(a)))),
  ),
  powerByKernel,
);

/** Where both are equal, each has half of the gradient, and beside NaN all of it. */
function betterOf(worse: <V extends Value>(a: V, b: V, m: Maths<V>) => V): Gradient<TwoArrays, NoOptions> {
  const share = <V extends Value>(gradient: V, one: V, other: V, m: Maths<V>): V =>
    m.where(m.eq(one, other), m.div(gradient, 2), m.where(worse(one, other, m), 0, gradient));
  return fromInputs(share, (gradient, a, b, m) => share(gradient, b, a, m));
}

export const maximum = binary("Maximum", Math.max, {
  kernel: "maximum",
  gradient: betterOf((a, b, m) => m.lt(a, b)),
});
export const minimum = binary("Minimum", Math.min, {
  kernel: "minimum",
  gradient: betterOf((a, b, m) => m.gt(a, b)),
});

/** The gradient goes to the side that was taken: to b where only a is NaN, and to a where both are the same. */
function takenFrom(isTaken: <V extends Value>(a: V, b: V, m: Maths<V>) => V): Gradient<TwoArrays, NoOptions> {
  return fromInputs(
    (gradient, a, b, m) => m.where(isTaken(a, b, m), gradient, 0),
    (gradient, a, b, m) => m.where(isTaken(a, b, m), 0, gradient),
  );
}

/** The larger, the smaller of two elements; beside NaN the other one. */
export const fmax = binary("Fmax", (a, b) => preferNumber(a, b, Math.max(a, b)), {
  kernel: "fmax",
  gradient: takenFrom((a, b, m) => m.or(m.ge(a, b), m.ne(b, b))),
});
export const fmin = binary("Fmin", (a, b) => preferNumber(a, b, Math.min(a, b)), {
  kernel: "fmin",
  gradient: takenFrom((a, b, m) => m.or(m.le(a, b), m.ne(b, b))),
});
/** The size of a with the sign of b. */
export const copysign = binary("Copysign", (a, b) => (isNegative(b) ? -Math.abs(a) : Math.abs(a)), {
  kernel: "copysign",
  dtypeOf: real,
  gradient: {
    saves: { inputs: { byGradient: [[0], []] }, output: true },
    // the result over a says whether the sign was turned; at 0 the gradient is 0
    rule: ({ gradient, inputs: [a], output, wanted }, m) => [
      wanted[0] ? m.where(m.eq(a, 0), 0, m.mul(gradient, m.div(output, a))) : undefined,
      m.zeros(gradient.shape, gradient.dtype),
    ],
  },
});

export const eq = comparison("Eq", (a, b) => a === b, "eq");
export const ne = comparison("Ne", (a, b) => a !== b, "ne");
export const lt = comparison("Lt", (a, b) => a < b, "lt");
export const gt = comparison("Gt", (a, b) => a > b, "gt");
export const le = comparison("Le", (a, b) => a <= b, "le");
export const ge = comparison("Ge", (a, b) => a >= b, "ge");

export const neg = unary("Neg", (x) => -x, {
  kernel: "neg",
  integers: "neg",
  dtypeOf: notBool("Neg"),
  gradient: fromGradient((gradient, m) => m.neg(gradient)),
});
export const abs = unary("Abs", Math.abs, {
  kernel: "abs",
  integers: "abs",
  dtypeOf: notBool("Abs"),
  gradient: fromInput((gradient, x, m) => m.mul(gradient, m.sign(x))),
});
export const square = unaryOperation<NoOptions>(
  "Pow",
  () => (x) => x * x,
  notBool("Square"),
  fromInput((gradient, x, m) => m.mul(gradient, m.mul(x, 2))),
  (x) => unaryByKernel("square", x) ?? binaryByKernel("mul", x, x),
);
export const relu = unary("Relu", (x) => Math.max(x, 0), {
  kernel: "relu",
  integers: "relu",
  dtypeOf: notBool("Relu"),
  gradient: fromOutput((gradient, y, m) =>
    inOneStep(reluBackward, gradient, y, m, () => m.where(m.le(y, 0), 0, gradient)),
  ),
});

export const gelu = unaryOperation<{ readonly approximate: "none" | "tanh" }>(
  "Gelu",
  ({ approximate }) => (approximate === "tanh" ? geluTanh : geluOf),
  onlyFloating("Gelu"),
  fromInput((gradient, x, m, { approximate }) =>
    approximate === "tanh"
      ? m.mul(gradient, slopeOfTanhGelu(x, m))
      : inOneStep(geluBackward, gradient, x, m, () => m.mul(gradient, slopeOfGelu(x, m))),
  ),
  (x, { approximate }) => unaryByKernel(approximate === "tanh" ? "geluTanh" : "gelu", x),
);

/** Phi(x) + x phi(x), of the normal distribution */
function slopeOfGelu<V extends Value>(x: V, m: Maths<V>): V {
  const share = m.div(m.add(m.erf(m.mul(x, Math.SQRT1_2)), 1), 2);
  const density = m.mul(m.exp(m.div(m.square(x), -2)), 1 / Math.sqrt(2 * Math.PI));
  return m.add(share, m.mul(x, density));
}

/** The same of x (1 + tanh(c (x + 0.044715 x^3))) / 2 with c = sqrt(2 / pi). */
function slopeOfTanhGelu<V extends Value>(x: V, m: Maths<V>): V {
  const c = Math.sqrt(2 / Math.PI);
  const squared = m.square(x);
  const t = m.tanh(m.mul(m.mul(x, m.add(m.mul(squared, 0.044715), 1)), c));
  const inner = m.mul(m.add(m.mul(squared, 3 * 0.044715), 1), c);
  const bend = m.mul(m.mul(x, inner), m.sub(1, m.square(t)));
  return m.div(m.add(m.add(t, 1), bend), 2);
}

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
  fromInput((gradient, x, m, { min = -Infinity, max = Infinity }) =>
    m.where(m.and(m.ge(x, min), m.le(x, max)), gradient, 0),
  ),
  (x, { min = -Infinity, max = Infinity }) => parametricByKernel("clamp", x, min, max),
);

/** The elements in another dtype: truncated towards zero for int64 (an error if one does not fit), 0 and 1 for bool. */
export const cast: Operation<OneArray, { readonly dtype: DType }> = {
  name: "ToCopy",
  forward([x], { dtype }) {
    return convertTo(dtype, x);
  },
  gradient: fromGradient((gradient) => gradient), // the walk converts it back
};

/** What `assign` does, as an operation: the gradient is the source's. */
export const copied: Operation<readonly [target: NDArray, source: NDArray]> = {
  name: "Copy",
  forward([target, source]) {
    const out = empty(target.shape, target.dtype);
    copyInto(out, source);
    return out;
  },
  gradient: {
    saves: nothing,
    rule: ({ gradient, forms: [target], wanted }, m) => [
      wanted[0] ? m.zeros(target.shape, target.dtype) : undefined,
      gradient,
    ],
  },
};

/** Elements that have been written over without regard to what they were. */
export const filled: Operation<OneArray> = {
  name: "Fill",
  forward: ([x]) => full(x.shape, 0, x.dtype), // what is written comes from elsewhere
  gradient: zeroGradient,
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
