// Calls in the forms that PyTorch's documentation shows and its functions allow, with the shapes that PyTorch 1.13 gives.
// What they compute, the fixtures compare.

import { describe, expect, it } from "vitest";
import { F, nn, ones, rand, randn, Tensor, tensor } from "../../../nn/index.ts";

const signal = randn(2, 4, 8);
const image = randn(2, 4, 6, 6);
const pooled = () => F.maxPool2d(image, 2, { returnIndices: true });

/** A call, and the shape (and the dtype, unless float32) of its result. */
type Row = [name: string, call: () => unknown, shape: readonly number[], dtype?: string];

const rows: readonly Row[] = [
  ["a kernel of one number in a list", () => F.avgPool2d(image, [2]), [2, 4, 3, 3]],
  ["lists of one number", () => F.avgPool1d(signal, [2], [2]), [2, 4, 4]],
  ["maxPool1d of a number", () => F.maxPool1d(signal, 2), [2, 4, 4]],
  ["maxPool2d of a list of one", () => F.maxPool2d(image, [2]), [2, 4, 3, 3]],
  ["conv2d with lists of one", () => F.conv2d(image, randn(3, 4, 3, 3), undefined, [2], [1]), [2, 3, 3, 3]],
  ["conv1d with padding same", () => F.conv1d(signal, randn(3, 4, 3), { padding: "same" }), [2, 3, 8]],
  [
    "convTranspose2d with a list of one",
    () => F.convTranspose2d(image, randn(4, 3, 3, 3), undefined, [2]),
    [2, 3, 13, 13],
  ],
  ["fold with numbers", () => F.fold(randn(1, 16, 16), 5, 2), [1, 4, 5, 5]],
  ["interpolate to a size", () => F.interpolate(image, [3, 3]), [2, 4, 3, 3]],
  ["interpolate by factors", () => F.interpolate(image, { scaleFactor: [2, 2] }), [2, 4, 12, 12]],
  ["interpolate a signal to a size in a list", () => F.interpolate(signal, [4]), [2, 4, 4]],
  ["softmax of integers in another dtype", () => F.softmax(tensor([1, 2]), 0, { dtype: "float32" }), [2]],
  ["softmax of three dimensions, which goes along the first", () => F.softmax(signal), [2, 4, 8]],
  ["pad of integers", () => F.pad(tensor([[1, 2]]), [1, 1], { value: 3 }), [1, 4], "int64"],
  ["pad of truth values", () => F.pad(tensor([[true]]), [1, 1]), [1, 3], "bool"],
  ["pad of a matrix by reflection", () => F.pad(randn(3, 4), [1, 1], "reflect"), [3, 6]],
  [
    "pad by reflection with the value that it does not need",
    () => F.pad(image, [1, 1, 1, 1], "reflect", 0),
    [2, 4, 8, 8],
  ],
  ["pad of nothing", () => F.pad(image, []), [2, 4, 6, 6]],
  ["normalize along two dimensions", () => F.normalize(image, { dim: [1, 2] }), [2, 4, 6, 6]],
  ["normalize by the largest element", () => F.normalize(image, Infinity), [2, 4, 6, 6]],
  ["cosineSimilarity of vectors", () => F.cosineSimilarity(randn(3), randn(3), 0), []],
  ["oneHot", () => F.oneHot(tensor([0, 1, 2, 0, 1])), [5, 3], "int64"],
  ["dropout1d of a single sample", () => F.dropout1d(randn(4, 8)), [4, 8]],
  ["dropout2d of a signal", () => F.dropout2d(signal), [2, 4, 8]],
  ["layerNorm over a size", () => F.layerNorm(image, image.size().slice(1)), [2, 4, 6, 6]],
  ["groupNorm of a matrix", () => F.groupNorm(randn(3, 4), 2), [3, 4]],
  ["instanceNorm of a signal", () => F.instanceNorm(signal), [2, 4, 8]],
  ["adaptiveAvgPool2d", () => F.adaptiveAvgPool2d(image, [5, 7]), [2, 4, 5, 7]],
  ["adaptiveAvgPool2d that keeps a size", () => F.adaptiveAvgPool2d(image, [null, 7]), [2, 4, 6, 7]],
  ["prelu with a tensor without dimensions", () => F.prelu(image, tensor(0.25)), [2, 4, 6, 6]],
  ["linear of a vector", () => F.linear(randn(8), randn(3, 8)), [3]],
  ["linear with a vector for a weight", () => F.linear(randn(2, 8), randn(8)), [2]],
  [
    "embedding with a row of padding",
    () => F.embedding(tensor([[0, 2, 0, 5]]), rand(10, 3), { paddingIdx: 0 }),
    [1, 4, 3],
  ],
  ["embedding with a largest norm", () => F.embedding(tensor([1]), ones(3, 2), { maxNorm: 1 }), [1, 2]],
  [
    "maxUnpool2d with the whole shape",
    () => F.maxUnpool2d(...pooled(), 2, { outputSize: image.size() }),
    [2, 4, 6, 6],
  ],
  ["relu of integers", () => F.relu(tensor([-1, 2])), [2], "int64"],
  ["relu6 of integers", () => F.relu6(tensor([-1, 9])), [2], "int64"],
  ["hardtanh of integers", () => F.hardtanh(tensor([-5, 9])), [2], "int64"],
  ["LayerNorm over a size", () => new nn.LayerNorm(image.size().slice(1))(image), [2, 4, 6, 6]],
  [
    "MaxPool2d of a window that is no square",
    () => new nn.MaxPool2d([3, 2], { stride: [2, 1] })(image),
    [2, 4, 2, 5],
  ],
  [
    "Conv2d of a window that is no square",
    () => new nn.Conv2d(4, 3, [3, 5], { stride: [2, 1], padding: [4, 2], dilation: [3, 1] })(image),
    [2, 3, 4, 6],
  ],
  ["Softmax without a dimension", () => new nn.Softmax()(signal), [2, 4, 8]],
  ["Unfold", () => new nn.Unfold([2, 3])(randn(2, 5, 3, 4)), [2, 30, 4]],
  ["Flatten from the first dimension on", () => new nn.Flatten(0, 2)(randn(3, 1, 5, 5)), [15, 5]],
  ["Unflatten with a size to be found", () => new nn.Unflatten(1, [2, -1])(randn(2, 50)), [2, 2, 25]],
  ["ZeroPad2d of four sides", () => new nn.ZeroPad2d([1, 1, 2, 0])(image), [2, 4, 8, 8]],
  ["Upsample to a size", () => new nn.Upsample(4)(image), [2, 4, 4, 4]],
  ["Upsample by a factor", () => new nn.Upsample(undefined, 2, "bilinear", true)(image), [2, 4, 12, 12]],
  ["PReLU of a matrix", () => new nn.PReLU(4)(randn(2, 4)), [2, 4]],
  ["AdaptiveMaxPool2d that keeps a size", () => new nn.AdaptiveMaxPool2d([null, 7])(image), [2, 4, 6, 7]],
  ["Embedding.fromPretrained", () => nn.Embedding.fromPretrained(randn(2, 3))(tensor([1])), [1, 3]],
  ["ConvTranspose2d to a size", () => enlarged(), [1, 16, 12, 12]],
  ["Linear of a vector", () => new nn.Linear(8, 3)(randn(8)), [3]],
  ["Conv2d that goes round", () => new nn.Conv2d(4, 3, 3, 1, 1, 1, 1, true, "circular")(image), [2, 3, 6, 6]],
  [
    "BatchNorm2d with the mean of all batches",
    () => new nn.BatchNorm2d(4, { momentum: null })(image),
    [2, 4, 6, 6],
  ],
  ["dirac_ of groups", () => nn.init.dirac_(rand(3, 24, 5, 5), 3), [3, 24, 5, 5]],
];

