import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wordsOf } from "../../../kernel/cells/words.ts";

describe("the words of a line", () => {
  it.each<[line: string, words: string[]]>([
    ["", []],
    ["install zod", ["install", "zod"]],
    ["  install   zod@3  ", ["install", "zod@3"]],
    [`run "a b" 'c d'`, ["run", "a b", "c d"]],
    [`a"b c"d'e f'g`, ["ab cde fg"]],
    [String.raw`a\ b "c\"d" 'e\'`, ["a b", `c"d`, String.raw`e\ `.trim()]],
    [`""`, [""]],
    ["install x; touch P", ["install", "x;", "touch", "P"]],
    ["install x && touch P | cat > Q", ["install", "x", "&&", "touch", "P", "|", "cat", ">", "Q"]],
    ["$(touch P) `touch P` $HOME *", ["$(touch", "P)", "`touch", "P`", "$HOME", "*"]],
  ])("%j", (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  it("are those of a shell, where nothing else is for a shell to do", () => {
    const piece = fc.constantFrom("a", " ", "'b c'", `"d e"`, "\\ ", `\\"`, `"f\\"g"`, "'\\'", "-", `""`);
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const line = pieces.join("");
        const shell = execFileSync("sh", ["-c", `for word in ${line} end; do printf '%s\\n' "$word"; done`]);
        expect(wordsOf(line)).toEqual(shell.toString().split("\n").slice(0, -2));
      }),
      { numRuns: 50 },
    );
  });

  it.each([`a "b`, "a 'b", `it's`])("of %j are refused", (line) => {
    expect(() => wordsOf(line)).toThrow(`a quote is not closed: ${line}`);
  });
});
