// A very long session: 20,000 cells of all kinds, and the memory of the kernel's processes after each thousand. It
// must stay flat: after the first tenth, when every kind of cell has run often, it may grow by a tenth at most.
// Exit code 1 if it grows more, or if a cell does not end as it should.
//
// usage: npm run build && node bench/soak.ts [CELLS]

import { RunningKernel } from "./kernel-process.ts";
import { kernelsUnderTest } from "./kernels-under-test.ts";

const cells = Number(process.argv[2] ?? 20_000);
const sampleEvery = cells / 20;

/** What people do in a notebook, again and again under the same names. */
const kinds: readonly ((i: number) => { code: string; status?: string })[] = [
  (i) => ({
    code: `const table = Array.from({ length: 1000 }, (_, j) => ({ j, text: "row " + j * ${i} }));`,
  }),
  (i) => ({
    code: `interface Point { x: number; y: number }\nclass Line { constructor(public a: Point) {} }\nconst line = new Line({ x: ${i}, y: 0 });`,
  }),
  () => ({ code: "line.a.x + table.length" }),
  (i) => ({ code: `for (let j = 0; j < 20; j++) console.log("line", j, ${i});` }),
  (i) => ({ code: `function scale(n: number): number { return n * ${i}; }\nscale(2)` }),
  () => ({ code: "await new Promise((resolve) => setTimeout(resolve, 1)); table.slice(0, 3)" }),
  (i) => ({ code: `throw new RangeError("on purpose ${i}")`, status: "error" }),
  (i) => ({ code: `display(html\`<b>\${"x".repeat(1000)} ${i}</b>\`)` }),
  (i) => ({ code: `let bytes = new Uint8Array(1e6).fill(${i % 256}); bytes.length` }),
  () => ({ code: "const n: number = 'a type error'; nowhere", status: "error" }),
];

const lamella = kernelsUnderTest({}).find(({ name }) => name === "lamella");
if (lamella === undefined) throw new Error("there is no kernel to soak");
const [running] = await RunningKernel.start(lamella);
await running.settle();

const samples: number[] = [];
let wrong = 0;
let started = performance.now();
for (let i = 0; i < cells; i++) {
  const { code, status = "ok" } = kinds[i % kinds.length]!(i);
  const sent = running.run(code);
  const { reply } = await sent.replied;
  await sent.over;
  if (reply.content.status !== status) {
    wrong += 1;
    console.log(`cell ${i} should be ${status}, but is`, reply.content);
  }
  if ((i + 1) % sampleEvery !== 0) continue;
  samples.push(running.memory());
  const each = (performance.now() - started) / sampleEvery;
  console.log(
    `${i + 1} cells: ${Math.round(samples.at(-1) ?? 0)} MB (${running.memories()}), ${each.toFixed(1)} ms a cell`,
  );
  started = performance.now();
}
await running.stop();

const [warm, end] = [samples[1] ?? Number.NaN, samples.at(-1) ?? Number.NaN];
const growth = (100 * (end - warm)) / warm;
console.log(
  `memory: ${growth.toFixed(1)} % more at the end than after a tenth of the cells; ${wrong} cells ended otherwise than they should`,
);
process.exit(growth > 10 || wrong > 0 ? 1 : 0);
