import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import { MessagePort } from "node:worker_threads";
import { afterAll, describe, expect, it, vi } from "vitest";
import { arena } from "../../../nn/memory/arena.ts";
import { getNumThreads, run, setNumThreads, startThreads } from "../../../nn/threads/pool.ts";
import { forRange, i32 } from "../../../nn/wasm/code.ts";
import { defineKernel } from "../../../nn/wasm/kernel.ts";

/** Adds one to each item's word, after some idle rounds that give the others time to join. */
const counting = (name: string) =>
  defineKernel(name, { words: "i32", threads: "i32", rounds: "i32" }, (f, p) => {
    const [item, at, round] = [f.local("item"), f.local("at"), f.local("round")];
    f.emit(
      forRange(item, p.begin.get, p.end.get, 1, [
        forRange(round, i32.const(0), p.rounds.get, 1, []),
        at.set(i32.add(p.words.get, i32.shl(item.get, i32.const(2)))),
        i32.store(at.get, i32.add(i32.load(at.get), i32.const(1))),
        at.set(i32.add(p.threads.get, i32.shl(p.thread.get, i32.const(2)))),
        i32.store(at.get, i32.add(i32.load(at.get), i32.const(1))),
      ]),
    );
  });
const count = counting("count items");

/** Divides by zero in the middle of its work. */
const fail = defineKernel("fail", { words: "i32" }, (f, p) => {
  f.emit(i32.store(p.words.get, i32.div_u(i32.const(1), i32.load(p.words.get))));
});

const items = 5000;
const { pointer } = arena.allocate(4 * items, "a test");
const { pointer: threadsPointer } = arena.allocate(4 * 16, "a test");
const words = new Int32Array(arena.memory.buffer, pointer, items);
const perThread = new Int32Array(arena.memory.buffer, threadsPointer, 16);

function countAll(step: number, rounds = 0): void {
  run(count, items, step, { words: pointer, threads: threadsPointer, rounds });
}

afterAll(() => setNumThreads(1));

