// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are the text of cells
// Loops that keep names of the notebook in variables of their own. Nobody can tell: random notebooks leave the same
// values as the same statements in one plain program, also when a loop throws, and functions of any cell, called in
// the middle of a loop, see and leave what they should.

import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

const start =
  "let a = 1, b = 2, c = 3, turns = 0; const xs = [1, 2, 3, 4]; const log = []; const fns = [() => 1, () => 2, () => 3];";
const state = "[a, b, c, turns, xs, log].map(String).join('; ')";

const variable = fc.constantFrom("a", "b", "c");
const place = fc.constantFrom("a", "b", "c", "xs[a & 3]", "xs[b & 3]");
const value = fc.oneof(
  fc.integer({ min: 0, max: 5 }).map(String),
  place,
  fc.tuple(place, place, fc.constantFrom("+", "-", "*")).map(([x, y, o]) => `(${x} ${o} ${y}) % 1000`),
  fc.constantFrom("fns[0]()", "fns[1]()", "fns[2]()", "typeof a", "[...xs.keys()].length"),
);
const assignment = fc.oneof(
  fc.tuple(place, fc.constantFrom("=", "+=", "-="), value).map(([x, o, y]) => `${x} ${o} ${y};`),
  variable.map((x) => `${x}++;`),
  fc.tuple(variable, variable).map(([x, y]) => `[${x}, ${y}] = [${y}, ${x}];`),
  fc.tuple(variable, value).map(([x, y]) => `({ ${x} = ${y} } = {});`),
);
/** A function that mentions names of the notebook; a call of another one could recurse for ever. */
const functionOf = fc
  .tuple(fc.integer({ min: 0, max: 2 }), variable, fc.constantFrom("a", "b", "c", "1"))
  .chain(([i, x, y]) =>
    fc.constantFrom(
      `fns[${i}] = () => ${x};`,
      `fns[${i}] = () => { ${x} = ${y}; return ${x} };`,
      `fns[${i}] = function () { return { get ${x}() { return ${y} } }.${x} };`,
      `fns[${i}] = new (class { n = ${x}; f = () => ++${y} }).f;`.replace("++1", "1"),
    ),
  );
const simple = fc.oneof(
  { arbitrary: assignment, weight: 5 },
  { arbitrary: value.map((x) => `log.push(${x});`), weight: 2 },
  { arbitrary: functionOf, weight: 1 },
);

const { statement } = fc.letrec<{ statement: string; block: string; loop: string }>((tie) => ({
  block: fc.array(tie("statement"), { maxLength: 3 }).map((statements) => `{ ${statements.join(" ")} }`),
  loop: fc
    .tuple(
      tie("block"),
      fc.constantFrom(
        "for (let i = 0; i < 3; i++)",
        "for (var v = 0; v < 3; v++)",
        "for (let a = 0; a < 2; a++)",
        "for (const b of [7, 8])",
        "for (c of [1, 2])",
        "for (c in xs)",
        "for (const x of xs)",
      ),
      fc.constantFrom("", "if (a > b) break;", "if (b > c) continue;", "if (c > 50) throw c;"),
    )
    .map(([block, head, exit]) => `${head} { if (++turns > 300) throw "enough"; ${exit} ${block} }`),
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    simple,
    tie("loop"),
    fc.tuple(value, tie("block")).map(([x, block]) => `if (${x} > 2) ${block}`),
    tie("block").map((block) => `try ${block} catch (e) { log.push("caught", e); }`),
    tie("block").map((block) => `try ${block} finally { log.push(a); }`),
  ),
}));
const cells = fc.array(
  fc.array(statement, { minLength: 1, maxLength: 3 }).map((statements) => statements.join("\n")),
  { minLength: 1, maxLength: 4 },
);

/** What a plain program makes of the cells: the state after each. An error ends its cell. */
function inPlainProgram(sources: readonly string[]): string[] {
  const parts = sources.map(
    (source) => `try { ${source} } catch (e) { log.push("failed", e) } states.push(${state});`,
  );
  const program = `(() => { "use strict"; const states = []; ${start} ${parts.join("\n")} return states; })()`;
  return vm.runInThisContext(program);
}

async function inCells(sources: readonly string[]): Promise<unknown[]> {
  const notebook = new Notebook();
  await notebook.run(start);
  const states: unknown[] = [];
  for (const source of sources) {
    await notebook.run(source).catch(async (error) => {
      const thrown = error instanceof Error ? String(error) : error;
      await notebook.run(`log.push("failed", ${JSON.stringify(thrown)});`);
    });
    states.push((await notebook.run(state)).shown[0]);
  }
  return states;
}

describe("loops over names of the notebook", () => {
  it("leave what the same statements of one program leave", async () => {
    await fc.assert(
      fc.asyncProperty(cells, async (sources) => {
        expect(await inCells(sources)).toEqual(inPlainProgram(sources));
      }),
      { numRuns: 100 },
    );
  });
});

describe("a loop", () => {
  const kept: readonly (readonly [what: string, cells: readonly string[], keeps: boolean])[] = [
    ["its cell's own variable", ["let n = 0; for (let i = 0; i < 3; i++) n++;"], true],
    ["an earlier cell's variable", ["let n = 0", "while (n < 3) n++"], true],
    ["a `var` of its own", ["for (var n: number = 0; n < 3; n++) {}"], true],
    [
      "a variable that a function of the cell reads",
      ["let n = 0; const f = () => n; for (; n < 3; ) n++"],
      false,
    ],
    [
      "a variable that an earlier function reads",
      ["let n = 0; const f = () => n", "for (; n < 3; ) n++"],
      false,
    ],
    ["a variable in a loop with await", ["let n = 0", "while (n < 3) { n++; await null }"], false],
    [
      "a variable in a loop inside of one with await",
      ["let n = 0", "while (n < 3) { do n++; while (n < 2); await null }"],
      true,
    ],
    ["a name that is declared further below", ["for (let i = 0; i < 0; i++) n++;\nlet n = 0"], false],
    ["a name that it declares again", ["let n = 0", "for (let n = 0; n < 3; n++) {}"], false],
  ];
  it.each(kept)("keeps %s: %s, %s", async (_what, sources, keeps) => {
    const notebook = new Notebook();
    const { cell } = await notebook.runAll(sources);
    expect(/let n = \$loop\.n/.test(cell.code)).toBe(keeps);
  });

  it("lets functions of later cells see what it left", async () => {
    const { shown } = await new Notebook().runAll([
      "let n = 0; for (let i = 0; i < 5; i++) n += i;",
      "const read = () => n;",
      "for (let i = 0; i < 3; i++) { n = i; if (read() !== i) throw new Error(`${read()}, not ${i}`); }",
      "[n, read()]",
    ]);
    expect(shown).toEqual([[2, 2]]);
  });

  it("writes back what it has when it throws, breaks or returns to a label", async () => {
    const notebook = new Notebook();
    await notebook.run("let n = 0, m = 0, k = 0;");
    await expect(notebook.run("for (;;) { if (++n === 5) throw new Error('five') }")).rejects.toThrow("five");
    await notebook.run("block: { for (;;) { if (++m === 6) break block } }");
    await notebook.run("outer: for (;;) { for (;;) { if (++k < 7) continue outer; break outer } }");
    expect({ ...notebook.scope }).toMatchObject({ n: 5, m: 6, k: 7 });
  });
});
