// The oracle is PyTorch's CPU generator: test/fixtures/random_numbers.json holds whole sequences of calls after a
// seed, so that a distribution that takes one draw too many is caught by the call after it.

import { describe, expect, it } from "vitest";
import { generator } from "../../../nn/array/random.ts";
import * as random from "../../../nn/array/random-distributions.ts";
import * as torch from "../../../nn/index.ts";
import sequences from "../../fixtures/random_numbers.json" with { type: "json" };

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

function filled<T extends Float32Array | Float64Array | Int32Array>(target: T, fill: (target: T) => void): T {
  fill(target);
  return target;
}

const calls: Record<string, (...args: number[]) => ArrayLike<number>> = {
  rand: (...shape) => filled(new Float32Array(product(shape)), (t) => random.fillUniform(t)),
  randn: (...shape) => filled(new Float32Array(product(shape)), (t) => random.fillNormal(t)),
  rand64: (...shape) => filled(new Float64Array(product(shape)), (t) => random.fillUniform(t)),
  randn64: (...shape) => filled(new Float64Array(product(shape)), (t) => random.fillNormal(t)),
  uniform_: (n = 0, low, high) => filled(new Float32Array(n), (t) => random.fillUniform(t, low, high)),
  normal_: (n = 0, mean, deviation) =>
    filled(new Float32Array(n), (t) => random.fillNormal(t, mean, deviation)),
  randint: (low = 0, high = 0, n = 0) => filled(new Int32Array(n), (t) => random.fillIntegers(t, low, high)),
  randperm: (n = 0) => filled(new Int32Array(n), random.fillPermutation),
  bernoulli_: (n = 0, p = 0) => filled(new Float32Array(n), (t) => random.fillBernoulli(t, p)),
  bernoulli: (n = 0, p = 0) =>
    filled(new Float32Array(n), (t) => random.fillBernoulliEach(t, new Float32Array(n).fill(p))),
  wideIntegers: (low = 0, high = 0, n = 0) =>
    filled(new Float64Array(n), (t) => random.fillIntegers(t, low, high)),
  transposedNormal: (...shape) => elements(torch.empty(shape).t().normal_(1, 2)),
  transposedUniform: (...shape) => elements(torch.empty(shape).t().uniform_()),
  transposedBernoulli: (...shape) => elements(torch.empty(shape).t().bernoulli_(0.4)),
  everySecondNormal: (n = 0) => elements(torch.empty(n, 2).select(1, 0).normal_()),
  normalLikePermuted: (...shape) => elements(torch.randnLike(torch.empty(shape).permute(2, 0, 1))),
  uniformLikeExpanded: (n = 0, times = 0) => elements(torch.randLike(torch.empty(n).expand(times, n))),
  integersLikeTransposed: (...shape) => elements(torch.randintLike(torch.empty(shape).t(), 0, 100)),
  bernoulliOfTransposed: (...shape) =>
    elements(torch.bernoulli(torch.full(shape, 0.4, { dtype: "float32" }).t())),
  dropoutOfTransposed: (...shape) => elements(torch.F.dropout(torch.ones(shape).t())),
  normalOfMeans: (n = 0) => elements(torch.normal(torch.arange(n, { dtype: "float32" }), 0.5)),
  normalOfDeviations: (n = 0) => elements(torch.normal(2, torch.arange(n, { dtype: "float32" }))),
  dropout: (n = 0, p = 0) => elements(torch.F.dropout(torch.ones(n), { p })),
};

function elements(tensor: torch.Tensor): ArrayLike<number> {
  return tensor.contiguous().data;
}

describe("random numbers", () => {
  it.each(sequences)("after manualSeed($seed) are PyTorch's", ({ seed, steps }) => {
    generator.manualSeed(seed);
    for (const { call, arguments: args, expected } of steps) {
      const actual = calls[call]?.(...args) ?? [];
      expect(actual.length).toBe(expected.values.length);
      for (const [i, value] of expected.values.entries()) {
        const place = `${call}(${args})[${i}]`;
        if (call !== "randn64")
          expect(actual[i], place).toBe(actual instanceof Float32Array ? Math.fround(value) : value);
        // in float64 sines and logarithms of two libraries may differ in the last bit
        else
          expect(Math.abs((actual[i] ?? Number.NaN) - value), place).toBeLessThan(
            1e-15 * (1 + Math.abs(value)),
          );
      }
    }
  });

  it.each([
    [
      "an empty range of integers",
      () => random.fillIntegers(new Int32Array(1), 3, 3),
      "randint: expected low < high, got [3, 3)",
    ],
    [
      "a negative deviation",
      () => random.fillNormal(new Float32Array(1), 0, -1),
      "normal: expected a deviation >= 0, got -1",
    ],
    [
      "a probability above one",
      () => random.fillBernoulli(new Float32Array(1), 1.5),
      "bernoulli: expected a probability in [0, 1], got 1.5",
    ],
    [
      "negative deviations",
      () => torch.normal(0, torch.tensor([1, -0.5])),
      "normal: std: expected standard deviations that are not negative",
    ],
    [
      "more numbers than there is room for",
      () => torch.randLike(torch.zeros(1).expand(1e6, 1e5)),
      "randLike: out of memory",
    ],
    ["more integers than that", () => torch.randint(5, [1e6, 1e5]), "randint: out of memory"],
    [
      "a fractional seed",
      () => generator.manualSeed(0.5),
      "manualSeed: seed: expected a whole number, got 0.5",
    ],
  ])("refuse %s", (_, act, message) => expect(act).toThrow(message));
});
