// The gradients of activations in one step: of g, the gradient of the result, and the input or the result itself, with
// what PyTorch does where there is none.

import { f32x4, v128 } from "./code.ts";
import { exp } from "./exponentials.ts";
import type { BinaryFormula } from "./formula.ts";
import { erf, sigmoid } from "./math.ts";

const { sub, mul, madd, le } = f32x4;

export const slopes = {
  /** g where y = relu(x) is positive or NaN */
  reluBackward: (g, y, f) => v128.andnot(g.get, le(y.get, f.constant(0))),
  /** g (1 - y^2), of y = tanh(x) */
  tanhBackward: (g, y, f) => mul(g.get, sub(f.constant(1), mul(y.get, y.get))),
  /** g y (1 - y), of y = sigmoid(x) */
  sigmoidBackward: (g, y, f) => mul(g.get, mul(y.get, sub(f.constant(1), y.get))),
  /** g s (1 + x (1 - s)) with s = sigmoid(x) */
  siluBackward: (g, x, f) => {
    const { s } = f.scratches("s");
    return [
      s.set(sigmoid(x.get, f)),
      mul(g.get, mul(s.get, madd(x.get, sub(f.constant(1), s.get), f.constant(1)))),
    ];
  },
  /** g (Phi(x) + x phi(x)), of the normal distribution */
  geluBackward: (g, x, f) => {
    const { share, density } = f.scratches("share", "density");
    return [
      share.set(erf(mul(x.get, f.constant(Math.SQRT1_2)), f)),
      share.set(madd(share.get, f.constant(0.5), f.constant(0.5))),
      density.set(exp(mul(mul(x.get, x.get), f.constant(-0.5)), f)),
      density.set(mul(density.get, f.constant(1 / Math.sqrt(2 * Math.PI)))),
      mul(g.get, madd(x.get, density.get, share.get)),
    ];
  },
} satisfies Record<string, BinaryFormula>;