/** From the documentation of ConvTranspose2d: the size that a strided convolution came from. */
function enlarged(): Tensor {
  const input = randn(1, 16, 12, 12);
  const halved = new nn.Conv2d(16, 16, 3, { stride: 2, padding: 1 })(input);
  return new nn.ConvTranspose2d(16, 16, 3, { stride: 2, padding: 1 })(halved, input.size());
}

describe("what PyTorch takes is taken:", () => {
  it.each<Row>([...rows])("%s", (_, call, shape, dtype = "float32") => {
    const result = call();
    if (!(result instanceof Tensor)) throw new TypeError(`expected a tensor, got ${String(result)}`);
    expect([...result.shape]).toEqual(shape);
    expect(result.dtype).toBe(dtype);
  });
});

const refused: readonly (readonly [name: string, call: () => unknown, message: string])[] = [
  [
    "softmax of integers",
    () => F.softmax(tensor([1, 2]), 0),
    "input dtype should be float32 or float64, got int64",
  ],
  [
    "a value for padding by reflection",
    () => F.pad(image, [1, 1], "reflect", 2),
    "pad: value: expected none",
  ],
  [
    "a size in a list for an image",
    () => F.interpolate(image, [4]),
    "size: expected one number or 2 of them, got [4]",
  ],
  ["an output size out of reach", () => F.maxUnpool2d(...pooled(), 2, { outputSize: [9, 9] }), "outputSize"],
];

describe("what PyTorch refuses is refused:", () => {
  it.each(refused)("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});
