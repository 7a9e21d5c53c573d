// The gradients of activations, each in one step instead of the words of its rule. For walks that nothing is recorded of:
// these have no gradient themselves.

import type { BinaryName } from "../wasm/binary.ts";
import { type Binary, binary } from "./elementwise-operation.ts";
import { type Maths, noOptions, type Operation, type TwoArrays, type Value } from "./operation.ts";
import { erf, sigmoid } from "./scalar-functions.ts";

function slope(name: string, formula: Binary, kernel: BinaryName): Operation<TwoArrays> {
  return binary(name, formula, { kernel, gradient: "none" });
}

export const reluBackward = slope("ReluBackward", (g, y) => (y <= 0 ? 0 : g), "reluBackward");
export const tanhBackward = slope("TanhBackward", (g, y) => g * (1 - y * y), "tanhBackward");
export const sigmoidBackward = slope("SigmoidBackward", (g, y) => g * y * (1 - y), "sigmoidBackward");
export const geluBackward = slope(
  "GeluBackward",
  (g, x) => g * ((1 + erf(x * Math.SQRT1_2)) / 2 + (x * Math.exp(-(x * x) / 2)) / Math.sqrt(2 * Math.PI)),
  "geluBackward",
);
export const siluBackward = slope(
  "SiluBackward",
  (g, x) => g * sigmoid(x) * (1 + x * (1 - sigmoid(x))),
  "siluBackward",
);

/** The gradient by the operation, or, where it is recorded, in words. */
export function inOneStep<V extends Value>(
  operation: Operation<TwoArrays>,
  gradient: V,
  value: V,
  m: Maths<V>,
  words: () => V,
): V {
  return m.isRecorded || value.dtype !== "float32"
    ? words()
    : m.apply(operation, [gradient, value], noOptions);
}
