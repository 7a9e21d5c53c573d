// Layers that enlarge signals and images, and those that trade channels for pixels.

import { integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type GivenNothing, nothingMore } from "../arguments/optional.ts";
import type { NumberOrTuple } from "../functional/tuples.ts";
import {
  type InterpolateOptions,
  type InterpolationMode,
  interpolate,
  interpolateArguments,
  pixelShuffle,
  pixelUnshuffle,
} from "../functional/upsampling.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";
import { floatText, pythonText } from "./module-text.ts";

/** [N, C, L] or [N, C, H, W] with other spatial sizes. */
export class Upsample extends Module {
  readonly size: NumberOrTuple | undefined;
  readonly scaleFactor: NumberOrTuple | undefined;
  readonly mode: InterpolationMode;
  readonly alignCorners: boolean | undefined;
  readonly recomputeScaleFactor: boolean | undefined;

  constructor(...given: Given<typeof interpolateArguments, InterpolateOptions>) {
    super();
    const options = interpolateArguments.read(new.target.name, given);
    const { size, scaleFactor, mode, alignCorners, recomputeScaleFactor } = options;
    this.size = size;
    this.scaleFactor = scaleFactor;
    this.mode = mode;
    this.alignCorners = alignCorners;
    this.recomputeScaleFactor = recomputeScaleFactor;
  }

  override forward(x: Tensor): Tensor {
    const { size, scaleFactor, mode, alignCorners, recomputeScaleFactor } = this;
    return inFunction(this, () =>
      interpolate(x, size, scaleFactor, mode, alignCorners, recomputeScaleFactor),
    );
  }

  override extraRepr(): string {
    const { size, scaleFactor, mode } = this;
    return `${scaleFactor === undefined ? `size=${pythonText(size)}` : `scale_factor=${floatsText(scaleFactor)}`}, mode=${mode}`;
  }
}

function floatsText(values: NumberOrTuple): string {
  if (typeof values === "number") return floatText(values);
  return `(${values.map(floatText).join(", ")}${values.length === 1 ? "," : ""})`;
}

/** [..., C r², H, W] -> [..., C, H r, W r]. */
export class PixelShuffle extends Module {
  readonly upscaleFactor: number;

  constructor(upscaleFactor: number, ...given: GivenNothing) {
    super();
    nothingMore.read(new.target.name, given);
    this.upscaleFactor = integer(`${new.target.name}: upscaleFactor`, upscaleFactor, 1);
  }

  override forward(x: Tensor): Tensor {
    return inFunction(this, () => pixelShuffle(x, this.upscaleFactor));
  }

  override extraRepr(): string {
    return `upscale_factor=${this.upscaleFactor}`;
  }
}

/** [..., C, H r, W r] -> [..., C r², H, W]. */
export class PixelUnshuffle extends Module {
  readonly downscaleFactor: number;

  constructor(downscaleFactor: number, ...given: GivenNothing) {
    super();
    nothingMore.read(new.target.name, given);
    this.downscaleFactor = integer(`${new.target.name}: downscaleFactor`, downscaleFactor, 1);
  }

  override forward(x: Tensor): Tensor {
    return inFunction(this, () => pixelUnshuffle(x, this.downscaleFactor));
  }

  override extraRepr(): string {
    return `downscale_factor=${this.downscaleFactor}`;
  }
}
