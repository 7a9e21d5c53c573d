// Notebooks in which cells are edited, renamed, deleted and put back at random, several of them declaring the same names,
// some lazy, some in need of what is not there. A naive process runs them: a scope of numbers, each name being what its
// cell gave it last. Then what stands below a cell is true, or the cell is stale, or it has failed for a reason.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Facts, type Lost, ReactiveNotebook } from "../../../kernel/reactive/notebook.ts";

/** The text of a cell: the sum of a number and of what it uses becomes the value of what it declares. */
interface Text {
  readonly declares: readonly string[];
  readonly uses: readonly string[];
  readonly base: number;
  readonly isLazy: boolean;
}

const levels = 4;
const namesAt = (level: number) => [`x${level}`, `y${level}`];
const global = "g"; // which has a value of its own as long as no cell declares it
const globalValue = 1000;

/** A text uses names of lower levels than those it declares: so there are no circles, whatever is edited. */
const text: fc.Arbitrary<Text> = fc.nat(levels - 1).chain((level) => {
  const lower = [global, ...Array.from({ length: level }, (_, each) => namesAt(each)).flat()];
  return fc.record({
    declares: fc.subarray(level === 0 ? [...namesAt(0), global] : namesAt(level)),
    uses: fc.subarray(level === 0 ? [] : lower),
    base: fc.nat(3),
    isLazy: fc.boolean(),
  });
});

const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ cell: fc.nat(6), text }) },
  { weight: 1, arbitrary: fc.record({ cell: fc.nat(6), text: fc.constant("delete" as const) }) },
  { weight: 1, arbitrary: fc.record({ cell: fc.nat(6), text: fc.constant("syntax error" as const) }) },
  { weight: 2, arbitrary: fc.record({ cell: fc.nat(6), text: fc.constant("again" as const) }) },
);

class NaiveProcess {
  readonly graph = new ReactiveNotebook();
  readonly scope = new Map<string, number>();
  readonly texts = new Map<string, Text>();
  /** what stands below a cell, if it has not failed */
  readonly shown = new Map<string, number>();
  readonly #refuses: boolean;

  /** @param refuses a cell that lacks a name does not even run, as when its types are checked */
  constructor(refuses: boolean) {
    this.#refuses = refuses;
  }

  edit(cell: string, source: Text): void {
    this.texts.set(cell, source);
    this.#forget(this.graph.edit(cell, `cell [${cell}]`, factsOf(source)));
    for (const ancestor of this.graph.oldAncestors(cell, factsOf(source))) this.#run(ancestor);
    this.#run(cell);
    this.#follow();
  }

  break(cell: string): void {
    this.texts.delete(cell);
    this.shown.delete(cell);
    this.graph.unreadable(cell, `cell [${cell}]`);
    this.#follow();
  }

  delete(cell: string): void {
    this.texts.delete(cell);
    this.shown.delete(cell);
    this.#forget(this.graph.delete(cell));
    this.#follow();
  }

  valueOf(name: string): number | undefined {
    return this.scope.get(name) ?? (name === global ? globalValue : undefined);
  }

  /** What a cell would show if it ran now; undefined if it lacks something. */
  fresh({ base, uses }: Text): number | undefined {
    return uses.reduce<number | undefined>((sum, name) => {
      const value = this.valueOf(name);
      return sum === undefined || value === undefined ? undefined : sum + value;
    }, base);
  }

  #follow(): void {
    const ran = new Set<string>();
    for (let cell = this.graph.next(new Set()); cell !== undefined; cell = this.graph.next(new Set())) {
      this.#run(cell);
      if (!this.shown.has(cell)) continue; // it was only tried
      expect(ran).not.toContain(cell);
      ran.add(cell);
    }
  }

  #forget({ names }: Lost): void {
    for (const name of names) this.scope.delete(name);
  }

  #run(cell: string): void {
    const source = this.texts.get(cell);
    const value = source && this.fresh(source);
    if (source === undefined || (value === undefined && this.#refuses)) {
      this.shown.delete(cell);
      this.graph.failed(cell);
      return;
    }
    const defined = (value === undefined ? [] : source.declares).map((name) => {
      const changed = this.scope.get(name) !== value;
      if (value !== undefined) this.scope.set(name, value);
      return { name, changed };
    });
    if (value === undefined) this.shown.delete(cell);
    else this.shown.set(cell, value);
    this.graph.ran(cell, {
      label: `cell [${cell}]`,
      facts: factsOf(source),
      defined,
      milliseconds: 1,
      status: value === undefined ? "error" : "ok",
    });
  }
}

function factsOf({ declares, uses, isLazy }: Text): Facts {
  return {
    definitions: declares.map((name) => ({ name, kind: "let" })),
    uses,
    globals: uses.filter((name) => name === global),
    writes: [],
    mutates: [],
    directive: isLazy ? "lazy" : undefined,
  };
}

/** Each cell, and what is wrong with what it shows. */
function lies(process: NaiveProcess): string[] {
  const stale = process.graph.stale();
  const failed = [...process.texts.keys()].filter((cell) => !process.shown.has(cell));
  return [...process.texts].flatMap(([cell, source]) => {
    if (stale.has(cell)) return [];
    const fresh = process.fresh(source);
    const shown = process.shown.get(cell);
    if (shown !== undefined && shown !== fresh) return [`cell ${cell} shows ${shown}, but it is ${fresh}`];
    const waits = source.uses.some((name) => failed.includes(process.graph.ownerOf(name) ?? ""));
    if (shown === undefined && fresh !== undefined && !waits) return [`cell ${cell} could run`];
    return [];
  });
}

/** The names that have a value which no cell has given them. */
function ghosts(process: NaiveProcess): string[] {
  return [...process.scope.keys()].filter((name) => process.graph.ownerOf(name) === undefined);
}

describe.each([
  ["where what lacks a name fails", false],
  ["where what lacks a name is refused", true],
])("a notebook %s", (_where, refuses) => {
  it("shows the truth after each edit, or says that it is stale", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
        const process = new NaiveProcess(refuses);
        for (const { cell, text } of actions) {
          const id = String(cell);
          const before = process.texts.get(id);
          if (text === "delete") process.delete(id);
          else if (text === "syntax error") process.break(id);
          else if (text !== "again") process.edit(id, text);
          else if (before !== undefined) process.edit(id, before);
          expect(lies(process)).toEqual([]);
          expect(ghosts(process)).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
