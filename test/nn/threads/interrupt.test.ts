// An interrupt in the middle of the engine's own work, as a person interrupts a cell: it runs no `finally`. Afterwards the
// results are right, and what was cut short has left nothing behind in memory.

import { createContext, runInContext } from "node:vm";
import { afterAll, describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import { arena } from "../../../nn/memory/arena.ts";
import { reclaim } from "../../../nn/tensor/scope.ts";
import { startThreads } from "../../../nn/threads/pool.ts";

const { nn, noGrad } = torch;
const image = torch.randn(4, 16, 40, 40);
const rows = torch.randn(200, 1000);
const block = new torch.blocks.ResidualBlock(16, 24).eval();
const batchNorm = new nn.BatchNorm2d(16);

const works: readonly (readonly [name: string, work: () => torch.Tensor])[] = [
  ["a product", () => rows.matmul(rows.t())],
  ["a block", () => noGrad(() => block(image))],
  ["statistics", () => noGrad(() => batchNorm(image))],
  ["sorting", () => rows.sort(1, { descending: true }).values],
  ["sums, rows and columns", () => image.sum([0, 2, 3]).add(rows.var(0).sum())],
  ["a chain of functions", () => torch.scope(() => rows.sin().exp().log1p().softmax(1).cumsum(0))],
  ["a chain without a scope", () => rows.flip(0).mul(2).clamp({ min: -1 }).index(rows.select(1, 0).gt(0))],
];

afterAll(() => torch.setNumThreads(1));

describe.each([1, 2, 3])("with %d threads, after interrupts in the middle of", (threads) => {
  it.each(works)("%s", (_, work) => {
    torch.setNumThreads(threads);
    startThreads();
    const expected = work();
    const context = createContext({ work });
    const interrupt = () => {
      expect(() => runInContext("for (;;) work()", context, { timeout: 15 })).toThrow("timed out");
      expect(work().equal(expected)).toBe(true);
    };
    interrupt();
    reclaim();
    const before = arena.statistics().liveBlocks;
    for (let round = 0; round < 10; round++) interrupt();
    reclaim();
    // the engine may still hold what the last one has cut short, but not what the ten have
    expect(arena.statistics().liveBlocks - before).toBeLessThan(5);
  });
});
