import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesSince, snapshot } from "../../../kernel/cells/changes.ts";

/** Whether `name` counts as changed when it held `before` and then holds `after`. */
function isChanged(before: unknown, after: unknown, how: object = {}): boolean | undefined {
  const scope: Record<string, unknown> = { name: before };
  const taken = snapshot(scope, { defines: ["name"], ...how });
  scope.name = after;
  return changesSince(taken, scope, ["name"])[0]?.changed;
}

describe("a value of a cell", () => {
  const shared = { a: 1 };
  const cyclic = () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    return loop;
  };
  const cases: { name: string; before: unknown; after: unknown; changed: boolean }[] = [
    { name: "same number", before: 1, after: 1, changed: false },
    { name: "other number", before: 1, after: 2, changed: true },
    { name: "NaN", before: Number.NaN, after: Number.NaN, changed: false },
    { name: "zero and minus zero", before: 0, after: -0, changed: true },
    { name: "number and its text", before: 1, after: "1", changed: true },
    {
      name: "equal plain objects",
      before: { a: [1, { b: 2 }] },
      after: { a: [1, { b: 2 }] },
      changed: false,
    },
    {
      name: "objects that differ deep inside",
      before: { a: [1, { b: 2 }] },
      after: { a: [1, { b: 3 }] },
      changed: true,
    },
    { name: "one key more", before: { a: 1 }, after: { a: 1, b: 2 }, changed: true },
    { name: "array and object", before: [], after: {}, changed: true },
    { name: "the very same object, perhaps changed in place", before: shared, after: shared, changed: true },
    { name: "functions", before: () => 1, after: () => 1, changed: true },
    { name: "class instances", before: new Date(0), after: new Date(0), changed: true },
    {
      name: "objects with a getter",
      before: {
        get a() {
          return 1;
        },
      },
      after: {
        get a() {
          return 1;
        },
      },
      changed: true,
    },
    {
      name: "more than ten thousand values",
      before: Array(10_001).fill(0),
      after: Array(10_001).fill(0),
      changed: true,
    },
    { name: "proxies", before: new Proxy({}, {}), after: new Proxy({}, {}), changed: true },
    { name: "cycles", before: cyclic(), after: cyclic(), changed: true },
  ];
  it.each(cases)("$name: changed is $changed", ({ before, after, changed }) => {
    expect(isChanged(before, after)).toBe(changed);
  });

  it("that is plain data counts as changed exactly when it is not deeply equal", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ depthSize: "small" }),
        fc.jsonValue({ depthSize: "small" }),
        (before, after) => {
          expect(isChanged(before, after)).toBe(!isDeepStrictEqual(before, after));
          expect(isChanged(before, structuredClone(before))).toBe(false);
        },
      ),
    );
  });

  it.each<[what: string, before: unknown, after: unknown, changed: boolean]>([
    ["the same function", Math.max, Math.max, false],
    ["the same object, whatever is in it", shared, shared, false],
    ["another object that looks the same", { a: 1 }, { a: 1 }, true],
    ["the same number", 1, 1, false],
    ["another number", 1, 2, true],
  ])("that is imported is compared as a binding: %s", (_what, before, after, changed) => {
    expect(isChanged(before, after, { imports: ["name"] })).toBe(changed);
  });

  it("that the cell changes in place has changed, also if it looks like the one before", () => {
    expect(isChanged([1, 2], [1, 2], { mutates: [{ name: "name" }] })).toBe(true);
    expect(isChanged(shared, shared, { imports: ["name"], mutates: [{ name: "name" }] })).toBe(true);
  });

  it("that was not there before has changed; one that is not there is not told", () => {
    expect(changesSince(snapshot({}, { defines: ["a", "b"] }), { a: 1 }, ["a", "b"])).toEqual([
      { name: "a", changed: true },
    ]);
  });
});
