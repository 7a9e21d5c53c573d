// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are the text of cells
// What is wrong with a cell before it runs: the message, and the person's line with a caret under the place.

import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CellError } from "../../../kernel/channel/messages.ts";
import { compileCell } from "../../../kernel/language/compile.ts";
import { checkCompleteness } from "../../../kernel/language/completeness.ts";

function problem(source: string, constants: Readonly<Record<string, string>> = {}): CellError {
  const compilation = compileCell(source, {
    file: "cell-7.ts",
    constants: new Map(Object.entries(constants)),
  });
  if (compilation.status === "ok") throw new Error(`compiles: ${source}`);
  return compilation.error;
}

describe("a cell that is wrong before it runs", () => {
  it("shows the line, a caret, and where it is", () => {
    const { name, traceback } = problem("const a = 1\nconst b = )\nconst c = 3");
    expect(name).toBe("SyntaxError");
    expect(traceback.slice(1)).toEqual([
      "",
      "  1 | const a = 1",
      "> 2 | const b = )",
      "    |           ^",
      "  3 | const c = 3",
      "",
      "    at cell [7]:2:11",
    ]);
  });

  it.each([
    ["a text that breaks off", "if (x) {", "SyntaxError", "Expected `}`", "1:9"],
    ["two statements on a line", "a b", "SyntaxError", "semicolon", "1:2"],
    [
      "a name declared twice",
      "const x = 1\nlet x = 2",
      "SyntaxError",
      "`x` has already been declared",
      "2:5",
    ],
    ["a return outside of a function", "return 3", "SyntaxError", "'return'", "1:1"],
    ["with", "with (a) {}", "SyntaxError", "'with'", "1:1"],
    ["a regular expression that is none", "1;\n/)/", "SyntaxError", "Unmatched ')'", "2:1"],
    ["an assignment to a constant", "const k = 1\nk = 2", "TypeError", "k is a constant and cannot", "2:1"],
    [
      "an increment of a constant in a function",
      "const k = 1; const f = () => k++",
      "TypeError",
      "k is a constant",
      "1:30",
    ],
    [
      "an assignment to a constant by destructuring",
      "const k = 1;\n[k] = [2]",
      "TypeError",
      "k is a constant",
      "2:2",
    ],
    ["an assignment to a resource", "using r = null; r = null", "TypeError", "r is a constant", "1:17"],
    [
      "an assignment to an import",
      "import { k } from 'm'; k = 1",
      "TypeError",
      "k is an import and cannot",
      "1:24",
    ],
  ])("%s", (_what, source, name, message, place) => {
    const error = problem(source);
    expect(error.name).toBe(name);
    expect(error.message).toContain(message);
    expect(error.traceback.at(-1)).toBe(`    at cell [7]:${place}`);
  });

  it("names the cell that defined the constant", () => {
    const { message } = problem("rate = 2", { rate: "cell [3]" });
    expect(message).toBe("rate is a constant defined in cell [3] and cannot be assigned to");
  });
});

describe("a text that is too deep for the parser's or our own stack", () => {
  it.each([
    ["calls", "f(".repeat(20_000) + ")".repeat(20_000), "nested 20000 deep"],
    ["arrays, not closed", "[".repeat(100_000), "nested 100000 deep"],
  ])("%s", (_what, source, message) => {
    expect(problem(source).message).toContain(message);
  });

  it.each([
    ["calls", "f(", ")"],
    ["arrays", "[", "]"],
    ["functions", "() => {", "}"],
    ["objects", "{ a: ", "}"],
  ])("%s in any depth that people write", (_what, open, close) => {
    const source = `x = ${open.repeat(400)}${open.includes("a:") ? "1" : ""}${close.repeat(400)}`;
    expect(compileCell(source, { file: "cell-7.ts", constants: new Map() }).status).toBe("ok");
  });
});

describe("what looks like an assignment to a constant and is none", () => {
  it.each([
    ["a declaration again", "let rate = 2"],
    ["a declaration again, and an assignment", "let rate = 2; rate = 3"],
    ["an assignment to a parameter of its name", "const f = (rate: number) => { rate = 2 }"],
    ["an assignment to a property", "rate.x = 2"],
    ["an assignment inside of a block that declares the name", "{ let rate; rate = 1 }"],
  ])("%s", (_what, source) => {
    const constants = new Map([["rate", "cell [3]"]]);
    expect(compileCell(source, { file: "cell-7.ts", constants }).status).toBe("ok");
  });
});

describe("a text of any kind", () => {
  const tokens =
    "const let var function class enum namespace import export default from as type using await async new typeof for while do of in continue break try catch finally label: if else x y f $ $cell 1 'm' ` ${ } { ( ) [ ] , ; : . ?. => = += ++ ! < > / @ # \n".split(
      " ",
    );
  const text = fc
    .array(fc.constantFrom(...tokens, "\n", "🦊"), { maxLength: 12 })
    .map((words) => words.join(" "));

  it("compiles or has a problem, and never throws", () => {
    fc.assert(
      fc.property(text, (source) => {
        const { status } = compileCell(source, { file: "cell-1.ts", constants: new Map() });
        expect(["ok", "error"]).toContain(status);
        if (status === "ok") expect(checkCompleteness(source).status).not.toBe("invalid");
      }),
      { numRuns: 2000 },
    );
  });

  it("compiles to code that JavaScript can parse", () => {
    fc.assert(
      fc.property(text, (source) => {
        const functions = { read: new Set<string>(), written: new Set<string>() };
        const defined = new Set(["x", "y"]);
        const context = { file: "cell-1.ts", constants: new Map(), defined, functions };
        const compilation = compileCell(source, context);
        if (compilation.status === "ok") new vm.Script(`(${compilation.cell.code})`);
      }),
      { numRuns: 2000 },
    );
  });
});
