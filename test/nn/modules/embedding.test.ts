// What tables of vectors do besides giving PyTorch's numbers (layers.test.ts).

import { describe, expect, it } from "vitest";
import { manualSeed, noGrad, rand, tensor } from "../../../nn/index.ts";
import { Embedding } from "../../../nn/modules/embedding.ts";

describe("Embedding", () => {
  it("begins with zeros in the row of the padding, counted from the end if negative", () => {
    const layer = new Embedding(5, 3, { paddingIdx: -2 });
    expect(layer.paddingIdx).toBe(3);
    expect(
      layer(tensor([3, 3]))
        .abs()
        .sum()
        .item(),
    ).toBe(0);
    expect(layer(tensor(2)).abs().sum().item()).toBeGreaterThan(0);
    expect(layer.weight.isLeaf && layer.weight.requiresGrad).toBe(true);
  });

  it("takes vectors from elsewhere, frozen, without drawing random numbers", () => {
    manualSeed(3);
    const vectors = rand(4, 2);
    const next = rand(1).item();
    manualSeed(3);
    rand(4, 2);
    const layer = Embedding.fromPretrained(vectors, { paddingIdx: 1 });
    expect(rand(1).item()).toBe(next);
    expect(layer.weight.requiresGrad).toBe(false);
    expect(layer(tensor([1])).equal(vectors.narrow(0, 1, 1))).toBe(true);
    expect(String(layer)).toBe("Embedding(4, 2, padding_idx=1)");
    expect(Embedding.fromPretrained(vectors, { freeze: false }).weight.requiresGrad).toBe(true);
  });

  it("shares its memory with the state", () => {
    const layer = new Embedding(2, 2);
    noGrad(() => layer.weight.fill_(7));
    expect(layer.stateDict().weight?.toArray()).toEqual([
      [7, 7],
      [7, 7],
    ]);
    expect(() => Embedding.fromPretrained(rand(3))).toThrow(
      "Embeddings parameter is expected to be 2-dimensional, got torch.Size([3])",
    );
  });
});
