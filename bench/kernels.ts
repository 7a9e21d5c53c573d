// The kernel beside its peers, in one run and taking turns, so that a noisy machine hits all alike. Prints medians,
// and the goals the project has set itself.
//
// usage: npm run bench -- [--rounds 3] [--queued 10000] [--deno PATH] [--python PATH] [--only NAME,NAME]

import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { RunningKernel } from "./kernel-process.ts";
import { type KernelUnderTest, kernelsUnderTest } from "./kernels-under-test.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    queued: { type: "string", default: "10000" },
    deno: { type: "string" },
    python: { type: "string" },
    only: { type: "string" },
  },
});
const [rounds, queued] = [Number(options.rounds), Number(options.queued)];

/** measurement -> goal, as the table's last column shows it */
const goals = new Map([
  ["spawn to kernel_info reply, ms", "250"],
  ["spawn to first result, ms", "900"],
  ["1+1, reply and idle, ms", "5; 2 off"],
  ["cell declaring an interface and a class, ms", "8; 2.5 off"],
  ["completion of members, new text, ms", "8"],
  ["completion of names, new text, ms", "3"],
  ["declaring cell over 300, ms", "12"],
  ["the last 50 of those 300, ms", "flat"],
  ["memory idle, MB", "230"],
  ["memory after 300 cells, MB", "320"],
  ["queued cells answered, of all", "all"],
  ["queued cells a second", "200; 1500 off"],
  ["lines of 10,000 that arrive before idle", "10000"],
  ["heartbeat in a busy loop, ms", "3"],
  ["control in a busy loop, ms", "10"],
]);

type Note = (measurement: string, value: number | string) => void;

/** Start-up and latencies: what a person waits for. */
async function latencies(kernel: KernelUnderTest, note: Note): Promise<void> {
  const { declaring, member, name } = kernel.cells;
  const [running, startup] = await RunningKernel.start(kernel);
  note("spawn to kernel_info reply, ms", startup);
  for (const setting of kernel.settings) await running.run(setting).replied;
  await running.run("1+1").replied;
  note("spawn to first result, ms", running.sinceSpawn());
  await running.settle();
  note("memory idle, MB", running.memory());
  for (let i = 0; i < 50; i++) note("1+1, reply and idle, ms", await running.execute("1+1"));
  for (let i = 0; i < 20; i++)
    note("cell declaring an interface and a class, ms", await running.execute(declaring(i)));
  for (let i = 0; i < 20; i++) {
    note("completion of members, new text, ms", await complete(running, member(i), "length"));
    note("completion of names, new text, ms", await complete(running, name(i), "line3"));
  }
  await running.stop();
}

/** The milliseconds until the reply, or none if the name that fits is not proposed. */
async function complete(running: RunningKernel, code: string, expected: string): Promise<number> {
  const request = running.send("shell", "complete_request", { code, cursor_pos: code.length });
  const { reply, milliseconds } = await request.replied;
  const found = Object(reply.content.matches).some?.((match: unknown) => String(match).endsWith(expected));
  return found ? milliseconds : Number.NaN;
}

/** A long notebook: each cell declares something. */
async function manyCells(kernel: KernelUnderTest, note: Note): Promise<void> {
  const [running] = await RunningKernel.start(kernel);
  for (const setting of kernel.settings) await running.run(setting).replied;
  await running.settle();
  for (let i = 0; i < 300; i++) {
    const milliseconds = await running.execute(kernel.cells.declaring(i));
    if (Number.isNaN(milliseconds)) break;
    note("declaring cell over 300, ms", milliseconds);
    if (i >= 250) note("the last 50 of those 300, ms", milliseconds);
  }
  note("memory after 300 cells, MB", running.memory());
  await running.stop();
}

/** Everything sent at once, as "Run all" does; a kernel that is silent for five seconds has lost the rest. */
async function throughput(kernel: KernelUnderTest, note: Note): Promise<void> {
  const [running] = await RunningKernel.start(kernel);
  for (const setting of kernel.settings) await running.run(setting).replied;
  await running.settle();
  const started = performance.now();
  let [answered, last] = [0, started];
  const all = Array.from({ length: queued }, () =>
    running.run("1").over.then(() => {
      answered += 1;
      last = performance.now();
    }),
  );
  await Promise.race([Promise.all(all), running.silence(5000)]);
  note("queued cells answered, of all", `${answered} of ${queued}`);
  note("queued cells a second", (1000 * answered) / (last - started));
  await running.stop();
}

async function muchOutput(kernel: KernelUnderTest, note: Note): Promise<void> {
  const [running] = await RunningKernel.start(kernel);
  await running.settle();
  const cell = running.execute(kernel.cells.print(10_000));
  await Promise.race([cell, running.silence(5000)]);
  note("lines of 10,000 that arrive before idle", running.printed.lines);
  await running.stop();
}

async function liveness(kernel: KernelUnderTest, note: Note): Promise<void> {
  const [running] = await RunningKernel.start(kernel);
  await running.run("1+1").replied;
  const cell = running.run(kernel.cells.busy(3000));
  await delay(500);
  let isBusy = true;
  cell.replied.then(() => {
    isBusy = false;
  });
  while (isBusy) {
    note("heartbeat in a busy loop, ms", await running.heartbeat());
    const asked = running.send("control", "kernel_info_request", {});
    note("control in a busy loop, ms", (await asked.replied).milliseconds);
    await delay(200);
  }
  await cell.replied;
  await running.stop();
}

function median(values: readonly (number | string)[]): number | string {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === 0) return values[0] ?? "-";
  if (numbers.some(Number.isNaN)) return "none";
  const middle = [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
  return middle < 100 ? middle.toFixed(1) : Math.round(middle);
}

const only = options.only?.split(",");
const kernels = kernelsUnderTest(options).filter(({ name }) => only === undefined || only.includes(name));
const table = new Map([...goals.keys()].map((row) => [row, new Map<string, (number | string)[]>()]));
const noteOf =
  ({ name }: KernelUnderTest): Note =>
  (measurement, value) => {
    const row = table.get(measurement);
    row?.set(name, [...(row.get(name) ?? []), value]);
  };

const measures = [
  ...Array.from({ length: rounds }, () => latencies),
  liveness,
  muchOutput,
  manyCells,
  throughput,
];
for (const measure of measures) {
  for (const kernel of kernels) {
    process.stderr.write(`${measure.name}: ${kernel.name}\n`);
    await measure(kernel, noteOf(kernel));
  }
}
console.table(
  Object.fromEntries(
    [...table].map(([row, values]) => [
      row,
      {
        ...Object.fromEntries(kernels.map(({ name }) => [name, median(values.get(name) ?? [])])),
        goal: goals.get(row),
      },
    ]),
  ),
);
process.exit();
