// What the graph saves is given back as it is walked. (Loops are in test/nn/memory/loops.test.ts.)

import { describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";

describe("a walk", () => {
  it("gives back what was saved as it goes: at its end the graph holds nothing", () => {
    const size = 100_000;
    const x = torch.rand(size).requiresGrad_();
    const bytes = () => torch.memory().tensorBytes;
    const before = bytes();
    const y = torch.scope(() => x.exp().exp().exp().exp().sum());
    expect(bytes() - before).toBeGreaterThan(4 * 4 * size);
    y.backward();
    expect(bytes() - before).toBeLessThan(1.1 * 4 * size + 1000); // x.grad, and the sum
  });

  it("needs no more at once than a few gradients", () => {
    const size = 100_000;
    const x = torch.rand(size).requiresGrad_();
    const walked = (): number => {
      const y = torch.scope(() => x.sin().sin().sin().sin().sin().sin().sin().sin().sum());
      const before = torch.memory().peakBytes;
      y.backward();
      return torch.memory().peakBytes - before;
    };
    walked();
    expect(walked()).toBeLessThan(4 * 4 * size);
  });
});

describe("gradients", () => {
  it("outlive the scope in which they were made, as their tensors do", () => {
    const x = torch.ones(3).requiresGrad_();
    torch.scope(() => x.mul(2).sum().backward());
    torch.scope(() => x.mul(2).sum().backward());
    expect(x.grad?.toArray()).toEqual([4, 4, 4]);
    torch.scope(() => {
      x.grad = torch.zeros(3);
    });
    expect(x.grad?.toArray()).toEqual([0, 0, 0]);
  });
});
