// Layers that often follow one another: a convolution, its batch normalisation, the residual and the ReLU; a depthwise
// and a pointwise convolution; two linear layers with a GELU in between. Layer by layer, or, where nobody can tell the
// difference, in one operation that spares memory the way. Nobody can when no gradient is recorded, no hook looks at
// what lies between, and all layers are the ordinary ones, in evaluation.

import { type Shape, sameShape } from "../array/shape.ts";
import { isGradEnabled } from "../autograd/gradient-mode.ts";
import { paddingSides } from "../functional/convolution.ts";
import { feedForward } from "../operations/feed-forward.ts";
import { normalizedConvolution } from "../operations/normalized-convolution.ts";
import { type ConvolutionOptions, prepareConvolution } from "../operations/prepared-convolution.ts";
import { separableConvolution } from "../operations/separable-convolution.ts";
import { Tensor } from "../tensor/tensor.ts";
import { GELU, ReLU } from "./activation.ts";
import { BatchNorm2d } from "./batch-norm.ts";
import { Conv2d } from "./convolution.ts";
import { Linear } from "./linear.ts";
import { hasHooks, type Layer, type Module } from "./module.ts";

export interface AfterNormalization {
  /** is added to the result */
  readonly residual?: Tensor | undefined;
  /** is called last */
  readonly relu?: Layer | undefined;
}

/** relu(norm(conv(x)) + residual) */
export function convolveAndNormalize(
  x: Tensor,
  conv: Layer,
  norm: Layer,
  after: AfterNormalization = {},
): Tensor {
  const fused = convolveAtOnce(x, conv, norm, after);
  if (fused) return fused;
  const { residual, relu } = after;
  const normalized = norm(conv(x));
  const sum = residual ? normalized.add(residual) : normalized;
  return relu ? relu(sum) : sum;
}

/** pointwise(depthwise(x)) */
export function convolveSeparably(x: Tensor, depthwise: Layer, pointwise: Layer): Tensor {
  return separablyAtOnce(x, depthwise, pointwise) ?? pointwise(depthwise(x));
}

/** Calls layers one after the other, those that can be at once. */
export function callInOrder(layers: readonly Layer[], x: Tensor): Tensor {
  let out = x;
  for (let i = 0; i < layers.length; ) {
    const [layer, ...next] = layers.slice(i, i + 3);
    if (!layer) break;
    const fused = startOfRow(out, layer, next);
    out = fused?.result ?? layer(out);
    i += fused?.count ?? 1;
  }
  return out;
}

/** The result of the first layers at once and how many they are, or undefined. */
function startOfRow(
  x: Tensor,
  first: Layer,
  [second, third]: readonly Layer[],
): { readonly result: Tensor; readonly count: number } | undefined {
  if (!second) return undefined;
  const relu = third instanceof ReLU ? third : undefined;
  const normalized = convolveAtOnce(x, first, second, { relu });
  if (normalized) return { result: normalized, count: relu ? 3 : 2 };
  const result = third && feedForwardAtOnce(x, first, second, third);
  return result && { result, count: 3 };
}

/** second(activation(first(x))) in one operation, or undefined where that would not be the same. */
function feedForwardAtOnce(x: Tensor, first: Layer, activation: Layer, second: Layer): Tensor | undefined {
  if (isGradEnabled() || !isOrdinary(first, Linear) || !isOrdinary(second, Linear)) return undefined;
  if (!isOrdinary(activation, GELU) || !first.bias || !second.bias) return undefined;
  const inputs = [x, first.weight, first.bias, second.weight, second.bias] as const;
  const depths = [first.inFeatures, first.outFeatures, second.inFeatures, second.outFeatures];
  const fits =
    inputs.every(({ dtype }) => dtype === "float32") &&
    x.dim() > 0 &&
    x.size(-1) === first.inFeatures &&
    first.outFeatures === second.inFeatures &&
    x.numel() > 0 &&
    depths.every((depth) => depth > 0) &&
    [first, second].every(hasOwnShapes);
  return fits ? Tensor.compute(feedForward, inputs, { approximate: activation.approximate }) : undefined;
}

/** Whether nobody has put parameters of other shapes into the layer. */
function hasOwnShapes({ weight, bias, inFeatures, outFeatures }: Linear): boolean {
  const shapes = [...weight.shape, ...(bias?.shape ?? [])];
  return sameShape(shapes, [outFeatures, inFeatures, outFeatures]);
}

