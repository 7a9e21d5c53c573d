// Functions of the torch namespace are the methods under another form of call.

import { describe, expect, it } from "vitest";
import { tensor } from "../../../nn/tensor/creation.ts";
import * as functions from "../../../nn/tensor/functions.ts";
import { Tensor } from "../../../nn/tensor/tensor.ts";

const notMethods = new Set(["einsum", "where", "isTensor"]);
const names = Object.keys(functions).filter((name) => !notMethods.has(name));

function invoke(owner: object, name: string, args: readonly unknown[]): unknown {
  const target: unknown = Reflect.get(owner, name);
  if (typeof target !== "function") throw new Error(`there is no ${name}`);
  return Reflect.apply(target, owner, args);
}

const square = tensor([
  [0.5, 2],
  [3, 0.25],
]);
const index = tensor([[0, 1]]);
/** Arguments after the first, where a number alone does not do. */
const further: Record<string, readonly unknown[]> = {
  clamp: [{ min: 1 }],
  lerp: [square.neg(), 0.3],
  mv: [square.select(0, 0)],
  gather: [0, index],
  scatter: [0, index, 1],
  scatterAdd: [0, index, 1],
  indexSelect: [0, index.select(0, 0)],
  indexAdd: [0, index.select(0, 0), square, { alpha: 3 }],
  indexCopy: [0, index.select(0, 0), square.flip(0)],
  indexFill: [0, index.select(0, 0), 7],
  indexPut: [[index.select(0, 0), 1], 7, { accumulate: true }],
  maskedScatter: [square.gt(1), square],
  maskedFill: [square.gt(1), 7],
  maskedSelect: [square.gt(1)],
  reshape: [[4]],
  permute: [[1, 0]],
  flip: [[0]],
  transpose: [0, 1],
  movedim: [0, 1],
  narrow: [0, 1, 1],
  norm: [1],
  chunk: [2],
};
const withTensor = new Set([
  "matmul",
  "mm",
  "atan2",
  "hypot",
  "maximum",
  "minimum",
  "equal",
  "allclose",
  "isclose",
]);
const withoutArguments = new Set(["nonzero", "t", "round", "clone", "squeeze", "flatten", "diagonal"]);

function argumentsOf(name: string): readonly unknown[] {
  if (further[name]) return further[name];
  if (withTensor.has(name)) return [square];
  return withoutArguments.has(name) ? [] : [1];
}

/** Tensors and lists and records of them as plain values. */
function plain(value: unknown): unknown {
  if (value instanceof Tensor) return [value.dtype, value.toArray()];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

describe("torch.name(x, ...) is x.name(...):", () => {
  it.each(names)("%s", (name) => {
    const [x, args] = {
      bmm: [square.unsqueeze(0), [square.unsqueeze(0)]] as const,
      dot: [square.flatten(), [square.flatten()]] as const,
      outer: [square.flatten(), [square.flatten()]] as const,
    }[name] ?? [square, argumentsOf(name)];
    expect(plain(invoke(functions, name, [x, ...args]))).toEqual(plain(invoke(x, name, args)));
  });
});

describe("isTensor", () => {
  it("knows tensors from everything else", () => {
    expect(functions.isTensor(square)).toBe(true);
    expect([null, 1, [square], new Float32Array(2)].some(functions.isTensor)).toBe(false);
  });
});
