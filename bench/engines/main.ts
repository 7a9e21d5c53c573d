// Lamella beside the other engines. Prints tables in Markdown and writes all that was measured to out/ as JSON.
//
// usage: npm start --prefix bench/engines -- [--only W3b,W5] [--threads 1,2] [--rounds N] [--peers tfjs,torch]
//                                            [--statistic lowest] [--python PYTHON]

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { type Cell, measureRow, type Row } from "./measure.ts";
import { readOptions } from "./options.ts";
import { markdown } from "./report.ts";

const { workloads, peers, threads, ...measuring } = readOptions();

function progress({ engine, threads, milliseconds, failure }: Cell): string {
  return `${engine}/${threads} ${milliseconds?.toPrecision(3) ?? failure}`;
}

const started = new Date().toISOString();
const loadBefore = loadavg()[0] ?? 0;
const rows: Row[] = [];
for (const workload of workloads) {
  const choices = [
    { engine: "lamella", threaded: true },
    ...peers.filter((peer) => peer.only?.includes(workload.name) ?? true),
  ].flatMap(({ engine, threaded }) =>
    (threaded ? threads : [1]).map((count) => ({ engine, threads: count })),
  );
  const row = await measureRow(workload, choices, measuring);
  rows.push(row);
  console.error(`${row.workload}  ${row.cells.map(progress).join("  ")}`);
}

const machine =
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}, ${started}; ` +
  `load ${loadBefore.toFixed(1)} before and ${loadavg()[0]?.toFixed(1)} after; ` +
  `${measuring.statistic === "median" ? "median" : "fastest run"} of ${measuring.rounds} rounds`;
console.log(markdown(rows, machine));

const out = resolve(import.meta.dirname, "../../out");
mkdirSync(out, { recursive: true });
const file = join(out, "bench-engines.json");
writeFileSync(file, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
console.error(`all rounds: ${file}`);
