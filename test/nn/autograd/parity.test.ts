// The gradients of every method and function against PyTorch's: the calls of the fixtures, and those at points where a
// derivative is a matter of convention (fixture_parts/gradients.py).

import { describe, expect, it } from "vitest";
import { autograd } from "../../../nn/index.ts";
import { Tensor } from "../../../nn/tensor/tensor.ts";
import functionalCalls from "../../fixtures/functional_calls.json" with { type: "json" };
import gradientCalls from "../../fixtures/gradients.json" with { type: "json" };
import methodCalls from "../../fixtures/tensor_methods.json" with { type: "json" };
import { type Call, perform, title } from "../support/calls.ts";
import { expectClose, restore, type StoredTensor } from "../support/fixture.ts";

interface GradientCall extends Call {
  /** of each tensor among the arguments; null for all if the result requires none */
  readonly gradients?: readonly (StoredTensor | null)[] | null;
  /** why PyTorch has none */
  readonly noGradient?: string;
}

/** The gradient that comes back to a result: `weights` of fixture_parts/tensor_methods.py. */
function weightsOf(result: Tensor): Tensor {
  const values = Array.from({ length: result.numel() }, (_, i) => ((i * 5 + 3) % 7) * 0.5 - 1.25);
  return restore({ shape: result.shape, dtype: result.dtype, values });
}

function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(tensorsIn) : [];
}

/** The leaves among the arguments of a call, and its results that require a gradient. */
function record(call: Call): { leaves: Tensor[]; results: Tensor[] } {
  const leaves: Tensor[] = [];
  const result = perform(call, (stored) => {
    const leaf = restore(stored);
    if (leaf.dtype.startsWith("float")) leaf.requiresGrad_();
    leaves.push(leaf);
    const isInPlace = call.call.endsWith("_") || "inplace" in call.options;
    return isInPlace && leaf.requiresGrad ? leaf.clone() : leaf;
  });
  return { leaves, results: tensorsIn(result).filter((each) => each.requiresGrad) };
}

const tolerances: Readonly<Record<string, { rtol: number; atol: number }>> = {
  float32: { rtol: 1e-4, atol: 1e-5 },
  float64: { rtol: 1e-10, atol: 1e-12 },
};

/** Where our gradient is another one on purpose, by the text of the call. */
const others: readonly (readonly [call: RegExp, why: string])[] = [
  [/^logit\(float32\[9\]\)|^pow\(float32\[6\], float32\[\]\)/, "the sign of an infinity at -0"],
  [
    /^cumprod\(float32\[[23]\], 0\)/,
    "PyTorch divides by what is no number; the other factors' gradients are numbers",
  ],
  [/^F.hardsigmoid\(float64/, "PyTorch's sixth is one of float32"],
  [/^F.softsign\(float..\[(13|21)\]\)/, "PyTorch divides infinity by itself; the slope there is 0"],
  [/^var\(float32\[\], 0\)/, "PyTorch has a formula of its own for one element without dimensions"],
];
const isAnother = (call: Call) => others.some(([text]) => text.test(title(call)));

const all: readonly GradientCall[] = [...methodCalls, ...functionalCalls, ...gradientCalls];
const titled = all.map((each, i) => ({ ...each, title: `${title(each)} #${i}` }));

describe("gives the gradients that PyTorch gives", () => {
  it.each(titled.filter((each) => each.gradients && !isAnother(each)))("$title", ({ gradients, ...call }) => {
    const { leaves, results } = record(call);
    autograd.backward(results, results.map(weightsOf));
    expect(leaves.length).toBe(gradients?.length);
    gradients?.forEach((expected, i) => {
      const found = leaves[i]?.grad;
      if (expected === null) expect(found, `the gradient of tensor ${i}`).toBeUndefined();
      else if (found === undefined)
        throw new Error(`tensor ${i} has no gradient, expected ${expected.values}`);
      else expectClose(found, expected, tolerances[expected.dtype]);
    });
  });
});

describe("gives results that require no gradient where PyTorch's require none", () => {
  it.each(titled.filter(({ gradients }) => gradients === null))("$title", (call) => {
    expect(record(call).results).toEqual([]);
  });
});

describe("has no gradient where PyTorch has none", () => {
  it.each(titled.filter(({ noGradient }) => noGradient))("$title", (call) => {
    const { results } = record(call);
    expect(() => autograd.backward(results, results.map(weightsOf))).toThrow("has no gradient");
  });
});
