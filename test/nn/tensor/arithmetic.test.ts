// Tensors and numbers together: dtypes, integers that do not fit, products that do not, and comparisons. The
// arithmetic itself is tested with the operations; expected values here are worked out by hand.

import { describe, expect, it } from "vitest";
import { ones, tensor, zeros } from "../../../nn/tensor/creation.ts";
import { einsum } from "../../../nn/tensor/einsum.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

describe("numbers beside tensors", () => {
  it.each([
    ["float32 + whole", ones(1).add(2), "float32", [3]],
    ["int64 + whole", tensor([1]).add(2), "int64", [3]],
    ["int64 + fraction", tensor([1]).add(0.5), "float32", [1.5]],
    ["int64 / whole", tensor([3]).div(2), "float32", [1.5]],
    ["bool + whole", tensor([true]).add(1), "int64", [2]],
    ["float64 * fraction", ones([1], { dtype: "float64" }).mul(0.1), "float64", [0.1]],
    ["with alpha", ones(1).add(2, { alpha: 3 }), "float32", [7]],
    ["a tensor with alpha", ones(1).sub(ones(1), { alpha: 3 }), "float32", [-2]],
    ["int64 to a float64 power", tensor([3]).pow(tensor(2, { dtype: "float64" })), "float64", [9]],
    ["comparison", tensor([1, 2, 3]).gt(2), "bool", [false, false, true]],
  ])("%s", (_, result, dtype, values) => {
    expect(result.dtype).toBe(dtype);
    expect(result.toArray()).toEqual(values);
  });
});

describe("integers that do not fit are an error, and never wrong numbers", () => {
  const large = () => tensor([2 ** 30, -(2 ** 31)]);
  it.each<[string, () => Tensor]>([
    ["add", () => large().add(large())],
    ["a number that is too large", () => large().add(2 ** 31)],
    ["add_", () => large().add_(large())],
    ["mul", () => large().mul(4)],
    ["pow", () => large().pow(2)],
    ["neg", () => large().neg()],
    ["abs", () => large().abs()],
    ["sum", () => large().slice(0, 0, 1).repeat(3).sum()],
    ["prod", () => large().prod()],
    ["cumsum", () => large().slice(0, 0, 1).repeat(3).cumsum(0)],
    ["matmul", () => large().dot(large())],
    ["conversion", () => tensor([3e9, 0.5]).to("int64")],
    ["conversion of NaN", () => tensor([Number.NaN]).long()],
    ["scatterAdd", () => large().scatterAdd(0, tensor([1]), tensor([-1]))],
  ])("%s", (_, act) => {
    expect(act).toThrow("int64 holds values from -2147483648 to 2147483647 here, got");
  });

  it("and nothing of the tensor is lost", () => {
    const x = large();
    expect(() => x.add_(x)).toThrow();
    expect(x.toArray()).toEqual([2 ** 30, -(2 ** 31)]);
  });
});

describe("products refuse shapes and name them", () => {
  const [x, batch] = [zeros(2, 3), zeros(4, 2, 3)];
  it.each([
    ["mm", () => x.mm(zeros(3)), "mm: expected two matrices, got shapes [2, 3] and [3]"],
    [
      "bmm",
      () => batch.bmm(zeros(5, 3, 2)),
      "bmm: expected batches of one size, got shapes [4, 2, 3] and [5, 3, 2]",
    ],
    ["mv", () => x.mv(x), "mv: expected a matrix and a vector, got shapes [2, 3] and [2, 3]"],
    [
      "matmul",
      () => x.matmul(x),
      "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3), from shapes [2, 3] and [2, 3]",
    ],
    ["terms", () => einsum("ij,jk", x), 'einsum: "ij,jk" has 2 terms, but 1 tensors were given'],
    [
      "a term of another rank",
      () => einsum("ijk->i", x),
      'the term "ijk" of "ijk->i" does not fit a tensor of shape [2, 3]',
    ],
    [
      "sizes",
      () => einsum("ij,jk->ik", x, x),
      'einsum: "j" of "ij,jk->ik" has size 3 in one place and 2 in another',
    ],
    ["a name from nowhere", () => einsum("ij->k", x), '"k" in the result of "ij->k" must occur in the terms'],
    [
      "no letters",
      () => einsum("i1->i", x),
      'einsum: expected terms of letters such as "ij,jk->ik", got "i1->i"',
    ],
  ])("%s", (_, act, message) => expect(act).toThrow(message));
});

describe("comparison of tensors", () => {
  it.each([
    ["equal", [1, 2], [1, 2], {}, true],
    ["within the tolerance", [1, 2], [1.000005, 2], {}, true],
    ["beyond it", [1, 2], [1.0001, 2], {}, false],
    ["with a tolerance that is said", [1, 2], [1.0001, 2], { rtol: 1e-3 }, true],
    ["NaN", [Number.NaN], [Number.NaN], {}, false],
    ["NaN counted as equal", [Number.NaN], [Number.NaN], { equalNan: true }, true],
    ["infinities", [Infinity], [Infinity], {}, true],
    ["opposite infinities", [Infinity], [-Infinity], {}, false],
  ])("allclose: %s", (_, a, b, options, close) => {
    const dtype = "float64";
    expect(tensor(a, { dtype }).allclose(tensor(b, { dtype }), options)).toBe(close);
  });

  it("allclose broadcasts both ways, equal does not", () => {
    expect(ones(1).allclose(ones(2, 3))).toBe(true);
    expect(ones(2, 3).allclose(ones(3))).toBe(true);
    expect(ones(1).equal(ones(2))).toBe(false);
    expect(() => ones(2).allclose(ones(3))).toThrow("[2] and [3]");
  });
});

// what PyTorch's stride() gives for the same calls
describe("results lie in memory as operands do", () => {
  const matrix = ones(2, 3).t();
  const images = ones(2, 4, 5, 3).permute(0, 3, 1, 2);

  it.each<[string, Tensor, number[]]>([
    ["a function of a transposed matrix", matrix.exp(), [1, 3]],
    ["a question about it", matrix.isnan(), [1, 3]],
    ["two transposed matrices", matrix.add(matrix), [1, 3]],
    ["a transposed matrix and a number", matrix.mul(2), [1, 3]],
    ["channels last beside a vector of them", images.add(ones(3, 1, 1)), [60, 1, 15, 3]],
    ["channels last beside a channel of each", images.lt(ones(2, 1, 4, 5)), [60, 1, 15, 3]],
  ])("%s", (_, result, strides) => {
    expect(result.stride()).toEqual(strides);
  });
});
