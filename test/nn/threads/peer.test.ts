// Whether a thread lives is known at once, in whichever way it ended, while no event can arrive. The oracle is the 'exit'
// event, which comes at last.

import { MessageChannel, Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { hasPeer } from "../../../nn/threads/peer.ts";

const words = new Int32Array(new SharedArrayBuffer(8));

function sleep(milliseconds: number): void {
  Atomics.wait(words, 0, 0, milliseconds);
}

/** A thread that says when it is there, and then runs the code. */
function start(code: string) {
  words[1] = 0;
  const { port1, port2 } = new MessageChannel();
  const script = `const { words, port } = require("node:worker_threads").workerData; words[1] = 1; ${code}`;
  const worker = new Worker(script, {
    eval: true,
    workerData: { words, port: port2 },
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: 24 },
    stderr: true,
  });
  worker.on("error", () => {}); // some end with one
  const exit = new Promise((resolve) => worker.once("exit", resolve));
  expect(hasPeer(port1)).toBe(true); // before it has started
  while (words[1] === 0) sleep(1);
  return { worker, port: port1, exit };
}

it.each([
  ["runs to its end", ""],
  ["throws an error", `throw new Error("a test");`],
  ["overflows the stack", "(function again() { again(); })();"],
  ["calls process.exit", "process.exit(3);"],
  ["uses up its heap", "for (const all = []; ; ) all.push(new Array(100_000).fill(all.length));"],
  ["traps in WebAssembly", trapping()],
])("a thread that %s is seen to be gone", async (_, code) => {
  const { port, exit } = start(code);
  for (let i = 0; i < 1000 && hasPeer(port); i++) sleep(10);
  expect(hasPeer(port)).toBe(false);
  await exit;
  expect(hasPeer(port)).toBe(false);
});

it.each([
  ["computes", "for (;;);"],
  ["sleeps", "Atomics.wait(words, 0, 0);"],
  ["waits for events", "setInterval(() => {}, 1000);"],
])("a thread that %s lives until somebody ends it", async (_, code) => {
  const { worker, port, exit } = start(code);
  for (let i = 0; i < 20; i++) {
    expect(hasPeer(port)).toBe(true);
    sleep(5);
  }
  void worker.terminate();
  for (let i = 0; i < 1000 && hasPeer(port); i++) sleep(10);
  expect(hasPeer(port)).toBe(false);
  await exit;
});

/** A module whose function `f` is `unreachable`. */
function trapping(): string {
  const bytes = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
  ];
  return `new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([${bytes}]))).exports.f();`;
}
