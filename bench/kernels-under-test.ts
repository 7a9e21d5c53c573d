// The kernels that are compared, and the cells they are measured with, each in the kernel's own language.

import { join, resolve } from "node:path";

export interface KernelUnderTest {
  readonly name: string;
  /** how to start it; the connection file's path goes where it stands */
  readonly command: (connectionFile: string) => readonly string[];
  readonly cells: Cells;
  /** cells that choose how the kernel works, before anything is measured */
  readonly settings: readonly string[];
}

export interface Cells {
  /** an interface and a class, and a value of it: `line<i>` */
  declaring(i: number): string;
  /** a text never seen before that ends in the middle of a member of `line3` */
  member(i: number): string;
  /** the same, in the middle of the name `line3` */
  name(i: number): string;
  print(lines: number): string;
  busy(milliseconds: number): string;
}

const typescript: Cells = {
  declaring: (i) => `interface Point${i} { x: number; y: number }
class Line${i} {
  from: Point${i}; to: Point${i};
  constructor(from: Point${i}, to: Point${i}) { this.from = from; this.to = to; }
  length(): number { return Math.hypot(this.to.x - this.from.x, this.to.y - this.from.y); }
}
const line${i} = new Line${i}({ x: 0, y: 0 }, { x: 3, y: ${i} });`,
  member: (i) => `const member${i} = line3.le`,
  name: (i) => `const name${i} = lin`,
  print: (lines) => `for (let i = 0; i < ${lines}; i++) console.log("line", i);`,
  busy: (milliseconds) => `{ const end = Date.now() + ${milliseconds}; while (Date.now() < end); }`,
};

const python: Cells = {
  declaring: (i) => `import math
class Line${i}:
    def __init__(self, a, b):
        self.a = a; self.b = b
    def length(self):
        return math.hypot(self.b[0] - self.a[0], self.b[1] - self.a[1])
line${i} = Line${i}((0, 0), (3, ${i}))`,
  member: (i) => `member${i} = line3.le`,
  name: (i) => `name${i} = lin`,
  print: (lines) => `for i in range(${lines}): print("line", i)`,
  busy: (milliseconds) => `import time
end = time.time() + ${milliseconds / 1000}
while time.time() < end: pass`,
};

const root = resolve(import.meta.dirname, "..");
/** What is measured is what users get: the compiled kernel, started as its kernelspec says. */
const { kernelCommand }: Pick<typeof import("../kernel/headless/kernel-command.ts"), "kernelCommand"> =
  await import(join(root, "dist/kernel/headless/kernel-command.js"));
const tslabEntry = join(root, "node_modules/tslab/bin/tslab");

/** The kernels; those of others only where they are: Deno's by the path of `deno`, ipykernel by that of its Python. */
export function kernelsUnderTest(others: { deno?: string | undefined; python?: string | undefined }) {
  const { deno, python: interpreter } = others;
  const kernels: KernelUnderTest[] = [
    { name: "lamella", command: kernelCommand, cells: typescript, settings: [] },
    { name: "types off", command: kernelCommand, cells: typescript, settings: ["%types off"] },
    {
      name: "tslab",
      command: (file) => [process.execPath, tslabEntry, "kernel", "--config-path", file],
      cells: typescript,
      settings: [],
    },
  ];
  if (deno !== undefined) {
    const command = (file: string) => [deno, "jupyter", "--kernel", "--conn", file];
    kernels.push({ name: "deno", command, cells: typescript, settings: [] });
  }
  if (interpreter !== undefined) {
    const command = (file: string) => [interpreter, "-m", "ipykernel_launcher", "-f", file];
    kernels.push({ name: "ipykernel", command, cells: python, settings: [] });
  }
  return kernels;
}
