// Checkpoints: the same gradients, from less memory, by computing twice.

import { describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import { autograd, F, nn, type Tensor, tensor, utils } from "../../../nn/index.ts";
import { arena } from "../../../nn/memory/arena.ts";

const leaf = () => tensor([0.5, -1, 2], { dtype: "float64", requiresGrad: true });
const work = (x: Tensor): Tensor => x.sin().mul(x.exp()).tanh();

describe("a checkpoint", () => {
  it("has the gradients that the function has, by backward and by grad", () => {
    const [plain, kept] = [leaf(), leaf()];
    work(plain).sum().backward();
    const y = utils.checkpoint(work, kept);
    expect(y.equal(work(plain))).toBe(true);
    y.sum().backward();
    expect(kept.grad?.equal(plain.grad!)).toBe(true);
    const [again] = autograd.grad(utils.checkpoint(work, kept).sum(), kept);
    expect(again?.equal(plain.grad!)).toBe(true);
  });

  it("has gradients of gradients", () => {
    const second = (make: (x: Tensor) => Tensor): Tensor => {
      const x = leaf();
      const [first] = autograd.grad(make(x).sum(), x, { createGraph: true });
      return autograd.grad(first!.sum(), x)[0]!;
    };
    expect(second((x) => utils.checkpoint(work, x)).allclose(second(work))).toBe(true);
  });

  it("gathers the gradients of parameters that the function reads", () => {
    const layer = new nn.Linear(3, 2);
    const x = torch.ones(4, 3);
    layer(x).square().sum().backward();
    const expected = layer.weight.grad;
    layer.zeroGrad();
    utils
      .checkpoint((input) => layer(input).square(), x)
      .sum()
      .backward();
    expect(layer.weight.grad?.allclose(expected!)).toBe(true);
  });

  it("calls the function once more, with the same random numbers", () => {
    let calls = 0;
    const x = torch.ones(100).requiresGrad_();
    const y = utils.checkpoint((input: Tensor) => {
      calls++;
      return F.dropout(input.exp(), { p: 0.5 });
    }, x);
    torch.rand(3);
    const next = () => {
      torch.manualSeed(3);
      return torch.rand(1).item();
    };
    const before = next();
    y.sum().backward();
    expect(calls).toBe(2);
    expect(x.grad?.allclose(y.detach())).toBe(true); // what was dropped has no gradient
    expect(next()).toBe(before);
  });

  it("may stand inside of another one, and be walked again if the graph is kept", () => {
    const [plain, kept] = [leaf(), leaf()];
    work(work(plain)).sum().backward();
    const y = utils.checkpoint((x: Tensor) => work(utils.checkpoint(work, x)), kept).sum();
    y.backward({ retainGraph: true });
    y.backward();
    expect(kept.grad?.allclose(plain.grad!.mul(2))).toBe(true);
    expect(() => y.backward()).toThrow("the graph has been walked before");
  });

  it("keeps only the inputs", () => {
    const bytesOf = (make: (x: Tensor) => Tensor): number => {
      const x = torch.rand(20_000).requiresGrad_();
      const before = arena.statistics().liveBytes;
      const y = torch.scope(() => make(x));
      const kept = arena.statistics().liveBytes - before;
      y.sum().backward();
      return kept;
    };
    const chain = (x: Tensor): Tensor => work(work(work(x)));
    expect(bytesOf((x) => utils.checkpoint(chain, x))).toBeLessThan(bytesOf(chain) / 4);
  });

  it("refuses an input that was written over since, and a function that computes something else", () => {
    const x = leaf().mul(1);
    const y = utils.checkpoint(work, x);
    x.add_(1);
    expect(() => y.sum().backward()).toThrow("saved by checkpoint, is at version 1; expected version 0");
    let calls = 0;
    const odd = utils.checkpoint((each: Tensor) => (calls++ === 0 ? work(each) : each.sin()), leaf());
    expect(() => odd.sum().backward()).toThrow("it must compute the same each time");
  });
});
