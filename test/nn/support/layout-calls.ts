// Calls for the test of layouts, beside those of the fixtures: arrays that are large enough for every kernel, rows around the
// widths of vectors, and the functions of which the fixtures have no calls.

import type { DType } from "../../../nn/array/dtype.ts";
import { elementCount, type Shape } from "../../../nn/array/shape.ts";
import { type Argument, type Call, isStoredArgument, tensorsIn } from "./calls.ts";
import type { StoredTensor } from "./fixture.ts";

/** Numbers from -2 to 2 that are all different for a while. */
function ramp(shape: Shape, dtype: DType = "float32"): Argument {
  const values = Array.from({ length: elementCount(shape) }, (_, i) => ((i * 37 + 11) % 97) / 24 - 2);
  if (dtype === "bool") return stored(shape, dtype, (i) => (i % 3 === 0 ? 1 : 0));
  return { tensor: { shape, dtype, values: dtype === "int64" ? values.map(Math.round) : values } };
}

function stored(shape: Shape, dtype: DType, value: (i: number) => number): { readonly tensor: StoredTensor } {
  return {
    tensor: { shape, dtype, values: Array.from({ length: elementCount(shape) }, (_, i) => value(i)) },
  };
}

/** Numbers from 0.5 on: weights of a normalisation, variances, and what must not be zero. */
const positive = (...shape: number[]): Argument => stored(shape, "float32", (i) => 0.5 + (i % 7) / 4);
const x = (...shape: number[]): Argument => ramp(shape);
const counting = (dtype: DType, ...shape: number[]): Argument => stored(shape, dtype, (i) => i + 1);
/** Indices below a number, each as often as the others. */
const indices = (below: number, ...shape: number[]): Argument =>
  stored(shape, "int64", (i) => (i * 5) % below);
const truths = (...shape: number[]): Argument => ramp(shape, "bool");

function call(name: string, args: readonly Argument[] = [], options: object = {}): Call {
  return { call: name, arguments: args, options };
}

/** Around the widths of vectors: four numbers, eight, sixteen truth values. */
const widths = [1, 2, 3, 4, 7, 8, 9, 16, 17, 33];

/** The same call with all its tensors in another shape: of a call that treats every element alike. */
function resized(given: Call, shape: Shape): Call {
  const resize = (argument: Argument): Argument => {
    if (!isStoredArgument(argument) || !argument.tensor) return argument;
    const { dtype, values } = argument.tensor;
    const length = elementCount(shape);
    return {
      tensor: {
        shape,
        dtype,
        values: Array.from({ length }, (_, i) => values[(i * 7) % values.length] ?? 0),
      },
    };
  };
  return { call: given.call, arguments: given.arguments.map(resize), options: given.options };
}

/** A call of the fixtures. */
export interface StoredCall extends Call {
  readonly family: string;
}

const elementwise = /^(elementwise|larger_elementwise|in_place|activation|further_activation)_calls$/;
const alongDimensions = /^(scatter|F.soft(max|min)|F.logSoftmax|F.prelu)/;

export function isElementwise({ call, family }: StoredCall): boolean {
  return elementwise.test(family) && !alongDimensions.test(call);
}

/** Calls that treat every element alike, once for each dtype, in rows of all widths, without dimensions, without elements. */
export function inAllWidths(calls: readonly StoredCall[]): Call[] {
  const typesOf = (each: Call) => tensorsIn(each).map(({ dtype }) => dtype);
  const distinct = new Map(calls.map((each) => [`${each.call} ${typesOf(each)}`, each]));
  const shapes = [...widths.map((width) => [3, width]), [5, 3, 33], [17, 9], [5], [], [2, 0, 3]];
  const few = [
    [2, 2, 9],
    [5, 3, 33],
  ];
  return [...distinct.values()].flatMap((each) => {
    const types = new Set(typesOf(each));
    // of two types one becomes the other first; in place the result is copied; no vector computes with float64
    const isIndirect = types.size > 1 || types.has("float64") || each.call.endsWith("_");
    return (isIndirect ? few : shapes).map((shape) => resized(each, shape));
  });
}

