// What a tensor knows and shows of itself: the operation that made it, its base, its text and its memory.

import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { enableGrad, isGradEnabled, noGrad } from "../../../nn/autograd/gradient-mode.ts";
import { ones, tensor, zeros } from "../../../nn/tensor/creation.ts";

describe("operators, where no types refuse them,", () => {
  const x: number = Object(zeros(2)); // as it may be where nobody checks types
  it.each<[string, () => unknown]>([
    ["-x", () => -x],
    ["+x", () => +x],
    ["x * 2", () => x * 2],
    ["2 - x", () => 2 - x],
    ["x < 1", () => x < 1],
    ["2 >= x", () => 2 >= x],
    ["Number(x)", () => Number(x)],
    ["Math.sqrt(x)", () => Math.sqrt(x)],
  ])("say what to write instead of %s", (_, compute) => {
    expect(compute).toThrow("a tensor is not a number: write x.neg() for -x");
  });

  it("leave texts alone", () => {
    expect(`${zeros(2)}`).toBe("tensor([0., 0.])");
  });
});

describe("gradients' place", () => {
  it("notes which operation made a result, unless noGrad", () => {
    const x = ones([2], { requiresGrad: true });
    expect(String(x)).toBe("tensor([1., 1.], requires_grad=True)");
    expect(String(x.mul(2))).toBe("tensor([2., 2.], grad_fn=<MulBackward0>)");
    expect(x.mul(2).requiresGrad).toBe(true);
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(x.detach().requiresGrad).toBe(false);
    expect(x.gt(0).requiresGrad).toBe(false);
  });

  it("is asked for by requiresGrad_, of leaves and of floats only", () => {
    const x = ones(2);
    expect(x.requiresGrad_()).toBe(x);
    expect(x.requiresGrad).toBe(true);
    expect(x.requiresGrad_(false).requiresGrad).toBe(false);
    expect(() => tensor([1]).requiresGrad_()).toThrow(
      "requiresGrad_: only tensors of floating point dtype can require gradients, this one is int64",
    );
    expect(() => ones([2], { requiresGrad: true }).mul(2).requiresGrad_(false)).toThrow(
      "use detach() on this result",
    );
  });

  it("is noted unless isGradEnabled says no", () => {
    expect(isGradEnabled()).toBe(true);
    expect(noGrad(() => [isGradEnabled(), enableGrad(isGradEnabled)])).toEqual([false, true]);
  });

  it("knows whose memory a view shares, also of a view of a view", () => {
    const x = zeros(2, 3);
    expect(x.t().select(0, 0).owner).toBe(x);
    expect(x.clone().owner).toBeUndefined();
  });

  it("is left alone by noGrad over the awaits of an async function, and by nothing else meanwhile", async () => {
    const x = zeros([2], { requiresGrad: true });
    const without = noGrad(async () => {
      await undefined;
      return x.mul(2);
    });
    expect(x.mul(2).requiresGrad).toBe(true);
    expect((await without).requiresGrad).toBe(false);
  });
});

describe("what a tensor shows", () => {
  it("prints in the console as in a notebook", () => {
    const x = tensor([1.5, 2]);
    expect(inspect(x)).toBe("tensor([1.5000, 2.0000])");
    expect(inspect({ x })).toBe("{ x: tensor([1.5000, 2.0000]) }");
    expect(Object.prototype.toString.call(x)).toBe("[object Tensor]");
  });

  it("data of a contiguous tensor is its memory", () => {
    const x = zeros(2, 2);
    x.data[3] = 5;
    expect(x.toArray()).toEqual([
      [0, 0],
      [0, 5],
    ]);
  });
});
