// Functions of a real number, element by element: powers and logarithms, circular and hyperbolic functions and
// their inverses, the error function. Integers and truth values become float32 first.

import { Temporaries } from "../array/temporaries.ts";
import { largestAngle } from "../wasm/circular.ts";
import { inOneStep, sigmoidBackward, tanhBackward } from "./activation-slopes.ts";
import { onlyFloating, real } from "./dtype-rules.ts";
import { clamp } from "./elementwise.ts";
import { unaryByKernel } from "./elementwise-kernels.ts";
import { binary, type Unary, unary, unaryOperation } from "./elementwise-operation.ts";
import { largestSize } from "./folded-reductions.ts";
import {
  fromInput,
  fromInputs,
  fromOutput,
  type Gradient,
  type Maths,
  type NoOptions,
  noOptions,
  type OneArray,
  type Operation,
  type Value,
} from "./operation.ts";
import { erfc as erfcOf, erf as erfOf, sigmoid as sigmoidOf, sinc as sincOf } from "./scalar-functions.ts";

/** The derivative of erf: 2 / sqrt(pi) e^(-x^2). */
function bell<V extends Value>(x: V, m: Maths<V>): V {
  return m.mul(m.exp(m.neg(m.square(x))), 2 / Math.sqrt(Math.PI));
}

export const exp = unary("Exp", Math.exp, {
  kernel: "exp",
  gradient: fromOutput((gradient, y, m) => m.mul(gradient, y)),
});
export const exp2 = unary("Exp2", (x) => 2 ** x, {
  kernel: "exp2",
  gradient: fromOutput((gradient, y, m) => m.mul(gradient, m.mul(y, Math.LN2))),
});
/** exp(x) - 1, exact also for small x */
export const expm1 = unary("Expm1", Math.expm1, {
  kernel: "expm1",
  gradient: fromOutput((gradient, y, m) => m.mul(gradient, m.add(y, 1))),
});
export const log = unary("Log", Math.log, {
  kernel: "log",
  gradient: fromInput((gradient, x, m) => m.div(gradient, x)),
});
export const log2 = unary("Log2", Math.log2, {
  kernel: "log2",
  gradient: fromInput((gradient, x, m) => m.div(gradient, m.mul(x, Math.LN2))),
});
export const log10 = unary("Log10", Math.log10, {
  kernel: "log10",
  gradient: fromInput((gradient, x, m) => m.div(gradient, m.mul(x, Math.LN10))),
});
/** log(1 + x), exact also for small x */
export const log1p = unary("Log1P", Math.log1p, {
  kernel: "log1p",
  gradient: fromInput((gradient, x, m) => m.div(gradient, m.add(x, 1))),
});
export const sqrt = unary("Sqrt", Math.sqrt, {
  kernel: "sqrt",
  gradient: fromOutput((gradient, y, m) => m.div(gradient, m.mul(y, 2))),
});
/** 1 / sqrt(x) */
export const rsqrt = unary("Rsqrt", (x) => 1 / Math.sqrt(x), {
  kernel: "rsqrt",
  gradient: fromOutput((gradient, y, m) => m.mul(gradient, m.mul(m.mul(m.square(y), y), -0.5))),
});
export const reciprocal = unary("Reciprocal", (x) => 1 / x, {
  kernel: "reciprocal",
  gradient: fromOutput((gradient, y, m) => m.neg(m.mul(gradient, m.square(y)))),
});

/** A function of angles: by a kernel where none is so large that single precision could not turn it back. */
function ofAngles(
  name: string,
  formula: Unary,
  kernel: "sin" | "cos" | "tan" | "sinc",
  gradient: Gradient<OneArray, NoOptions>,
  largest = largestAngle,
): Operation<OneArray> {
  return unaryOperation(
    name,
    () => formula,
    real,
    gradient,
    (x) => (largestSize(x) <= largest ? unaryByKernel(kernel, x) : undefined),
  );
}

