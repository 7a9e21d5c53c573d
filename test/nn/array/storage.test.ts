import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { full } from "../../../nn/array/ndarray.ts";
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
