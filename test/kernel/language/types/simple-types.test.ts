// Types that mean the same in every cell may be written down; names of types may not.

import { expect, it } from "vitest";
import { isSimple } from "../../../../kernel/language/types/compiler/simple-types.ts";

it.each<[type: string, simple: boolean]>([
  ["number", true],
  ['"left" | "right"', true],
  ["readonly [1, -2.5, 10n]", true],
  ["{ a: number; b?: { readonly c: string[]; }; }", true],
  ["(x: number, ...rest: string[]) => void", true],
  ["{ method(x: boolean): undefined; [key: string]: unknown; }", true],
  ['{ "quoted name": null; }', true],
  ["{ 'quoted name': null; }", true],
  ["Point", false],
  ["{ at: Point; }", false],
  ["Map<string, number>", false],
  ["Promise<number>", false],
  ["<T>(x: T) => T", false],
  ["typeof Point", false],
  ["unique symbol", false],
  ['typeof import("node:fs")', false],
  ["`$" + "{number}px`", false],
  ["Colour.Red", false],
  ["(x: unknown) => x is string", false],
])("%s: %s", (type, simple) => {
  expect(isSimple(type)).toBe(simple);
});
