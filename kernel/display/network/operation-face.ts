// How an operation that is no layer is drawn: sums and products as signs, the rest as small boxes with PyTorch's name.

import type { Operation } from "./data-flow.ts";

/** A sign for operations of two tensors. */
const signs: Readonly<Record<string, string>> = { Add: "+", Sub: "−", Mul: "×", Div: "÷" };

/** What PyTorch calls them, where that is not the engine's name in small letters. */
const names: Readonly<Record<string, string>> = {
  Cat: "concat",
  Addmm: "linear",
  Convolution: "conv",
  NativeLayerNorm: "layer_norm",
  NativeBatchNorm: "batch_norm",
  Topk: "topk",
  Mm: "matmul",
  Bmm: "matmul",
  Mv: "matmul",
  Dot: "matmul",
  UpsampleNearest1D: "upsample",
  UpsampleNearest2D: "upsample",
  UpsampleLinear1D: "upsample",
  UpsampleBilinear2D: "upsample",
};

/** The sign of an operation that joins two tensors of the flow; undefined for others. */
export function signOf({ name, inputs }: Operation): string | undefined {
  return inputs.filter(({ source }) => source.kind !== "constant").length > 1 ? signs[name] : undefined;
}

export function titleOf({ name, inputs, outputs }: Operation): string {
  const sign = signs[name];
  if (sign) return `${sign} ${constantNames(inputs)}`.trim();
  if (name === "View") return viewName(inputs[0]?.shape ?? [], outputs[0]?.shape ?? []);
  return names[name] ?? name.replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** The parameters that an operation takes, by their names. */
function constantNames(inputs: Operation["inputs"]): string {
  return inputs.flatMap(({ source }) => (source.kind === "constant" ? [source.name] : [])).join(", ");
}

/** Flatten, if all that happens is that neighbouring dimensions become one. */
function viewName(from: readonly number[], to: readonly number[]): string {
  const same = from.findIndex((size, dim) => size !== to[dim]);
  const head = same === -1 ? from.length : same;
  return to.length < from.length && to.length - head <= 1 ? "flatten" : "reshape";
}