const cubes: readonly Shape[] = [
  [9, 5, 33],
  [3, 70, 9],
];
const dimLists = [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]];
const floats: readonly DType[] = ["float32", "float64"];
const numbers: readonly DType[] = ["float32", "float64", "int64"];
const all: readonly DType[] = ["float32", "float64", "int64", "bool"];

function* reductions(): Generator<Call> {
  for (const shape of cubes) {
    for (const dims of dimLists) {
      for (const name of ["sum", "all", "any"])
        for (const dtype of all) yield call(name, [ramp(shape, dtype), dims]);
      for (const name of ["amax", "amin"])
        for (const dtype of numbers) yield call(name, [ramp(shape, dtype), dims]);
      for (const name of ["mean", "var", "std", "logsumexp"])
        for (const dtype of floats) yield call(name, [ramp(shape, dtype), dims]);
      for (const p of [0, 1, 2, 3, Infinity]) yield call("norm", [ramp(shape), p, dims]);
      yield call("prod", [positive(...shape), dims]);
    }
    for (const dim of [0, 1, 2]) {
      for (const name of ["argmax", "argmin", "max", "min", "cumsum", "sort", "argsort"])
        for (const dtype of numbers) yield call(name, [ramp(shape, dtype), dim]);
      for (const name of ["cumprod", "softmax", "logSoftmax"])
        for (const dtype of floats) yield call(name, [ramp(shape, dtype), dim]);
      yield call("topk", [ramp(shape), 2, dim]);
      for (const name of ["normalize", "softmin", "softmax", "logSoftmax"])
        yield call(
          `F.${name}`,
          [ramp(shape), ...(name === "normalize" ? [] : [dim])],
          name === "normalize" ? { dim } : {},
        );
    }
  }
}

function* movements(): Generator<Call> {
  for (const dtype of all) {
    const cube = () => ramp([9, 5, 33], dtype);
    for (const name of ["clone", "contiguous", "detach", "T", "mT", "data", "toArray", "tolist", "toString"])
      yield call(name, [name === "T" ? ramp([33, 40], dtype) : cube()]);
    for (const name of ["float", "double", "long", "bool"]) yield call(name, [cube()]);
    for (const to of all) yield call("to", [cube(), to]);
    yield call("view", [ramp([9, 5, 32], dtype), [9, 5, 4, 8]]);
    yield call("slice", [cube(), 2, 1, 30, 3]);
    yield call("reshape", [cube(), [5, 9, 33]]);
    yield call("flatten", [cube()]);
    yield call("permute", [cube(), [2, 0, 1]]);
    yield call("flip", [cube(), [0, 2]]);
    yield call("roll", [cube(), [2, -3], [0, 2]]);
    yield call("roll", [cube(), 7]);
    yield call("repeat", [cube(), [2, 1, 3]]);
    yield call("tril", [cube(), 1]);
    yield call("triu", [cube(), -1]);
    yield call("nonzero", [cube()]);
    yield call("equal", [cube(), cube()]);
    yield call("item", [ramp([1, 1], dtype)]);
    for (const dim of [0, 1, 2]) {
      yield call("torch.cat", [[cube(), cube()], dim]);
      yield call("torch.stack", [[cube(), cube()], dim]);
      yield call("indexSelect", [cube(), dim, indices(5, 7)]);
      yield call("gather", [cube(), dim, indices(5, 5, 5, 5)]);
      yield call("split", [cube(), 4, dim]);
    }
    yield call("index", [cube(), indices(9, 6), ":", indices(33, 6)]);
    yield call("maskedSelect", [cube(), truths(9, 5, 33)]);
    yield call("where", [cube(), truths(9, 5, 33), cube()]);
    yield call("torch.where", [truths(5, 33), cube(), cube()]);
    for (const mode of ["constant", "reflect", "replicate", "circular"])
      if (mode === "constant" || dtype !== "bool") yield call("F.pad", [cube(), [2, 3]], { mode });
  }
  for (const dtype of numbers) {
    const cube = () => ramp([9, 5, 33], dtype);
    for (const suffix of ["", "_"]) {
      for (const dim of [0, 1, 2]) {
        yield call(`scatter${suffix}`, [cube(), dim, indices(5, 5, 5, 5), cube()]);
        yield call(`scatterAdd${suffix}`, [cube(), dim, indices(5, 5, 5, 5), cube()]);
      }
      yield call(`indexAdd${suffix}`, [cube(), 1, indices(5, 4), ramp([9, 4, 33], dtype)]);
      yield call(`indexCopy${suffix}`, [cube(), 1, indices(5, 4), ramp([9, 4, 33], dtype)]);
      yield call(`indexFill${suffix}`, [cube(), 2, indices(33, 4), 3]);
      yield call(`indexPut${suffix}`, [cube(), [indices(9, 6), ":", indices(33, 6)], ramp([6, 5], dtype)]);
      yield call(`indexPut${suffix}`, [cube(), ["1:", 2], ramp([8, 33], dtype)]);
      yield call(`maskedFill${suffix}`, [cube(), truths(9, 5, 33), 2]);
      yield call(`maskedScatter${suffix}`, [cube(), truths(9, 5, 33), cube()]);
    }
    for (const name of ["zero_", "fill_", "copy_"])
      yield call(name, [cube(), ...(name === "fill_" ? [3] : name === "copy_" ? [ramp([9, 1, 33])] : [])]);
  }
  yield call("allclose", [x(9, 5, 33), x(9, 5, 33)]);
  yield call("torch.isTensor", [x(3)]);
  yield call("torch.emptyLike", [x(3, 4)]);
  yield call("F.oneHot", [indices(5, 9, 7)], { numClasses: 5 });
  yield call("torch.meshgrid", [[x(9), x(33)]]);
}

