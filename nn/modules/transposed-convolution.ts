// Transposed convolution layers, which enlarge what a convolution with the same arguments made smaller.

import { integer, integerArray } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { convTranspose1d, convTranspose2d } from "../functional/transposed-convolution.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { ConvNd } from "./conv-nd.ts";
import { layerDtype } from "./layer-dtype.ts";

const convTransposeArguments = optional(
  (
    stride?: NumberOrTuple,
    padding?: NumberOrTuple,
    outputPadding?: NumberOrTuple,
    groups = 1,
    bias = true,
    dilation?: NumberOrTuple,
  ) => ({
    stride,
    /** of the convolution that is turned round: so much is cut off on both sides */
    padding,
    /** how much larger the output is at its end: a strided convolution gives one size for several sizes of input */
    outputPadding,
    /** both numbers of channels must be divisible by it */
    groups: integer("groups", groups, 1),
    /** learn a shift for each output channel */
    bias,
    /** how far apart the elements of a kernel are */
    dilation,
  }),
  layerDtype,
);

export interface ConvTransposeLayerOptions extends OptionsOf<typeof convTransposeArguments> {}
type GivenOptions = Given<typeof convTransposeArguments, ConvTransposeLayerOptions>;

abstract class TransposedConvolution extends ConvNd {
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];

  constructor(
    dimensions: 1 | 2,
    inChannels: number,
    outChannels: number,
    kernelSize: NumberOrTuple,
    given: GivenOptions,
  ) {
    const layer = new.target.name;
    const { padding = 0, outputPadding = 0, ...options } = convTransposeArguments.read(layer, given);
    super(dimensions, inChannels, outChannels, kernelSize, options, { transposed: true });
    this.padding = tuple(`${layer}: padding`, padding, dimensions, 0);
    this.outputPadding = tuple(`${layer}: outputPadding`, outputPadding, dimensions, 0);
    this.initialize();
  }

  protected convolve(
    x: Tensor,
    outputSize: readonly number[] | undefined,
    convolution: typeof convTranspose2d,
  ): Tensor {
    this.check(x);
    const { weight, bias, stride, padding, dilation, groups } = this;
    return inFunction(this, () => {
      const added = outputSize ? this.#addedFor(outputSize, x.shape) : this.outputPadding;
      return convolution(x, weight, bias, stride, padding, added, groups, dilation);
    });
  }

  /** How much is to be added at the end of an input's result so that it has this size. */
  #addedFor(outputSize: readonly number[], input: readonly number[]): readonly number[] {
    const { kernelSize, stride, padding, dilation } = this;
    const dimensions = kernelSize.length;
    integerArray("outputSize", outputSize, 0);
    if (outputSize.length !== dimensions && outputSize.length !== input.length) {
      throw new RangeError(
        `outputSize: expected ${dimensions} or ${input.length} sizes, got ${shown(outputSize)}`,
      );
    }
    const wanted = outputSize.slice(-dimensions);
    return input.slice(-dimensions).map((size, i) => {
      const [kernel = 1, step = 1, cut = 0, apart = 1] = [kernelSize[i], stride[i], padding[i], dilation[i]];
      const least = (size - 1) * step - 2 * cut + apart * (kernel - 1) + 1;
      const added = (wanted[i] ?? 0) - least;
      if (added >= 0 && added < step) return added;
      throw new RangeError(
        `outputSize: expected a size from ${least} to ${least + step - 1} in dimension ${i}, got ${wanted[i]}`,
      );
    });
  }

  override extraRepr(): string {
    return this.describe(this.padding, this.outputPadding).join(", ");
  }
}

/** [N, inChannels, L] -> [N, outChannels, L'], also without N. */
export class ConvTranspose1d extends TransposedConvolution {
  constructor(inChannels: number, outChannels: number, kernelSize: NumberOrTuple, ...given: GivenOptions) {
    super(1, inChannels, outChannels, kernelSize, given);
  }

  /** `outputSize` chooses among the sizes that a strided convolution makes one. */
  override forward(x: Tensor, outputSize?: readonly number[]): Tensor {
    return this.convolve(x, outputSize, convTranspose1d);
  }
}

/** [N, inChannels, H, W] -> [N, outChannels, H', W'], also without N. */
export class ConvTranspose2d extends TransposedConvolution {
  constructor(inChannels: number, outChannels: number, kernelSize: NumberOrTuple, ...given: GivenOptions) {
    super(2, inChannels, outChannels, kernelSize, given);
  }

  /** `outputSize` chooses among the sizes that a strided convolution makes one. */
  override forward(x: Tensor, outputSize?: readonly number[]): Tensor {
    return this.convolve(x, outputSize, convTranspose2d);
  }
}
