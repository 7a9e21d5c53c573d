// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are the text of cells
// is_complete, text by text. The rule relies on the parser's words, so these cases hold it when the parser changes.

import { describe, expect, it } from "vitest";
import { checkCompleteness } from "../../../kernel/language/completeness.ts";

describe("is_complete", () => {
  it.each([
    "1 + 1",
    "",
    "  \n",
    "// comment",
    "/** comment */",
    "a\n.b",
    "async",
    "const f = <T>(x: T) => x",
    "<div></div>",
    "const x = { a: 1 }",
    "if (x) y()",
    "for (const a of b) {}",
    "await f()",
    "import x from 'x'",
    "`a\nb`",
    "label: {}",
    "declare function f(): void",
    "function f(): void\nfunction f() {}",
    "enum E { A }",
    "x = /[(]/",
    "'{'",
  ])("complete: %j", (source) => {
    expect(checkCompleteness(source)).toEqual({ status: "complete", indent: "" });
  });

  it.each([
    ["if (x) {", 1],
    ["foo(", 1],
    ["foo(\n  {", 2],
    ["`abc", 0],
    ["`${", 0],
    ["`${a", 0],
    ["/* abc", 0],
    ["x =", 0],
    ["const", 0],
    ["class A {\n  m() {", 2],
    ["let", 0],
    ["let x: ", 0],
    ["x.", 0],
    ["[1, 2", 1],
    ["a => {", 1],
    ["if (x)", 0],
    ["for (const a of b)", 0],
    ["type T = {", 1],
    ["const x: Array<", 0],
    ["@dec", 0],
    ["x ?", 0],
    ["function f()", 0],
    ["import {", 1],
    ["import x from", 0],
    ["() =>", 0],
    ["a ? b :", 0],
    ["<div>", 0],
    ["const s = '}'; {", 1],
    ["try {\n}", 0],
    ["do {} ", 0],
    ["while (1)", 0],
    ["label:", 0],
    ["enum E {", 1],
    ["x = /[(]/; (", 1],
    ["1 +", 0],
    ["!", 0],
    ["await", 0],
    ["export", 0],
    ["f(a, () => {\n  g()\n}, {", 2],
    ["// {\nif (x) {", 1],
    ["/* { */ [", 1],
    ["`{` + (", 1],
  ])("incomplete: %j", (source, depth) => {
    expect(checkCompleteness(source)).toEqual({ status: "incomplete", indent: "  ".repeat(depth) });
  });

  it.each([
    "a b",
    "}",
    "else",
    "return 1",
    "const x = 1; const x = 2",
    '"abc',
    "'abc\n",
    "foo(]\n(",
    "1 = 2",
    "with (a) {}",
  ])("invalid: %j", (source) => {
    expect(checkCompleteness(source)).toEqual({ status: "invalid", indent: "" });
  });
});
