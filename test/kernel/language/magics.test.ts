// Lines at the head of a cell that speak to the kernel.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMagics } from "../../../kernel/language/magics.ts";

describe("magics", () => {
  it.each<[source: string, magics: readonly string[][]]>([
    ["%types off\n1", [["types", "off"]]],
    [
      "  %types  \n%npm install zod --save\n1",
      [
        ["types", ""],
        ["npm", "install zod --save"],
      ],
    ],
    ["\n// a comment\n\n%types warn\r\n1", [["types", "warn"]]],
    ["%%time", [["time", ""]]],
    [
      "!ls -l\n! ./run it",
      [
        ["!", "ls -l"],
        ["!", "./run it"],
      ],
    ],
    ["1\n%types off", []],
    ["1\n!ls", []],
    ["!(1 > 2)", []],
    ["!!done", []],
    ["a = 5\n% 2", []],
    ["5 % 2", []],
    ["% 2", []],
  ])("of %j", (source, magics) => {
    expect(readMagics(source).magics.map(({ name, argument }) => [name, argument])).toEqual(magics);
  });

  it("leave every other character in its place", () => {
    const line = fc.constantFrom("%types off", "  %npm i a", "// note", "", "const a = 1;", "`%x`");
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const source = lines.join("\n");
        const { magics, code } = readMagics(source);
        expect(code).toHaveLength(source.length);
        const blanked = [...code].filter((character, i) => character !== source[i]);
        expect(new Set(blanked)).toEqual(new Set(blanked.length > 0 ? [" "] : []));
        for (const { name, offset } of magics) expect(source.slice(offset).trimStart()).toMatch(`%${name}`);
      }),
    );
  });
});
