// Notebooks made at random, each name with one definer, against a naive evaluator: a cell's value is a sum over its parents'.

import fc from "fast-check";
import { expect, it } from "vitest";
import { type Facts, ReactiveNotebook } from "../../../kernel/reactive/notebook.ts";

/** The parents of each cell, all of them before it. */
const parentsOfCells = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, cell) =>
        cell === 0 ? fc.constant<number[]>([]) : fc.uniqueArray(fc.nat(cell - 1), { maxLength: 4 }),
      ),
    ),
  );

const edit = fc.record({ cell: fc.nat(11), base: fc.nat(2), shown: fc.boolean() });

function factsOf(cell: number, parents: readonly number[]): Facts {
  const uses = parents.map((parent) => `x${parent}`);
  return { definitions: [{ name: `x${cell}`, kind: "let" }], uses, globals: [], writes: [], mutates: [] };
}

function sumOf(base: number, parents: readonly number[], values: readonly number[]): number {
  return parents.reduce((sum, parent) => sum + (values[parent] ?? Number.NaN), base) % 3; // often unchanged
}

function topToBottom(parents: readonly (readonly number[])[], bases: readonly number[]): number[] {
  const values: number[] = [];
  parents.forEach((each, cell) => {
    values.push(sumOf(bases[cell] ?? 0, each, values));
  });
  return values;
}

it("each cell runs once, after all its ancestors, and the values equal those of a fresh run from top to bottom", () => {
  fc.assert(
    fc.property(parentsOfCells, fc.array(edit, { maxLength: 8 }), (parents, edits) => {
      const notebook = new ReactiveNotebook();
      const bases = parents.map(() => 1);
      const values: number[] = parents.map(() => Number.NaN);
      const run = (cell: number) => {
        const before = values[cell];
        const after = sumOf(bases[cell] ?? 0, parents[cell] ?? [], values);
        values[cell] = after;
        notebook.ran(String(cell), {
          label: `cell [${cell}]`,
          facts: factsOf(cell, parents[cell] ?? []),
          defined: [{ name: `x${cell}`, changed: before !== after }],
          milliseconds: 1,
          status: "ok",
        });
      };
      const follow = (first: number) => {
        const ran = [first];
        for (let id = notebook.next(new Set()); id !== undefined; id = notebook.next(new Set())) {
          const cell = Number(id);
          expect(ran).not.toContain(cell);
          run(cell);
          ran.push(cell);
        }
        for (const [place, cell] of ran.entries()) {
          for (const parent of parents[cell] ?? []) expect(ran.slice(place)).not.toContain(parent);
        }
      };
      parents.forEach((_, cell) => {
        run(cell);
        follow(cell);
      });
      for (const { cell, base } of edits) {
        if (cell >= parents.length) continue;
        bases[cell] = base;
        run(cell);
        follow(cell);
        expect(values).toEqual(topToBottom(parents, bases));
      }
      expect(notebook.stale().size).toBe(0);
    }),
    { numRuns: 300 },
  );
});

it("a queued cell and what depends on it are left out, all else that is due runs", () => {
  fc.assert(
    fc.property(parentsOfCells, fc.nat(11), fc.uniqueArray(fc.nat(11)), (parents, start, queued) => {
      const notebook = new ReactiveNotebook();
      const run = (cell: number) =>
        notebook.ran(String(cell), {
          label: `cell [${cell}]`,
          facts: factsOf(cell, parents[cell] ?? []),
          defined: [{ name: `x${cell}`, changed: true }],
          milliseconds: 1,
          status: "ok",
        });
      parents.forEach((_, cell) => {
        run(cell);
        notebook.next(new Set());
      });
      const first = start % parents.length;
      const follows = (roots: ReadonlySet<number>) =>
        parents.reduce(
          (found, each, cell) => (each.some((parent) => found.has(parent)) ? found.add(cell) : found),
          new Set(roots),
        );
      const held = follows(new Set(queued));
      const expected = [...follows(new Set([first]))].filter((cell) => cell !== first && !held.has(cell));

      run(first);
      const waiting = new Set(queued.map(String));
      const ran: number[] = [];
      for (let id = notebook.next(waiting); id !== undefined; id = notebook.next(waiting)) {
        run(Number(id));
        ran.push(Number(id));
      }
      expect(ran.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
    }),
    { numRuns: 300 },
  );
});
