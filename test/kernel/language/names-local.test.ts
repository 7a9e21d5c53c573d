// A `_name` declared by const, let or function is its cell's own: nothing outside of the cell sees it, and no other
// `_name` in its way. Cells are compiled and run; the last one shows what a person would see.

import { afterAll, describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";
import { TypedNotebook } from "./types/typed-notebook.ts";

const own: readonly (readonly [what: string, cells: readonly string[], shows: unknown])[] = [
  [
    "serves its cell",
    ["const _a: number = 2; let _b = _a; _b += 1; function _c() { return _b }; _c() * 2"],
    6,
  ],
  ["may be another one in each cell", ["const _a = 1", "function _a() { return 'two' }\n_a()"], "two"],
  ["is seen by the cell's functions later on", ["let _n = 0; const next = () => ++_n", "next(); next()"], 2],
  [
    "is the function's own, whatever a later cell calls by that name",
    ["const _step = 2; const by = (x: number) => x + _step", "const _step = 100; by(1)"],
    3,
  ],
  ["may stand among shared names", ["const _a = 1, b = _a + 1, _c = b + 1", "b"], 2],
  [
    "may be taken out of a value, in order",
    ["const { _a, b: [_c, d = _c + _a] } = { _a: 1, b: [2] }", "d"],
    3,
  ],
  [
    "may be exported in vain",
    ["export const _a = 1, b = 2; export { _a as c }", "typeof _a + b"],
    "undefined2",
  ],
  ["may be awaited", ["const _a = await Promise.resolve(4); _a"], 4],
  [
    "has the name it was given",
    ["const _f = () => 1; const [_g = () => 2, h] = [undefined, 3]; _f.name + _g.name"],
    "_f_g",
  ],
  [
    "is disposed with its cell",
    [
      "const log: string[] = []",
      "{ using _r = { [Symbol.dispose]() { log.push('gone') } } }; using _s = { [Symbol.dispose]() { log.push('end') } }",
      "log",
    ],
    ["gone", "end"],
  ],
  [
    "is at hand in hot loops",
    ["let n = 0", "let _step = 3; for (let i = 0; i < 1000; i++) { n += _step; _step ^= 1 }; n"],
    2500,
  ],
  ["hides a shared one", ["var _v = 1; const read = () => _v", "const _v = 2; [_v, read()]"], [2, 1]],
];

const shared: readonly (readonly [what: string, cells: readonly string[], shows: unknown])[] = [
  ["an import", ["import _, { a as _a } from 'pkg'", "_ + _a"], 3],
  ["bare _", ["const _ = 5", "_"], 5],
  ["a var", ["var _v = 6", "_v"], 6],
  ["a class", ["class _C { x = 7 }", "new _C().x"], 7],
  ["an enum", ["enum _E { A = 8 }", "_E.A"], 8],
];

describe("a _name declared by const, let or function", () => {
  it.each(own)("%s", async (_what, cells, shows) => {
    expect((await new Notebook().runAll(cells)).shown).toEqual([shows]);
  });

  it("does not enter the notebook's scope, nor the graph", async () => {
    const notebook = new Notebook();
    const { cell } = await notebook.run(
      "const _a = 1, b = 2; let { _c } = { _c: 3 }; function _f() {} ; _c++; _f(); _a",
    );
    expect(Object.keys(notebook.scope)).toEqual(["b"]);
    expect(cell.definitions).toEqual([{ name: "b", kind: "const" }]);
    expect({ uses: cell.uses, writes: cell.writes, mutates: cell.mutates }).toEqual({
      uses: [],
      writes: [],
      mutates: [],
    });
  });

  it("is no name of another cell", async () => {
    await expect(new Notebook().runAll(["const _a = 1", "_a"])).rejects.toThrow("_a is not defined");
  });

  it.each([
    "const _a = 1; _a = 2",
    "const { _a, b } = { _a: 1, b: 2 }; _a++",
    "const _a = 1, b = 2; [_a] = [3]",
  ])("cannot be assigned to if it is a constant: %s", (source) => {
    expect(() => new Notebook().compile(source)).toThrow(
      "TypeError: _a is a constant and cannot be assigned to",
    );
  });

  it("has no value ahead of its declaration", async () => {
    await expect(new Notebook().run("const f = () => _a; f(); const _a = 1")).rejects.toThrow(
      "Cannot access '_a' before initialization",
    );
  });
});

describe("shared, although it begins with _, is", () => {
  it.each(shared)("%s", async (_what, cells, shows) => {
    const notebook = new Notebook({ pkg: { default: 1, a: 2 } });
    expect((await notebook.runAll(cells)).shown).toEqual([shows]);
  });
});

describe("a _name and types", () => {
  const notebook = new TypedNotebook();
  afterAll(() => notebook.close());

  it("has its own type in each cell", async () => {
    expect(
      await notebook.codes(
        "const _t = 1; _t.toFixed()",
        "const _t = 'one'; _t.length",
        "let _t = [1]; _t.at(0)",
      ),
    ).toEqual([]);
  });

  it("gives shared names their types", async () => {
    expect(
      await notebook.codes("const _base = { x: 1 }; const derived = { ..._base }", "derived.x.toFixed()"),
    ).toEqual([]);
  });

  it("is unknown to other cells, which are told why", async () => {
    await notebook.cell("const _u = 1; const shown = _u");
    expect(await notebook.cell("_u + shown")).toMatch(
      /^TS2304: Cannot find name '_u'\. \(a name that begins with _ is local to its cell\)\n/,
    );
    expect([...notebook.types.names.keys()]).toContain("shown");
    expect([...notebook.types.names.keys()]).not.toContain("_u"); // these are what completion offers
  });
});