/** relu(norm(conv(x)) + residual) in one operation, or undefined where that would not be the same. */
function convolveAtOnce(
  x: Tensor,
  conv: Layer,
  norm: Layer,
  { residual, relu }: AfterNormalization,
): Tensor | undefined {
  if (isGradEnabled() || !isOrdinary(conv, Conv2d) || !isOrdinary(norm, BatchNorm2d)) return undefined;
  if (relu && !isOrdinary(relu, ReLU)) return undefined;
  const { running_mean, running_var, weight: scale, bias: shift, eps } = norm;
  if (norm.training || conv.bias || !running_mean || !running_var || !scale || !shift) return undefined;
  const fit = fitOf(conv, x.array.shape);
  if (!fit) return undefined;

  const { weight } = conv;
  const perChannel = [running_mean, running_var, scale, shift];
  const inputs = [x, weight, running_mean, running_var, scale, shift, residual] as const;
  if (inputs.some((each) => each && each.dtype !== "float32")) return undefined;
  const [channelsOut] = weight.array.shape;
  if (perChannel.some(({ shape }) => shape.length !== 1 || shape[0] !== channelsOut)) return undefined;
  if (residual && !sameShape(residual.array.shape, fit.result)) return undefined;
  const options = { ...fit.options, eps, rectified: relu !== undefined };
  return Tensor.compute(normalizedConvolution, inputs, options);
}

/** pointwise(depthwise(x)) in one operation, or undefined where that would not be the same. */
function separablyAtOnce(x: Tensor, depthwise: Layer, pointwise: Layer): Tensor | undefined {
  if (isGradEnabled() || !isOrdinary(depthwise, Conv2d) || !isOrdinary(pointwise, Conv2d)) return undefined;
  const first = fitOf(depthwise, x.array.shape);
  const second = first && fitOf(pointwise, first.result);
  if (!second) return undefined;
  const inputs = [x, depthwise.weight, depthwise.bias, pointwise.weight, pointwise.bias] as const;
  if (inputs.some((each) => each && each.dtype !== "float32")) return undefined;
  return Tensor.compute(separableConvolution, inputs, {
    depthwise: first.options,
    pointwise: second.options,
  });
}

/** What an operation needs to know of a layer that an input fits. */
interface Fit {
  readonly options: ConvolutionOptions;
  /** the shape of its result */
  readonly result: Shape;
}

/** How the last input fitted a layer, and what of the layer that depends on; working it out again takes a microsecond. */
const lastFits = new WeakMap<Conv2d, Fit & { readonly input: Shape; readonly parts: readonly unknown[] }>();

/** How an input of this shape fits a layer; undefined where `optionsFor` is. */
function fitOf(conv: Conv2d, input: Shape): Fit | undefined {
  const { stride, padding, dilation, groups, paddingMode } = conv;
  const weight = conv.weight.array;
  const parts = [weight, conv.bias?.array, stride, padding, dilation, groups, paddingMode];
  const last = lastFits.get(conv);
  if (last && sameShape(last.input, input) && last.parts.every((part, i) => part === parts[i])) return last;
  const options = optionsFor(conv, input);
  if (!options) return undefined;
  const fit = { options, result: prepareConvolution(input, weight, options).shape, input, parts };
  lastFits.set(conv, fit);
  return fit;
}

/** Of a layer that pads both sides alike, with zeros, and to whose parameters an input of this shape fits. */
function optionsFor(conv: Conv2d, [, channels, ...sizes]: Shape): ConvolutionOptions | undefined {
  const { stride, dilation, groups, kernelSize, inChannels, outChannels, paddingMode } = conv;
  if (paddingMode !== "zeros" || sizes.length !== 2 || channels !== inChannels || channels === 0)
    return undefined;
  const weight = [outChannels, inChannels / groups, ...kernelSize];
  if (!sameShape(conv.weight.array.shape, weight)) return undefined;
  if (conv.bias && !sameShape(conv.bias.array.shape, [outChannels])) return undefined;
  const sides = paddingSides(conv.padding, kernelSize, stride, dilation);
  if (sides.some(([before, after]) => before !== after)) return undefined;
  const padding = sides.map(([before]) => before);
  const fits = kernelSize.every((size, i) => {
    const padded = (sizes[i] ?? 0) + 2 * (padding[i] ?? 0);
    return padded > (size - 1) * (dilation[i] ?? 1);
  });
  return fits ? { stride, padding, dilation, groups } : undefined;
}

/** Whether a layer is of this class, with the class's own forward, and nobody listens. */
function isOrdinary<M extends Module>(
  layer: Module,
  kind: { readonly prototype: M } & (new (...args: never[]) => M),
): layer is M {
  return layer instanceof kind && layer.forward === kind.prototype.forward && !hasHooks(layer);
}
