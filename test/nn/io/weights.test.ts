// Weights that PyTorch exported: loaded from one safetensors file into each block, and into a small ResNet-18, they
// give PyTorch's outputs.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { manualSeed, noGrad, randn } from "../../../nn/index.ts";
import { loadSafetensors } from "../../../nn/io/safetensors.ts";
import cases from "../../fixtures/weights.json" with { type: "json" };
import { expectClose } from "../support/fixture.ts";
import { makeBlock } from "../support/make-block.ts";

const weights = loadSafetensors(join(import.meta.dirname, "../../fixtures/weights.safetensors"));

describe("weights from PyTorch", () => {
  it.each(cases)("$name $arguments $options", (each) => {
    const block = makeBlock(each).eval();
    const entries = Object.entries(weights).filter(([key]) => key.startsWith(each.prefix));
    const state = Object.fromEntries(entries.map(([key, value]) => [key.slice(each.prefix.length), value]));
    expect(block.loadStateDict(state)).toEqual({ missingKeys: [], unexpectedKeys: [] });
    manualSeed(each.seed);
    const output = noGrad(() => block(randn(each.shape)));
    const largest = Math.max(1, ...each.output.values.map(Number).map(Math.abs));
    expectClose(output, each.output, { rtol: 1e-4, atol: 1e-5 * largest });
  });
});
