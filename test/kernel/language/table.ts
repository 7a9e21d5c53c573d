// A table of cells: each case is the cells of a notebook and the value that its last one shows.

import { describe, expect, it } from "vitest";
import { Notebook, type Packages } from "./notebook.ts";

export interface Case {
  readonly title: string;
  readonly cells: readonly string[];
  /** the value the last cell shows; `nothing` for none */
  readonly shows: unknown;
}

export const nothing = Symbol("nothing");

export function table(heading: string, cases: readonly Case[], packages: Packages = {}): void {
  describe(heading, () => {
    it.each(cases)("$title", async ({ cells, shows }) => {
      const { shown } = await new Notebook(packages).runAll(cells);
      expect(shown).toEqual(shows === nothing ? [] : [shows]);
    });
  });
}
