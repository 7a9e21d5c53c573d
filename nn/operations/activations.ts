// Activation functions beyond those that elementwise.ts has: each a formula of one number.

import { inOneStep, siluBackward } from "./activation-slopes.ts";
import { notBool, onlyFloating } from "./dtype-rules.ts";
import { parametricByKernel } from "./elementwise-kernels.ts";
import { unary, unaryOperation } from "./elementwise-operation.ts";
import { fromInput, type Maths, type NoOptions, type Value } from "./operation.ts";
import { sigmoid } from "./scalar-functions.ts";

/** min(max(x, 0), 6) */
const upToSix = (x: number): number => Math.min(Math.max(x, 0), 6);

/** The gradient where x lies strictly between two bounds (or is NaN), else 0. */
function within<V extends Value>(gradient: V, x: V, low: number, high: number, m: Maths<V>): V {
  return m.where(m.or(m.le(x, low), m.ge(x, high)), 0, gradient);
}

export const relu6 = unaryOperation<NoOptions>(
  "Hardtanh",
  () => upToSix,
  notBool("Hardtanh"),
  fromInput((gradient, x, m) => within(gradient, x, 0, 6, m)),
  (x) => parametricByKernel("clamp", x, 0, 6),
);

/** x where it is positive, else so much of it (Maas et al. 2013). */
export const leakyRelu = unaryOperation<{ readonly negativeSlope: number }>(
  "LeakyRelu",
  ({ negativeSlope }) =>
    (x) =>
      x > 0 ? x : x * negativeSlope,
  onlyFloating("LeakyRelu"),
  fromInput((gradient, x, m, { negativeSlope }) =>
    m.where(m.gt(x, 0), gradient, m.mul(gradient, negativeSlope)),
  ),
  (x, { negativeSlope }) => parametricByKernel("leakyRelu", x, negativeSlope),
);

/** x where it is positive, else alpha (e^x - 1) (Clevert et al. 2015, arXiv:1511.07289). */
export const elu = unaryOperation<{ readonly alpha: number }>(
  "Elu",
  ({ alpha }) =>
    (x) =>
      x > 0 ? x : alpha * Math.expm1(x),
  onlyFloating("Elu"),
  fromInput((gradient, x, m, { alpha }) =>
    m.where(m.le(x, 0), m.mul(gradient, m.mul(m.exp(x), alpha)), gradient),
  ),
  (x, { alpha }) => parametricByKernel("elu", x, alpha),
);

/** log(1 + e^(beta x)) / beta; from beta x > threshold on simply x, as nothing else is left there. */
export const softplus = unaryOperation<{ readonly beta: number; readonly threshold: number }>(
  "Softplus",
  ({ beta, threshold }) =>
    (x) =>
      x * beta > threshold ? x : Math.log1p(Math.exp(x * beta)) / beta,
  onlyFloating("Softplus"),
  fromInput((gradient, x, m, { beta, threshold }) => {
    const scaled = m.mul(x, beta);
    return m.where(m.gt(scaled, threshold), gradient, m.mul(gradient, m.sigmoid(scaled)));
  }),
  (x, { beta, threshold }) => parametricByKernel("softplus", x, beta, threshold),
);

/** x sigmoid(x), also called swish (Elfwing et al. 2017, arXiv:1702.03118). */
export const silu = unary("Silu", (x) => x * sigmoid(x), {
  dtypeOf: onlyFloating("Silu"),
  kernel: "silu",
  gradient: fromInput((gradient, x, m) => {
    const words = (): typeof x => {
      const s = m.sigmoid(x);
      return m.mul(gradient, m.mul(s, m.add(m.mul(x, m.sub(1, s)), 1)));
    };
    return inOneStep(siluBackward, gradient, x, m, words);
  }),
});

/** min(max(x + 3, 0), 6) / 6: a sigmoid of straight lines (Howard et al. 2019, arXiv:1905.02244). */
export const hardsigmoid = unary("Hardsigmoid", (x) => upToSix(x + 3) / 6, {
  dtypeOf: onlyFloating("Hardsigmoid"),
  gradient: fromInput((gradient, x, m) => m.where(m.and(m.gt(x, -3), m.lt(x, 3)), m.div(gradient, 6), 0)),
  kernel: "hardsigmoid",
});

/** x hardsigmoid(x) */
export const hardswish = unary("Hardswish", (x) => (x * upToSix(x + 3)) / 6, {
  dtypeOf: onlyFloating("Hardswish"),
  gradient: fromInput((gradient, x, m) => {
    const bend = m.mul(gradient, m.add(m.div(x, 3), 0.5));
    return m.where(m.lt(x, -3), 0, m.where(m.le(x, 3), bend, gradient));
  }),
  kernel: "hardswish",
});

/** min(max(x, min), max) */
export const hardtanh = unaryOperation<{ readonly min: number; readonly max: number }>(
  "Hardtanh",
  ({ min, max }) =>
    (x) =>
      Math.min(Math.max(x, min), max),
  notBool("Hardtanh"),
  fromInput((gradient, x, m, { min, max }) => within(gradient, x, min, max, m)),
  (x, { min, max }) => parametricByKernel("clamp", x, min, max),
);

/** x where it is positive, else alpha (e^(x / alpha) - 1): an ELU with a smooth bend (Barron 2017, arXiv:1704.07483). */
export const celu = unaryOperation<{ readonly alpha: number }>(
  "Celu",
  ({ alpha }) =>
    (x) =>
      x > 0 ? x : alpha * Math.expm1(x / alpha),
  onlyFloating("Celu"),
  fromInput((gradient, x, m, { alpha }) =>
    m.where(m.le(x, 0), m.mul(gradient, m.exp(m.div(x, alpha))), gradient),
  ),
);

const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

/** An ELU of the one scale that keeps mean and variance (Klambauer et al. 2017, arXiv:1706.02515). */
export const selu = unary("Elu", (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)), {
  dtypeOf: onlyFloating("Selu"),
  gradient: fromInput((gradient, x, m) => {
    const bend = m.mul(m.exp(x), seluAlpha);
    return m.mul(gradient, m.mul(m.where(m.le(x, 0), bend, 1), seluScale));
  }),
});

/** x tanh(log(1 + e^x)) (Misra 2019, arXiv:1908.08681). */
export const mish = unary("Mish", (x) => x * Math.tanh(x > 20 ? x : Math.log1p(Math.exp(x))), {
  dtypeOf: onlyFloating("Mish"),
  gradient: fromInput((gradient, x, m) => {
    const s = m.sigmoid(x);
    const t = m.tanh(m.where(m.gt(x, 20), x, m.log(m.add(m.exp(x), 1))));
    return m.mul(gradient, m.add(t, m.mul(m.mul(x, s), m.sub(1, m.square(t)))));
  }),
});

/** log(sigmoid(x)), computed so that nothing overflows. */
export const logSigmoid = unary("LogSigmoid", (x) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))), {
  dtypeOf: onlyFloating("LogSigmoid"),
  gradient: fromInput((gradient, x, m) => m.mul(gradient, m.sigmoid(m.neg(x)))),
});

/** x / (1 + |x|) */
export const softsign = unary("Div", (x) => x / (1 + Math.abs(x)), {
  gradient: fromInput((gradient, x, m) => m.div(gradient, m.square(m.add(m.abs(x), 1)))),
});
