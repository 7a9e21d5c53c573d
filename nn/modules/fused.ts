// Layers that often follow one another: a convolution, its batch normalisation, the residual and the ReLU; two linear
// layers with a GELU in between. Layer by layer, or, where nobody can tell the difference, in one operation that
// spares memory the way. Nobody can when no gradient is recorded, no hook looks at what lies between, and all layers
// are the ordinary ones, in evaluation.

import { sameShape } from "../array/shape.ts";
import { paddingSides } from "../functional/convolution.ts";
import { convolutionShape } from "../operations/convolution.ts";
import { feedForward } from "../operations/feed-forward.ts";
import { normalizedConvolution } from "../operations/normalized-convolution.ts";
import { isGradEnabled } from "../tensor/gradient-mode.ts";
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
  const inputs = [x, first.weight, first.bias, second.weight, second.bias];
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
  const { weight, bias, stride, dilation, groups } = conv;
  const { running_mean, running_var, weight: scale, bias: shift, eps } = norm;
  if (norm.training || bias || !running_mean || !running_var || !scale || !shift) return undefined;
  const sides = paddingSides(conv.padding, conv.kernelSize, stride, dilation);
  if (conv.paddingMode !== "zeros" || sides.some(([before, after]) => before !== after)) return undefined;

  const perChannel = [running_mean, running_var, scale, shift];
  const inputs = [x, weight, ...perChannel, ...(residual ? [residual] : [])];
  if (inputs.some(({ dtype }) => dtype !== "float32")) return undefined;
  const [channelsOut = 0, channelsIn = 0] = weight.shape;
  if (x.dim() !== 4 || x.size(1) !== channelsIn * groups || channelsIn === 0) return undefined;
  if (perChannel.some(({ shape }) => shape.length !== 1 || shape[0] !== channelsOut)) return undefined;

  const padding = sides.map(([before]) => before);
  const options = { stride, padding, dilation, groups, eps, rectified: relu !== undefined };
  const fits = conv.kernelSize.every((size, i) => {
    const padded = (x.shape[2 + i] ?? 0) + 2 * (padding[i] ?? 0);
    return padded > (size - 1) * (dilation[i] ?? 1);
  });
  if (!fits) return undefined;
  if (residual) {
    const shape = convolutionShape(x.shape, weight.shape, options);
    if (residual.dim() !== 4 || shape.some((size, dim) => residual.shape[dim] !== size)) return undefined;
  }
  return Tensor.compute(normalizedConvolution, inputs, options);
}

/** Whether a layer is of this class, with the class's own forward, and nobody listens. */
function isOrdinary<M extends Module>(
  layer: Module,
  kind: { readonly prototype: M } & (new (...args: never[]) => M),
): layer is M {
  return layer instanceof kind && layer.forward === kind.prototype.forward && !hasHooks(layer);
}
