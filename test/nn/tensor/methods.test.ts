// What methods promise: names, defaults, dtypes and errors of PyTorch. The arithmetic itself is tested with the
// operations; expected values here are worked out by hand.

import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import * as creation from "../../../nn/tensor/creation.ts";
import { einsum } from "../../../nn/tensor/einsum.ts";
import { noGrad } from "../../../nn/tensor/gradient-mode.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

const { tensor, zeros, ones, arange } = creation;
const matrix = () =>
  tensor(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    { dtype: "float32" },
  );

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

  it.each([
    [
      "ragged arrays",
      () => tensor([[1, 2], [3]]),
      "tensor: expected 2 elements at dimension 1, got 1 elements",
    ],
    [
      "a number among arrays",
      () => tensor([[1], 2]),
      "tensor: expected 1 elements at dimension 1, got a number",
    ],
    [
      "an array among numbers",
      () => tensor([1, [2]]),
      "tensor: expected a number at dimension 1, got 1 elements",
    ],
    ["integers that do not fit", () => tensor([2 ** 31]), "int64 holds values from"],
    [
      "a negative size",
      () => zeros(2, -1),
      "a shape is made of whole numbers that are not negative, got [2, -1]",
    ],
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
    ["a step that leads away", () => arange(0, 3, -1), "arange: step -1 does not lead from 0 to 3"],
  ])("refuses %s", (_, act, message) => expect(act).toThrow(message));
});

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

describe("reductions", () => {
  it.each([
    ["sum", matrix().sum(), 21],
    ["sum along a dimension", matrix().sum(0), [5, 7, 9]],
    ["sum along several", matrix().sum([0, 1], { keepdim: true }), [[21]]],
    ["mean", matrix().mean(-1), [2, 5]],
    ["var, unbiased", matrix().var(1), [1, 1]],
    ["var of the population", matrix().var(0, { correction: 0 }), [2.25, 2.25, 2.25]],
    ["std", matrix().std(0, { correction: 0 }), [1.5, 1.5, 1.5]],
    ["max", matrix().max(), 6],
    ["argmax", matrix().argmax(), 5],
    ["argmin along a dimension", matrix().argmin(1, { keepdim: true }), [[0], [0]]],
    ["all", matrix().gt(0).all(), true],
    ["any along a dimension", matrix().gt(5).any(1), [false, true]],
    ["softmax", tensor([0, 0], { dtype: "float32" }).softmax(0), [0.5, 0.5]],
    ["softmax of large numbers", tensor([1000, 1000], { dtype: "float32" }).softmax(0), [0.5, 0.5]],
  ])("%s", (_, result, values) => expect(result.toArray()).toEqual(values));

  it("max along a dimension gives values and where they are", () => {
    const { values, indices } = matrix().max(1);
    expect([values.toArray(), indices.toArray()]).toEqual([
      [3, 6],
      [2, 2],
    ]);
  });
});

