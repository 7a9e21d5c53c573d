// Enlarging (and shrinking) signals and images, and pixels that become channels and back.

import { boolean, choice, ifGiven, integer, integers, number } from "../arguments/checks.ts";
import {
  type Given,
  type GivenNothing,
  nothingMore,
  type OptionsOf,
  optional,
} from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { upsampling } from "../operations/upsampling.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { composed } from "../tensor/scope.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { NumberOrTuple } from "./tuples.ts";

const modes = ["nearest", "linear", "bilinear"] as const;
export type InterpolationMode = (typeof modes)[number];

export const interpolateArguments = optional(
  (
    size?: NumberOrTuple,
    scaleFactor?: NumberOrTuple,
    mode: InterpolationMode = "nearest",
    alignCorners?: boolean,
    recomputeScaleFactor?: boolean,
  ) => ({
    /** of the result; either this or `scaleFactor` is given */
    size: ifGiven("size", size, sizes),
    /** how many times larger the result is */
    scaleFactor: ifGiven("scaleFactor", scaleFactor, positive),
    /** "linear" for signals [N, C, L], "bilinear" for images [N, C, H, W], "nearest" for both */
    mode: choice("mode", mode, modes),
    /** the centres of the outermost elements stay in place, instead of their outer edges; not for "nearest" */
    alignCorners: ifGiven("alignCorners", alignCorners, boolean),
    /** scale by what the sizes, which are whole, make of the factor */
    recomputeScaleFactor: ifGiven("recomputeScaleFactor", recomputeScaleFactor, boolean),
  }),
);
export interface InterpolateOptions extends OptionsOf<typeof interpolateArguments> {}

const dimensionsOf = { linear: 3, bilinear: 4 } as const;

/** x [N, C, L] or [N, C, H, W] -> the same with other spatial sizes. */
export function interpolate(
  x: Tensor,
  ...given: Given<typeof interpolateArguments, InterpolateOptions>
): Tensor {
  const read = interpolateArguments.read("interpolate", given);
  const { size, scaleFactor, mode, alignCorners, recomputeScaleFactor } = read;
  expectTensor("interpolate: x", x);
  const spatial = x.dim() - 2;
  if (mode === "nearest") {
    if (alignCorners !== undefined) {
      throw new RangeError(
        "interpolate: alignCorners: align_corners option can only be set with the interpolating modes: linear | bilinear",
      );
    }
    if (spatial !== 1 && spatial !== 2) {
      throw new RangeError(`interpolate: expected an input [N, C, L] or [N, C, H, W], got ${x.shape}`);
    }
  } else if (x.dim() !== dimensionsOf[mode]) {
    throw new RangeError(
      `interpolate: mode ${mode} takes inputs of ${dimensionsOf[mode]} dimensions, got ${x.shape}`,
    );
  }
  if ((size === undefined) === (scaleFactor === undefined)) {
    throw new TypeError("interpolate: either size or scaleFactor should be defined, and not both");
  }
  if (recomputeScaleFactor && scaleFactor === undefined) {
    throw new TypeError("interpolate: recomputeScaleFactor: expected a scaleFactor beside it, got size");
  }
  const factors = scaleFactor === undefined ? undefined : perDimension("scaleFactor", scaleFactor, spatial);
  return Tensor.compute({ ...upsampling, name: nameOf(mode, spatial) }, [x], {
    size: factors
      ? factors.map((factor, i) => Math.floor(x.size(2 + i) * factor))
      : perDimension("size", size ?? [], spatial),
    scale: Array.from({ length: spatial }, (_, i) =>
      factors && !recomputeScaleFactor ? 1 / (factors[i] ?? 1) : undefined,
    ),
    mode: mode === "nearest" ? "nearest" : "linear",
    alignCorners: alignCorners ?? false,
  });
}

/** PyTorch has an operation of its own for each mode. */
function nameOf(mode: InterpolationMode, spatial: number): string {
  return {
    nearest: `UpsampleNearest${spatial}D`,
    linear: "UpsampleLinear1D",
    bilinear: "UpsampleBilinear2D",
  }[mode];
}

/** Numbers above 0, one or one for each dimension. */
function positive(name: string, value: NumberOrTuple): NumberOrTuple {
  const listed: readonly number[] = Array.isArray(value) ? value : [value];
  if (listed.length > 0 && listed.every((each) => number(name, each) > 0 && each < Infinity)) return value;
  throw new RangeError(`${name}: expected one or more numbers above 0, got ${shown(value)}`);
}

function sizes(name: string, value: NumberOrTuple): NumberOrTuple {
  return integers(name, positive(name, value));
}

function perDimension(name: string, value: NumberOrTuple, dimensions: number): readonly number[] {
  const values = typeof value === "number" ? new Array<number>(dimensions).fill(value) : value;
  if (values.length === dimensions) return values;
  throw new RangeError(
    `interpolate: ${name}: expected one number or ${dimensions} of them, got ${shown(value)}`,
  );
}

/**
 * Makes pixels of channels: x [..., C r², H, W] -> [..., C, H r, W r], where r² channels become a square of pixels
 * (Shi et al. 2016, arXiv:1609.05158).
 */
export function pixelShuffle(x: Tensor, upscaleFactor: number, ...given: GivenNothing): Tensor {
  nothingMore.read("pixelShuffle", given);
  const r = integer("pixelShuffle: upscaleFactor", upscaleFactor, 1);
  const [outer, channels, height, width] = imageSizes("pixelShuffle", x);
  if (channels % r ** 2 !== 0) {
    throw new RangeError(
      `pixelShuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but ` +
        `input.size(-3)=${channels} is not divisible by ${r ** 2}`,
    );
  }
  const out = channels / r ** 2;
  return composed(
    () =>
      x
        .reshape([...outer, out, r, r, height, width])
        .permute(...outer.keys(), ...[0, 3, 1, 4, 2].map((dim) => outer.length + dim))
        .clone()
        .reshape([...outer, out, height * r, width * r]),
    "PixelShuffle",
  );
}

/** The other way round: x [..., C, H r, W r] -> [..., C r², H, W]. */
export function pixelUnshuffle(x: Tensor, downscaleFactor: number, ...given: GivenNothing): Tensor {
  nothingMore.read("pixelUnshuffle", given);
  const r = integer("pixelUnshuffle: downscaleFactor", downscaleFactor, 1);
  const [outer, channels, height, width] = imageSizes("pixelUnshuffle", x);
  if (height % r !== 0 || width % r !== 0) {
    throw new RangeError(
      `pixelUnshuffle expects height and width to be divisible by downscale_factor, but ${height} and ${width} are ` +
        `not divisible by ${r}`,
    );
  }
  return composed(
    () =>
      x
        .reshape([...outer, channels, height / r, r, width / r, r])
        .permute(...outer.keys(), ...[0, 2, 4, 1, 3].map((dim) => outer.length + dim))
        .clone()
        .reshape([...outer, channels * r ** 2, height / r, width / r]),
    "PixelUnshuffle",
  );
}

function imageSizes(
  name: string,
  x: Tensor,
): [outer: number[], channels: number, height: number, width: number] {
  const [channels, height, width] = expectTensor(`${name}: x`, x).shape.slice(-3);
  if (channels === undefined || height === undefined || width === undefined) {
    throw new RangeError(
      `${name} expects input to have at least 3 dimensions, but got input with ${x.dim()}`,
    );
  }
  return [x.shape.slice(0, -3), channels, height, width];
}
