// The process of one JavaScript engine, for one workload and number of threads; apart from the others, because
// engines change V8's flags, start threads and leave their code and memory behind.
//
// usage: node engine-process.ts ENGINE FOLDER THREADS
//
// A line of JSON comes out of file descriptor 3 when the network is ready, and then one for each line that comes in:
// the standard output is left to what the engines print by themselves.

import { writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { measureRound, type Prepare } from "./engine.ts";
import { readJob } from "./job.ts";
import type { Ready, Runs } from "./running-engine.ts";

/** How to load an engine: only the one that is asked for. */
const engines: Readonly<Record<string, () => Promise<Prepare>>> = {
  lamella: async () => (await import("./lamella-engine.ts")).prepareLamella,
  tfjs: async () => (await import("./tfjs-engine.ts")).prepareTfjs,
  "ort-web": async () => (await import("./onnxruntime-engine.ts")).prepareOnnxWeb,
  "ort-node": async () => (await import("./onnxruntime-engine.ts")).prepareOnnxNative,
  jax: async () => (await import("./jax-engine.ts")).prepareJax,
};

function answer(message: Ready | Runs): void {
  writeSync(3, `${JSON.stringify(message)}\n`);
}

const [engine = "", folder = "", threads = ""] = process.argv.slice(2);
const load = engines[engine];
if (!load) throw new Error(`no engine "${engine}" among ${Object.keys(engines).join(", ")}`);
const prepare = await load();
const prepared = await prepare(readJob(folder, Number(threads)));
const started = performance.now();
await prepared.run();
const first = performance.now() - started;
const output = join(folder, `${engine}-${threads}.f32`);
writeFileSync(output, await prepared.output());
await measureRound(prepared); // warms up
answer({ engine: prepared.engine, first, output });
for await (const _ of createInterface({ input: process.stdin })) {
  answer({ times: await measureRound(prepared) });
}
process.exit();