function* products(): Generator<Call> {
  for (const dtype of floats) {
    const of = (...shape: number[]) => ramp(shape, dtype);
    yield call("matmul", [of(33, 17), of(17, 40)]);
    yield call("matmul", [of(1, 17), of(17, 40)]);
    yield call("matmul", [of(3, 33, 17), of(17, 40)]);
    yield call("matmul", [of(3, 1, 5, 17), of(4, 17, 8)]);
    yield call("matmul", [of(17), of(3, 17, 8)]);
    yield call("mm", [of(7, 3), of(3, 2)]);
    yield call("bmm", [of(3, 8, 9), of(3, 9, 33)]);
    yield call("mv", [of(33, 17), of(17)]);
    yield call("dot", [of(65), of(65)]);
    yield call("outer", [of(33), of(17)]);
    yield call("torch.einsum", ["bij,bjk->bik", of(3, 8, 9), of(3, 9, 17)]);
    yield call("torch.einsum", ["ii->i", of(9, 9)]);
    yield call("torch.einsum", ["ij->j", of(33, 17)]);
    for (const rows of [1, 3, 4, 33]) {
      yield call("F.linear", [of(rows, 17), of(40, 17)], { bias: of(40) });
      yield call("F.linear", [of(rows, 17), of(40, 17)]);
    }
  }
}

