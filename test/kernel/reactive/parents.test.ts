import { describe, expect, it } from "vitest";
import { notebookOf } from "./notebook.ts";

const cases: { name: string; cells: string[]; parents: Record<string, string[]>; follows: string[] }[] = [
  {
    name: "a name used in another cell",
    cells: ["const a = 1", "a + 1"],
    parents: { 1: [], 2: ["1"] },
    follows: ["2"],
  },
  {
    name: "a chain",
    cells: ["let a = 1", "const b = a", "const c = b"],
    parents: { 1: [], 2: ["1"], 3: ["2"] },
    follows: ["2", "3"],
  },
  {
    name: "a diamond: the last cell runs once, after both",
    cells: ["let a = 1", "const b = a", "const c = a", "b + c"],
    parents: { 1: [], 2: ["1"], 3: ["1"], 4: ["2", "3"] },
    follows: ["2", "3", "4"],
  },
  {
    name: "a name in an inner scope is another name",
    cells: ["const a = 1", "{ const a = 2; a }", "((a: number) => a)(3)"],
    parents: { 1: [], 2: [], 3: [] },
    follows: [],
  },
  {
    name: "a _name is its cell's own: it makes no edge",
    cells: ["const _a = 1; let b = _a", "const _a = 2; _a", "_a", "b"],
    parents: { 1: [], 2: [], 3: [], 4: ["1"] },
    follows: ["4"],
  },
  {
    name: "destructuring",
    cells: ["const { a, b: [c] } = { a: 1, b: [2] }", "a", "c"],
    parents: { 1: [], 2: ["1"], 3: ["1"] },
    follows: ["2", "3"],
  },
  {
    name: "a closure depends on the names in it, its users on it",
    cells: ["let factor = 2", "const scale = (x: number) => x * factor", "scale(3)"],
    parents: { 1: [], 2: ["1"], 3: ["2"] },
    follows: ["2", "3"],
  },
  {
    name: "a type has no value: nothing runs again for it",
    cells: ["interface Point { x: number }", "const p: Point = { x: 1 }"],
    parents: { 1: [], 2: [] },
    follows: [],
  },
  {
    name: "a cell that reads and redefines a name of another never triggers itself",
    cells: ["let n = 1", "n = n + 1", "n"],
    parents: { 1: [], 2: ["1"], 3: ["1", "2"] },
    follows: ["2", "3"],
  },
  {
    name: "the cells follow their parents wherever they stand",
    cells: ["let a = 1", "const c = 0; const d = a", "const e = c + d + a"],
    parents: { 1: [], 2: ["1"], 3: ["1", "2"] },
    follows: ["2", "3"],
  },
];

describe("the cells that a cell depends on", () => {
  it.each(cases)("$name", ({ cells, parents, follows }) => {
    const notebook = notebookOf(...cells);
    expect(notebook.parents).toEqual(parents);
    expect(notebook.runAndFollow("1")).toEqual(follows);
  });
});
