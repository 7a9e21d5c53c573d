import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { full } from "../../../nn/array/ndarray.ts";
import { Storage } from "../../../nn/array/storage.ts";
import { narrow } from "../../../nn/array/views.ts";
import { arena } from "../../../nn/memory/arena.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Collects until the finalisers have freed what nobody can reach, or gives up. */
async function liveBlocksBelow(limit: number): Promise<number> {
  for (let round = 0; round < 50 && arena.statistics().liveBlocks >= limit; round++) {
    collectGarbage();
    await setImmediate();
  }
  return arena.statistics().liveBlocks;
}

it("memory of arrays that nobody can reach any more goes back to the arena", async () => {
  const before = arena.statistics().liveBlocks;
  (() => {
    for (let i = 0; i < 100; i++) full([1000], i, "float32");
  })();
  expect(arena.statistics().liveBlocks).toBe(before + 100);
  expect(await liveBlocksBelow(before + 1)).toBe(before);
});

it("a view keeps the memory of its array", async () => {
  const view = narrow(full([1000], 7, "float32"), 0, 10, 5);
  const before = arena.statistics().liveBlocks;
  (() => full([1000], 0, "float32"))();
  expect(await liveBlocksBelow(before + 1)).toBe(before);
  expect(view.storage.data()[10]).toBe(7);
});

describe("what is derived from a storage", () => {
  const make = () => new Storage("float32", 100, "a test");

  it("is found again by name until the storage is written to", () => {
    const [weights, packed] = [make(), make()];
    weights.keepDerived("rows", packed, 8);
    expect(weights.derived("rows")).toBe(packed);
    expect(weights.derived("columns")).toBeUndefined();
    weights.version++;
    expect(weights.derived("rows")).toBeUndefined();
  });

  it("is released with the storage, when it is stale, and when there is too much of it", () => {
    const weights = make();
    const forms = Array.from({ length: 6 }, make);
    const released = () => forms.map((form) => form.released);
    forms.slice(0, 4).forEach((form, i) => {
      weights.keepDerived(`form ${i}`, form, 3);
    });
    expect(released()).toEqual([true, false, false, false, false, false]);
    weights.version++;
    for (const form of forms.slice(4, 5)) weights.keepDerived("form 1", form, 3);
    expect(released()).toEqual([true, true, true, true, false, false]);
    for (const form of forms.slice(5)) weights.keepDerived("form 2", form, 3);
    weights.release();
    expect(released()).toEqual([true, true, true, true, true, true]);
  });
});
