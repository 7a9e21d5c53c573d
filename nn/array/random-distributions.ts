// Fills typed arrays with random values, each distribution drawing from the generator in the order in which
// PyTorch's CPU kernels draw (ATen/native/cpu/DistributionTemplates.h): the order decides every number after it.

import { normalBlock32 } from "./normal-block.ts";
import { generator } from "./random.ts";

export type FloatValues = Float32Array | Float64Array;
export type Values = FloatValues | Int32Array | Uint8Array;

/** Uniform values in [low, high). In float32 with one rounding at the end, as PyTorch's fused multiply-add rounds. */
export function fillUniform(target: FloatValues, low = 0, high = 1): void {
  if (!(low <= high)) throw new RangeError(`uniform: expected low <= high, got [${low}, ${high})`);
  if (target instanceof Float32Array) {
    const start = Math.fround(low);
    const span = Math.fround(Math.fround(high) - start);
    for (let i = 0; i < target.length; i++) target[i] = generator.uniform24() * span + start;
  } else {
    for (let i = 0; i < target.length; i++) target[i] = generator.uniform53() * (high - low) + low;
  }
}

/**
 * Normal values. Up to 15 elements are drawn one by one in float64; from 16 on, uniform values fill the target
 * first and then become normal in blocks of 16, the last block being drawn anew when it would be incomplete.
 */
export function fillNormal(target: FloatValues, mean = 0, deviation = 1): void {
  const size = target.length;
  if (size < 16) {
    fillNormalSingly(target, mean, deviation);
    return;
  }
  checkDeviation(deviation);
  fillUniform(target);
  for (let start = 0; start + 16 <= size; start += 16) normalBlock(target, start, mean, deviation);
  if (size % 16 !== 0) {
    fillUniform(target.subarray(size - 16));
    normalBlock(target, size - 16, mean, deviation);
  }
}

/** Normal values drawn one by one in float64, however many: so PyTorch fills what is not contiguous. */
export function fillNormalSingly(target: FloatValues, mean = 0, deviation = 1): void {
  checkDeviation(deviation);
  for (let i = 0; i < target.length; i++) target[i] = generator.normal() * deviation + mean;
}

function checkDeviation(deviation: number): void {
  if (!(deviation >= 0)) throw new RangeError(`normal: expected a deviation >= 0, got ${deviation}`);
}

/** Turns 16 uniform values into 16 normal ones: Box-Muller on the pairs (i, i + 8). */
function normalBlock(target: FloatValues, start: number, mean: number, deviation: number): void {
  if (target instanceof Float32Array) {
    normalBlock32(target, start, mean, deviation);
    return;
  }
  for (let i = start; i < start + 8; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - (target[i] ?? 0)));
    const angle = 2 * Math.PI * (target[i + 8] ?? 0);
    target[i] = radius * Math.cos(angle) * deviation + mean;
    target[i + 8] = radius * Math.sin(angle) * deviation + mean;
  }
}

/** Integers in [low, high): one draw each, or two (64 bits) when the range has 2^32 numbers or more. */
export function fillIntegers(target: Values, low: number, high: number): void {
  if (!(low < high)) throw new RangeError(`randint: expected low < high, got [${low}, ${high})`);
  if (target instanceof Int32Array && (low < -(2 ** 31) || high > 2 ** 31)) {
    throw new RangeError(
      `randint: int64 holds values from -2147483648 to 2147483647 here, got [${low}, ${high})`,
    );
  }
  const range = high - low;
  if (range < 2 ** 32) {
    for (let i = 0; i < target.length; i++) target[i] = (generator.bits32() % range) + low;
  } else {
    const wide = BigInt(range);
    for (let i = 0; i < target.length; i++) target[i] = Number(generator.bits64() % wide) + low;
  }
}

/** The integers 0 .. n-1 in random order (Fisher and Yates, from the front). */
export function fillPermutation(target: Values): void {
  const size = target.length;
  for (let i = 0; i < size; i++) target[i] = i;
  for (let i = 0; i < size - 1; i++) {
    const other = i + (generator.bits32() % (size - i));
    const value = target[i] ?? 0;
    target[i] = target[other] ?? 0;
    target[other] = value;
  }
}

/** Ones with probability p, else zeros. One p for all elements is compared in float64, as PyTorch's `bernoulli_` does. */
export function fillBernoulli(target: Values, p: number): void {
  checkProbability(p);
  for (let i = 0; i < target.length; i++) target[i] = generator.uniform53() < p ? 1 : 0;
}

/** Ones with each element's own probability, else zeros; compared in the precision of the probabilities, as `torch.bernoulli`. */
export function fillBernoulliEach(target: Values, probabilities: FloatValues): void {
  const single = probabilities instanceof Float32Array;
  for (let i = 0; i < target.length; i++) {
    const p = probabilities[i] ?? 0;
    checkProbability(p);
    target[i] = (single ? generator.uniform24() : generator.uniform53()) < p ? 1 : 0;
  }
}

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`bernoulli: expected a probability in [0, 1], got ${p}`);
}
