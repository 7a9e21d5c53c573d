// Enlarging (and shrinking) signals and images, and pixels that become channels and back.

import { upsampling } from "../operations/upsampling.ts";
import { composed } from "../tensor/scope.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { NumberOrTuple } from "./tuples.ts";

export type InterpolationMode = "nearest" | "linear" | "bilinear";

export interface InterpolateOptions {
  /** of the result; either this or `scaleFactor` is given */
  readonly size?: NumberOrTuple | undefined;
  /** how many times larger the result is */
  readonly scaleFactor?: NumberOrTuple | undefined;
  /** "linear" for signals [N, C, L], "bilinear" for images [N, C, H, W], "nearest" for both */
  readonly mode?: InterpolationMode;
  /** the centres of the outermost elements stay in place, instead of their outer edges; not for "nearest" */
  readonly alignCorners?: boolean | undefined;
}

const dimensionsOf = { linear: 3, bilinear: 4 } as const;

/** x [N, C, L] or [N, C, H, W] -> the same with other spatial sizes. */
export function interpolate(
  x: Tensor,
  { size, scaleFactor, mode = "nearest", alignCorners }: InterpolateOptions = {},
): Tensor {
  const spatial = x.dim() - 2;
  if (!(mode === "nearest" || mode in dimensionsOf)) {
    throw new RangeError(
      `interpolate: expected mode "nearest", "linear" or "bilinear", got "${String(mode)}"`,
    );
  }
  if (mode === "nearest") {
    if (alignCorners !== undefined) {
      throw new RangeError(
        "align_corners option can only be set with the interpolating modes: linear | bilinear",
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
  const factors = scaleFactor === undefined ? undefined : perDimension("scaleFactor", scaleFactor, spatial);
  return Tensor.compute({ ...upsampling, name: nameOf(mode, spatial) }, [x], {
    size: factors
      ? factors.map((factor, i) => Math.floor(x.size(2 + i) * factor))
      : perDimension("size", size ?? [], spatial),
    scale: Array.from({ length: spatial }, (_, i) => factors && 1 / (factors[i] ?? 1)),
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

function perDimension(name: string, value: NumberOrTuple, dimensions: number): readonly number[] {
  const values = typeof value === "number" ? new Array<number>(dimensions).fill(value) : value;
  if (values.length === dimensions && values.every((each) => each > 0)) return values;
  throw new RangeError(
    `interpolate: expected ${name} to be one number or ${dimensions} of them, above 0, got ${JSON.stringify(value)}`,
  );
}

/**
 * Makes pixels of channels: x [..., C r², H, W] -> [..., C, H r, W r], where r² channels become a square of pixels
 * (Shi et al. 2016, arXiv:1609.05158).
 */
export function pixelShuffle(x: Tensor, upscaleFactor: number): Tensor {
  const r = upscaleFactor;
  const [outer, channels, height, width] = imageSizes("pixelShuffle", x);
  if (channels % r ** 2 !== 0) {
    throw new RangeError(
      `pixelShuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but ` +
        `input.size(-3)=${channels} is not divisible by ${r ** 2}`,
    );
  }
  const out = channels / r ** 2;
  return composed(
    [x],
    () =>
      x
        .reshape([...outer, out, r, r, height, width])
        .permute(...outer.keys(), ...[0, 3, 1, 4, 2].map((dim) => outer.length + dim))
        .reshape([...outer, out, height * r, width * r]),
    "PixelShuffle",
  );
}

/** The other way round: x [..., C, H r, W r] -> [..., C r², H, W]. */
export function pixelUnshuffle(x: Tensor, downscaleFactor: number): Tensor {
  const r = downscaleFactor;
  const [outer, channels, height, width] = imageSizes("pixelUnshuffle", x);
  if (height % r !== 0 || width % r !== 0) {
    throw new RangeError(
      `pixelUnshuffle expects height and width to be divisible by downscale_factor, but ${height} and ${width} are ` +
        `not divisible by ${r}`,
    );
  }
  return composed(
    [x],
    () =>
      x
        .reshape([...outer, channels, height / r, r, width / r, r])
        .permute(...outer.keys(), ...[0, 2, 4, 1, 3].map((dim) => outer.length + dim))
        .reshape([...outer, channels * r ** 2, height / r, width / r]),
    "PixelUnshuffle",
  );
}

function imageSizes(
  name: string,
  x: Tensor,
): [outer: number[], channels: number, height: number, width: number] {
  const [channels, height, width] = x.shape.slice(-3);
  if (channels === undefined || height === undefined || width === undefined) {
    throw new RangeError(
      `${name} expects input to have at least 3 dimensions, but got input with ${x.dim()}`,
    );
  }
  return [x.shape.slice(0, -3), channels, height, width];
}
