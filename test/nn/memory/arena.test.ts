import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arena, OutOfMemoryError } from "../../../nn/memory/arena.ts";
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

describe("the arena", () => {
  it("never hands out memory twice, whatever the order of requests and frees", () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.constant("free" as const)), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(steps, (sequence) => {
        const arena = new Arena(256);
        const live: { pointer: number; bytes: number }[] = [];
        for (const step of sequence) {
          if (step === "free") {
            const block = live.shift();
            if (block) arena.free(block.pointer);
          } else {
            const pointer = arena.allocate(step, "a test");
            expect(pointer % 64).toBe(0);
            expect(pointer).toBeGreaterThan(0);
            expect(pointer + step).toBeLessThan(arena.memory.buffer.byteLength);
            for (const other of live) {
              expect(pointer + step <= other.pointer || other.pointer + other.bytes <= pointer).toBe(true);
            }
            live.push({ pointer, bytes: step });
          }
        }
        expect(arena.statistics().liveBlocks).toBe(live.length);
      }),
    );
  });

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
    expect(arena.allocate(1024 * 1024, "a second array")).toBe(kept);
  });

  it("takes a larger free block when nothing else is left", () => {
    const arena = new Arena(32);
    const large = arena.allocate(1.75 * 1024 * 1024, "a large array");
    arena.free(large);
    expect(arena.allocate(512 * 1024, "a smaller one")).toBe(large);
  });

  it("refuses to free what is not alive", () => {
    const arena = new Arena(16);
    const pointer = arena.allocate(64, "a test");
    arena.free(pointer);
    expect(() => arena.free(pointer)).toThrow(`no live block begins at ${pointer}`);
  });
});
