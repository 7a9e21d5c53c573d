// Who owns memory, and when it goes back. The oracle is the arena's count of live blocks.

import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { noGrad } from "../../../nn/autograd/gradient-mode.ts";
import { arena } from "../../../nn/memory/arena.ts";
import { ones, zeros } from "../../../nn/tensor/creation.ts";
import { callScope, keep, scope } from "../../../nn/tensor/scope.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

const live = () => arena.statistics().liveBlocks;

describe("scope", () => {
  it("releases what was made and does not leave", () => {
    const before = live();
    const result = scope(() => ones(10).mul(2).add(1).sum());
    expect(live()).toBe(before + 1);
    expect(result.item()).toBe(30);
  });

  it("spares what leaves in arrays, maps, sets and objects, and what views look into", () => {
    const result = scope(() => ({
      list: [ones(2)],
      map: new Map([["key", ones(3)]]),
      set: new Set([ones(4)]),
      view: ones(2, 3).t(),
    }));
    expect(result.list[0]?.numel()).toBe(2);
    expect(result.map.get("key")?.toArray()).toEqual([1, 1, 1]);
    expect([...result.set][0]?.toArray()).toEqual([1, 1, 1, 1]);
    expect(result.view.toArray()).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it("lets results of any size leave", () => {
    const numbers = scope(() => zeros(500_000).toArray());
    expect(Array.isArray(numbers) && numbers.length).toBe(500_000);
  });

  it("spares what is kept, and what was there before", () => {
    const outside = ones(2);
    let kept: Tensor | undefined;
    scope(() => {
      kept = keep(outside.add(1));
      outside.t().add_(1);
    });
    expect(kept?.toArray()).toEqual([2, 2]);
    expect(outside.toArray()).toEqual([2, 2]);
  });

  it("hands what leaves an inner scope to the outer one", () => {
    const before = live();
    scope(() => {
      const inner = scope(() => ones(5).add(1));
      expect(inner.toArray()).toEqual([2, 2, 2, 2, 2]);
      return inner.sum().item();
    });
    expect(live()).toBe(before);
  });

  it("keep reaches through all scopes", () => {
    let kept: Tensor | undefined;
    scope(() =>
      scope(() => {
        kept = keep(ones(2));
      }),
    );
    expect(kept?.toArray()).toEqual([1, 1]);
  });

  it("releases also when the function throws", () => {
    const before = live();
    expect(() =>
      scope(() => {
        ones(3);
        throw new Error("on purpose");
      }),
    ).toThrow("on purpose");
    expect(live()).toBe(before);
  });

  it("refuses async functions", () => {
    expect(() => scope(async () => ones(2))).toThrow("must not be async; await outside");
  });

  it("names the tensor that is used after release", () => {
    let leaked: Tensor | undefined;
    scope(() => {
      leaked = ones(2, 3).mul(2);
    });
    expect(() => leaked?.add(1)).toThrow(
      "the tensor of shape [2, 3] made by Mul was used after its memory had been released",
    );
    expect(String(leaked)).toBe("tensor(released, size=(2, 3))");
  });
});

describe("using", () => {
  it("releases a tensor at the end of its block", () => {
    const before = live();
    {
      using x = ones(4);
      expect(x.numel()).toBe(4);
    }
    expect(live()).toBe(before);
  });

  it("leaves the memory of a view to its base", () => {
    const base = ones(2, 2);
    {
      using view = base.t();
      expect(view.dim()).toBe(2);
    }
    expect(base.toArray()).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });
});

describe("a module call under noGrad", () => {
  it("keeps the result and what was stored in the holders", () => {
    const holder: { seen?: Tensor } = {};
    const before = live();
    const result = noGrad(() =>
      callScope(holder, () => {
        holder.seen = ones(2).add(1);
        return holder.seen.mul(3).sum();
      }),
    );
    expect(live()).toBe(before + 2);
    expect(holder.seen?.toArray()).toEqual([2, 2]);
    expect(result.item()).toBe(12);
  });

  it("is one scope for all the calls inside it", () => {
    const result = noGrad(() =>
      callScope(undefined, () => {
        const skipped: Tensor[] = [];
        callScope(undefined, () => {
          skipped.push(zeros(2).add(5));
        });
        return skipped[0]?.sum();
      }),
    );
    expect(result?.item()).toBe(10);
  });

  it("releases nothing while gradients are on", () => {
    let inner: Tensor | undefined;
    callScope(undefined, () => {
      inner = ones(2);
    });
    expect(inner?.toArray()).toEqual([1, 1]);
  });
});

describe("data", () => {
  it("keeps the memory of its tensor alive, also when the tensor itself is gone", async () => {
    const make = () => ones(1000).add(1).data;
    const held = make();
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    for (let i = 0; i < 5; i++) {
      collect();
      await setImmediate();
    }
    for (let i = 0; i < 5; i++) zeros(1000); // would take the memory, were it free
    expect(new Set(held)).toEqual(new Set([2]));
  });

  it("reads a view without taking memory of the arena", () => {
    const view = ones(2, 3).t();
    const before = live();
    expect([...view.data]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(view.allclose(view)).toBe(true);
    expect(live()).toBe(before);
  });
});
