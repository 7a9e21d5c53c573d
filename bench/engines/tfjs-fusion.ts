// What a converter does to a network before tfjs sees it, its best case: batch normalisation goes into the
// weights of the convolution before it, and a ReLU into the convolution that it follows.

import type { Convolution, Node, Value } from "./graph.ts";
import { operands } from "./graph.ts";
import { type FloatTensor, type FloatTensors, named } from "./tensor-file.ts";

/** A convolution with its own weights, and what has been drawn into it. */
export interface FusedConvolution {
  readonly op: "fusedConvolution";
  readonly input: Value;
  readonly geometry: Convolution;
  readonly weight: FloatTensor;
  readonly bias: FloatTensor | undefined;
  readonly relu: boolean;
  /** where the result goes: that of the last node drawn in */
  readonly result: Value;
}

export type PlainNode = Exclude<Node, { op: "convolution" | "batchNorm" }> & { readonly result: Value };

export type FusedNode = FusedConvolution | PlainNode;

/** The network with its convolutions fused; values keep their numbers. */
export function fuse(nodes: readonly Node[], state: FloatTensors): FusedNode[] {
  const reads = new Map<Value, number>();
  for (const value of nodes.flatMap(operands)) reads.set(value, (reads.get(value) ?? 0) + 1);
  const fused: FusedNode[] = [];
  nodes.forEach((node, index) => {
    const result = index + 1;
    if (node.op === "convolution") {
      const weight = named(state, `${node.prefix}weight`);
      const bias = state.get(`${node.prefix}bias`);
      fused.push({
        op: "fusedConvolution",
        input: node.input,
        geometry: node,
        weight,
        bias,
        relu: false,
        result,
      });
      return;
    }
    const last = fused.at(-1);
    const follows =
      last?.op === "fusedConvolution" &&
      last.result === node.input &&
      reads.get(node.input) === 1 &&
      !last.relu;
    if (node.op === "batchNorm") {
      if (!follows) throw new Error(`batch normalisation "${node.prefix}" does not follow a convolution`);
      fused[fused.length - 1] = { ...last, ...normalised(last, node.prefix, node.eps, state), result };
    } else if (node.op === "relu" && follows) {
      fused[fused.length - 1] = { ...last, relu: true, result };
    } else {
      fused.push({ ...node, result });
    }
  });
  return fused;
}

/** w' = w gamma / sqrt(var + eps); b' = (b - mean) gamma / sqrt(var + eps) + beta. */
function normalised({ weight, bias }: FusedConvolution, prefix: string, eps: number, state: FloatTensors) {
  const gamma = named(state, `${prefix}weight`).data;
  const beta = named(state, `${prefix}bias`).data;
  const mean = named(state, `${prefix}running_mean`).data;
  const variance = named(state, `${prefix}running_var`).data;
  const factors = variance.map((each, i) => (gamma[i] ?? 1) / Math.sqrt(each + eps));
  const perChannel = weight.data.length / factors.length;
  return {
    weight: {
      shape: weight.shape,
      data: weight.data.map((each, i) => each * (factors[Math.floor(i / perChannel)] ?? 1)),
    },
    bias: {
      shape: [factors.length],
      data: factors.map((each, i) => ((bias?.data[i] ?? 0) - (mean[i] ?? 0)) * each + (beta[i] ?? 0)),
    },
  };
}
