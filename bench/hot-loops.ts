// Loops at the top level of a cell, against the same loops at the top level of a plain module: what a notebook costs
// where it could cost most. Each measurement is a fresh process; the table shows medians. The last column is what the
// cells would take if their loops kept no variables of their own.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CellEvent } from "../kernel/channel/messages.ts";
import { compileCell } from "../kernel/language/compile.ts";
import type { FunctionNames } from "../kernel/language/hot-loops.ts";
import { Supervisor } from "../kernel/supervisor/supervisor.ts";
import { median } from "./median.ts";

interface Loop {
  readonly name: string;
  /** the cell before */
  readonly before: string;
  /** the cell that is measured */
  readonly cell: string;
}

const repetitions = 5;

const loops: readonly Loop[] = [
  {
    name: "A  a variable of its own, 30 million times",
    before: "",
    cell: "let sum = 0; for (let i = 0; i < 3e7; i++) sum += i % 7;",
  },
  {
    name: "B  a variable of an earlier cell, 20 million times",
    before: "let sum = 0; const step = 0.5; const xs = new Float64Array(1024).fill(1.25);",
    cell: "for (let i = 0; i < 2e7; i++) sum += step * xs[i & 1023];",
  },
  {
    name: "C  a function over a variable of an earlier cell, 20 million calls",
    before: "const factor = 1.5;",
    cell: "function scale(x) { return x * factor } let sum = 0; for (let i = 0; i < 2e7; i++) sum += scale(i);",
  },
  {
    name: "D  objects of a class of an earlier cell, 5 million",
    before: "class Point { constructor(x, y) { this.x = x; this.y = y } } const points = [];",
    cell: "for (let i = 0; i < 5e6; i++) points[i & 1023] = new Point(i, i + 0.5);",
  },
  {
    name: "E  256 x 256 matrices of an earlier cell, multiplied",
    before:
      "const n = 256; const [a, b, c] = [1, 2, 0].map((value) => Array.from({ length: n * n }, () => value + 0.5));",
    cell: `for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }`,
  },
];

const [clockStart, clockEnd] = [
  "const start = performance.now();",
  "const took = performance.now() - start;",
];

function inPlainModule({ before, cell }: Loop, folder: string): number {
  const file = join(folder, "loop.mjs");
  writeFileSync(file, [before, clockStart, cell, clockEnd, "console.log(took);"].join("\n"));
  return Number(execFileSync(process.execPath, [file], { encoding: "utf8" }));
}

async function inCells({ before, cell }: Loop, folder: string, keeping: boolean): Promise<number> {
  let result = "";
  const supervisor = new Supervisor({
    directory: folder,
    onEvent: (event: CellEvent) => {
      if (event.type === "result") result = String(event.bundle.data["text/plain"]);
    },
  });
  const defined = new Set<string>();
  const functions: FunctionNames & { read: Set<string>; written: Set<string> } = {
    read: new Set(),
    written: new Set(),
  };
  for (const [i, source] of [before, [clockStart, cell, clockEnd, "took"].join("\n")].entries()) {
    const file = `cell-${i + 1}.ts`;
    const context = { file, constants: new Map(), defined };
    const compilation = compileCell(source, keeping ? { ...context, functions } : context);
    if (compilation.status === "error") throw new Error(compilation.error.traceback.join("\n"));
    const { code, map, definitions } = compilation.cell;
    const { outcome } = await supervisor.execute({
      type: "execute",
      cell: i + 1,
      file,
      source,
      code,
      map,
      defines: [],
      silent: false,
    });
    if (outcome.status !== "ok") throw new Error(outcome.error.traceback.join("\n"));
    for (const { name } of definitions) defined.add(name);
    for (const name of compilation.cell.functions.read) functions.read.add(name);
    for (const name of compilation.cell.functions.written) functions.written.add(name);
  }
  await supervisor.shutdown();
  return Number(result);
}

function milliseconds(values: readonly number[]): string {
  return `${median(values).toFixed(1)} ms`;
}

const folder = mkdtempSync(join(tmpdir(), "lamella-hot-loops-"));
console.log(
  `${"loop".padEnd(70)}${["module", "cell", "ratio", "unkept"].map((head) => head.padStart(10)).join("")}`,
);
for (const loop of loops) {
  const plain: number[] = [];
  const cells: number[] = [];
  const unkept: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    plain.push(inPlainModule(loop, folder));
    cells.push(await inCells(loop, folder, true));
    unkept.push(await inCells(loop, folder, false));
  }
  const ratio = (median(cells) / median(plain)).toFixed(2);
  const columns = [milliseconds(plain), milliseconds(cells), ratio, milliseconds(unkept)];
  console.log(`${loop.name.padEnd(70)}${columns.map((text) => text.padStart(10)).join("")}`);
}
rmSync(folder, { recursive: true });
