// Layers that tell where the largest elements are, and those that put them back. The numbers of the functions are
// PyTorch's (test/nn/tensor/parity.test.ts); here are the layers around them, and their types.

import { describe, expect, expectTypeOf, it } from "vitest";
import { F, nn, randn, type Tensor } from "../../../nn/index.ts";

describe("a layer of max pooling", () => {
  it("gives a tensor, or a pair with the indices where it is asked to", () => {
    const x = randn(2, 3, 8, 8);
    const plain = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
    const pairs = new nn.MaxPool2d(3, { stride: 2, padding: 1, returnIndices: true });
    expectTypeOf(plain(x)).toEqualTypeOf<Tensor>();
    const [values, indices] = pairs(x);
    expectTypeOf(indices).toEqualTypeOf<Tensor>();
    expect(values.equal(plain(x))).toBe(true);
    expect(
      x
        .flatten(2)
        .gather(2, indices.flatten(2))
        .reshape([...values.shape])
        .equal(values),
    ).toBe(true);
    expect(String(pairs)).toBe(String(plain)); // as in PyTorch
  });

  it("of one dimension, and to a given size, too", () => {
    const x = randn(3, 12);
    const layers = [
      new nn.MaxPool1d(3, { returnIndices: true }),
      new nn.AdaptiveMaxPool1d(4, { returnIndices: true }),
    ];
    for (const layer of layers) {
      const [values, indices] = layer(x);
      expect(x.gather(1, indices).equal(values)).toBe(true);
    }
    const [values, indices] = new nn.AdaptiveMaxPool2d([2, 3], { returnIndices: true })(x.unsqueeze(0));
    expect(x.unsqueeze(0).flatten(1).gather(1, indices.flatten(1)).equal(values.flatten(1))).toBe(true);
  });
});

describe("a layer that undoes max pooling", () => {
  it("puts each element back to its place, among zeros", () => {
    const x = randn(2, 3, 7, 6).abs().add(1);
    const [values, indices] = F.maxPool2d(x, 2, { returnIndices: true });
    const back = new nn.MaxUnpool2d(2)(values, indices, x.size());
    expect([...back.shape]).toEqual([2, 3, 7, 6]);
    expect(back.gt(0).sum().item()).toBe(values.numel());
    expect(back.equal(x.mul(back.gt(0)))).toBe(true);
    expect(String(new nn.MaxUnpool1d(3, { padding: 1 }))).toBe(
      "MaxUnpool1d(kernel_size=(3,), stride=(3,), padding=(1,))",
    );
  });

  it("names itself where the input does not fit", () => {
    const [values, indices] = F.maxPool1d(randn(2, 8), 2, { returnIndices: true });
    const layer = new nn.MaxUnpool1d(2);
    expect(() => layer(values.flatten(), indices)).toThrow(
      "MaxUnpool1d(kernel_size=(2,), stride=(2,), padding=(0,)): expected input",
    );
    expect(() => layer(values, indices, [20])).toThrow(
      "invalid output size [20]: dimension 0 must be between 6 and 10",
    );
  });
});
