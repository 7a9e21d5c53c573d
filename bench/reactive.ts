// What it costs to keep the dependency graph of a notebook of 2,000 cells: an edit in the middle of it, which changes
// what a cell depends on or only runs it again, and a wave through all of it. Only the graph's own time: no cell is run.
// Each edit is made in several rounds, of which the fastest counts, so that what else the machine does is left out.
//
// usage: node bench/reactive.ts [CELLS]   (2,000 if not given)

import { type Facts, ReactiveNotebook } from "../kernel/reactive/notebook.ts";
import { median } from "./median.ts";

const size = Number(process.argv[2] ?? 2000);
const edits = 500;
const rounds = 7;

/** Where the parents of cell `n` stand. */
const shapes: Record<string, (n: number) => number[]> = {
  "a chain": (n) => [n - 1],
  "three parents among the ten cells before": (n) => [n - 1, n - 4, n - 9],
  "all use the first": () => [0],
};

function factsOf(cell: number, parents: readonly number[]): Facts {
  const uses = parents.filter((each) => each >= 0 && each < cell).map((each) => `x${each}`);
  return { definitions: [{ name: `x${cell}`, kind: "const" }], uses, globals: [], writes: [], mutates: [] };
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

function summary(times: readonly number[]): string {
  return `${median(times).toFixed(3)} ms (worst ${Math.max(...times).toFixed(2)})`;
}

for (const [shape, parentsOf] of Object.entries(shapes)) {
  const notebook = new ReactiveNotebook();
  for (let cell = 0; cell < size; cell++) {
    run(notebook, cell, parentsOf(cell), true);
    notebook.next(new Set());
  }
  const again = Array.from({ length: edits }, () => Number.POSITIVE_INFINITY);
  const edited = [...again];
  for (let round = 0; round < rounds; round++) {
    for (let edit = 0; edit < edits; edit++) {
      const cell = size / 2 + edit;
      const time = (parents: readonly number[]) => {
        const started = performance.now();
        run(notebook, cell, parents, false);
        notebook.next(new Set());
        return performance.now() - started;
      };
      again[edit] = Math.min(again[edit] ?? 0, time(parentsOf(cell)));
      edited[edit] = Math.min(edited[edit] ?? 0, time([...parentsOf(cell), cell - 7]));
      time(parentsOf(cell));
    }
  }
  const started = performance.now();
  run(notebook, 0, [], true);
  const count = follow(notebook, parentsOf);
  const wave = (performance.now() - started) / count;
  console.log(
    `${shape}: ${summary(edited)} for an edit, ${summary(again)} for another run, ${wave.toFixed(3)} ms for each of ${count} cells of a wave`,
  );
}
