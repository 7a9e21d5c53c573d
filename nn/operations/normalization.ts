// Batch and layer normalisation.

import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, type Shape, sameShape, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { run } from "../threads/pool.ts";
import { affineKernel } from "../wasm/affine.ts";
import { layerNormKernel } from "../wasm/layer-norm.ts";
import type { Operation } from "./operation.ts";
import { pointerOf } from "./product.ts";

/** Numbers that keep a thread busy for some ten microseconds. */
const stepElements = 16_384;

export interface BatchNormOptions {
  readonly eps: number;
}

/**
 * (x - mean) / sqrt(variance + eps) for each channel (dimension 1), then times weight and plus bias if given.
 * Inputs: x, mean, variance [channels], and weight, bias [channels]. Where mean and variance come from (running
 * averages, or the batch itself) is the caller's affair. Ioffe and Szegedy, Batch Normalization (2015).
 */
export const batchNorm: Operation<
  readonly [x: NDArray, mean: NDArray, variance: NDArray, weight?: NDArray, bias?: NDArray],
  BatchNormOptions
> = {
  name: "NativeBatchNorm",
  forward([x, mean, variance, weight, bias], { eps }) {
    if (x.shape.length < 2) {
      throw new RangeError(
        `BatchNorm: expected an input of at least 2 dimensions, got shape ${showShape(x.shape)}`,
      );
    }
    const channels = x.shape[1] ?? 0;
    for (const each of [mean, variance, weight, bias]) {
      if (each) checkParameter("BatchNorm", each, [channels], x);
    }
    using temporaries = new Temporaries();
    const affine = temporaries.add(shiftsAndScales(eps, mean, variance, weight, bias));
    return x.dtype === "float32" ? affineByKernel(x, affine) : affinePlainly(x, affine);
  },
  gradient: "missing",
};

function checkParameter(name: string, parameter: NDArray, shape: Shape, x: NDArray): void {
  if (!sameShape(parameter.shape, shape)) {
    throw new RangeError(
      `${name}: for an input of shape ${showShape(x.shape)} expected parameters of shape ${showShape(shape)}, got ` +
        showShape(parameter.shape),
    );
  }
  if (parameter.dtype !== x.dtype || !x.dtype.startsWith("float")) {
    throw new TypeError(
      `${name}: expected input and parameters of one floating dtype, got ${x.dtype} and ${parameter.dtype}`,
    );
  }
}

/** The whole normalisation of each channel as one summand and one factor: [2, channels]. */
export function shiftsAndScales(
  eps: number,
  mean: NDArray,
  variance: NDArray,
  weight: NDArray | undefined,
  bias: NDArray | undefined,
): NDArray {
  const channels = mean.shape[0] ?? 0;
  const affine = empty([2, channels], mean.dtype);
  const [means, variances] = [valuesOf(mean), valuesOf(variance)];
  const [weights, biases] = [weight && valuesOf(weight), bias && valuesOf(bias)];
  const values = affine.storage.data();
  for (let channel = 0; channel < channels; channel++) {
    const factor = (weights?.[channel] ?? 1) / Math.sqrt((variances[channel] ?? 0) + eps);
    values[channel] = (biases?.[channel] ?? 0) - (means[channel] ?? 0) * factor;
    values[channels + channel] = factor;
  }
  return affine;
}

function affineByKernel(x: NDArray, affine: NDArray): NDArray {
  using temporaries = new Temporaries();
  const dense = temporaries.contiguous(x);
  const out = empty(x.shape, "float32");
  const [batch = 0, channels = 0] = x.shape;
  const columns = elementCount(x.shape.slice(2));
  run(affineKernel(), batch * channels, Math.max(1, Math.round(stepElements / Math.max(columns, 1))), {
    out: out.storage.pointer,
    x: pointerOf(dense),
    columns,
    xRow: 4 * columns,
    scale: affine.storage.pointer + 4 * channels,
    shift: affine.storage.pointer,
    channels,
  });
  return out;
}

