// Start-up and latency of the kernel beside tslab's, in one run and taking turns, so that a noisy machine hits
// both alike. Prints medians in milliseconds and the ratio tslab / lamella (above 1: lamella is faster).
//
// usage: npm run bench [-- ROUNDS]

import { type KernelUnderTest, lamella, RunningKernel, tslab } from "./kernel-process.ts";

const rounds = Number(process.argv[2] ?? 3);

const declaring = (i: number) => `interface Point${i} { x: number; y: number }
class Line${i} {
  constructor(readonly from: Point${i}, readonly to: Point${i}) {}
  length(): number { return Math.hypot(this.to.x - this.from.x, this.to.y - this.from.y); }
}
const line${i} = new Line${i}({ x: 0, y: 0 }, { x: 3, y: ${i} });`;

/** name of the measurement -> what it takes on a kernel, in milliseconds; several values a round are allowed */
type Measurements = Map<string, number[]>;

async function measure(kernel: KernelUnderTest, into: Measurements): Promise<void> {
  const note = (name: string, value: number) => into.set(name, [...(into.get(name) ?? []), value]);
  const running = await RunningKernel.start(kernel);
  note("spawn to kernel_info_reply", running.startup);
  note("first cell after that, 1+1", await running.execute("1+1"));
  for (let i = 0; i < 50; i++) note("1+1, reply and idle", await running.execute("1+1"));
  for (let i = 0; i < 20; i++) note("console.log", await running.execute(`console.log("line", ${i})`));
  for (let i = 0; i < 20; i++)
    note("cell declaring an interface and a class", await running.execute(declaring(i)));
  for (let i = 0; i < 20; i++) note("cell using them", await running.execute(`line${i}.length()`));
  for (let i = 0; i < 20; i++) note("top-level await", await running.execute(`await Promise.resolve(${i})`));
  await running.stop();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const kernels = [lamella, tslab];
const results = new Map(kernels.map((kernel) => [kernel, new Map<string, number[]>()] as const));
for (let round = 0; round < rounds; round++)
  for (const [kernel, measurements] of results) await measure(kernel, measurements);

const [ours, theirs] = kernels.map((kernel) => results.get(kernel) ?? new Map<string, number[]>());
console.table(
  [...(ours?.keys() ?? [])].map((name) => {
    const [a, b] = [median(ours?.get(name) ?? []), median(theirs?.get(name) ?? [])];
    return {
      measurement: name,
      "lamella ms": a.toFixed(1),
      "tslab ms": b.toFixed(1),
      ratio: (b / a).toFixed(1),
    };
  }),
);
process.exit();