describe("views", () => {
  const x = () => arange(24).reshape(2, 3, 4);

  it.each<[string, (x: Tensor) => Tensor, readonly number[], number]>([
    ["reshape with one size left open", (t) => t.reshape(-1, 6), [4, 6], 0],
    ["view", (t) => t.view([6, 4]), [6, 4], 0],
    ["flatten", (t) => t.flatten(), [24], 0],
    ["flatten some", (t) => t.flatten(1), [2, 12], 0],
    ["permute", (t) => t.permute(2, 0, 1), [4, 2, 3], 0],
    ["transpose", (t) => t.transpose(0, -1), [4, 3, 2], 0],
    ["unsqueeze", (t) => t.unsqueeze(-1), [2, 3, 4, 1], 0],
    ["squeeze", (t) => t.unsqueeze(0).squeeze(), [2, 3, 4], 0],
    ["squeeze of another size", (t) => t.squeeze(1), [2, 3, 4], 0],
    ["expand", (t) => t.unsqueeze(0).expand(5, -1, -1, -1), [5, 2, 3, 4], 0],
    ["narrow", (t) => t.narrow(1, 1, 2), [2, 2, 4], 4],
    ["select", (t) => t.select(1, -1), [2, 4], 8],
    ["slice with a step", (t) => t.slice(2, 1, -1, 2), [2, 3, 1], 1],
    ["index", (t) => t.index(1, ":", "1:3"), [3, 2], 13],
    ["index from the end", (t) => t.index("...", -1), [2, 3], 3],
    ["index with a new dimension", (t) => t.index(null, 0), [1, 3, 4], 0],
    ["index every second", (t) => t.index(0, "::2"), [2, 4], 0],
  ])("%s", (_, view, shape, first) => {
    const base = x();
    const result = view(base);
    expect([...result.shape]).toEqual(shape);
    expect(result.contiguous().data[0]).toBe(first);
    base.add_(100);
    expect(result.contiguous().data[0]).toBe(first + 100); // the memory is shared
  });

  it("reshape copies only when it must", () => {
    const transposed = x().transpose(0, 1);
    expect(() => transposed.view(24)).toThrow("Use .reshape(...) instead");
    expect(transposed.reshape(24).toArray()).toEqual(transposed.clone().flatten().toArray());
  });

  it("T and mT transpose", () => {
    expect([...matrix().T.shape]).toEqual([3, 2]);
    expect([...zeros(2, 3, 4).mT.shape]).toEqual([2, 4, 3]);
  });

  it("unbind, flip, t", () => {
    expect(
      matrix()
        .unbind()
        .map((row) => row.toArray()),
    ).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(matrix().flip(1).toArray()).toEqual([
      [3, 2, 1],
      [6, 5, 4],
    ]);
    expect(matrix().t().toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  it.each([
    [
      "sizes that do not add up",
      () => x().split([1, 2], 2),
      "split: the sizes [1, 2] must add up to 4, the size of dimension 2 of shape [2, 3, 4]",
    ],
    ["no chunks", () => x().chunk(0), "chunk: expected a number of chunks that is at least 1, got 0"],
    [
      "too few repeats",
      () => x().repeat(2),
      "repeat: expected a number for each dimension of shape [2, 3, 4], got [2]",
    ],
    [
      "shifts without dimensions",
      () => x().roll([1, 2], 0),
      "Roll: expected one shift for each dimension, got shifts [1, 2] and dims [0]",
    ],
    [
      "a size that is not there to keep",
      () => x().expand(-1, 2, 3, 4),
      "expand: -1 keeps the size of a dimension",
    ],
    [
      "a diagonal of one dimension",
      () => x().diagonal(0, 1, 1),
      "diagonal: expected two different dimensions, got 1 and 1",
    ],
    ["flipping twice", () => x().flip(0, -3), "flip: a dimension appears more than once in [0, -3]"],
    [
      "a shape that does not fit",
      () => x().reshape(5, -1),
      "reshape: shape '[5, -1]' is invalid for input of size 24",
    ],
    [
      "two open sizes",
      () => x().reshape(-1, -1),
      "reshape: only one dimension can be inferred, got [-1, -1]",
    ],
    [
      "a position out of bounds",
      () => x().select(1, 3),
      "index 3 is out of bounds for dimension 1 with size 3",
    ],
    [
      "too many indices",
      () => x().index(0, 0, 0, 0),
      "index: too many indices (4) for a tensor of shape [2, 3, 4]",
    ],
    [
      "a slice that is none",
      () => x().index("a:b"),
      'index: expected a slice such as "1:3", "::2" or "...", got "a:b"',
    ],
    [
      "a dimension that is not there",
      () => x().size(3),
      "Dimension out of range (expected to be in range of [-3, 2], but got 3)",
    ],
    [
      "item of many",
      () => x().item(),
      "item: a tensor with 24 elements cannot be converted to a number (shape [2, 3, 4])",
    ],
  ])("refuse %s", (_, act, message) => expect(act).toThrow(message));
});

describe("in place", () => {
  it("changes the tensor and its views, and returns it", () => {
    const x = zeros(2, 3);
    const row = x.select(0, 1);
    expect(row.add_(1)).toBe(row);
    expect(x.toArray()).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
    x.mul_(tensor([1, 2, 3]))
      .sub_(0.5)
      .div_(0.5)
      .clamp_({ max: 4 })
      .relu_();
    expect(x.toArray()).toEqual([
      [0, 0, 0],
      [1, 3, 4],
    ]);
    x.transpose(0, 1).select(0, 0).fill_(9);
    expect(x.toArray()).toEqual([
      [9, 0, 0],
      [9, 3, 4],
    ]);
    x.copy_(tensor([7])).zero_();
    expect(x.sum().item()).toBe(0);
  });

  it("counts writes, so that what was derived from the old elements is known to be stale", () => {
    const x = zeros(2);
    const before = x.array.storage.version;
    x.add_(1).fill_(2);
    expect(x.array.storage.version).toBe(before + 2);
  });

  it.each([
    [
      "a result of another shape",
      () => zeros(2).add_(zeros(2, 2)),
      "output with shape [2] doesn't match the broadcast shape [2, 2]",
    ],
    [
      "fractions in integers",
      () => tensor([1]).add_(0.5),
      "result type float32 can't be cast to the desired output type int64",
    ],
    [
      "random values in integers",
      () => tensor([1]).uniform_(),
      "uniform_: expected a floating point tensor, got int64",
    ],
    [
      "an expanded tensor",
      () => zeros(2, 1).expand(2, 3).add_(1),
      "Add in place: several elements of this expanded tensor of shape [2, 3] share one place in memory; clone() it",
    ],
    [
      "a leaf that requires its gradient",
      () => ones([2], { requiresGrad: true }).add_(1),
      "a leaf Variable that requires grad is being used in an in-place operation.",
    ],
    [
      "a view of such a leaf",
      () => ones([2], { requiresGrad: true }).select(0, 0).add_(1),
      "a view of a leaf Variable that requires grad",
    ],
  ])("refuses %s", (_, act, message) => expect(act).toThrow(message));
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

describe("gradients' place", () => {
  it("notes which operation made a result, unless noGrad", () => {
    const x = ones([2], { requiresGrad: true });
    expect(String(x)).toBe("tensor([1., 1.], requires_grad=True)");
    expect(String(x.mul(2))).toBe("tensor([2., 2.], grad_fn=<MulBackward0>)");
    expect(x.mul(2).requiresGrad).toBe(true);
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(x.detach().requiresGrad).toBe(false);
    expect(x.gt(0).requiresGrad).toBe(false);
  });

  it("knows the base of a view, also of a view of a view", () => {
    const x = zeros(2, 3);
    expect(x.t().select(0, 0).base).toBe(x);
    expect(x.clone().base).toBeUndefined();
  });

  it("is left alone by noGrad over the awaits of an async function, and by nothing else meanwhile", async () => {
    const x = zeros([2], { requiresGrad: true });
    const without = noGrad(async () => {
      await undefined;
      return x.mul(2);
    });
    expect(x.mul(2).requiresGrad).toBe(true);
    expect((await without).requiresGrad).toBe(false);
  });
});

describe("what a tensor shows", () => {
  it("prints in the console as in a notebook", () => {
    const x = tensor([1.5, 2]);
    expect(inspect(x)).toBe("tensor([1.5000, 2.0000])");
    expect(inspect({ x })).toBe("{ x: tensor([1.5000, 2.0000]) }");
    expect(Object.prototype.toString.call(x)).toBe("[object Tensor]");
  });

  it("data of a contiguous tensor is its memory", () => {
    const x = zeros(2, 2);
    x.data[3] = 5;
    expect(x.toArray()).toEqual([
      [0, 0],
      [0, 5],
    ]);
  });
});
