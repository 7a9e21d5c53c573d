// How long an interrupt takes, from the request to the cell's `idle`, in every state a cell can be in: the first one of
// a kernel, which may have to wake machinery, apart from those after it. After each, the notebook's names must be whole.
// Exit code 1 if one takes longer than a person feels (100 ms), is lost, or costs a name.
//
// usage: npm run build && node bench/interrupts.ts [ROUNDS]

import { setTimeout as delay } from "node:timers/promises";
import { RunningKernel } from "./kernel-process.ts";
import { kernelsUnderTest } from "./kernels-under-test.ts";
import { median } from "./median.ts";

const rounds = Number(process.argv[2] ?? 5);
const perKernel = 4;
const goal = 100;

/** The wasm loop is the module `(func (loop (br 0)))`, by hand. */
const states: Readonly<Record<string, string>> = {
  "tight loop": "while (true);",
  "loop that keeps its variables": "let steps = 0; for (let i = 0; i >= 0; i++) steps += i % 3;",
  "wasm loop":
    "(new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11]))).exports.f as () => void)();",
  "Atomics.wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "pending await": "await new Promise(() => {})",
  timers: "await new Promise(() => setInterval(() => {}, 1))",
  "child process": "(await import('node:child_process')).execSync('sleep 60')",
};

const lamella = kernelsUnderTest({}).find(({ name }) => name === "lamella");
if (lamella === undefined) throw new Error("there is no kernel to interrupt");

let failed = false;
const table: Record<string, { first: string; later: string; longest: string; lost: number }> = {};
for (const [state, code] of Object.entries(states)) {
  const [first, later]: [number[], number[]] = [[], []];
  let lost = 0;
  for (let round = 0; round < rounds; round++) {
    const [kernel] = await RunningKernel.start(lamella);
    await kernel.execute("let kept = 0; for (let i = 0; i < 1000; i++) kept += i;");
    for (let i = 0; i < perKernel; i++) {
      const cell = kernel.run(code);
      await delay(300 + 40 * i);
      const sent = performance.now();
      kernel.send("control", "interrupt_request", {});
      const ended = await Promise.race([cell.over.then(() => performance.now() - sent), delay(10_000)]);
      (i === 0 ? first : later).push(ended ?? 10_000);
      const check = kernel.run("if (kept !== 499500) throw new Error(String(kept));").replied;
      const checked = await Promise.race([check, delay(10_000)]);
      if (ended === undefined || checked?.reply.content.status !== "ok") lost += 1;
      if (checked === undefined) break; // nothing runs in this kernel any more
    }
    await kernel.stop();
  }
  const longest = Math.max(...first, ...later);
  failed ||= lost > 0 || longest > goal;
  table[state] = {
    first: median(first).toFixed(0),
    later: median(later).toFixed(0),
    longest: longest.toFixed(0),
    lost,
  };
}
console.table(table);
process.exit(failed ? 1 : 0);
