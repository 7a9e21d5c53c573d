// Every kernel of the engine can be read as text. The generators are found in their folder, so that none is forgotten; the
// text is read again here, by the rules of WebAssembly's text format.

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { Kernel } from "../../../nn/wasm/kernel.ts";
import { largeForm, smallForm } from "../../../nn/wasm/winograd-form.ts";

const folder = resolve(import.meta.dirname, "../../../nn/wasm");
const generators = new Map<string, (...args: readonly unknown[]) => unknown>();
for (const file of readdirSync(folder)) {
  const module: object = await import(join(folder, file));
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === "function" && /^[a-z]\w*Kernel$/.test(name)) {
      generators.set(name, (...args) => Reflect.apply(value, undefined, args));
    }
  }
}

/** These make kernels of what others give them. */
const helpers = new Set(["defineKernel", "columnsKernel", "elementwiseKernel"]);

const foldings = [
  "sum",
  "product",
  "zeros",
  "highHalves",
  "smallestInteger",
  "squares",
  "largest",
  "smallestSize",
  "squaredDistances",
  "powersOfDistances",
];
const finish = { added: true, rectified: true };
/** Arguments with which each generator is called; none for those that are not named. */
const calls: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  bestOfRowsKernel: [["float32"], ["int64"]],
  binaryKernel: [
    ["add", "float32", ["dense", "splat"]],
    ["maximum", "float32", ["splat", "dense"]],
    ["mul", "int64", ["dense", "dense"]],
    ["remainder", "int64", ["dense", "dense"]],
    ["pow", "float32", ["dense", "dense"]],
  ],
  chooseKernel: [[["dense", "splat", "dense"]]],
  comparisonKernel: [
    ["lt", "float32", ["dense", "dense"]],
    ["logicalXor", "int64", ["dense", "splat"]],
  ],
  convertKernel: [
    ["bool", "float32", "dense"],
    ["float32", "int64", "dense"],
    ["int64", "bool", "splat"],
  ],
  copyRowsKernel: [["forward"], ["backward"], ["spaced"], ["same"]],
  cumulateRowsKernel: [["sum"], ["product"]],
  cumulateColumnsKernel: [["sum"], ["product"]],
  foldRowsKernel: foldings.map((name) => [name]),
  foldColumnsKernel: foldings.map((name) => [name]),
  frameKernel: [[1], [2], ["any"]],
  gatherKernel: [[4], [16]],
  integerKernel: [
    ["abs", "dense"],
    ["sign", "splat"],
  ],
  layerNormKernel: [[{ weighted: true, biased: true }], [{ weighted: false, biased: false }]],
  lerpKernel: [[["dense", "splat", "splat"]]],
  multiplyKernel: [
    [{ lastRows: 6, bias: "rows" }],
    [{ lastRows: 1, bias: "columns" }],
    [{ lastRows: 3, bias: "none", finish }],
  ],
  packKernel: [
    [4, "depth"],
    [16, "any"],
  ],
  parametricKernel: ["leakyRelu", "elu", "clamp", "softplus"].map((name) => [name, "dense"]),
  placesInColumnsKernel: [["largest"], ["smallest"]],
  poolKernel: [["mean"], ["largest"], ["placeOfLargest"]],
  predicateKernel: [
    ["isnan", "dense"],
    ["isfinite", "splat"],
  ],
  radixSortKernel: [["float32"], ["int64"]],
  scatterElementsKernel: [["set"], ["add"]],
  triangleKernel: [["lower"], ["upper"]],
  truthKernel: [
    ["logicalAnd", ["dense", "splat"]],
    ["le", ["dense", "dense"]],
  ],
  unaryKernel: [
    "exp",
    "erfc",
    "asinh",
    "log2",
    "sin",
    "tan",
    "acos",
    "sinh",
    "expm1",
    "gelu",
    "erf",
    "sign",
  ].map((name) => [name]),
  softmaxKernel: [["softmax"], ["logSoftmax"]],
  windowKernel: [
    [4, "largest"],
    [3, "convolveBiased"],
    [4, finish, { rows: 3, columns: 3 }],
  ],
  weightTransformKernel: [[largeForm], [smallForm]],
  pixelTransformKernel: [
    [largeForm, 16],
    [smallForm, 8],
  ],
  resultTransformKernel: [
    [largeForm, "biased"],
    [smallForm, finish],
  ],
};

/** What is wrong with a module's text: undeclared names, blocks that do not close, instructions that are none. */
function faults(text: string): string[] {
  const found: string[] = [];
  const functions = [...text.matchAll(/^ {2}\(func (\$\S+)(.*)\n([\s\S]*?)\n {2}\)$/gm)];
  const names = new Set(functions.map(([, name]) => name));
  if (!names.has("$run")) found.push("no function $run");
  for (const [, name, parameters = "", body = ""] of functions) {
    const declared = new Set<string>();
    const declare = (line: string) => {
      for (const [, variable = ""] of line.matchAll(/\((?:param|local) (\$\S+) (?:i32|f32|v128)\)/g)) {
        if (declared.has(variable)) found.push(`${name}: ${variable} is declared twice`);
        declared.add(variable);
      }
    };
    declare(parameters);
    let depth = 0;
    for (const line of body.split("\n").map((each) => each.trim())) {
      const [mnemonic = "", operand = ""] = line.split(" ");
      if (line.startsWith("(local")) declare(line);
      else if (["block", "loop", "if"].includes(mnemonic)) depth++;
      else if (mnemonic === "end") depth--;
      else if (mnemonic.startsWith("local.") && !declared.has(operand)) found.push(`${name}: ${line}`);
      else if (mnemonic === "call" && !names.has(operand)) found.push(`${name}: ${line}`);
      else if (/^br(_if)?$/.test(mnemonic) && !(Number(operand) < depth)) found.push(`${name}: ${line}`);
      else if (!/^(else|call|br(_if)?|(local|i32|f32|v128|[if]\d+x\d+)\.[a-z0-9_]+)$/.test(mnemonic))
        found.push(`${name}: ${line}`);
      if (depth < 0) found.push(`${name}: an end without a beginning`);
    }
    if (depth !== 0) found.push(`${name}: ${depth} blocks are not closed`);
  }
  return found;
}

describe("the text of a kernel", () => {
  const named = [...generators].filter(([name]) => !helpers.has(name));

  it.each(named)("of %s declares what it uses and closes what it opens", (name, generate) => {
    const texts = (calls[name] ?? [[]]).map((args) => {
      const kernel = generate(...args);
      if (!(kernel instanceof Kernel)) throw new TypeError(`${name} makes no kernel`);
      return kernel.text();
    });
    for (const text of texts) {
      expect(text).toMatch(/^\(module\n/);
      expect(text.split("(").length).toBe(text.split(")").length);
      expect(faults(text)).toEqual([]);
    }
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("is asked for with the arguments of generators that exist", () => {
    expect(Object.keys(calls).filter((name) => !generators.has(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });
});
