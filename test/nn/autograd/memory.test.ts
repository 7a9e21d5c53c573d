// What the walk back leaves behind: the gradients of the leaves, and nothing of what it made on its way. The oracle is the
// arena's count of live blocks.

import { describe, expect, it } from "vitest";
import { fromValues, type NDArray } from "../../../nn/array/ndarray.ts";
import { arrayWorld } from "../../../nn/autograd/array-world.ts";
import { arena, OutOfMemoryError } from "../../../nn/memory/arena.ts";
import { ones } from "../../../nn/tensor/creation.ts";
import { scope } from "../../../nn/tensor/scope.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

const live = () => arena.statistics().liveBlocks;

const networks: Record<string, (x: Tensor) => Tensor> = {
  "one path": (x) => x.mul(2).exp().mul(3),
  "paths that meet": (x) => {
    const y = x.mul(2);
    return y.exp().add(y.sin()).add(y).mul(y);
  },
  "writes to views": (x) => {
    const y = x.mul(2);
    for (let i = 0; i < 3; i++) y.narrow(0, i, 2).mul_(y.select(0, 0).exp());
    return y;
  },
  "the leaf itself": (x) => x,
};

describe("backward gives back what it makes:", () => {
  it.each(Object.entries(networks))("%s", (_, network) => {
    const x = ones(4, { requiresGrad: true });
    const before = live();
    for (let i = 0; i < 2; i++) {
      scope(() => void network(x).sum().backward());
      expect(live()).toBe(before + 1); // x.grad
    }
  });

  it("what hooks have been shown stays with who keeps it", () => {
    const x = ones(4, { requiresGrad: true });
    const y = x.mul(2);
    const shown: Tensor[] = [];
    y.registerHook((gradient) => void shown.push(gradient));
    y.add(y.exp()).sum().backward();
    x.grad?.zero_();
    expect(shown[0]?.toArray()).toEqual(new Array(4).fill(expect.closeTo(1 + Math.exp(2), 5)));
  });
});

describe("a step of the walk for which memory ends", () => {
  it("is tried again, by who can find some", () => {
    const tried: string[] = [];
    const again = (name: string, make: () => NDArray): NDArray => {
      tried.push(name);
      const failed = tried.filter((each) => each === name).length === 1;
      try {
        if (failed) throw new OutOfMemoryError(name);
        return make();
      } catch {
        return again(name, make);
      }
    };
    const { maths } = arrayWorld(again);
    const x = fromValues([1, 2], [2], "float32");
    expect([...maths.mul(x, 3).storage.data()]).toEqual([3, 6]);
    expect(tried).toEqual(["backward", "backward", "Mul", "Mul"]); // the number as an array, and the product
  });
});
