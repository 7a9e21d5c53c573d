// The gradient of a convolution's weights: for each tap, the products of the gradient with the pixels that the tap met,
// summed over all places of the window:
//
//     dw[o, c, tap] = sum over n and places p of g[n, o, p] * x[n, c, p + tap]
//
// That is a matrix product as deep as there are places. It reads the image channels last, so that the channels that one
// place meets are neighbours; each tap is the same product with the image shifted, as in the convolution itself.

import { denseCopy } from "../array/dense-copy.ts";
import { empty, full, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, type Shape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { permute, slice, viewAs } from "../array/views.ts";
import { panelRows } from "../wasm/multiply.ts";
import { convolution } from "./convolution.ts";
import { type Axis, outputSize } from "./frame.ts";
import { copyInto } from "./loops.ts";
import { matmul } from "./matmul.ts";
import { Memo } from "./memo.ts";
import { noOptions, type Operation, type TwoArrays } from "./operation.ts";
import { type ConvolutionOptions, transposedOptions } from "./prepared-convolution.ts";
import { multiply, ProductPlan, pack, pointerOf } from "./product.ts";
import { sum } from "./reductions.ts";
import { rowTiles } from "./tiles.ts";

export interface WeightGradientOptions extends ConvolutionOptions {
  /** of the weights: [out channels, channels / groups, kernel size...] */
  readonly weight: Shape;
}

/** Inputs: x [batch, channels, size...] as the convolution had it, and the gradient of its result. */
export const convolutionWeightGradient: Operation<TwoArrays, WeightGradientOptions> = {
  name: "ConvolutionBackward",
  forward([x, gradient], options) {
    if (x.dtype !== "float32" || elementCount(gradient.shape) === 0 || elementCount(options.weight) === 0) {
      return plainly(x, gradient, options);
    }
    if (isPointwise(options)) return ofPixels(x, gradient, options.weight);
    const { groups, weight } = options;
    if (weight[0] === groups && weight[1] === 1) return ofPlanes(x, gradient, options);
    return ofShiftedPixels(x, gradient, options);
  },
  gradient: {
    saves: { inputs: { byGradient: [[1], [0]] }, output: false },
    rule: ({ gradient, inputs: [x, slopes], forms: [image], options, wanted }, m) => [
      wanted[0]
        ? m.convolveTransposed(slopes, gradient, transposedOptions(image.shape, options.weight, options))
        : undefined,
      wanted[1] ? m.convolve(x, gradient, options) : undefined,
    ],
  },
};

/** Whether each pixel meets one tap, and each tap every pixel. */
function isPointwise({ weight, stride, padding, groups }: WeightGradientOptions): boolean {
  return (
    groups === 1 &&
    weight.slice(2).every((size) => size === 1) &&
    stride.every((step) => step === 1) &&
    padding.every((count) => count === 0)
  );
}

/** Of kernels of one pixel: a product of matrices for each image. */
function ofPixels(x: NDArray, gradient: NDArray, weight: Shape): NDArray {
  const [batch, out, channels] = [x.shape[0]!, weight[0]!, weight[1]!];
  const places = elementCount(x.shape.slice(2));
  using temporaries = new Temporaries();
  const left = viewAs(temporaries.contiguous(gradient), [batch, out, places]);
  const right = permute(viewAs(temporaries.contiguous(x), [batch, channels, places]), [0, 2, 1]);
  return viewAs(sumOfParts(matmul.forward([left, right], noOptions)), weight);
}

/**
 * Of depthwise kernels: the gradient's planes slide over the image's as if they were kernels. What was the stride of the
 * one is the dilation of the other.
 */
function ofPlanes(
  x: NDArray,
  gradient: NDArray,
  { weight, stride, padding, dilation }: WeightGradientOptions,
): NDArray {
  const [batch, channels] = [x.shape[0]!, x.shape[1]!];
  const planes = batch * channels;
  using temporaries = new Temporaries();
  const image = viewAs(temporaries.contiguous(x), [1, planes, ...x.shape.slice(2)]);
  const kernels = viewAs(denseCopy(gradient), [planes, 1, ...gradient.shape.slice(2)]);
  temporaries.add(kernels);
  kernels.storage.exposed = true; // they live for this call: nothing made of them is worth keeping
  const options = { stride: dilation, padding, dilation: stride, groups: planes };
  const slid = temporaries.add(convolution.forward([image, kernels, undefined], options));
  const taps = weight.slice(2).reduce((each, size, i) => slice(each, 2 + i, 0, size), slid);
  return sumOfParts(viewAs(denseCopy(taps), [batch, ...weight]));
}

/** The sum over the first dimension, in place of the parts; one part is its own sum. */
function sumOfParts(parts: NDArray): NDArray {
  if (parts.shape[0] === 1) return viewAs(parts, parts.shape.slice(1));
  try {
    return sum.forward([parts], { dims: [0], keepdim: false });
  } finally {
    parts.storage.release();
  }
}

/** The places of the window that one product sums over, so many that what it reads of the image stays in the cache. */
const mostPlaces = 2048;

/** Of all other kernels: for each tap a product with the image shifted. */
function ofShiftedPixels(x: NDArray, gradient: NDArray, options: WeightGradientOptions): NDArray {
  const { weight, groups } = options;
  const [rows, columns] = axesOf(x.shape, options);
  const [batch, channels] = [x.shape[0]!, x.shape[1]!];
  const [out, groupChannels] = [weight[0]!, weight[1]!];
  const plan = shiftedPlan(batch, channels, groupChannels, rows, columns);
  using temporaries = new Temporaries();
  const image = temporaries.add(channelsLast(x, rows, columns));
  const left = placesLast(gradient, temporaries);
  const [groupOut, places] = [out / groups, elementCount(gradient.shape) / out];
  const sums = empty([plan.parts.length, rows.kernel, columns.kernel, out, groupChannels], "float32");
  const [part, column] = [rows.kernel * columns.kernel * out * groupChannels, out * groupChannels];
  for (const [i, { start, count, product }] of plan.parts.entries()) {
    for (let group = 0; group < groups; group++) {
      const pointer = pointerOf(left) + 4 * (group * groupOut * places + start);
      const lanes = { pointer, count: groupOut, depth: count, laneStride: places, depthStride: 1 };
      const packed = pack([lanes], panelRows, "the packed gradient of a convolution");
      multiply({
        plan: product,
        rows: groupOut,
        batches: rows.kernel,
        groups: columns.kernel,
        a: { pointer: packed.pointer, batchStride: 0, groupStride: 0 },
        b: {
          pointer: pointerOf(image) + 4 * group * groupChannels,
          batchStride: rows.dilation * plan.rowLength * channels,
          groupStride: columns.dilation * channels,
        },
        c: {
          pointer: sums.storage.pointer + 4 * (i * part + group * groupOut * groupChannels),
          batchStride: columns.kernel * column,
          groupStride: column,
        },
        rowStride: groupChannels,
      });
      packed.release();
    }
  }
  const total = temporaries.add(sumOfParts(sums));
  return viewAs(denseCopy(permute(total, [2, 3, 0, 1])), weight);
}

/** [batch, out, places...] as [out, batch * places]. */
function placesLast(gradient: NDArray, temporaries: Temporaries): NDArray {
  const [batch, out] = [gradient.shape[0]!, gradient.shape[1]!];
  const dense = viewAs(temporaries.contiguous(gradient), [batch, out, elementCount(gradient.shape.slice(2))]);
  return batch === 1 ? dense : temporaries.add(denseCopy(permute(dense, [1, 0, 2])));
}

/** x with its border of zeros, [batch, rows, columns, channels]. */
function channelsLast(x: NDArray, rows: Axis, columns: Axis): NDArray {
  const [batch, channels] = [x.shape[0]!, x.shape[1]!];
  using temporaries = new Temporaries();
  const image = viewAs(temporaries.contiguous(x), [batch, channels, rows.size, columns.size]);
  const turned = permute(image, [0, 2, 3, 1]);
  if (rows.padding === 0 && columns.padding === 0) return denseCopy(turned);
  const framed = full([batch, lengthOf(rows), lengthOf(columns), channels], 0, x.dtype);
  const inside = slice(framed, 1, rows.padding, rows.padding + rows.size);
  copyInto(slice(inside, 2, columns.padding, columns.padding + columns.size), turned);
  return framed;
}

function lengthOf({ size, padding }: Axis): number {
  return size + 2 * padding;
}

interface ShiftedPlan {
  /** pixels of a row with its border */
  readonly rowLength: number;
  /** the places in parts: the first of each, how many they are, and where the image lies for them */
  readonly parts: readonly {
    readonly start: number;
    readonly count: number;
    readonly product: ProductPlan;
  }[];
}

const plans = new Memo<ShiftedPlan>(64);

/** Where each place of the window begins in the image, and the channels of a group as the columns of a product. */
function shiftedPlan(
  batch: number,
  channels: number,
  groupChannels: number,
  rows: Axis,
  columns: Axis,
): ShiftedPlan {
  const key = JSON.stringify([batch, channels, groupChannels, rows, columns]);
  return plans.get(key, () => {
    const [height, width, rowLength] = [outputSize(rows), outputSize(columns), lengthOf(columns)];
    const plane = lengthOf(rows) * rowLength;
    const offsets: number[] = [];
    for (let image = 0; image < batch; image++) {
      for (let y = 0; y < height; y++) {
        const row = image * plane + y * rows.stride * rowLength;
        for (let x = 0; x < width; x++) offsets.push((row + x * columns.stride) * channels);
      }
    }
    const count = Math.ceil(offsets.length / Math.ceil(offsets.length / mostPlaces));
    const tiles = rowTiles({ rows: 1, columns: groupChannels, rowLength: groupChannels });
    const starts = Array.from({ length: Math.ceil(offsets.length / count) }, (_, i) => i * count);
    const parts = starts.map((start) => {
      const part = offsets.slice(start, start + count);
      return { start, count: part.length, product: new ProductPlan(part, tiles) };
    });
    return { rowLength, parts };
  });
}

/** One-dimensional convolutions are two-dimensional ones with one row. */
function axesOf(x: Shape, { weight, stride, padding, dilation }: WeightGradientOptions): [Axis, Axis] {
  const axes = x.slice(2).map(
    (size, i): Axis => ({
      size,
      kernel: weight[2 + i]!,
      stride: stride[i]!,
      padding: padding[i]!,
      dilation: dilation[i]!,
    }),
  );
  const single: Axis = { size: 1, kernel: 1, stride: 1, padding: 0, dilation: 1 };
  return axes.length === 1 ? [single, axes[0]!] : [axes[0]!, axes[1]!];
}

/** By the definition, for the dtypes without kernels. */
function plainly(x: NDArray, gradient: NDArray, options: WeightGradientOptions): NDArray {
  const { weight, groups } = options;
  const [rows, columns] = axesOf(x.shape, options);
  const [height, width] = [outputSize(rows), outputSize(columns)];
  const [out, groupChannels] = [weight[0]!, weight[1]!];
  const [image, slopes] = [valuesOf(x), valuesOf(gradient)];
  const result = full(weight, 0, x.dtype);
  const sums = result.storage.data();
  for (let n = 0; n < x.shape[0]!; n++) {
    for (let o = 0; o < out; o++) {
      const group = Math.floor(o / (out / groups));
      for (let c = 0; c < groupChannels; c++) {
        const plane = (n * groups + group) * groupChannels + c;
        for (let i = 0; i < rows.kernel; i++) {
          for (let j = 0; j < columns.kernel; j++) {
            let total = 0;
            for (let row = 0; row < height; row++) {
              const y = row * rows.stride + i * rows.dilation - rows.padding;
              if (y < 0 || y >= rows.size) continue;
              for (let column = 0; column < width; column++) {
                const at = column * columns.stride + j * columns.dilation - columns.padding;
                if (at < 0 || at >= columns.size) continue;
                const slope = slopes[((n * out + o) * height + row) * width + column]!;
                total += slope * image[(plane * rows.size + y) * columns.size + at]!;
              }
            }
            sums[((o * groupChannels + c) * rows.kernel + i) * columns.kernel + j]! += total;
          }
        }
      }
    }
  }
  return result;
}
