// Operations that look for whole numbers, element by element: rounding, signs, and division with a remainder.

import { isFloating, promote } from "../array/dtype.ts";
import { type NDArray, valuesOf } from "../array/ndarray.ts";
import { notBool, onlyFloating, same } from "./dtype-rules.ts";
import { binary, unary } from "./elementwise-operation.ts";
import {
  fromGradient,
  fromInputs,
  type Gradient,
  type NoOptions,
  noOptions,
  nothing,
  type Operation,
  type TwoArrays,
  zeroGradient,
} from "./operation.ts";
import { roundHalfToEven } from "./scalar-functions.ts";

export const floor = unary("Floor", Math.floor, {
  kernel: "floor",
  dtypeOf: notBool("Floor"),
  gradient: zeroGradient,
});
export const ceil = unary("Ceil", Math.ceil, {
  kernel: "ceil",
  dtypeOf: notBool("Ceil"),
  gradient: zeroGradient,
});
export const trunc = unary("Trunc", Math.trunc, {
  kernel: "trunc",
  dtypeOf: notBool("Trunc"),
  gradient: zeroGradient,
});
/** The nearest whole number; of two equally near ones the even one. */
export const round = unary("Round", roundHalfToEven, {
  kernel: "round",
  dtypeOf: notBool("Round"),
  gradient: zeroGradient,
});
/** What trunc takes away. */
export const frac = unary("Frac", (x) => x - Math.trunc(x), {
  kernel: "frac",
  dtypeOf: onlyFloating("Frac"),
  gradient: fromGradient((gradient) => gradient),
});
/** -1, 0 or 1; of NaN it is 0, as in PyTorch. */
export const sign = unary("Sign", (x) => Math.sign(x) || 0, {
  kernel: "sign",
  integers: "sign",
  gradient: zeroGradient,
  dtypeOf: same,
});

/** The gradients of a step function of two numbers. */
const zeroGradients: Gradient<TwoArrays, NoOptions> = {
  saves: nothing,
  rule: ({ gradient }, m) => [
    m.zeros(gradient.shape, gradient.dtype),
    m.zeros(gradient.shape, gradient.dtype),
  ],
};

/** The gradients of a - b q, where q is a quotient made whole. */
function restOf(quotient: Operation<TwoArrays>): Gradient<TwoArrays, NoOptions> {
  return fromInputs(
    (gradient) => gradient,
    (gradient, a, b, m) => m.neg(m.mul(gradient, m.apply(quotient, [a, b], noOptions))),
    [[], [0, 1]],
  );
}

/** a / b rounded down, through which PyTorch lets no gradient. */
export const floorDivide = binary("FloorDivide", floorOfQuotient, {
  dtypeOf: notBool("FloorDivide"),
  kernel: "floorDivide",
  gradient: { saves: nothing, rule: refuseGradient },
  check: checkDivisor("FloorDivide"),
});
/** The same, as a step function: its gradients are 0. */
export const divideDown: Operation<TwoArrays> = { ...floorDivide, name: "Div", gradient: zeroGradients };
/** a / b rounded towards zero. */
export const truncDivide = binary("Div", (a, b) => Math.trunc(a / b), {
  dtypeOf: notBool("Div"),
  kernel: "truncDivide",
  gradient: zeroGradients,
  check: checkDivisor("Div"),
});
/** a - b floor(a / b), which has the sign of b. */
export const remainder = binary(
  "Remainder",
  (a, b) => {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  },
  {
    dtypeOf: notBool("Remainder"),
    kernel: "remainder",
    check: checkDivisor("Remainder"),
    gradient: restOf(divideDown),
  },
);
/** a - b trunc(a / b), which has the sign of a. */
export const fmod = binary("Fmod", (a, b) => a % b, {
  dtypeOf: notBool("Fmod"),
  kernel: "fmod",
  gradient: restOf(truncDivide),
  check: checkDivisor("Fmod"),
});

function refuseGradient(): never {
  throw new Error(
    'backward: floorDivide has no gradient, as in PyTorch; div(other, { roundingMode: "floor" }) has one, which is 0',
  );
}

/** Python's //: from the exact remainder, so that a rounded quotient does not end one too high. */
function floorOfQuotient(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  const quotient = (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0);
  return Math.round(quotient);
}

/** Integers have no infinity that a division by zero could give. */
function checkDivisor(name: string): (a: NDArray, b: NDArray) => void {
  return (a, b) => {
    if (!isFloating(promote(a, b)) && valuesOf(b).includes(0)) {
      throw new RangeError(`${name}: division of integers by zero`);
    }
  };
}
