import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arena, type Block, OutOfMemoryError } from "../../../nn/memory/arena.ts";
import { sizeClass } from "../../../nn/memory/size-class.ts";

describe("size classes", () => {
  it("hold the request, in multiples of 64, and waste at most a quarter and one line", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 }), (bytes) => {
        const size = sizeClass(bytes);
        expect(size).toBeGreaterThanOrEqual(Math.max(bytes, 64));
        expect(size % 64).toBe(0);
        expect(size).toBeLessThanOrEqual(bytes * 1.25 + 64);
        expect(sizeClass(size)).toBe(size);
      }),
    );
  });
});

/** undefined if there is no room */
function allocateOrNot(arena: Arena, bytes: number): Block | undefined {
  try {
    return arena.allocate(bytes, "a test");
  } catch (error) {
    if (error instanceof OutOfMemoryError) return undefined;
    throw error;
  }
}

describe("the arena", () => {
  it.each([256, 4])(
    "never hands out memory twice, whatever the order of requests and frees, in %d pages",
    (pages) => {
      const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.constant("free" as const)), {
        maxLength: 80,
      });
      fc.assert(
        fc.property(steps, (sequence) => {
          const arena = new Arena(pages);
          const live: Block[] = [];
          for (const step of sequence) {
            if (step === "free") {
              const block = live.shift();
              if (block) arena.free(block);
              continue;
            }
            const block = allocateOrNot(arena, step);
            if (!block) continue;
            expect(block.pointer % 64).toBe(0);
            expect(block.pointer).toBeGreaterThan(0);
            expect(block.size).toBeGreaterThanOrEqual(step);
            expect(block.pointer + block.size).toBeLessThan(arena.memory.buffer.byteLength);
            for (const other of live) {
              expect(
                block.pointer + block.size <= other.pointer || other.pointer + other.size <= block.pointer,
              ).toBe(true);
            }
            live.push(block);
          }
          expect(arena.statistics().liveBlocks).toBe(live.length);
          for (const block of live) arena.free(block);
          expect(allocateOrNot(arena, pages * 65536 * 0.75)).toBeDefined(); // nothing is lost in pieces
        }),
      );
    },
  );

  it("reuses a freed block instead of touching new memory", () => {
    const arena = new Arena(64);
    for (let i = 0; i < 1000; i++) arena.free(arena.allocate(100_000, "a loop"));
    expect(arena.statistics()).toMatchObject({ liveBlocks: 0, liveBytes: 0 });
    expect(arena.statistics().touchedBytes).toBeLessThan(200_000);
  });

  it("says how much did not fit, for what, and how much is in use; and goes on working", () => {
    const arena = new Arena(32); // 2 MiB
    const kept = arena.allocate(1024 * 1024, "a first array");
    expect(() => arena.allocate(1.5 * 1024 * 1024, "an array of shape [393216]")).toThrow(
      new OutOfMemoryError(
        "out of memory: 1.5 MiB for an array of shape [393216] do not fit; 1.0 MiB of 2.0 MiB are in use by 1 live blocks",
      ),
    );
    arena.free(kept);
    expect(arena.allocate(1024 * 1024, "a second array").pointer).toBe(kept.pointer);
  });

  it("says how large the largest free piece is when all of them together would do", () => {
    const arena = new Arena(32); // 2 MiB
    const blocks = [0, 1, 2].map(() => arena.allocate(0.5 * 2 ** 20, "a quarter"));
    for (const block of [blocks[0], blocks[2]]) if (block) arena.free(block);
    expect(() => arena.allocate(1.2 * 2 ** 20, "more than half")).toThrow(
      "1.2 MiB for more than half do not fit; 0.5 MiB of 2.0 MiB are in use by 1 live blocks; the largest free piece has 1.0 MiB",
    );
  });

  it("cuts a larger free block when nothing else is left, and joins the pieces again", () => {
    const arena = new Arena(32);
    const large = arena.allocate(1.75 * 1024 * 1024, "a large array");
    arena.free(large);
    const pieces = [0, 1, 2].map(() => arena.allocate(512 * 1024, "a smaller one"));
    expect(pieces.map(({ pointer }) => pointer - large.pointer)).toEqual([0, 512 * 1024, 1024 * 1024]);
    for (const piece of pieces) arena.free(piece);
    expect(arena.allocate(1.75 * 1024 * 1024, "a large array").pointer).toBe(large.pointer);
  });

  it("gives up the rounding of sizes when otherwise there were no room", () => {
    const arena = new Arena(64); // 4 MiB
    const first = arena.allocate(2.1 * 2 ** 20, "a size that is rounded to 2.5 MiB");
    const second = arena.allocate(1.45 * 2 ** 20, "a size that is rounded to 1.5 MiB");
    expect(second.pointer + second.size).toBeLessThanOrEqual(4 * 2 ** 20);
    expect(second.size - 1.45 * 2 ** 20).toBeLessThan(64);
    arena.free(first);
    arena.free(second);
    expect(arena.allocate(3.9 * 2 ** 20, "nearly all").pointer).toBe(first.pointer);
  });

  it("refuses to free what is not alive", () => {
    const arena = new Arena(16);
    const block = arena.allocate(64, "a test");
    arena.free(block);
    arena.allocate(64, "the same place again");
    expect(() => arena.free(block)).toThrow(`the block at ${block.pointer} is not alive`);
  });
});

describe("a block with an owner", () => {
  const megabyte = 1024 * 1024;

  /** Functions of their own, so that no variable of a test holds an owner. */
  function allocateFor(arena: Arena, owners: readonly object[]): void {
    for (const owner of owners) arena.allocate(megabyte, "a test", new WeakRef(owner));
  }
  const makeOwners = (count: number): object[] => Array.from({ length: count }, (_, i) => ({ number: i }));
  const countOwners = (arena: Arena): number => [...arena.owners()].length;

  it("goes back when its owner can no longer be reached, also in the middle of a job", () => {
    const arena = new Arena(1024);
    const held = makeOwners(3);
    allocateFor(arena, held);
    (() => allocateFor(arena, makeOwners(5)))();
    arena.reclaim();
    expect(arena.statistics()).toMatchObject({ liveBlocks: 3, liveBytes: 3 * megabyte });
    expect(countOwners(arena)).toBe(held.length);
  });

  it("goes back in a job that waits for nothing but promises", async () => {
    const arena = new Arena(1024);
    for (let i = 0; i < 10; i++) {
      allocateFor(arena, makeOwners(1));
      await undefined;
    }
    arena.reclaim();
    expect(arena.statistics().liveBlocks).toBe(0);
  });

  it("is worth looking for only when much has become alive", () => {
    const arena = new Arena();
    const held = makeOwners(150);
    allocateFor(arena, held.slice(0, 100));
    expect(arena.reclaimIsDue).toBe(false);
    allocateFor(arena, held.slice(100));
    expect(arena.reclaimIsDue).toBe(true);
    arena.reclaim();
    for (let i = 0; i < 1000; i++) arena.free(arena.allocate(megabyte, "a loop"));
    expect(arena.reclaimIsDue).toBe(false);
    allocateFor(arena, held);
    expect(arena.reclaimIsDue).toBe(true);
  });

  it("is small, perhaps, but so many small ones are worth looking for, too", () => {
    const arena = new Arena();
    for (let i = 0; i < 100_000; i++) arena.allocate(64, "a test");
    expect(arena.reclaimIsDue).toBe(true);
  });
});
