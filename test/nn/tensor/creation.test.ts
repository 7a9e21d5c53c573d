// How tensors are made: dtypes, sizes and defaults of PyTorch, and what is refused. Expected values are worked out
// by hand.

import { describe, expect, it } from "vitest";
import * as creation from "../../../nn/tensor/creation.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";
import calls from "../../fixtures/functional_calls.json" with { type: "json" };

const { arange, ones, tensor, zeros } = creation;

describe("creation", () => {
  it.each([
    ["whole numbers", tensor([1, 2]), "int64", [1, 2]],
    ["fractions", tensor([1, 2.5]), "float32", [1, 2.5]],
    ["booleans", tensor([true, false]), "bool", [true, false]],
    ["booleans among numbers", tensor([true, 2]), "int64", [1, 2]],
    ["a number", tensor(3), "int64", 3],
    ["nothing", tensor([]), "float32", []],
    ["a Float32Array", tensor(new Float32Array([1, 2])), "float32", [1, 2]],
    ["a Float64Array", tensor(new Float64Array([1, 2])), "float64", [1, 2]],
    ["a dtype that is said", tensor([1, 2], { dtype: "float64" }), "float64", [1, 2]],
    ["whole numbers with a gradient", tensor([1, 2], { requiresGrad: true }), "float32", [1, 2]],
    ["an Int32Array", tensor(new Int32Array([1, -2])), "int64", [1, -2]],
    [
      "a Uint8Array in another dtype",
      tensor(new Uint8Array([1, 200]), { dtype: "float32" }),
      "float32",
      [1, 200],
    ],
    [
      "typed arrays in an array",
      tensor([new Float32Array([1.5]), new Float32Array([2])]),
      "float32",
      [[1.5], [2]],
    ],
    ["full of truth", creation.full([2], true), "bool", [true, true]],
    ["fullLike", creation.fullLike(tensor([1, 2]), 7), "int64", [7, 7]],
    ["emptyLike", creation.emptyLike(zeros(0, 2)), "float32", []],
    ["arange with options", arange(2, { dtype: "float64" }), "float64", [0, 1]],
    ["eye of a rectangle", creation.eye(1, 2), "float32", [[1, 0]]],
    ["randint up to", creation.randint(1, [2]), "int64", [0, 0]],
    ["sizes one by one", zeros(2, 1), "float32", [[0], [0]]],
    ["sizes in an array", ones([2]), "float32", [1, 1]],
    ["sizes and options", ones(2, { dtype: "int64" }), "int64", [1, 1]],
    ["full", creation.full([2], 2.5), "float32", [2.5, 2.5]],
    ["full with whole numbers", creation.full([2], 2), "int64", [2, 2]],
    ["zerosLike", creation.zerosLike(tensor([1, 2])), "int64", [0, 0]],
    ["arange", arange(3), "int64", [0, 1, 2]],
    ["arange in fractions", arange(0, 1, 0.25), "float32", [0, 0.25, 0.5, 0.75]],
    ["arange downwards", arange(3, 0, -2), "int64", [3, 1]],
    ["linspace", creation.linspace(0, 1, 5), "float32", [0, 0.25, 0.5, 0.75, 1]],
    [
      "eye",
      creation.eye(2),
      "float32",
      [
        [1, 0],
        [0, 1],
      ],
    ],
  ])("from %s", (_, made, dtype, values) => {
    expect(made.dtype).toBe(dtype);
    expect(made.toArray()).toEqual(values);
  });

  it("randLike, randnLike and randintLike draw what rand, randn and randint draw for that shape and dtype", () => {
    const like = zeros([2, 3], { dtype: "float64" });
    const draw = (make: () => Tensor) => {
      creation.manualSeed(5);
      return make();
    };
    const pairs = [
      [() => creation.randLike(like), () => creation.rand([2, 3], { dtype: "float64" })],
      [() => creation.randnLike(like), () => creation.randn([2, 3], { dtype: "float64" })],
      [() => creation.randintLike(like, -3, 9), () => creation.randint(-3, 9, [2, 3], { dtype: "float64" })],
      [() => creation.randnLike(like, { dtype: "float32" }), () => creation.randn(2, 3)],
    ] as const;
    for (const [made, expected] of pairs) {
      expect(draw(made).dtype).toBe(draw(expected).dtype);
      expect(draw(made).toArray()).toEqual(draw(expected).toArray());
    }
  });

  it.each([
    [
      "ragged arrays",
      () => tensor([[1, 2], [3]]),
      "tensor: data: expected 2 elements at dimension 1, got 1 elements",
    ],
    [
      "a number among arrays",
      () => tensor([[1], 2]),
      "tensor: data: expected 1 elements at dimension 1, got a number",
    ],
    [
      "an array among numbers",
      () => tensor([1, [2]]),
      "tensor: data: expected a number at dimension 1, got 1 elements",
    ],
    ["integers that do not fit", () => tensor([2 ** 31]), "int64 holds values from"],
    ["a negative size", () => zeros(2, -1), "zeros: size: expected a whole number of at least 0, got -1"],
    [
      "gradients of integers",
      () => ones([2], { dtype: "int64", requiresGrad: true }),
      "only tensors of floating point dtype",
    ],
    [
      "random integers that do not fit",
      () => creation.randint(0, 2 ** 32, [1]),
      "randint: int64 holds values from",
    ],
    ["more numbers than there is room for", () => arange(2 ** 31 - 5), "arange: out of memory"],
    ["a step that leads away", () => arange(0, 3, -1), "arange: step -1 does not lead from 0 to 3"],
  ])("refuses %s", (_, act, message) => expect(act).toThrow(message));
});

function valuesOf(stored: unknown): number[] {
  const values: unknown = Reflect.get(Object(stored), "values");
  return Array.isArray(values) ? values.map(Number) : [];
}

describe("sequences", () => {
  const exact = calls
    .filter(({ family }) => family === "sequence_calls")
    .map(({ call, arguments: args, expected }) => ({
      call: call.replace("torch.", ""),
      args: args.filter((each) => typeof each === "number"),
      values: valuesOf(expected),
    }));

  it.each(exact)("$call($args) is PyTorch's to the last bit", ({ call, args, values }) => {
    const make: unknown = Reflect.get(creation, call);
    if (typeof make !== "function") throw new TypeError(`no function ${call}`);
    expect([...make(...args).data]).toEqual([...Float32Array.from(values)]);
    expect(values.length).toBeGreaterThan(16);
  });
});
