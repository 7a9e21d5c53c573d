// The inverse of the error function, which turns uniform random numbers into normal ones.

import { mapUnary } from "./loops.ts";
import { fromOutput, type OneArray, type Operation } from "./operation.ts";
import { erf } from "./scalar-functions.ts";

/** The x whose error function is `y`, to some 4e-7 of it in float32; infinite at ±1, and NaN beyond. */
export const erfinv: Operation<OneArray> = {
  name: "Erfinv",
  forward([y]) {
    return y.dtype === "float64" ? mapUnary(y, refined, "float64") : mapUnary(y, inverse, "float32");
  },
  gradient: fromOutput((gradient, x, m) =>
    m.mul(gradient, m.mul(m.exp(m.square(x)), Math.sqrt(Math.PI) / 2)),
  ),
};

/**
 * Giles, "Approximating the erfinv function" (GPU Computing Gems, 2011), table 5: one polynomial for the middle and
 * one for the tails. Written out, because networks draw millions of numbers through it.
 */
function inverse(y: number): number {
  if (Math.abs(y) === 1) return y * Infinity;
  const w = -Math.log((1 - y) * (1 + y));
  return y * (w < 5 ? middle(w - 2.5) : tails(Math.sqrt(w) - 3));
}

/** Two of Newton's steps more: each doubles the digits that are right. */
function refined(y: number): number {
  let x = inverse(y);
  if (!Number.isFinite(x)) return x;
  for (let step = 0; step < 2; step++) x -= ((erf(x) - y) * Math.sqrt(Math.PI) * Math.exp(x * x)) / 2;
  return x;
}

function middle(w: number): number {
  let sum = 2.81022636e-8;
  sum = sum * w + 3.43273939e-7;
  sum = sum * w - 3.5233877e-6;
  sum = sum * w - 4.39150654e-6;
  sum = sum * w + 2.1858087e-4;
  sum = sum * w - 1.25372503e-3;
  sum = sum * w - 4.17768164e-3;
  sum = sum * w + 0.246640727;
  return sum * w + 1.50140941;
}

function tails(w: number): number {
  let sum = -2.00214257e-4;
  sum = sum * w + 1.00950558e-4;
  sum = sum * w + 1.34934322e-3;
  sum = sum * w - 3.67342844e-3;
  sum = sum * w + 5.73950773e-3;
  sum = sum * w - 7.6224613e-3;
  sum = sum * w + 9.43887047e-3;
  sum = sum * w + 1.00167406;
  return sum * w + 2.83297682;
}
