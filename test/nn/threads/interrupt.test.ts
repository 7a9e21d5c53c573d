// An interrupt in the middle of the engine's own work, as a person interrupts a cell: it runs no `finally`. Afterwards the
// results are right, and what was cut short has left nothing behind in memory.

import { createContext, runInContext } from "node:vm";
import { afterAll, describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import { arena } from "../../../nn/memory/arena.ts";
import { reclaim } from "../../../nn/tensor/scope.ts";
import { run, startThreads } from "../../../nn/threads/pool.ts";
import { forRange, i32, repeatWhile, when } from "../../../nn/wasm/code.ts";
import { defineKernel } from "../../../nn/wasm/kernel.ts";

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

/** A worker takes one item and, long after, writes a 7; the main thread is through with the other when it has begun. */
const slow = defineKernel("write late on workers", { words: "i32", rounds: "i32" }, (f, p) => {
  const round = f.local("round");
  f.emit(
    when(
      p.thread.get,
      [
        i32.store(p.words.get, i32.const(1)),
        forRange(round, i32.const(0), p.rounds.get, 1, [i32.store(p.words.get, i32.const(2), 8)]),
        i32.store(p.words.get, i32.const(7), 4),
      ],
      [repeatWhile(i32.eq(i32.load(p.words.get), i32.const(0)), [])],
    ),
  );
});

describe("memory that an interrupted job was writing to", () => {
  it("is not handed out before the workers have stopped", () => {
    torch.setNumThreads(2);
    startThreads();
    const bytes = 3 * 2 ** 20; // a size of its own
    const block = arena.allocate(bytes, "a test");
    const words = new Int32Array(arena.memory.buffer, block.pointer, 2).fill(0);
    const work = () => run(slow, 2, 1, { words: block.pointer, rounds: 400_000_000 });
    expect(() => runInContext("work()", createContext({ work }), { timeout: 30 })).toThrow("timed out");
    expect([...words]).toEqual([1, 0]); // the worker is still at it
    arena.free(block);
    const again = arena.allocate(bytes, "a test");
    expect(again.pointer).toBe(block.pointer);
    expect(words[1]).toBe(7);
    arena.free(again);
  });

  it("is left in peace by the items that nobody has begun", () => {
    torch.setNumThreads(2);
    startThreads();
    const block = arena.allocate(64, "a test");
    const words = new Int32Array(arena.memory.buffer, block.pointer, 2).fill(0);
    const work = () => run(slow, 1_000_000, 1, { words: block.pointer, rounds: 100_000_000 });
    expect(() => runInContext("work()", createContext({ work }), { timeout: 30 })).toThrow("timed out");
    words.fill(0);
    torch.zeros(3); // or days would go by
  });
});
