// Optional arguments of tensors' functions and methods by position, by name and mixed are the same call, and the types of
// what is taken apart are those that people expect: that this file type-checks (strict, noUncheckedIndexedAccess) is a part
// of the test. What each form gives is held to PyTorch in parity.test.ts.

import { describe, expect, expectTypeOf, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import { Tensor } from "../../../nn/tensor/tensor.ts";
import { own } from "../support/declared-signatures.ts";

const x = torch.tensor([
  [0.25, 0.5, 0.75],
  [0.125, 0.875, 0.375],
]);
const cube = torch.arange(24, { dtype: "float32" }).reshape(2, 3, 4);

/** What is called first, and the optional arguments in order: of names that have more than one. */
const calls: Readonly<
  Record<string, readonly [required: readonly unknown[], optional: Readonly<Record<string, unknown>>]>
> = {
  sum: [[], { dim: 1, keepdim: true, dtype: "float64" }],
  mean: [[], { dim: 1, keepdim: true, dtype: "float64" }],
  prod: [[], { dim: 1, keepdim: true, dtype: "float64" }],
  amax: [[], { dim: [0, 1], keepdim: true }],
  amin: [[], { dim: [0, 1], keepdim: true }],
  all: [[], { dim: 1, keepdim: true }],
  any: [[], { dim: 1, keepdim: true }],
  argmax: [[], { dim: 1, keepdim: true }],
  argmin: [[], { dim: 1, keepdim: true }],
  max: [[], { dim: 1, keepdim: true }],
  min: [[], { dim: 1, keepdim: true }],
  std: [[], { dim: 1, unbiased: false, keepdim: true }],
  var: [[], { dim: 1, unbiased: false, keepdim: true }],
  norm: [[], { p: 1, dim: 0, keepdim: true, dtype: "float64" }],
  logsumexp: [[], { dim: 1, keepdim: true }],
  cumsum: [[], { dim: 1, dtype: "float64" }],
  cumprod: [[], { dim: 1, dtype: "float64" }],
  softmax: [[], { dim: 1, dtype: "float64" }],
  logSoftmax: [[], { dim: 1, dtype: "float64" }],
  sort: [[], { dim: 0, descending: true, stable: true }],
  argsort: [[], { dim: 0, descending: true, stable: true }],
  topk: [[2], { dim: 1, largest: false, sorted: true }],
  clamp: [[], { min: 0.3, max: 0.6 }],
  clamp_: [[], { min: 0.3, max: 0.6 }],
  isclose: [[x.add(0.01)], { rtol: 0, atol: 0.1, equalNan: true }],
  allclose: [[x.add(0.01)], { rtol: 0, atol: 0.1, equalNan: true }],
  add: [[x], { alpha: 2 }],
  sub: [[x], { alpha: 2 }],
  add_: [[x], { alpha: 2 }],
  sub_: [[x], { alpha: 2 }],
  div: [[0.3], { roundingMode: "floor" }],
  div_: [[0.3], { roundingMode: "floor" }],
  round: [[], { decimals: 1 }],
  round_: [[], { decimals: 1 }],
  logit: [[], { eps: 0.3 }],
  flatten: [[], { startDim: 0, endDim: 1 }],
  squeeze: [[], { dim: 0 }],
  unsqueeze: [[], { dim: 1 }],
  unbind: [[], { dim: 1 }],
  split: [[2], { dim: 1 }],
  chunk: [[2], { dim: 1 }],
  roll: [[1], { dims: 1 }],
  diagonal: [[], { offset: 1, dim1: 1, dim2: 0 }],
  tril: [[], { diagonal: -1 }],
  triu: [[], { diagonal: 1 }],
  slice: [[], { dim: 1, start: 0, end: 3, step: 2 }],
  nonzero: [[], { asTuple: true }],
  scatter: [[0, torch.tensor([[0, 1]]), 2], { reduce: "add" }],
  scatter_: [[0, torch.tensor([[0, 1]]), 2], { reduce: "add" }],
  indexAdd: [[0, torch.tensor([0, 1]), x], { alpha: 2 }],
  indexAdd_: [[0, torch.tensor([0, 1]), x], { alpha: 2 }],
  indexPut: [[[0], 5], { accumulate: true }],
  indexPut_: [[[0], 5], { accumulate: true }],
  uniform_: [[], { from: 1, to: 2 }],
  normal_: [[], { mean: 1, std: 2 }],
  bernoulli_: [[], { p: 0.25 }],
  to: [[], { dtype: "float64", copy: true }],
  cat: [[[x, x]], { dim: 1 }],
  stack: [[[x, x]], { dim: 1 }],
  eye: [[2], { m: 3, dtype: "int64" }],
  logspace: [[0, 2, 3], { base: 2, dtype: "float64" }],
  linspace: [[0, 2, 3], { dtype: "float64" }],
  normal: [[], { mean: 0, std: 1, size: [2], dtype: "float64" }],
  bernoulli: [[], { p: 0.25 }],
  full: [[[2], 1], { dtype: "float64" }],
  tensor: [[[1, 2]], { dtype: "float64" }],
  randperm: [[3], { dtype: "float64" }],
  zerosLike: [[], { dtype: "int64" }],
  onesLike: [[], { dtype: "int64" }],
  fullLike: [[2], { dtype: "int64" }],
  randLike: [[], { dtype: "float64" }],
  randnLike: [[], { dtype: "float64" }],
};
/** Functions that make tensors and take none first. */
const makers = new Set([
  "cat",
  "stack",
  "eye",
  "logspace",
  "linspace",
  "normal",
  "full",
  "tensor",
  "randperm",
]);
/** Whose result is memory that nobody wrote, or that have no result. */
const others = new Set(["emptyLike", "setPrintoptions", "backward"]);

function invoke(name: string, args: readonly unknown[]): unknown {
  torch.manualSeed(1);
  const [space, method = ""] = name.split(".");
  const owner = space === "Tensor" ? x.clone() : torch;
  const target: unknown = Reflect.get(owner, method);
  if (typeof target !== "function") throw new Error(`there is no ${name}`);
  const first = space === "torch" && !makers.has(method) ? [x.clone()] : [];
  return plain(Reflect.apply(target, owner, [...first, ...args]));
}

function plain(value: unknown): unknown {
  if (value instanceof Tensor) return [value.dtype, value.toArray()];
  return Array.isArray(value) ? value.map(plain) : value;
}

const declared = own.filter(({ signature }) => {
  const optional = signature.inOrder.some((each) => each.endsWith("?"));
  return optional || signature.byName.some((each) => each !== "options");
});
const names = [...new Set(declared.map(({ name }) => name))].filter((name) => {
  const [, method = ""] = name.split(".");
  return !others.has(method);
});

describe("by position, by name, and mixed:", () => {
  it.each(names.filter((name) => !/requiresGrad_|Tensor\.(size|type)$/.test(name)))("%s", (name) => {
    const [, method = ""] = name.split(".");
    const known = calls[method];
    if (!known) throw new Error(`no call of ${name} is known`);
    const [required, optional] = known;
    const inOrder = declared
      .filter((each) => each.name === name)
      .flatMap(({ signature }) => signature.inOrder.map((each) => each.replace("?", "")))
      .filter((each) => each in optional);
    const { length } = inOrder;
    const forms = Array.from({ length: length + 1 }, (_, positional) => {
      const values = inOrder.slice(0, positional).map((each) => optional[each]);
      const rest = Object.entries(optional).filter(([each]) => !inOrder.slice(0, positional).includes(each));
      return invoke(name, [...required, ...values, ...(rest.length > 0 ? [Object.fromEntries(rest)] : [])]);
    });
    for (const each of forms) expect(each).toEqual(forms[0]);
    expect(forms[0]).not.toEqual(undefined);
  });
});

describe("what is taken apart", () => {
  it("is values and indices, by order or by name", () => {
    const [values, indices] = x.max(1);
    expectTypeOf(values).toExtend<Tensor>();
    expectTypeOf(indices).toEqualTypeOf<Tensor>();
    const { values: same, indices: places } = torch.sort(x, 1, true);
    expect([...same.shape]).toEqual([2, 3]);
    expect([values.tolist(), indices.tolist()]).toEqual([
      [0.75, 0.875],
      [2, 1],
    ]);
    expect(places.tolist()).toEqual([
      [2, 1, 0],
      [1, 2, 0],
    ]);
    expect(x.topk(2)).toHaveLength(2);
    expect(`${torch.tensor([1, 3]).max(0)}`).toBe(
      "torch.return_types.max(\nvalues=tensor(3),\nindices=tensor(1))",
    );
  });

  it("is a shape", () => {
    const [n, c, l] = cube.shape;
    expectTypeOf(n).toEqualTypeOf<number>();
    expect([n, c, l]).toEqual([2, 3, 4]);
    const [rows, columns] = x.size();
    expectTypeOf(rows * columns).toEqualTypeOf<number>();
    expectTypeOf(x.shape[1]).toEqualTypeOf<number>();
  });

  it("is the parts of a tensor", () => {
    const [query, key, value] = cube.chunk(3, 1);
    expectTypeOf(value).toEqualTypeOf<Tensor>();
    expectTypeOf(cube.chunk(2)).toEqualTypeOf<[Tensor, Tensor]>();
    const [a, b] = x.split([1, 2], 1);
    expectTypeOf(torch.split(x, [1, 2], 1)).toEqualTypeOf<[Tensor, Tensor]>();
    const [first, second] = x.unbind();
    expectTypeOf(second).toEqualTypeOf<Tensor>();
    const [rows, columns] = torch.where(x.gt(0.5));
    const [grid] = torch.meshgrid(torch.arange(2), torch.arange(3));
    const shapes = [query, key, value, a, b, first, second, rows, columns, grid].map((each) => [
      ...each.shape,
    ]);
    expect(shapes).toEqual([[2, 1, 4], [2, 1, 4], [2, 1, 4], [2, 1], [2, 2], [3], [3], [2], [2], [2, 3]]);
    // @ts-expect-error there are two parts
    expect(x.split([1, 2], 1)[2]).toBeUndefined();
  });

  it("is the first dimension of a tensor", () => {
    const [first, second] = x; // of an iterable the compiler cannot know how many there are
    expectTypeOf(first).toEqualTypeOf<Tensor | undefined>();
    expect([first?.tolist(), second?.tolist()]).toEqual(x.tolist());
    expect([...x].map((row) => row.sum().item())).toEqual([1.5, 1.375]);
    let rows = 0;
    for (const row of cube) rows += row.size(0);
    expect(rows).toBe(6);
    expect(() => [...torch.tensor(1)]).toThrow("a tensor without dimensions cannot be iterated over");
    const [view] = torch.zeros(2, 2);
    expect(view?.owner).toBeDefined();
  });
});

describe("names of PyTorch", () => {
  it("are dtypes as values", () => {
    const dtypes = [
      torch.float32,
      torch.float,
      torch.float64,
      torch.double,
      torch.int64,
      torch.long,
      torch.bool,
    ];
    expectTypeOf(dtypes).toExtend<torch.DType[]>();
    expect(dtypes.map((dtype) => torch.zeros(1, { dtype }).dtype)).toEqual(dtypes);
    expect(x.to(torch.float64).dtype).toBe("float64");
  });

  it.each([
    ["float", "float32"],
    ["torch.float32", "float32"],
    ["torch.double", "float64"],
    ["int32", "int64"],
    ["torch.int32", "int64"],
    [torch.half, "float32"],
    ["torch.bool", "bool"],
  ])("of the dtype %s say %s", (dtype, meant) => {
    // @ts-expect-error there is no such dtype
    const make = () => torch.zeros(2, { dtype });
    expect(make).toThrow(
      `zeros: dtype: expected one of "float32", "float64", "int64", "bool", got "${dtype}"; use "${meant}"`,
    );
  });

  it("tell what a tensor is", () => {
    expect([x.ndim, x.nelement(), x.numel(), x.device, x.size(-1), x.stride(0)]).toEqual([
      2,
      6,
      6,
      "cpu",
      3,
      3,
    ]);
    expect([x.T.tolist(), x.mT.tolist()]).toEqual([x.t().tolist(), x.t().tolist()]);
    expect([x.type(), x.type("int64").dtype, x.cpu() === x, x.to("cpu") === x]).toEqual([
      "torch.FloatTensor",
      "int64",
      true,
      true,
    ]);
    expect([x.isFloatingPoint(), x.long().isFloatingPoint()]).toEqual([true, false]);
    expect(x.to("cpu", "float64").dtype).toBe("float64");
  });

  it("that are not here say what is", () => {
    expect(() => x.half()).toThrow("half: there is no float16; float() gives float32");
    expect(() => x.int()).toThrow("int: there is no int32; long() gives int64");
    // @ts-expect-error there is no such device
    expect(() => x.to("cuda")).toThrow('got "cuda"');
    // @ts-expect-error there is no such device
    expect(() => torch.zeros(2, { device: "cuda" })).toThrow(
      'zeros: device: expected one of "cpu", got "cuda"',
    );
  });
});

describe("writing where there are no elements", () => {
  const empty: [string, () => Tensor][] = [
    ["a slice", () => x.slice(0, 0, 0).fill_(1)],
    ["an expanded one", () => torch.zeros(0, 1).expand(0, 3).fill_(1)],
    ["one expanded to none", () => torch.zeros(3, 1).expand(3, 1).narrow(1, 0, 0).add_(1)],
    ["indices", () => x.clone().indexPut_([torch.zeros(0, { dtype: "int64" })], 1)],
    ["copies", () => x.slice(1, 3).copy_(torch.zeros(2, 0))],
  ];
  it.each(empty)("is nothing: %s", (_, act) => expect(act).not.toThrow());
});
