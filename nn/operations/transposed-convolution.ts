// Transposed convolution: what the gradient of a convolution does to its output. The input's pixels are put `stride`
// apart, with zeros in between and around, and convolved with the kernels turned by half a turn.

import { empty, full, type NDArray } from "../array/ndarray.ts";
import { elementCount, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { flip, slice, transpose, viewAs } from "../array/views.ts";
import { allButChannel, convolution } from "./convolution.ts";
import { copyInto } from "./loops.ts";
import type { Operation } from "./operation.ts";
import type { ConvolutionOptions } from "./prepared-convolution.ts";

export interface TransposedConvolutionOptions extends ConvolutionOptions {
  /** what is added to the size at the end of each spatial dimension */
  readonly outputPadding: readonly number[];
}

/** x [batch, channels, size...] with weight [channels, out channels / groups, kernel size...], plus bias. */
export const transposedConvolution: Operation<
  readonly [x: NDArray, weight: NDArray, bias?: NDArray],
  TransposedConvolutionOptions
> = {
  name: "Convolution",
  forward([x, weight, bias], options) {
    check(x, weight, options);
    const axes = axesOf(x, weight, options);
    const sizes = axes.map(({ size, stride, before, after, reach }) => {
      return (size - 1) * stride + 1 + before + after - reach + 1;
    });
    if (x.shape.slice(2).includes(0) || sizes.some((size) => size < 1)) {
      throw new RangeError(
        `ConvolutionTranspose: an input of shape ${showShape(x.shape)} would give an output of size ${showShape(sizes)}`,
      );
    }
    const { groups, dilation } = options;
    if (elementCount(x.shape) === 0) {
      return empty([x.shape[0] ?? 0, (weight.shape[1] ?? 0) * groups, ...sizes], x.dtype);
    }
    using temporaries = new Temporaries();
    const kernels = temporaries.add(turned(weight, groups));
    kernels.storage.exposed = true; // they live for this call: what the convolution makes of them is not worth keeping
    const isDense = axes.every(
      ({ stride, before, after }) => stride === 1 && before === after && before >= 0,
    );
    const input = isDense ? x : temporaries.add(spreadOut(x, axes));
    return convolution.forward([input, kernels, bias], {
      stride: axes.map(() => 1),
      padding: axes.map(({ before }) => (isDense ? before : 0)),
      dilation,
      groups,
    });
  },
  gradient: {
    saves: { inputs: { byGradient: [[1], [0], []] }, output: false },
    rule: ({ gradient, inputs: [x, weight], forms, options, wanted }, m) => [
      wanted[0] ? m.convolve(gradient, weight, options) : undefined,
      wanted[1] ? m.convolutionWeights(gradient, x, { ...options, weight: forms[1].shape }) : undefined,
      wanted[2] ? m.sum(gradient, allButChannel(gradient.shape)) : undefined,
    ],
  },
};

interface SpreadAxis {
  readonly size: number;
  readonly stride: number;
  /** zeros before the first pixel and after the last; so many pixels fewer if negative */
  readonly before: number;
  readonly after: number;
  /** pixels that the kernel spans */
  readonly reach: number;
}

function axesOf(x: NDArray, weight: NDArray, options: TransposedConvolutionOptions): SpreadAxis[] {
  return x.shape.slice(2).map((size, i) => {
    const reach = (options.dilation[i] ?? 1) * ((weight.shape[2 + i] ?? 1) - 1) + 1;
    const before = reach - 1 - (options.padding[i] ?? 0);
    return {
      size,
      stride: options.stride[i] ?? 1,
      before,
      after: before + (options.outputPadding[i] ?? 0),
      reach,
    };
  });
}

/** The input with its pixels apart and its border of zeros around it. */
function spreadOut(x: NDArray, axes: readonly SpreadAxis[]): NDArray {
  const sizes = axes.map(({ size, stride, before, after }) => (size - 1) * stride + 1 + before + after);
  const spread = full([...x.shape.slice(0, 2), ...sizes], 0, x.dtype);
  let [source, target] = [x, spread];
  for (const [i, { size, stride, before }] of axes.entries()) {
    // a negative border hides pixels
    const first = Math.ceil(Math.max(-before, 0) / stride);
    const end = Math.min(size, Math.floor(((sizes[i] ?? 0) - 1 - before) / stride) + 1);
    if (end <= first) return spread;
    source = slice(source, 2 + i, first, end);
    target = slice(target, 2 + i, before + first * stride, before + (end - 1) * stride + 1, stride);
  }
  copyInto(target, source);
  return spread;
}

/** [channels, out / groups, kernel...] -> [out, channels / groups, kernel...], the kernels turned by half a turn. */
function turned(weight: NDArray, groups: number): NDArray {
  const [channels = 0, out = 0, ...kernel] = weight.shape;
  using temporaries = new Temporaries();
  const split = viewAs(temporaries.contiguous(weight), [groups, channels / groups, out, ...kernel]);
  const result = empty([groups, out, channels / groups, ...kernel], weight.dtype);
  const spatial = [...kernel.keys()].map((i) => 3 + i);
  copyInto(result, flip(transpose(split, 1, 2), spatial));
  return viewAs(result, [groups * out, channels / groups, ...kernel]);
}

function check(x: NDArray, weight: NDArray, options: TransposedConvolutionOptions): void {
  const [channels = 0] = weight.shape;
  const { groups, outputPadding, stride, dilation } = options;
  if (x.shape.length < 3 || x.shape.length > 4 || weight.shape.length !== x.shape.length) {
    throw new RangeError(
      `ConvolutionTranspose: expected an input and a weight of 3 (1-D) or 4 (2-D) dimensions each, got shapes ` +
        `${showShape(x.shape)} and ${showShape(weight.shape)}`,
    );
  }
  if (x.shape[1] !== channels || channels % groups !== 0) {
    throw new RangeError(
      `Given transposed=1, groups=${groups}, weight of size ${showShape(weight.shape)}, expected input` +
        `${showShape(x.shape)} to have ${channels} channels, but got ${x.shape[1]} channels instead`,
    );
  }
  if (outputPadding.some((extra, i) => extra < 0 || extra >= Math.max(stride[i] ?? 1, dilation[i] ?? 1))) {
    throw new RangeError(
      `output padding must be smaller than either stride or dilation, but got output_padding=` +
        `${showShape(outputPadding)}, stride=${showShape(stride)}, dilation=${showShape(dilation)}`,
    );
  }
}
