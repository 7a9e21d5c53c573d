// A convolution, the batch normalisation after it, the residual and the ReLU: layer by layer, or, where nobody can
// tell the difference, in one operation that writes the image once. Nobody can when no gradient is recorded, the
// normalisation uses its running statistics, no hook looks at what lies between, and all layers are the ordinary
// ones.

import { paddingSides } from "../functional/convolution.ts";
import { convolutionShape } from "../operations/convolution.ts";
import { normalizedConvolution } from "../operations/normalized-convolution.ts";
import { isGradEnabled } from "../tensor/gradient-mode.ts";
import { Tensor } from "../tensor/tensor.ts";
import { ReLU } from "./activation.ts";
import { BatchNorm2d } from "./batch-norm.ts";
import { Conv2d } from "./convolution.ts";
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
    const [layer, norm, next] = layers.slice(i, i + 3);
    if (!layer) break;
    const relu = next instanceof ReLU ? next : undefined;
    const fused = norm && convolveAtOnce(out, layer, norm, { relu });
    out = fused ?? layer(out);
    i += fused ? (relu ? 3 : 2) : 1;
  }
  return out;
}

/** The result in one operation, or undefined where that would not be the same. */
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
