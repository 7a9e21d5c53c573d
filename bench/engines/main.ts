// Lamella beside the other engines. Prints a table in Markdown and writes all that was measured to out/ as JSON.
//
// usage: npm start --prefix bench/engines -- [--only W3b,W5] [--threads 1,2] [--rounds N] [--peers tfjs,torch]
//                                            [--python PYTHON]

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { measureRow, type Row } from "./measure.ts";
import { markdown } from "./report.ts";
import type { EngineChoice } from "./running-engine.ts";
import { type Workload, workloads } from "./workloads.ts";

interface Peer {
  readonly engine: string;
  /** false: always one thread in Node */
  readonly threaded: boolean;
  /** the workloads that it takes part in; all if left out */
  readonly only?: readonly string[];
}

const peers: readonly Peer[] = [
  { engine: "tfjs", threaded: false },
  { engine: "ort-web", threaded: true },
  { engine: "ort-node", threaded: true },
  { engine: "jax", threaded: false, only: ["W1a", "W1b", "W3a"] },
  { engine: "torch", threaded: true },
];

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: workloads.map(({ name }) => name).join() },
    threads: { type: "string", default: "1,2" },
    rounds: { type: "string", default: "5" },
    peers: { type: "string" },
    python: { type: "string" },
  },
});

const python = options.python ?? process.env.LAMELLA_BENCH_PYTHON;
const peerNames = peers.map(({ engine }) => engine).filter((engine) => engine !== "torch" || python);
const chosenPeers = chosen("peers", options.peers ?? peerNames.join(), peers, ({ engine }) => engine);
const chosenWorkloads = chosen("only", options.only, workloads, ({ name }) => name);
const threads = naturals("threads", options.threads);
const [rounds = 1] = naturals("rounds", options.rounds);
if (chosenPeers.some(({ engine }) => engine === "torch") && !python) {
  throw new Error("torch needs a Python that knows it: --python PYTHON, or LAMELLA_BENCH_PYTHON");
}

function chosen<T>(option: string, list: string, all: readonly T[], name: (each: T) => string): T[] {
  return list.split(",").map((wanted) => {
    const found = all.find((each) => name(each) === wanted);
    if (!found) throw new Error(`--${option}: expected some of ${all.map(name).join(", ")}, got ${wanted}`);
    return found;
  });
}

function naturals(option: string, list: string): number[] {
  return list.split(",").map((text) => {
    if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${option}: expected whole numbers from 1, got ${text}`);
    return Number(text);
  });
}

function choicesFor({ name }: Workload): EngineChoice[] {
  const takingPart = chosenPeers.filter(({ only }) => only?.includes(name) ?? true);
  return [{ engine: "lamella", threaded: true }, ...takingPart].flatMap(({ engine, threaded }) =>
    (threaded ? threads : [1]).map((count) => ({ engine, threads: count })),
  );
}

const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
const loadBefore = loadavg()[0];
const rows: Row[] = [];
for (const workload of chosenWorkloads) {
  const row = await measureRow(workload, choicesFor(workload), rounds, python);
  rows.push(row);
  console.error(
    `${row.workload} ${row.cells.map((cell) => `${cell.engine}/${cell.threads} ${cell.milliseconds?.toPrecision(3) ?? cell.failure}`).join("  ")}`,
  );
}
console.log(markdown(rows, chosenWorkloads, machine));

const out = resolve(import.meta.dirname, "../../out");
mkdirSync(out, { recursive: true });
const file = join(out, "bench-engines.json");
writeFileSync(
  file,
  `${JSON.stringify({ machine, load: [loadBefore, loadavg()[0]], rounds, rows }, null, 2)}\n`,
);
console.error(`all rounds: ${file}`);
process.exit();