export const sin = ofAngles(
  "Sin",
  Math.sin,
  "sin",
  fromInput((gradient, x, m) => m.mul(gradient, m.cos(x))),
);
export const cos = ofAngles(
  "Cos",
  Math.cos,
  "cos",
  fromInput((gradient, x, m) => m.neg(m.mul(gradient, m.sin(x)))),
);
export const tan = ofAngles(
  "Tan",
  Math.tan,
  "tan",
  fromOutput((gradient, y, m) => m.mul(gradient, m.add(m.square(y), 1))),
);
/** sin(pi x) / (pi x), and 1 at 0 */
export const sinc = ofAngles(
  "Sinc",
  sincOf,
  "sinc",
  fromInput((gradient, x, m) => {
    const angle = m.mul(x, Math.PI);
    const slope = m.div(m.sub(m.mul(angle, m.cos(angle)), m.sin(angle)), m.mul(m.square(x), Math.PI));
    return m.mul(gradient, m.where(m.eq(x, 0), 0, slope));
  }),
  largestAngle / Math.PI,
);
export const asin = unary("Asin", Math.asin, {
  kernel: "asin",
  gradient: fromInput((gradient, x, m) => m.mul(gradient, m.rsqrt(m.sub(1, m.square(x))))),
});
export const acos = unary("Acos", Math.acos, {
  kernel: "acos",
  gradient: fromInput((gradient, x, m) => m.neg(m.mul(gradient, m.rsqrt(m.sub(1, m.square(x)))))),
});
export const atan = unary("Atan", Math.atan, {
  kernel: "atan",
  gradient: fromInput((gradient, x, m) => m.div(gradient, m.add(m.square(x), 1))),
});
/** The angle of the point (x = b, y = a). */
export const atan2 = binary("Atan2", Math.atan2, {
  dtypeOf: real,
  kernel: "atan2",
  gradient: fromInputs(
    (gradient, a, b, m) => m.mul(gradient, m.div(b, m.add(m.square(a), m.square(b)))),
    (gradient, a, b, m) => m.neg(m.mul(gradient, m.div(a, m.add(m.square(a), m.square(b))))),
  ),
});
/** sqrt(a^2 + b^2) */
export const hypot = binary("Hypot", Math.hypot, {
  dtypeOf: onlyFloating("Hypot"),
  kernel: "hypot",
  gradient: {
    saves: { inputs: { byGradient: [[0], [1]] }, output: true },
    rule: ({ gradient, inputs, output, wanted }, m) =>
      inputs.map((each, i) => (wanted[i] ? m.mul(gradient, m.div(each, output)) : undefined)),
  },
});
export const sinh = unary("Sinh", Math.sinh, {
  kernel: "sinh",
  gradient: fromInput((gradient, x, m) => m.mul(gradient, m.cosh(x))),
});
export const cosh = unary("Cosh", Math.cosh, {
  kernel: "cosh",
  gradient: fromInput((gradient, x, m) => m.mul(gradient, m.sinh(x))),
});
export const tanh = unary("Tanh", Math.tanh, {
  kernel: "tanh",
  gradient: fromOutput((gradient, y, m) =>
    inOneStep(tanhBackward, gradient, y, m, () => m.mul(gradient, m.sub(1, m.square(y)))),
  ),
});
export const asinh = unary("Asinh", Math.asinh, {
  kernel: "asinh",
  gradient: fromInput((gradient, x, m) => m.mul(gradient, m.rsqrt(m.add(m.square(x), 1)))),
});
export const acosh = unary("Acosh", Math.acosh, {
  kernel: "acosh",
  gradient: fromInput((gradient, x, m) => m.mul(gradient, m.rsqrt(m.sub(m.square(x), 1)))),
});
export const atanh = unary("Atanh", Math.atanh, {
  kernel: "atanh",
  gradient: fromInput((gradient, x, m) => m.div(gradient, m.sub(1, m.square(x)))),
});

/** log(x / (1 - x)), the inverse of the sigmoid, of x limited to [eps, 1 - eps]; without eps it is not limited. */
export const logit: Operation<OneArray, { readonly eps: number | undefined }> = {
  name: "Logit",
  forward([x], { eps }) {
    if (eps === undefined) return unlimitedLogit.forward([x], noOptions);
    using temporaries = new Temporaries();
    const limited = temporaries.add(clamp.forward([x], { min: eps, max: 1 - eps }));
    return unlimitedLogit.forward([limited], noOptions);
  },
  gradient: fromInput((gradient, x, m, { eps }) => {
    const slope = m.div(gradient, m.mul(x, m.sub(1, x)));
    if (eps === undefined) return m.where(m.and(m.ge(x, 0), m.le(x, 1)), slope, Number.NaN);
    return m.where(m.or(m.lt(x, eps), m.gt(x, 1 - eps)), 0, slope);
  }),
};

const unlimitedLogit = unary("Logit", (x) => Math.log(x / (1 - x)), { kernel: "logit", gradient: "none" });

export const sigmoid = unary("Sigmoid", sigmoidOf, {
  kernel: "sigmoid",
  gradient: fromOutput((gradient, y, m) =>
    inOneStep(sigmoidBackward, gradient, y, m, () => m.mul(gradient, m.mul(y, m.sub(1, y)))),
  ),
});
export const erf = unary("Erf", erfOf, {
  kernel: "erf",
  gradient: fromInput((gradient, x, m) => m.mul(gradient, bell(x, m))),
});
/** 1 - erf(x), exact also where erf is nearly 1 */
export const erfc = unary("Erfc", erfcOf, {
  kernel: "erfc",
  gradient: fromInput((gradient, x, m) => m.neg(m.mul(gradient, bell(x, m)))),
});
