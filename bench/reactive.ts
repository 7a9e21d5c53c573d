// What it costs to keep the dependency graph of a notebook of 2,000 cells: an edit in the middle of it, and a wave
// through all of it. Only the graph's own time: no cell is run.
//
// usage: node bench/reactive.ts

import { type Facts, ReactiveNotebook } from "../kernel/reactive/notebook.ts";
import { median } from "./median.ts";

const size = 2000;
const edits = 500;

/** Where the parents of cell `n` stand. */
const shapes: Record<string, (n: number) => number[]> = {
  "a chain": (n) => [n - 1],
  "three parents among the ten cells before": (n) => [n - 1, n - 4, n - 9],
  "all use the first": () => [0],
};

function factsOf(cell: number, parents: readonly number[]): Facts {
  const uses = parents.filter((each) => each >= 0 && each < cell).map((each) => `x${each}`);
  return { definitions: [{ name: `x${cell}`, kind: "const" }], uses, writes: [], mutates: [] };
}

function run(notebook: ReactiveNotebook, cell: number, parents: readonly number[], changed: boolean): void {
  notebook.ran(`${cell}`, {
    label: `cell [${cell}]`,
    facts: factsOf(cell, parents),
    defined: [{ name: `x${cell}`, changed }],
    milliseconds: 1,
    status: "ok",
  });
}

function follow(notebook: ReactiveNotebook, parentsOf: (n: number) => number[]): number {
  let count = 0;
  for (let id = notebook.next(new Set()); id !== undefined; id = notebook.next(new Set())) {
    run(notebook, Number(id), parentsOf(Number(id)), true);
    count += 1;
  }
  return count;
}

for (const [shape, parentsOf] of Object.entries(shapes)) {
  const notebook = new ReactiveNotebook();
  for (let cell = 0; cell < size; cell++) {
    run(notebook, cell, parentsOf(cell), true);
    notebook.next(new Set());
  }
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const started = performance.now();
    run(notebook, size / 2 + edit, parentsOf(size / 2 + edit), false);
    notebook.next(new Set());
    times.push(performance.now() - started);
  }
  const started = performance.now();
  run(notebook, 0, [], true);
  const count = follow(notebook, parentsOf);
  const wave = (performance.now() - started) / count;
  const worst = Math.max(...times);
  console.log(
    `${shape}: ${median(times).toFixed(3)} ms for an edit (worst ${worst.toFixed(2)}), ` +
      `${wave.toFixed(3)} ms for each of ${count} cells of a wave`,
  );
}
