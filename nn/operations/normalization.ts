// Batch and layer normalisation.

import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, type Shape, sameShape, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { run } from "../threads/pool.ts";
import { affineKernel } from "../wasm/affine.ts";
import { affinePairKernel } from "../wasm/affine-pair.ts";
import { layerNormKernel } from "../wasm/layer-norm.ts";
import { type Maths, noOptions, type Operation, type Value } from "./operation.ts";
import { pointerOf } from "./product.ts";

/** Numbers that keep a thread busy for some ten microseconds. */
const stepElements = 16_384;

export interface BatchNormOptions {
  readonly eps: number;
  /** mean and variance are those of x itself: its gradient goes through them, too */
  readonly ofBatch?: boolean;
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
  gradient: {
    saves: { inputs: { byGradient: [[0, 1, 2, 3], [2, 3], [0, 1, 2, 3], [0, 1, 2], []] }, output: false },
    rule({ gradient, inputs: [x, mean, variance, weight], forms, options, wanted }, m) {
      const channel = [1, forms[0].shape[1]!, ...forms[0].shape.slice(2).map(() => 1)];
      const others = [...channel.keys()].filter((dim) => dim !== 1);
      if (wanted[4] && !wanted.slice(0, 4).includes(true)) {
        return [undefined, undefined, undefined, undefined, m.sum(gradient, others)];
      }
      const statistics = options.ofBatch && m.isRecorded ? statisticsOf(x, others, m) : { mean, variance };
      const slope = m.rsqrt(m.add(statistics.variance, options.eps));
      const scale = weight ? m.mul(slope, weight) : slope;
      const [total, moment] = [
        m.sum(gradient, others),
        wanted[0] || wanted[2] || wanted[3]
          ? momentOf(gradient, x, statistics.mean, others, channel, m)
          : undefined,
      ];
      const perChannel = (value: typeof total) => m.reshape(value, channel);
      const ofX = (): typeof total => {
        if (!options.ofBatch || moment === undefined) return m.mul(gradient, perChannel(scale));
        const count = elementCount(forms[0].shape) / forms[0].shape[1]!;
        // scale (gradient - total / count - (x - mean) slope^2 moment / count)
        const xScale = m.neg(m.div(m.mul(m.mul(scale, m.square(slope)), moment), count));
        const shift = m.neg(m.add(m.div(m.mul(scale, total), count), m.mul(xScale, statistics.mean)));
        return m.isRecorded
          ? m.add(m.add(m.mul(gradient, perChannel(scale)), m.mul(x, perChannel(xScale))), perChannel(shift))
          : m.apply(affinePair, [gradient, x, scale, xScale, shift], noOptions);
      };
      const throughStatistics = !options.ofBatch;
      return [
        wanted[0] ? ofX() : undefined,
        wanted[1] && throughStatistics ? m.neg(m.mul(total, scale)) : undefined,
        wanted[2] && throughStatistics && moment
          ? m.mul(m.mul(moment, scale), m.mul(m.square(slope), -0.5))
          : undefined,
        wanted[3] && moment ? m.mul(moment, slope) : undefined,
        wanted[4] ? total : undefined,
      ];
    },
  },
};

/** Mean and variance of each channel, as values that lead back to x. */
function statisticsOf<V extends Value>(x: V, dims: readonly number[], m: Maths<V>): { mean: V; variance: V } {
  const count = elementCount(x.shape) / x.shape[1]!;
  const mean = m.div(m.sum(x, dims, true), count);
  const variance = m.div(m.sum(m.square(m.sub(x, mean)), dims), count);
  return { mean: m.reshape(mean, [x.shape[1]!]), variance };
}

/** The sum of gradient (x - mean) over each channel. */
function momentOf<V extends Value>(
  gradient: V,
  x: V,
  mean: V,
  dims: readonly number[],
  channel: readonly number[],
  m: Maths<V>,
): V {
  return m.sum(m.mul(gradient, m.sub(x, m.reshape(mean, channel))), dims);
}

/** a aScale + b bScale + shift, where the last three hold a number for each channel (dimension 1). */
export const affinePair: Operation<
  readonly [a: NDArray, b: NDArray, aScale: NDArray, bScale: NDArray, shift: NDArray]
> = {
  name: "NativeBatchNormBackward",
  forward([a, b, aScale, bScale, shift]) {
    const [batch, channels] = [a.shape[0]!, a.shape[1]!];
    const columns = elementCount(a.shape.slice(2));
    const out = empty(a.shape, a.dtype);
    using temporaries = new Temporaries();
    const dense = [a, b, aScale, bScale, shift].map((each) => temporaries.contiguous(each));
    if (a.dtype !== "float32") {
      const [left, right, leftScales, rightScales, shifts] = dense.map((each) => valuesOf(each));
      const results = out.storage.data();
      for (let i = 0; i < results.length; i++) {
        const channel = Math.floor(i / columns) % channels;
        results[i] =
          left![i]! * leftScales![channel]! + right![i]! * rightScales![channel]! + shifts![channel]!;
      }
      return out;
    }
    const [left, right, leftScales, rightScales, shifts] = dense.map(pointerOf);
    run(affinePairKernel(), batch * channels, Math.max(1, Math.round(stepElements / Math.max(columns, 1))), {
      out: out.storage.pointer,
      a: left!,
      b: right!,
      columns,
      row: 4 * columns,
      aScale: leftScales!,
      bScale: rightScales!,
      shift: shifts!,
      channels,
    });
    return out;
  },
  gradient: "none", // the rule that uses it writes the same in words where the gradient is to have one
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
    gradient: {
      saves: { inputs: { byGradient: [[0, 1], [0], []] }, output: false },
      rule({ gradient, inputs: [x, weight], options: { normalizedShape, eps }, wanted }, m) {
        const ofBias = wanted[2] ? m.sumTo(gradient, normalizedShape) : undefined;
        if (!wanted[0] && !wanted[1]) return [undefined, undefined, ofBias];
        const rank = gradient.shape.length;
        const dims = normalizedShape.map((_, i) => rank - normalizedShape.length + i);
        const count = elementCount(normalizedShape);
        const meanOf = (value: typeof x) => m.div(m.sum(value, dims, true), count);
        const centred = m.sub(x, meanOf(x));
        const slope = m.rsqrt(m.add(meanOf(m.square(centred)), eps));
        const normal = m.mul(centred, slope);
        const ofX = (): typeof x => {
          const scaled = weight ? m.mul(gradient, weight) : gradient;
          const along = m.mul(normal, meanOf(m.mul(scaled, normal)));
          return m.mul(slope, m.sub(m.sub(scaled, meanOf(scaled)), along));
        };
        return [
          wanted[0] ? ofX() : undefined,
          wanted[1] ? m.sumTo(m.mul(gradient, normal), normalizedShape) : undefined,
          ofBias,
        ];
      },
    },
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
