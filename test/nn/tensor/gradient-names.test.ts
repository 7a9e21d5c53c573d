// The name that a result shows of what made it, `grad_fn=<...>`, as PyTorch 1.13 prints it: that of the whole, where several
// operations work together. (PyTorch tells overloads apart by a digit at the end, which is 0 here.)

import { describe, expect, it } from "vitest";
import { F, nn, noGrad, ones, randn, stack, type Tensor, tensor, where } from "../../../nn/index.ts";

const matrix = randn([3, 4], { requiresGrad: true });
const signal = randn([2, 4, 8], { requiresGrad: true });
const image = randn([2, 4, 6, 6], { requiresGrad: true });
const vector = randn([4], { requiresGrad: true });

describe("a result shows what made it:", () => {
  it.each<[string, () => Tensor]>([
    ["Add", () => matrix.add(matrix, { alpha: 2 })],
    ["Mm", () => matrix.matmul(matrix.t())],
    ["Bmm", () => signal.bmm(signal.mT)],
    ["Mv", () => matrix.mv(vector)],
    ["Dot", () => vector.dot(vector)],
    ["Max", () => matrix.max(1).values],
    ["Min", () => matrix.min(0, { keepdim: true }).values],
    ["Sort", () => matrix.sort().values],
    ["Topk", () => matrix.topk(2).values],
    ["Std", () => matrix.std()],
    ["Logsumexp", () => matrix.logsumexp(1)],
    ["Where", () => where(matrix.gt(0), matrix, 0)],
    ["Stack", () => stack([matrix, matrix])],
    ["Repeat", () => matrix.repeat(2, 1)],
    ["Roll", () => matrix.roll(1)],
    ["Flip", () => matrix.flip(0)],
    ["Tril", () => matrix.tril()],
    ["T", () => matrix.t()],
    ["Index", () => matrix.index(tensor([1]))],
    ["IndexPut", () => matrix.indexPut([tensor([1])], 0)],
    ["IndexAdd", () => matrix.indexAdd(0, tensor([1]), ones(1, 4))],
    ["IndexCopy", () => matrix.indexCopy(0, tensor([1]), ones(1, 4))],
    ["IndexFill", () => matrix.indexFill(0, tensor([1]), 7)],
    ["MaskedScatter", () => matrix.maskedScatter(matrix.gt(0), ones(12))],
    ["MaskedFill", () => matrix.maskedFill(matrix.gt(0), 1)],
    ["Hardtanh", () => F.relu6(matrix)],
    ["Softplus", () => F.softplus(matrix)],
    ["Addmm", () => new nn.Linear(4, 3)(matrix)],
    ["Mm", () => new nn.Linear(4, 3, { bias: false })(matrix)],
    ["Embedding", () => new nn.Embedding(5, 3)(tensor([1, 2]))],
    ["Convolution", () => new nn.Conv1d(4, 3, 3)(signal)],
    ["Convolution", () => new nn.Conv2d(4, 3, 4, { padding: "same" })(image)],
    ["Convolution", () => new nn.ConvTranspose2d(4, 3, 3)(image)],
    ["NativeBatchNorm", () => new nn.BatchNorm2d(4)(image)],
    ["NativeGroupNorm", () => new nn.GroupNorm(2, 4)(image)],
    ["NativeLayerNorm", () => new nn.LayerNorm(6)(image)],
    ["View", () => new nn.InstanceNorm2d(4, { affine: true })(image)],
    ["Mul", () => new nn.Dropout()(image)],
    ["MaxPool2DWithIndices", () => F.maxPool2d(image, 2)],
    ["AvgPool2D", () => F.avgPool2d(image, 2)],
    ["AdaptiveAvgPool2D", () => F.adaptiveAvgPool2d(image, 3)],
    ["UpsampleNearest2D", () => F.interpolate(image, { scaleFactor: 2 })],
    ["UpsampleBilinear2D", () => F.interpolate(image, { scaleFactor: 2, mode: "bilinear" })],
    ["UpsampleLinear1D", () => F.interpolate(signal, { scaleFactor: 2, mode: "linear" })],
    ["PixelShuffle", () => F.pixelShuffle(image, 2)],
    ["PixelUnshuffle", () => F.pixelUnshuffle(image, 2)],
  ])("%s", (name, make) => {
    const result = make();
    expect(result.gradFn?.name).toBe(`${name}Backward0`);
    expect(String(result)).toContain(`grad_fn=<${name}Backward0>`);
    expect(noGrad(make).gradFn).toBeUndefined();
  });
});
