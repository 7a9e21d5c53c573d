// Which cells stay in their slots, and what they see of each other.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Definition } from "../../../../kernel/language/definitions.ts";
import type { CellModule } from "../../../../kernel/language/types/cell-module.ts";
import { Slots } from "../../../../kernel/language/types/slots.ts";

function cell(
  defines: readonly string[],
  uses: readonly string[] = [],
  more: Partial<CellModule> = {},
): CellModule {
  const definitions = defines.map((name): Definition => ({ name, kind: "let" }));
  const source = `${defines.join()} = ${uses.join()}`;
  return {
    source,
    dialect: "ts",
    definitions,
    exported: [],
    free: uses,
    assigned: [],
    specifiers: [],
    isAmbient: false,
    typeOnly: new Set(),
    ...more,
  };
}

function run(slots: Slots, module: CellModule): number {
  const placement = slots.place(module, "cell-1.ts");
  slots.define(placement, new Set(module.definitions.map(({ name }) => name)));
  return placement.slot.index;
}

describe("a slot is used again", () => {
  it("after a cell that defines nothing", () => {
    const slots = new Slots();
    expect(run(slots, cell([]))).toBe(run(slots, cell([])));
  });

  it("when every name of its cell is defined elsewhere", () => {
    const slots = new Slots();
    const first = run(slots, cell(["a", "b"]));
    run(slots, cell(["a"]));
    expect(run(slots, cell([]))).not.toBe(first);
    run(slots, cell(["b"]));
    expect(run(slots, cell([]))).toBe(first);
  });

  it("but not while a cell in use takes types from it", () => {
    const slots = new Slots();
    const first = run(slots, cell(["a"]));
    run(slots, cell(["b"], ["a"]));
    run(slots, cell(["a"]));
    expect(run(slots, cell([]))).not.toBe(first);
    run(slots, cell(["b"]));
    expect(run(slots, cell([]))).toBe(first);
  });

  it("but not while it declares something for all", () => {
    const slots = new Slots();
    const first = run(slots, cell([], [], { isAmbient: true }));
    expect(run(slots, cell([]))).not.toBe(first);
  });

  it("rather by a cell with the same imports", () => {
    const slots = new Slots();
    const withImport = cell([], [], { specifiers: ["node:fs"] });
    const first = run(slots, withImport);
    const second = run(slots, cell([]));
    expect(second).not.toBe(first);
    expect([run(slots, withImport), run(slots, cell([]))]).toEqual([first, second]);
  });
});

describe("slots", () => {
  it("become more before none is left, and a cell whose types depend on another never loses it", () => {
    const name = fc.integer({ min: 0, max: 200 }).map((i) => `n${i}`);
    const cells = fc.array(fc.tuple(fc.array(name, { maxLength: 3 }), fc.array(name, { maxLength: 3 })), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(cells, (all) => {
        const slots = new Slots();
        const owner = new Map<string, string>();
        for (const [i, [defines, uses]] of all.entries()) {
          const module = {
            ...cell(
              [...new Set(defines)],
              uses.filter((each) => !defines.includes(each)),
            ),
            source: `cell ${i}`,
          };
          const placement = slots.place(module, "cell-1.ts");
          for (const index of placement.dependencies) expect(slots.placementIn(index)).not.toBe(placement);
          slots.define(placement, new Set(defines));
          if (slots.isScarce("atOnce")) slots.grow();
          for (const each of defines) owner.set(each, module.source);
        }
        for (const [each, source] of owner)
          expect(slots.names.get(each)?.placement?.cell.source).toBe(source);
      }),
      { numRuns: 30 },
    );
  });
});
