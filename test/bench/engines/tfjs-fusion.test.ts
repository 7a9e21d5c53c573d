import { describe, expect, it } from "vitest";
import { Graph } from "../../../bench/engines/graph.ts";
import type { FloatTensor } from "../../../bench/engines/tensor-file.ts";
import { fuse } from "../../../bench/engines/tfjs-fusion.ts";

const tensor = (shape: number[], data: number[]): FloatTensor => ({ shape, data: Float32Array.from(data) });

/** Two channels; the factors gamma / sqrt(var + eps) are 3 / 2 and 1 / 4 for eps = 0. */
const state = new Map([
  ["conv.weight", tensor([2, 1, 1, 1], [2, 4])],
  ["conv.bias", tensor([2], [1, 1])],
  ["bn.weight", tensor([2], [3, 1])],
  ["bn.bias", tensor([2], [10, 20])],
  ["bn.running_mean", tensor([2], [3, 5])],
  ["bn.running_var", tensor([2], [4 - 1e-5, 16 - 1e-5])],
]);

describe("fusing for tfjs", () => {
  it("draws batch normalisation and ReLU into the convolution before them", () => {
    const graph = new Graph();
    graph.relu(graph.batchNorm(graph.convolution(0, "conv."), "bn."));
    const [only, ...others] = fuse(graph.nodes, state);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      op: "fusedConvolution",
      input: 0,
      relu: true,
      result: 3,
      weight: tensor([2, 1, 1, 1], [2 * 1.5, 4 * 0.25]),
      bias: tensor([2], [(1 - 3) * 1.5 + 10, (1 - 5) * 0.25 + 20]),
    });
  });

  it("leaves a ReLU apart whose input is needed without it", () => {
    const graph = new Graph();
    const convolved = graph.convolution(0, "conv.");
    graph.add(graph.relu(convolved), convolved);
    expect(fuse(graph.nodes, state).map(({ op }) => op)).toEqual(["fusedConvolution", "relu", "add"]);
  });
});
