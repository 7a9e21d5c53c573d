// A text that is being typed, made a module: what it declares itself hides the names of the notebook, what it only
// mentions is imported from their cells.

import { describe, expect, it } from "vitest";
import { declaredWords, draftOf } from "../../../../kernel/language/types/draft.ts";
import type { TypeSource } from "../../../../kernel/language/types/slot-text.ts";

describe("what a text declares", () => {
  it.each<[source: string, names: readonly string[]]>([
    ["const a = 1; let b: number; var c", ["a", "b", "c"]],
    ["const { a, b: c, ...d } = x", ["a", "c", "d"]],
    ["const [a, [b], c = 5] = x", ["a", "b", "c"]],
    ["function f(x) {}; async function* g() {}", ["f", "g"]],
    ["class A {}; interface B {}; type C = 1; enum D {}; namespace E {}", ["A", "B", "C", "D", "E"]],
    ["import a from 'm'", ["a"]],
    ["import { a, b as c, type d } from 'm'", ["a", "b", "c", "type", "d"]],
    ["for (const each of xs) each.", ["each"]],
    ["const half = ", ["half"]],
    ["a = 1; f(b)", []],
    ["import('m')", []],
  ])("%s", (source, names) => {
    expect(declaredWords(source)).toEqual(names);
  });
});

describe("what a text sees", () => {
  const notebook = new Map<string, TypeSource>([
    ["shape", { from: "slot", slot: 3 }],
    ["count", { from: "text", type: "number" }],
    ["lost", { from: "nowhere" }],
  ]);

  it.each<[source: string, declarations: string]>([
    ["shape.", 'import {__cell3} from "./all";import shape = __cell3.shape;'],
    ["const shape = 1; shape.", 'import {} from "./all";'],
    ["count", 'import {} from "./all";declare const count: number;'],
    ["count += 1", 'import {} from "./all";declare let count: number;'],
    ["shape = 1", 'import {__cell3} from "./all";declare let shape: typeof __cell3.shape;'],
    ["const x: shape = { ", 'import {__cell3} from "./all";import shape = __cell3.shape;'],
    ["lost", 'import {} from "./all";declare const lost: any;type lost = any;'],
  ])("%s", (source, declarations) => {
    const sourcesOf = (names: Iterable<string>) =>
      new Map(
        [...names].flatMap((name) => (notebook.has(name) ? [[name, notebook.get(name)!] as const] : [])),
      );
    expect(draftOf(source, 0, sourcesOf).text).toBe(`${source}\nexport {};${declarations}`);
  });
});
