// Sums of tens of thousands of numbers lose as few digits as PyTorch's do: below 1e-6 of the result. The oracle is the same
// call in float64. (Numbers of one sign: what sums up to nearly nothing is lost in any order.) One after the other in float32,
// 65,536 numbers lose 5e-6.

import { describe, expect, it } from "vitest";
import { F, manualSeed, rand, type Tensor } from "../../../nn/index.ts";

const enough = 1e-6;

/** A call, and the shapes of what it is given for sums over so many numbers. */
type Case = readonly [
  name: string,
  call: (...inputs: Tensor[]) => Tensor,
  shapes: (length: number) => number[][],
];

const line = (length: number): number[][] => [[length]];
const cases: readonly Case[] = [
  ["sum", (x) => x.sum(), line],
  ["sum of rows", (x) => x.sum(1), (n) => [[3, n]]],
  ["sum of columns", (x) => x.sum(0), (n) => [[n, 9]]],
  ["sum in the middle", (x) => x.sum(1), (n) => [[2, n, 5]]],
  ["sum around the middle", (x) => x.sum([0, 2]), (n) => [[3, 5, n]]],
  ["mean", (x) => x.mean(), line],
  ["var", (x) => x.var(), line],
  ["var of columns", (x) => x.var(0), (n) => [[n, 9]]],
  ["norm", (x) => x.norm(), line],
  ["norm of columns", (x) => x.norm(2, 0), (n) => [[n, 9]]],
  ["logsumexp", (x) => x.logsumexp(0), line],
  ["softmax", (x) => x.softmax(0), line],
  ["softmax of columns", (x) => x.softmax(0), (n) => [[n, 9]]],
  ["cumsum", (x) => x.cumsum(0), line],
  ["dot", (x, y) => x.dot(y), (n) => [[n], [n]]],
  [
    "matmul",
    (x, y) => x.matmul(y),
    (n) => [
      [7, n],
      [n, 21],
    ],
  ],
  [
    "matmul to few columns",
    (x, y) => x.matmul(y),
    (n) => [
      [7, n],
      [n, 3],
    ],
  ],
  [
    "linear",
    (x, y) => F.linear(x, y),
    (n) => [
      [2, n],
      [9, n],
    ],
  ],
  [
    "conv1d of one channel",
    (x, y) => F.conv1d(x, y),
    (n) => [
      [1, 1, n + 9],
      [1, 1, n],
    ],
  ],
  [
    "conv1d",
    (x, y) => F.conv1d(x, y),
    (n) => [
      [1, 64, 30],
      [8, 64, Math.ceil(n / 4096)],
    ],
  ],
  [
    "convTranspose1d",
    (x, y) => F.convTranspose1d(x, y),
    (n) => [
      [1, n, 2],
      [n, 2, 2],
    ],
  ],
  ["avgPool1d", (x) => F.avgPool1d(x, 8192, { stride: 100 }), (n) => [[1, 2, n]]],
  ["adaptiveAvgPool2d", (x) => F.adaptiveAvgPool2d(x, 1), (n) => [[1, 2, 16, n / 16]]],
];

/** What has the size of one, and not that of a sum. */
const normalized: readonly Case[] = [
  ["layerNorm", (x) => F.layerNorm(x, x.shape), line],
  ["batchNorm", (x) => F.batchNorm(x, undefined, undefined, { training: true }), (n) => [[n, 3]]],
  ["groupNorm", (x) => F.groupNorm(x, 1), (n) => [[1, 4, n / 4]]],
];

function errorsOf(
  call: Case[1],
  shapes: readonly number[][],
): { readonly errors: Tensor; readonly exact: Tensor } {
  manualSeed(1);
  const inputs = shapes.map((shape) => rand(shape));
  const exact = call(...inputs.map((each) => each.double()));
  return {
    errors: call(...inputs)
      .double()
      .sub(exact)
      .abs(),
    exact,
  };
}

describe.each([8192, 65_536])("of %i numbers", (length) => {
  it.each(cases)("%s", (_, call, shapes) => {
    const { errors, exact } = errorsOf(call, shapes(length));
    expect(errors.div(exact.abs()).max().item()).toBeLessThan(enough);
  });

  it.each(normalized)("%s", (_, call, shapes) => {
    expect(errorsOf(call, shapes(length)).errors.max().item()).toBeLessThan(enough);
  });
});