describe("the threads", () => {
  it.each([1, 2, 4])("run every item once, with %d of them", (threads) => {
    setNumThreads(threads);
    expect(getNumThreads()).toBe(threads);
    startThreads();
    words.fill(0);
    for (let round = 0; round < 200; round++) countAll(1 + (round % 7) * 100);
    expect(words.every((times) => times === 200)).toBe(true);
  });

  it("share the work", () => {
    setNumThreads(2);
    startThreads();
    perThread.fill(0);
    for (let round = 0; round < 1000 && !perThread[1]; round++) countAll(10, 1000);
    expect(perThread[0]).toBeGreaterThan(0);
    expect(perThread[1]).toBeGreaterThan(0);
  });

  it("leave small work to the main thread", () => {
    setNumThreads(2);
    perThread.fill(0);
    for (let round = 0; round < 100; round++) countAll(items, 100);
    expect([...perThread.slice(0, 2)]).toEqual([100 * items, 0]);
  });

  it("tell of a kernel that fails, and go on working", () => {
    setNumThreads(2);
    startThreads();
    words.fill(0);
    expect(() => run(fail, 100, 1, { words: pointer })).toThrow("divide by zero");
    countAll(100);
    expect(words.every((times) => times === 1)).toBe(true);
  });

  it("get a kernel again when an interrupt has kept it from being sent", () => {
    setNumThreads(2);
    startThreads();
    const unsent = counting("count items, not sent at first");
    const operands = { words: pointer, threads: threadsPointer, rounds: 1000 };
    const post = MessagePort.prototype.postMessage;
    // what Node does when V8 ends the execution just then
    const lost = vi.spyOn(MessagePort.prototype, "postMessage").mockImplementation(function (
      this: MessagePort,
      message: unknown,
    ) {
      return message === undefined ? post.call(this, message) : undefined;
    });
    try {
      run(unsent, items, 10, operands);
    } catch (error) {
      expect(String(error)).toContain("has not arrived");
    } finally {
      lost.mockRestore();
    }
    perThread.fill(0);
    for (let round = 0; round < 1000 && !perThread[1]; round++) run(unsent, items, 10, operands);
    expect(perThread[1]).toBeGreaterThan(0);
  });

  it("work in a version of Node that does not say whether a message has found a receiver", () => {
    const post = MessagePort.prototype.postMessage;
    const silent = vi.spyOn(MessagePort.prototype, "postMessage").mockImplementation(function (
      this: MessagePort,
      ...message
    ) {
      Reflect.apply(post, this, message);
    });
    try {
      setNumThreads(1);
      setNumThreads(2);
      startThreads();
      words.fill(0);
      perThread.fill(0);
      let rounds = 0;
      // longer than nobody looks whether all live
      for (const begin = performance.now(); performance.now() < begin + 300; rounds++) countAll(10, 100);
      expect(words.every((times) => times === rounds)).toBe(true);
      for (let round = 0; round < 1000 && !perThread[1]; round++) countAll(10, 1000);
      expect(perThread[1]).toBeGreaterThan(0);
    } finally {
      silent.mockRestore();
      setNumThreads(1); // they have been found not to say it
    }
  });

  it("survive an interrupt while they start", () => {
    const context = createContext({ work: () => countAll(10) });
    for (let timeout = 1; timeout <= 12; timeout++) {
      setNumThreads(1);
      setNumThreads(4);
      expect(() => runInContext("for (;;) work()", context, { timeout })).toThrow("timed out");
      startThreads();
      words.fill(0);
      for (let round = 0; round < 50; round++) countAll(10, 100);
      expect(words.every((times) => times === 50)).toBe(true);
    }
  });

  it("survive an interrupt in the middle of a job", () => {
    setNumThreads(2);
    startThreads();
    const context = createContext({ work: () => countAll(1, 1000) });
    for (let round = 0; round < 5; round++) {
      expect(() => runInContext("for (;;) work()", context, { timeout: 20 })).toThrow("timed out");
      countAll(100); // whoever was still at the old job has left it now
      words.fill(0);
      countAll(100);
      expect(words.every((times) => times === 1)).toBe(true);
    }
  });

  it("may change in number between any two jobs", () => {
    words.fill(0);
    for (let round = 0; round < 60; round++) {
      setNumThreads(1 + (round % 4));
      for (let job = 0; job < 5; job++) countAll(10);
    }
    expect(words.every((times) => times === 300)).toBe(true);
  });

  it.each<[unknown, string]>([
    [0, "0"],
    [-1, "-1"],
    [1.5, "1.5"],
    [Number.NaN, "NaN"],
    [257, "257"],
    [1e9, "1000000000"],
    ["4", "'4'"],
    [2n, "2n"],
    [undefined, "undefined"],
  ])("are from 1 to 256, so that %s is refused and changes nothing", (wrong, shown) => {
    setNumThreads(2);
    expect(() => Reflect.apply(setNumThreads, undefined, [wrong])).toThrow(
      new RangeError(`setNumThreads expects a whole number from 1 to 256, got ${shown}`),
    );
    expect(getNumThreads()).toBe(2);
  });

  it("may be many more than there are cores", () => {
    setNumThreads(40);
    startThreads();
    words.fill(0);
    for (let round = 0; round < 20; round++) countAll(10);
    expect(words.every((times) => times === 20)).toBe(true);
  });

  it("let the process exit while they sleep or spin", () => {
    const pool = resolve(import.meta.dirname, "../../../nn/threads/pool.ts");
    const script = `import { setNumThreads, startThreads } from ${JSON.stringify(pool)}; setNumThreads(3); startThreads(); console.log("done");`;
    const options = { encoding: "utf8", timeout: 20_000 } as const;
    expect(
      execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", script], options),
    ).toBe("done\n");
  });
});
