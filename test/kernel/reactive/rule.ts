// Rules of the reactive notebook as steps and what then stands below the cells, each tried over a real kernel with types
// and without.

import { beforeEach, describe, expect, it } from "vitest";
import type { NotebookPage } from "../support/notebook-page.ts";

/** A person runs a cell, or deletes another one and runs it. */
export type Step = readonly [cell: string, code: string, deleted?: string];

/** What stands below a cell in the end; `[n]` for any number of a cell. */
export type Expected = Readonly<Record<string, readonly (string | RegExp)[]>>;

export interface Rule {
  readonly rule: string;
  readonly steps: readonly Step[];
  readonly shows: Expected;
  /** where it is something else if types are checked */
  readonly typed?: Expected;
}

/** The cells of all rules; what the rule before has left there is deleted. */
export const cells = ["a", "b", "c", "d", "e", "f", "k", "q", "start", "wait"];

export const stale = (reason: string) => RegExp(`^stale: ${reason.replaceAll("[n]", "\\[n\\]")}`);

export function describeRules(page: NotebookPage, chapters: Readonly<Record<string, readonly Rule[]>>): void {
  describe.each(["on", "off"])("with types %s", (types) => {
    beforeEach(() => page.run("mode", `%types ${types}`, { deletedCells: cells }));
    describe.each(Object.entries(chapters))("%s", (_chapter, rules) => {
      it.each(rules)("$rule", (rule) => expectRule(page, rule, types === "on" ? rule.typed : {}));
    });
  });
}

async function expectRule(
  page: NotebookPage,
  { steps, shows }: Rule,
  expected: Expected = {},
): Promise<void> {
  for (const [cell, code, deleted] of steps)
    await page.run(cell, code, deleted === undefined ? {} : { deletedCells: [deleted] });
  for (const [cell, texts] of Object.entries({ ...shows, ...expected })) {
    const seen = page.screen.texts(cell).map((text) => text.replaceAll(/\[\d+\]/g, "[n]"));
    expect(seen).toEqual(
      texts.map((text) => (typeof text === "string" ? text : expect.stringMatching(text))),
    );
  }
}