function* networkFunctions(): Generator<Call> {
  for (const dtype of floats) {
    const of = (...shape: number[]) => ramp(shape, dtype);
    for (const length of [1, 2, 4, 5, 9, 33]) {
      yield call("F.conv1d", [of(3, 6, length), of(8, 6, 3)], { padding: 1, bias: of(8) });
      yield call("F.conv1d", [of(3, 6, length), of(8, 6, 1)]);
      yield call("F.conv1d", [of(3, 6, length), of(6, 1, 3)], { padding: 2, groups: 6, stride: 2 });
    }
    for (const [filters, options] of [
      [[8, 6, 3, 3], { padding: 1, bias: of(8) }],
      [[8, 6, 3, 3], { stride: 2, dilation: 2, padding: 2 }],
      [[6, 1, 3, 3], { padding: 1, groups: 6, bias: of(6) }],
      [[6, 2, 5, 5], { padding: 2, groups: 3 }],
      [[8, 6, 1, 1], {}],
      [[8, 6, 2, 3], { padding: "same" }],
    ] as const) {
      yield call("F.conv2d", [of(2, 6, 5, 9), of(...filters)], options);
      yield call("F.conv2d", [of(6, 7, 4), of(...filters)], options);
    }
    yield call("F.conv2d", [of(1, 16, 12, 12), of(16, 16, 3, 3)], { padding: 1 });
    yield call("F.convTranspose1d", [of(2, 6, 9), of(6, 4, 3)], { stride: 2, bias: of(4) });
    yield call("F.convTranspose2d", [of(2, 6, 5, 9), of(6, 4, 3, 3)], { stride: 2, padding: 1, bias: of(4) });
    for (const [dims, size] of [
      [1, [2, 6, 33]],
      [2, [2, 6, 9, 17]],
    ] as const) {
      yield call(`F.avgPool${dims}d`, [of(...size), 3], { stride: 2, padding: 1 });
      yield call(`F.maxPool${dims}d`, [of(...size), 3], { stride: 2, padding: 1 });
      yield call(`F.maxPool${dims}d`, [of(...size), 2], { returnIndices: true });
      yield call(`F.adaptiveAvgPool${dims}d`, [of(...size), 3]);
      yield call(`F.adaptiveMaxPool${dims}d`, [of(...size), 3]);
      yield call("F.interpolate", [of(...size)], { scaleFactor: 2 });
      yield call("F.interpolate", [of(...size)], {
        scaleFactor: 1.5,
        mode: dims === 1 ? "linear" : "bilinear",
      });
      for (const training of [false, true])
        yield call(
          "F.batchNorm",
          [of(...size), ...(training ? [undefined, undefined] : [of(6), counting(dtype, 6)])],
          {
            training,
            weight: of(6),
            bias: of(6),
          },
        );
      yield call("F.instanceNorm", [of(...size)], { weight: of(6), bias: of(6) });
      yield call("F.groupNorm", [of(...size), 3], { weight: of(6), bias: of(6) });
      yield call("F.layerNorm", [of(...size), size.slice(2)], {
        weight: of(...size.slice(2)),
        bias: of(...size.slice(2)),
      });
    }
    yield call("F.maxUnpool1d", [of(2, 6, 4), indices(9, 2, 6, 4), 2], { outputSize: [9] });
    yield call("F.maxUnpool2d", [of(2, 6, 4, 5), indices(80, 2, 6, 4, 5), 2]);
    yield call("F.embedding", [indices(9, 4, 5), of(9, 33)]);
    yield call("F.pixelShuffle", [of(2, 8, 5, 9), 2]);
    yield call("F.pixelUnshuffle", [of(2, 3, 6, 8), 2]);
    yield call("F.unfold", [of(2, 6, 5, 9), 3], { padding: 1 });
    yield call("F.fold", [of(2, 54, 45), [5, 9], 3], { padding: 1 });
    yield call("F.prelu", [of(2, 6, 33), of(6)]);
    yield call("F.cosineSimilarity", [of(9, 33), of(9, 33)]);
  }
}

/** Some shapes need a copy, which `view` refuses; random numbers are drawn in the order of memory, as in PyTorch. */
export const dependOnMemory: ReadonlySet<string> = new Set([
  "view",
  "torch.emptyLike",
  "normal_",
  "uniform_",
  "bernoulli_",
  "torch.randLike",
  "torch.randnLike",
  "torch.randintLike",
  "F.dropout",
]);

function* random(): Generator<Call> {
  for (const name of ["normal_", "uniform_", "bernoulli_", "torch.randLike", "torch.randnLike", "F.dropout"])
    yield call(name, [x(3, 9, 17)]);
  yield call("torch.randintLike", [x(3, 9, 17), 0, 5]);
  yield call("torch.bernoulli", [stored([3, 9, 17], "float32", (i) => (i % 5) / 4)]);
  yield call("torch.normal", [x(3, 9, 17), positive(3, 9, 17)]);
  yield call("F.dropout1d", [x(3, 9, 17)]);
  yield call("F.dropout2d", [x(3, 9, 17)]);
  yield call("F.stochasticDepth", [x(3, 9, 17), 0.5]);
}

export const furtherCalls: readonly Call[] = [
  ...reductions(),
  ...movements(),
  ...products(),
  ...networkFunctions(),
  ...random(),
];
