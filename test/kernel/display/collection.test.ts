// Many tensors at once: a row for each, named as in the value that holds them.

import { describe, expect, it } from "vitest";
import { present } from "../../../kernel/display/present.ts";
import * as torch from "../../../nn/index.ts";

const { nn } = torch;
const big = torch.arange(40).to("float32");
const small = torch.ones(2);

/** The cells of the table, row by row, without its head; undefined if there is no table. */
function rows(value: unknown): string[][] | undefined {
  const html = present(value).data["text/html"];
  if (html === undefined) return undefined;
  const all = [...String(html).matchAll(/<tr>(.*?)<\/tr>/g)].slice(1);
  return all.map(([, row = ""]) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = ""]) => cell.replaceAll("&nbsp;", " ")),
  );
}

const names = (value: unknown) => rows(value)?.map(([name]) => name);

describe("a collection of tensors", () => {
  it.each([
    ["an array", [big, small], ["0", "1"]],
    [
      "pairs",
      [
        ["weight", big],
        ["bias", small],
      ],
      ["weight", "bias"],
    ],
    ["a map", new Map([["x", big]]), ["x"]],
    ["an object", { input: big, output: small }, ["input", "output"]],
    ["the state of a module", new nn.Conv2d(1, 8, 3).stateDict(), ["weight", "bias"]],
    ["named parameters", new nn.Conv2d(1, 8, 3).namedParameters(), ["weight", "bias"]],
  ])("in %s has a row for each", (_name, value, expected) => {
    expect(names(value)).toEqual(expected);
  });

  it("tells shapes and what the numbers are like, and keeps the text of the value", () => {
    expect(rows({ big })).toEqual([["big", "float32 [40]", "40", "0", "19.5", "39", "11.7", ""]]);
    const { data } = present({ big, small });
    expect(data["text/html"]).toContain("<p>2 tensors, 42 numbers in all</p>");
    expect(data["text/plain"]).toMatch(/^\{\n {2}big: tensor\(\[ 0\., /);
  });

  it("tells of numbers that are not finite, and of tensors without numbers", () => {
    const odd = torch.zeros(40);
    odd.data.set([Number.NaN, Number.POSITIVE_INFINITY]);
    expect(rows([odd, torch.zeros(0, 3)])?.map((row) => row.at(-1))).toEqual(["<b>2 not finite</b>", ""]);
    expect(rows([odd, torch.zeros(0, 3)])?.[1]).toEqual(["1", "float32 [0, 3]", "0", "", "", "", "", ""]);
    expect(rows([odd, torch.tensor(5)])?.[1]).toEqual(["1", "int64 []", "1", "5", "5", "5", "", ""]);
  });

  it.each([
    ["of few numbers", [small, small]],
    ["with something else among it", [big, 1]],
    ["without anything", []],
  ])("%s is text", (_name, value) => {
    expect(rows(value)).toBeUndefined();
  });

  it("has its names escaped, and at most 200 rows unless asked", () => {
    expect(names({ "<b>": big })).toEqual(["&lt;b&gt;"]);
    const many = Array.from({ length: 201 }, () => big);
    expect(rows(many)).toHaveLength(200);
    expect(present(many).data["text/html"]).toContain("… 1 more; 201 tensors");
    const all = present(many, Number.POSITIVE_INFINITY);
    expect(String(all.data["text/html"]).match(/<tr>/g)).toHaveLength(202);
  });
});
