// How an operation that no layer is called for is drawn: sums and products as signs; a function that does what a layer
// does, such as `F.relu`, as that layer, by PyTorch's name of the function; the rest as small grey boxes.

import type { Tone } from "../drawing/node-link.ts";
import type { Operation } from "./data-flow.ts";
import { detailOf, type Face, type Field } from "./face.ts";

/** A sign for operations of two tensors. */
const signs: Readonly<Record<string, string>> = { Add: "+", Sub: "−", Mul: "×", Div: "÷" };

/** The sign of an operation that joins two tensors of the flow; undefined for others. */
export function signOf({ name, inputs }: Operation): string | undefined {
  return inputs.filter(({ source }) => source.kind !== "constant").length > 1 ? signs[name] : undefined;
}

/** What PyTorch calls them, where that is not the engine's name in small letters; `#` is how many dimensions they have. */
const names: Readonly<Record<string, string>> = {
  MaxPool2DWithIndices: "max_pool#",
  AvgPool2D: "avg_pool#",
  AdaptiveAvgPool2D: "adaptive_avg_pool#",
  AdaptiveMaxPool2D: "adaptive_max_pool#",
  MaxUnpool2D: "max_unpool#",
  NativeLayerNorm: "layer_norm",
  NativeBatchNorm: "batch_norm",
  Topk: "topk",
  Log1P: "log1p",
  LogSigmoid: "logsigmoid",
  Mm: "matmul",
  Bmm: "matmul",
  Mv: "matmul",
  Dot: "matmul",
  Copy: "copy_",
  UpsampleNearest1D: "interpolate",
  UpsampleNearest2D: "interpolate",
  UpsampleLinear1D: "interpolate",
  UpsampleBilinear2D: "interpolate",
  Upsample: "interpolate",
};

/** The families of functions that are also layers. */
const families: readonly (readonly [RegExp, Tone])[] = [
  [/^conv/, "blue"],
  [/^(linear|embedding)$/, "green"],
  [/_norm$/, "yellow"],
  [/pool/, "teal"],
  [
    /^(relu6?|leaky_relu|s?elu|celu|gelu|silu|mish|hard(swish|sigmoid|tanh)|softplus|sigmoid|tanh|logsigmoid|(log_)?softmax)$/,
    "pink",
  ],
];

/** What stands on an operation's box; its note names the parameters that it takes. */
export function operationFace(operation: Operation): Face & { readonly note: string } {
  const title = titleOf(operation);
  const tone = families.find(([pattern]) => pattern.test(title))?.[1] ?? "grey";
  const note = tone === "grey" ? "" : holders(operation).join(", ");
  return { ...detailOf(title, tone, fieldsOf(operation)), note };
}

/** PyTorch's name, with the constant that a sign takes: `max_pool2d`, `× gamma`. */
export function titleOf(operation: Operation): string {
  const { name, inputs, outputs, options } = operation;
  const constants = constantNames(operation).join(", ");
  const sign = signs[name];
  if (sign) return `${sign} ${constants}`.trim();
  if (name === "View") return viewName(inputs[0]?.shape ?? [], outputs[0]?.shape ?? []);
  if (name === "Convolution")
    return `conv${isTransposed(operation) ? "_transpose" : ""}${dimensionsOf(operation)}d`;
  if (isLinear(operation)) return "linear";
  if (name === "IndexSelect" && inputs[0]?.source.kind === "constant") return "embedding";
  if (name === "Pow") return inputs.length === 1 ? "square" : `pow ${constants}`.trim();
  // Two functions are others with constants of their own.
  if (name === "Hardtanh" && !("min" in options)) return "relu6";
  if (name === "Elu" && !("alpha" in options)) return "selu";
  const known = names[name]?.replace("#", `${dimensionsOf(operation)}d`);
  return known ?? name.replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** `x @ weight.T`, with or without a bias: a weight [out, in] that the network holds. */
function isLinear({ name, inputs, outputs }: Operation): boolean {
  if (name !== "Addmm" && name !== "Mm") return false;
  const [x, weight] = inputs;
  const [out, features] = weight?.shape ?? [];
  return (
    weight?.source.kind === "constant" &&
    weight.source.name.endsWith("weight") &&
    features === x?.shape.at(-1) &&
    out === outputs[0]?.shape.at(-1)
  );
}

const isTransposed = ({ options }: Operation) => "outputPadding" in options;

/** Over how many dimensions a window goes. */
function dimensionsOf({ options }: Operation): number {
  const sizes: unknown = ["kernelSize", "outputSize", "stride"]
    .map((key) => Reflect.get(options, key))
    .find((value) => Array.isArray(value));
  return Array.isArray(sizes) ? sizes.length : 2;
}

/** What a layer would have as its fields. */
function fieldsOf(operation: Operation): Field {
  const { name, inputs, options } = operation;
  const weight = inputs[1]?.shape ?? [];
  const told = (key: string): unknown => Reflect.get(options, key);
  if (name === "Convolution") {
    const groups = Number(told("groups"));
    const [first = 0, second = 0, ...kernelSize] = weight;
    const [inChannels, outChannels] = isTransposed(operation)
      ? [first, second * groups]
      : [second * groups, first];
    const sizes: Readonly<Record<string, unknown>> = { kernelSize, inChannels, outChannels };
    return (key) => sizes[key] ?? told(key);
  }
  if (isLinear(operation)) {
    const [outFeatures, inFeatures] = weight;
    const sizes: Readonly<Record<string, unknown>> = { inFeatures, outFeatures };
    return (key) => sizes[key];
  }
  return told;
}

/** The parameters that an operation takes, by their names. */
function constantNames({ inputs }: Operation): string[] {
  return inputs.flatMap(({ source }) =>
    source.kind === "constant" && source.name !== "" ? [source.name] : [],
  );
}

/** The modules that hold them; a parameter of the network itself stands for itself. */
function holders(operation: Operation): string[] {
  return [...new Set(constantNames(operation).map((name) => name.replace(/\.[^.]*$/, "")))];
}

/** Flatten, if all that happens is that neighbouring dimensions become one. */
function viewName(from: readonly number[], to: readonly number[]): string {
  const same = from.findIndex((size, dim) => size !== to[dim]);
  const head = same === -1 ? from.length : same;
  return to.length < from.length && to.length - head <= 1 ? "flatten" : "reshape";
}
