import { describe, expect, it } from "vitest";
import { codeFrame } from "../../../kernel/channel/code-frame.ts";

const poem = ["one", "two", "three", "four", "five"].join("\n");

describe("a code frame", () => {
  const cases: { name: string; source: string; line: number; column: number; frame: string[] }[] = [
    {
      name: "shows two lines before and one after",
      source: poem,
      line: 3,
      column: 2,
      frame: ["  1 | one", "  2 | two", "> 3 | three", "    |  ^", "  4 | four"],
    },
    { name: "of a single line is that line", source: "x", line: 1, column: 1, frame: ["> 1 | x", "    | ^"] },
    {
      name: "keeps the numbers in one column",
      source: Array(10).fill("x").join("\n"),
      line: 10,
      column: 1,
      frame: ["   8 | x", "   9 | x", "> 10 | x", "     | ^"],
    },
    {
      name: "puts the caret below a tab's text",
      source: "\tx = y",
      line: 1,
      column: 6,
      frame: ["> 1 | \tx = y", "    | \t    ^"],
    },
    {
      name: "leaves no space at the end of an empty line",
      source: "a\n\nb",
      line: 3,
      column: 1,
      frame: ["  1 | a", "  2 |", "> 3 | b", "    | ^"],
    },
    { name: "of a line that is not there is empty", source: "a", line: 7, column: 1, frame: [] },
  ];
  it.each(cases)("$name", ({ source, line, column, frame }) => {
    expect(codeFrame(source, line, column)).toEqual(frame);
  });
});
