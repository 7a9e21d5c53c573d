// What TypeScript tells a person who types: members, literals, exports, signatures. The mark ¦ is the cursor.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cursorAt } from "../../../../kernel/language/cursor.ts";
import { TypedNotebook } from "./typed-notebook.ts";

let notebook: TypedNotebook;

beforeAll(async () => {
  notebook = new TypedNotebook({
    "node_modules/typed/package.json": '{ "name": "typed", "types": "index.d.ts" }',
    "node_modules/typed/index.d.ts": "export const first: number; export function second(): void",
  });
  const cells = [
    "/** A place.\n * @see nowhere */\nclass Place { constructor(readonly x: number) {}\n /** How far it is. */\n far(from = 0): number { return this.x - from } }",
    "const home = new Place(1); const settings = { width: 1, height: 2 }; let maybe: { inner: 1 } | undefined",
    "/** Adds. @param a the first */\nfunction add(a: number, b = 2) { return a + b }",
    "type Size = 'small' | 'large'; interface Box { size: Size; label: string }; enum Tone { Low }; const loose: any = {}",
  ];
  for (const cell of cells) expect(await notebook.cell(cell)).toBeUndefined();
});

afterAll(() => notebook.close());

describe("completion", () => {
  async function complete(marked: string): Promise<"names" | string[] | undefined> {
    const [source, offset] = [marked.replace("¦", ""), marked.indexOf("¦")];
    const { prefix } = cursorAt(source, offset);
    const found = await notebook.types.complete(source, offset, prefix.toLowerCase());
    return found === "names" || found === undefined ? found : found.map(({ name, insert }) => insert ?? name);
  }

  it.each<[marked: string, names: readonly string[] | "names"]>([
    ["Math.sq¦", ["sqrt", "SQRT1_2", "SQRT2"]],
    ["home.¦", ["far", "x"]],
    ["home.¦\nconst next = 1", ["far", "x"]],
    ["if (home.¦", ["far", "x"]],
    ["const home = { other: 1 }; home.¦", ["other"]],
    ["const { width: home } = settings; home.toF¦", ["toFixed"]],
    ["maybe.¦", ["?.inner"]],
    ["[1].map((each) => each.toF¦)", ["toFixed"]],
    ["const size: Size = '¦'", ["large", "small"]],
    ["const box: Box = { ¦ }", ["label", "size"]],
    ["const box: Box = { label: '', s¦ }", ["size"]],
    ["const { ¦ } = settings", ["height", "width"]],
    ["settings['¦']", ["height", "width"]],
    ["import { ¦ } from 'typed'", ["first", "second", "type"]],
    ["import { x } from 'ty¦'", ["typed"]],
    ["let x: Tone.¦", ["Low"]],
    ["import * as torch from 'lamella'; torch.nn.Conv2¦", ["Conv2d"]],
    ["import * as torch from 'lamella'; torch.randn(2).matm¦", ["matmul"]],
    ["<Box>{ ¦ }", ["label", "size"]],
    ["loose.¦", []],
    ["ho¦", "names"],
    ["¦", "names"],
    ["// home.¦", []],
  ])("%s", async (marked, names) => {
    const found = await complete(marked);
    expect(found === "names" ? found : found?.toSorted()).toEqual(
      names === "names" ? names : names.toSorted(),
    );
  });

  it("tells the kind and the type of each", async () => {
    expect(await notebook.types.complete("home.", 5, "")).toEqual([
      { name: "far", insert: undefined, kind: "method", type: "(from?: number) => number" },
      { name: "x", insert: undefined, kind: "property", type: "number" },
    ]);
  });
});

describe("inspection", () => {
  it.each<[source: string, name: string, signatures: readonly string[], documentation: string]>([
    ["add(1)", "add", ["function add(a: number, b?: number): number"], "Adds.\n\n*@param* a the first"],
    ["home.far()", "far", ["method far(from?: number): number"], "How far it is."],
    ["home", "home", ["variable home: Place"], ""],
    ["Place", "Place", ["class Place", "new Place(x: number): Place"], "A place.\n\n*@see* nowhere"],
    ["Size", "Size", ['type Size = "large" | "small"'], ""],
    ["Box", "Box", ["interface Box { size: Size; label: string; }"], ""],
    ["Tone", "Tone", ["enum Tone"], ""],
    ["Tone.Low", "Low", ["enum member Low: Tone"], ""],
    ["settings.width", "width", ["property width: number"], ""],
  ])("%s", async (source, name, signatures, documentation) => {
    expect(await notebook.types.inspect(source, name, source.indexOf(name))).toEqual({
      signatures,
      documentation,
    });
  });

  it("knows nothing of a name that nobody defines", async () => {
    expect(await notebook.types.inspect("nobody", "nobody", 0)).toBeUndefined();
  });

  it("counts overloads that are too many to read", async () => {
    const info = await notebook.types.inspect("import { readFile } from 'node:fs'; readFile", "readFile", 9);
    expect(info?.documentation).toMatch(/contents of a file/);
    const many = await notebook.types.inspect("document.createElement; 'a'.replace", "replace", 28);
    expect(many?.signatures[0]).toMatch(
      /^method replace\(searchValue: string \| RegExp, replaceValue: string\): string$/,
    );
  });
});
