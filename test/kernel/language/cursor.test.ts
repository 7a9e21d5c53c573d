// What stands at the cursor: the mark ¦ is where it is.

import { describe, expect, it } from "vitest";
import { callAround, cursorAt, nameAt } from "../../../kernel/language/cursor.ts";

function split(marked: string): [text: string, offset: number] {
  return [marked.replace("¦", ""), marked.indexOf("¦")];
}

describe("what is being typed", () => {
  it.each<[marked: string, expected: object]>([
    ["¦", { start: 0, prefix: "", isMember: false }],
    ["con¦", { start: 0, prefix: "con", isMember: false }],
    ["x = größe¦", { start: 4, prefix: "größe", isMember: false }],
    ["a.b¦", { start: 2, prefix: "b", isMember: true, owner: ["a"] }],
    ["a . b ?. c¦ + d", { start: 9, prefix: "c", isMember: true, owner: ["a", "b"] }],
    ["f(1).b¦", { start: 5, prefix: "b", isMember: true, owner: [] }],
    ["f().a.b¦", { isMember: true, owner: [] }],
    ["xs[0].a.b¦", { isMember: true, owner: [] }],
    ["1 + a.¦", { prefix: "", isMember: true, owner: ["a"] }],
    ["...rest¦", { prefix: "rest" }],
    ["a = 1; b¦", { startsExpression: true }],
    ["f(b¦", { startsExpression: true }],
    ["x => b¦", { startsExpression: false }],
    ["a = { b¦", { startsExpression: false }],
    ["import { b¦", { startsExpression: false }],
    ["f('b¦", { startsExpression: false }],
    ["'left¦'", { start: 1, prefix: "left", isMember: false, specifier: undefined }],
    ["'a' + b¦", { prefix: "b", specifier: undefined }],
    ['"it\'s" + b¦', { prefix: "b" }],
    ["// a 'quote\nb¦", { start: 12, prefix: "b" }],
    ["import { a } from './l¦'", { prefix: "./l", specifier: "./l" }],
    ['import "node:¦"', { specifier: "node:" }],
    ["await import('zo¦')", { specifier: "zo" }],
    ["require('¦')", { specifier: "" }],
    ["from('¦')", { specifier: undefined }],
  ])("%s", (marked, expected) => {
    expect(cursorAt(...split(marked))).toMatchObject(expected);
  });
});

describe("the name at the cursor", () => {
  it.each<[marked: string, path: readonly string[] | undefined]>([
    ["Math.max¦", ["Math", "max"]],
    ["Ma¦th.max", ["Math"]],
    ["¦Math.max", ["Math"]],
    ["f().ma¦x", undefined],
    ["a?.b¦", ["a", "b"]],
  ])("%s", (marked, path) => {
    expect(nameAt(...split(marked))?.path).toEqual(path);
  });

  it.each(["1 + ¦", "", "(¦)"])("none in %j", (marked) => {
    expect(nameAt(...split(marked))).toBeUndefined();
  });
});

describe("the call around the cursor", () => {
  it.each<[marked: string, name: string | undefined, argument: number | undefined]>([
    ["f(¦)", "f", 0],
    ["f(1, ¦", "f", 1],
    ["f(g(1, 2), [3, 4], ¦", "f", 2],
    ["f(g(1, ¦", "g", 1],
    ["f({ a: 1, b: ¦", "f", 0],
    ["a.b.method('x, (y', ¦)", "method", 1],
    ["new Map<string, number>(¦)", "Map", 0],
    ["f(1)¦", undefined, undefined],
    ["(1 + ¦)", undefined, undefined],
  ])("%s", (marked, name, argument) => {
    const call = callAround(...split(marked));
    expect([call?.name, call?.argument]).toEqual([name, argument]);
  });
});
