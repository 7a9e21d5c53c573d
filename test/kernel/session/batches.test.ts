// Which cells were left out when VS Code ran cells in one go.

import { expect, it } from "vitest";
import { Batches } from "../../../kernel/session/reactive/batches.ts";

it.each<[what: string, batches: readonly string[], leftOut: string]>([
  ["none in a first run of all", ["abcd"], ""],
  ["none in the same once more", ["abcd", "abcd"], ""],
  ["one between others", ["abcd", "abd"], "c"],
  ["two between others", ["abcde", "abe"], "cd"],
  ["not those above or below what was run", ["abcdef", "cd"], ""],
  ["a new one is not missed", ["abd", "abcd"], ""],
  ["and is known from then on", ["abd", "abcd", "abd"], "c"],
  ["not one that was moved", ["abcd", "acdb", "acdb"], ""],
  ["most were left out: that was no run of all", ["abcdef", "af"], ""],
  ["a single cell says nothing", ["abc", "a"], ""],
  ["a part in between, then all but one of it", ["abcdef", "cde", "abcef"], "d"],
])("%s", (_what, sent, leftOut) => {
  const batches = new Batches();
  const ends = sent.map((cells) => {
    for (const cell of cells) batches.add(cell);
    return batches.end().join("");
  });
  expect(ends.at(-1)).toBe(leftOut);
});