function affinePlainly(x: NDArray, affine: NDArray): NDArray {
  const out = empty(x.shape, x.dtype);
  const [values, results] = [valuesOf(x), out.storage.data()];
  const shiftsThenScales = affine.storage.data();
  const [, channels = 0] = x.shape;
  const columns = elementCount(x.shape.slice(2));
  for (let i = 0; i < results.length; i++) {
    const channel = Math.floor(i / columns) % channels;
    const [shift = 0, scale = 0] = [shiftsThenScales[channel], shiftsThenScales[channels + channel]];
    results[i] = (values[i] ?? 0) * scale + shift;
  }
  return out;
}

export interface LayerNormOptions {
  /** the last dimensions, over which mean and (biased) variance are taken */
  readonly normalizedShape: Shape;
  readonly eps: number;
}

/**
 * (x - mean) / sqrt(variance + eps) over the last dimensions, then times weight and plus bias if given, which have
 * the normalised shape. Ba, Kiros and Hinton, Layer Normalization (2016).
 */
export const layerNorm: Operation<readonly [x: NDArray, weight?: NDArray, bias?: NDArray], LayerNormOptions> =
  {
    name: "NativeLayerNorm",
    forward([x, weight, bias], { normalizedShape, eps }) {
      const last = x.shape.slice(x.shape.length - normalizedShape.length);
      if (normalizedShape.length === 0 || !sameShape(last, normalizedShape)) {
        throw new RangeError(
          `Given normalized_shape=${showShape(normalizedShape)}, expected input with shape [*, ` +
            `${normalizedShape.join(", ")}], but got input of size${showShape(x.shape)}`,
        );
      }
      checkParameter("LayerNorm", x, x.shape, x);
      for (const each of [weight, bias]) if (each) checkParameter("LayerNorm", each, normalizedShape, x);
      return x.dtype === "float32"
        ? layerNormByKernel(x, weight, bias, elementCount(normalizedShape), eps)
        : layerNormPlainly(x, weight, bias, elementCount(normalizedShape), eps);
    },
    gradient: "missing",
  };

function layerNormByKernel(
  x: NDArray,
  weight: NDArray | undefined,
  bias: NDArray | undefined,
  columns: number,
  eps: number,
): NDArray {
  const out = empty(x.shape, "float32");
  using temporaries = new Temporaries();
  const dense = temporaries.contiguous(x);
  const [weights, biases] = [weight, bias].map((each) => each && temporaries.contiguous(each));
  const kernel = layerNormKernel({ weighted: weights !== undefined, biased: biases !== undefined });
  const rows = columns === 0 ? 0 : elementCount(x.shape) / columns;
  run(kernel, rows, Math.max(1, Math.round(stepElements / Math.max(columns, 1))), {
    out: out.storage.pointer,
    x: pointerOf(dense),
    columns,
    weight: weights ? pointerOf(weights) : 0,
    bias: biases ? pointerOf(biases) : 0,
    eps,
  });
  return out;
}

function layerNormPlainly(
  x: NDArray,
  weight: NDArray | undefined,
  bias: NDArray | undefined,
  columns: number,
  eps: number,
): NDArray {
  const out = empty(x.shape, x.dtype);
  const [values, results] = [valuesOf(x), out.storage.data()];
  const [weights, biases] = [weight && valuesOf(weight), bias && valuesOf(bias)];
  for (let start = 0; start < results.length; start += columns) {
    const row: readonly number[] = [...values.subarray(start, start + columns)];
    const mean = row.reduce((sum, value) => sum + value, 0) / columns;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / columns;
    const factor = 1 / Math.sqrt(variance + eps);
    for (let i = 0; i < columns; i++) {
      results[start + i] = ((row[i] ?? 0) - mean) * factor * (weights?.[i] ?? 1) + (biases?.[i] ?? 0);
    }
  }
  return out;
}
