// Texts with thousands of levels, one inside of the other, of everything that can be nested: what can be analysed runs,
// the rest is refused, and the process that asks lives on.

import { describe, expect, it } from "vitest";
import { checkAnyCompleteness, compileAnyCell, mostLevels } from "../../../kernel/language/analysis.ts";
import { compileCell } from "../../../kernel/language/compile.ts";

/** A text of so many levels. */
const nested: Readonly<Record<string, (levels: number) => string>> = {
  "conditional expressions in the first branch": (n) => `${"1 ? ".repeat(n)}1${" : 1".repeat(n)}`,
  "conditional expressions in the last branch": (n) => `${"1?1:".repeat(n)}1`,
  negations: (n) => `${"!".repeat(n)}1`,
  "unary operators": (n) => `${"typeof ".repeat(n)}1`,
  awaits: (n) => `${"await ".repeat(n)}1`,
  "awaits apart by a special space": (n) => `${"await\u00a0".repeat(n)}1`,
  "awaits apart by comments": (n) => `${"await/**/".repeat(n)}1`,
  "arrow functions": (n) => `${"a=>".repeat(n)}1`,
  "else if": (n) => `if(0);${"else if(0);".repeat(n)}`,
  "logical operators": (n) => `1${"||1".repeat(n)}`,
  sums: (n) => `1${"+1".repeat(n)}`,
  "sums of strings that hold code": (n) => `";"${`+";"`.repeat(n)}`,
  "sums behind a quote in a regular expression": (n) => `/"/, 1${"+1".repeat(n)}, /"/`,
  powers: (n) => `1${"**1".repeat(n)}`,
  comparisons: (n) => `1${"<1".repeat(n)}`,
  "operators that are words": (n) => `1${" in a".repeat(n)}`,
  "operators that are words, beside strings": (n) => `"a"${'in"a"'.repeat(n)}`,
  assignments: (n) => `let a; ${"a=".repeat(n)}1`,
  constructors: (n) => `${"new ".repeat(n)}Date`,
  calls: (n) => `f${"()".repeat(n)}`,
  properties: (n) => `f${".a".repeat(n)}`,
  "optional properties": (n) => `f${"?.a".repeat(n)}`,
  "tagged templates": (n) => `f${"``".repeat(n)}`,
  templates: (n) => `${"`${".repeat(n)}1${"}`".repeat(n)}`,
  "if without blocks": (n) => `${"if(1)".repeat(n)};`,
  "for without blocks": (n) => `${"for(;;)".repeat(n)};`,
  "do without blocks": (n) => `${"do ".repeat(n)};${"while(0);".repeat(n)}`,
  labels: (n) => `${Array.from({ length: n }, (_, i) => `l${i}:`).join("")};`,
  blocks: (n) => "{".repeat(n) + "}".repeat(n),
  parentheses: (n) => `${"(".repeat(n)}1${")".repeat(n)}`,
  arrays: (n) => "[".repeat(n) + "]".repeat(n),
  objects: (n) => `x = ${"{a:".repeat(n)}1${"}".repeat(n)}`,
  functions: (n) => "function f(){".repeat(n) + "}".repeat(n),
  classes: (n) => `${"class A{x=".repeat(n)}1${"}".repeat(n)}`,
  "JSX elements": (n) => "<a>".repeat(n) + "</a>".repeat(n),
  assertions: (n) => `1${" as any".repeat(n)}`,
  "assertions of something": (n) => `a${"!".repeat(n)}`,
  "type arguments": (n) => `type A = ${"A<".repeat(n)}1${">".repeat(n)}`,
  "function types": (n) => `let x: ${"()=>".repeat(n)}1`,
  "conditional types": (n) => `type A = ${"1 extends 1?1:".repeat(n)}1`,
  "array types": (n) => `type A = 1${"[]".repeat(n)}`,
  "type operators": (n) => `type A = ${"keyof ".repeat(n)}1`,
  patterns: (n) => `let ${"[".repeat(n)}a${"]".repeat(n)} = 1`,
  groups: (n) => `/${"(".repeat(n)}${")".repeat(n)}/`,
};

const context = { file: "cell-7.ts", constants: new Map<string, string>() };

describe.each(Object.entries(nested))("%s", (_what, text) => {
  it("have no more levels than are counted", () => {
    for (const levels of [5001, 9000]) expect(mostLevels(text(levels))).toBeGreaterThanOrEqual(levels);
  });

  it.each([4900, 100_000])("in %d levels are analysed or refused", (levels) => {
    const compilation = compileAnyCell(text(levels), context);
    if (compilation.status === "error") expect(compilation.error.name).toMatch(/^(SyntaxError|TypeError)$/);
  });
});

describe("a text of many levels that can be analysed", () => {
  const names = new Map([["rate", "cell [3]"]]);
  it.each([
    ["a sum", `const x = 1${" + a".repeat(2999)}`],
    ["else if", `if (a) {} ${"else if (a) {} ".repeat(1500)}`],
    ["much that is not nested", "f(a, -1.5);\n".repeat(2000)],
    ["an error", `rate = 1${" + a".repeat(2999)}`],
  ])("is compiled as any other: %s", (_what, source) => {
    const given = { file: "cell-7.ts", constants: names, defined: new Set(["a", "f"]) };
    const short = source.replace(/( \+ a)+/, " + a").replace(/(else if \(a\) \{\} )+/, "$1");
    const [compilation, expected] = [compileAnyCell(source, given), compileCell(short, given)];
    expect(compilation.status).toBe(expected.status);
    if (compilation.status === "ok" && expected.status === "ok") {
      const { definitions, uses, writes } = compilation.cell;
      expect(definitions).toEqual(expected.cell.definitions);
      expect({ uses, writes }).toEqual({ uses: expected.cell.uses, writes: expected.cell.writes });
    } else if (compilation.status === "error" && expected.status === "error") {
      expect(compilation.error.message).toBe(expected.error.message);
    }
  });

  it("is complete, or not", () => {
    expect(checkAnyCompleteness(`1${" + 1".repeat(2999)}`).status).toBe("complete");
    expect(checkAnyCompleteness(`1${" + 1".repeat(2999)} + (`).status).toBe("incomplete");
    expect(checkAnyCompleteness("!".repeat(500_000)).status).toMatch(/^(incomplete|invalid)$/);
  });
});

it("numbers are no levels, however many", () => {
  expect(mostLevels(`[${"0.5, .25, ".repeat(5000)}]`)).toBeLessThan(10);
});

it("a text that is nested too deep is refused with a word", () => {
  const compilation = compileAnyCell(`${"a=>".repeat(100_000)}1`, context);
  expect(compilation).toMatchObject({
    status: "error",
    error: {
      name: "SyntaxError",
      message: "the cell cannot be analysed: something in it is nested thousands of levels deep",
    },
  });
});
