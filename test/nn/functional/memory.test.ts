// Functions leave nothing behind but their result when no gradient is wanted, however many operations they are made
// of: counted by the arena's live blocks, on contiguous and on permuted inputs.

import { describe, expect, it } from "vitest";
import * as F from "../../../nn/functional/index.ts";
import { full, ones, rand, randint, type Tensor, zeros } from "../../../nn/index.ts";
import { arena } from "../../../nn/memory/arena.ts";

const [mean, variance, weight, bias] = [zeros(4), ones(4), rand(4), rand(4)];
const scale = rand(5);
const kernels1d = rand(4, 4, 3);
const kernels2d = rand(4, 4, 2, 3);
const table = rand(5, 3);
const indices = randint(0, 5, [3, 2]);

const signalFunctions: Record<string, (x: Tensor) => Tensor> = {
  conv1d: (x) => F.conv1d(x, kernels1d, { bias, padding: "same" }),
  convTranspose1d: (x) => F.convTranspose1d(x, kernels1d, { bias, stride: 2 }),
  maxPool1d: (x) => F.maxPool1d(x, 2),
  avgPool1d: (x) => F.avgPool1d(x, 3, { ceilMode: true, countIncludePad: false, padding: 1 }),
  adaptiveAvgPool1d: (x) => F.adaptiveAvgPool1d(x, 4),
  adaptiveMaxPool1d: (x) => F.adaptiveMaxPool1d(x, 1),
  "interpolate linearly": (x) => F.interpolate(x, { size: 9, mode: "linear" }),
  dropout1d: (x) => F.dropout1d(x),
};

const imageFunctions: Record<string, (x: Tensor) => Tensor> = {
  conv2d: (x) => F.conv2d(x, kernels2d, { padding: "same" }),
  convTranspose2d: (x) => F.convTranspose2d(x, kernels2d, { stride: 2, outputPadding: 1 }),
  "batchNorm in training": (x) => F.batchNorm(x, mean, variance, { weight, training: true }),
  "batchNorm in evaluation": (x) => F.batchNorm(x, mean, variance, { bias }),
  groupNorm: (x) => F.groupNorm(x, 2, { weight, bias }),
  instanceNorm: (x) => F.instanceNorm(x, { runningMean: mean, runningVar: variance, weight }),
  layerNorm: (x) => F.layerNorm(x, [5], { weight: scale }),
  maxPool2d: (x) => F.maxPool2d(x, 3, { padding: 1, stride: 2 }),
  avgPool2d: (x) => F.avgPool2d(x, 2, { divisorOverride: 3 }),
  adaptiveAvgPool2d: (x) => F.adaptiveAvgPool2d(x, [4, 1]),
  adaptiveMaxPool2d: (x) => F.adaptiveMaxPool2d(x, [3, 2]),
  interpolate: (x) => F.interpolate(x, { scaleFactor: 2, mode: "bilinear" }),
  pixelShuffle: (x) => F.pixelShuffle(x, 2),
  pixelUnshuffle: (x) => F.pixelUnshuffle(x.narrow(3, 0, 4), 2),
  dropout: (x) => F.dropout(x),
  dropout2d: (x) => F.dropout2d(x),
  stochasticDepth: (x) => F.stochasticDepth(x, 0.5),
  silu: (x) => F.silu(x),
  gelu: (x) => F.gelu(x),
  elu: (x) => F.elu(x),
  leakyRelu: (x) => F.leakyRelu(x),
  hardswish: (x) => F.hardswish(x),
  relu6: (x) => F.relu6(x),
  softplus: (x) => F.softplus(x),
  logSoftmax: (x) => F.logSoftmax(x, 1),
  "silu in place": (x) => F.silu(x, { inplace: true }),
  embedding: () => F.embedding(indices, table),
};

/** Blocks that a call leaves besides its result, once plans and packed weights are there. */
function leftBehind(call: () => Tensor): number {
  call().array.storage.release();
  const before = arena.statistics().liveBlocks;
  call().array.storage.release();
  return arena.statistics().liveBlocks - before;
}

describe.each([
  ["signals", signalFunctions, () => rand(2, 4, 7), () => rand(7, 4, 2).permute(2, 1, 0)],
  ["images", imageFunctions, () => rand(2, 4, 6, 5), () => rand(2, 6, 5, 4).permute(0, 3, 1, 2)],
])("on %s", (_, functions, contiguous, permuted) => {
  it.each(Object.entries(functions))("%s leaves nothing behind", (name, call) => {
    for (const x of [contiguous(), permuted()]) {
      // what is written in place stays, as the view's memory does
      const fresh = name.endsWith("in place") ? () => call(x).add(0) : () => call(x);
      expect(leftBehind(fresh)).toBe(0);
    }
  });
});

it("gives back the running sums of many steps", () => {
  const x = full([2, 4, 3], 1.5);
  expect(leftBehind(() => F.batchNorm(x, mean, variance, { training: true }))).toBe(0);
});
