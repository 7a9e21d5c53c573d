// Pooling layers whose result has a given size, over signals [N, C, L] or [C, L], and images [N, C, H, W] or [C, H, W].

import { inFunction } from "../arguments/in-function.ts";
import { type GivenNothing, nothingMore } from "../arguments/optional.ts";
import * as functional from "../functional/adaptive-pooling.ts";
import type { MaxPooled } from "../functional/max-pooling.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, type ExpectedShape, images, signals } from "./expected-input.ts";
import { Module } from "./module.ts";

abstract class AdaptivePool extends Module {
  readonly outputSize: functional.AdaptiveSize;

  /** `dimensions` counts the spatial ones. */
  constructor(dimensions: 1 | 2, outputSize: functional.AdaptiveSize) {
    super();
    // whatever the sizes of the input
    inFunction(new.target.name, () => functional.adaptiveSizes(outputSize, new Array(dimensions).fill(0)));
    this.outputSize = outputSize;
  }

  protected pool<Result>(x: Tensor, shapes: readonly ExpectedShape[], pool: () => Result): Result {
    checkInput(this, x, shapes);
    return inFunction(this, pool);
  }

  override extraRepr(): string {
    const { outputSize } = this;
    const single = typeof outputSize === "number" || outputSize === null;
    return `output_size=${single ? (outputSize ?? "None") : `(${outputSize.map((size) => size ?? "None").join(", ")})`}`;
  }
}

/** Means over windows chosen so that the signal gets the given size. */
export class AdaptiveAvgPool1d extends AdaptivePool {
  /** A size of null keeps that of the input. */
  constructor(outputSize: functional.AdaptiveSize, ...given: GivenNothing) {
    nothingMore.read(new.target.name, given);
    super(1, outputSize);
  }

  override forward(x: Tensor): Tensor {
    return this.pool(x, signals, () => functional.adaptiveAvgPool1d(x, this.outputSize));
  }
}

/** Means over windows chosen so that the image gets the given size: 1 gives the mean of each channel. */
export class AdaptiveAvgPool2d extends AdaptivePool {
  /** A size of null keeps that of the input. */
  constructor(outputSize: functional.AdaptiveSize, ...given: GivenNothing) {
    nothingMore.read(new.target.name, given);
    super(2, outputSize);
  }

  override forward(x: Tensor): Tensor {
    return this.pool(x, images, () => functional.adaptiveAvgPool2d(x, this.outputSize));
  }
}

abstract class AdaptiveMaxPool<Indices extends boolean> extends AdaptivePool {
  readonly returnIndices: boolean;

  constructor(
    dimensions: 1 | 2,
    outputSize: functional.AdaptiveSize,
    given: functional.GivenAdaptiveMaxPool<Indices>,
  ) {
    super(dimensions, outputSize);
    this.returnIndices = functional.adaptiveMaxPoolArguments.read(new.target.name, given).returnIndices;
  }
}

/** The largest elements of windows chosen so that the signal gets the given size; with `returnIndices` a pair. */
export class AdaptiveMaxPool1d<Indices extends boolean = false> extends AdaptiveMaxPool<Indices> {
  /** A size of null keeps that of the input. */
  constructor(outputSize: functional.AdaptiveSize, ...given: functional.GivenAdaptiveMaxPool<Indices>) {
    super(1, outputSize, given);
  }

  override forward(x: Tensor): MaxPooled<Indices>;
  override forward(x: Tensor): MaxPooled<boolean> {
    return this.pool(x, signals, () =>
      functional.adaptiveMaxPool1d<boolean>(x, this.outputSize, this.returnIndices),
    );
  }
}

/** The largest elements of windows chosen so that the image gets the given size; with `returnIndices` a pair. */
export class AdaptiveMaxPool2d<Indices extends boolean = false> extends AdaptiveMaxPool<Indices> {
  /** A size of null keeps that of the input. */
  constructor(outputSize: functional.AdaptiveSize, ...given: functional.GivenAdaptiveMaxPool<Indices>) {
    super(2, outputSize, given);
  }

  override forward(x: Tensor): MaxPooled<Indices>;
  override forward(x: Tensor): MaxPooled<boolean> {
    return this.pool(x, images, () =>
      functional.adaptiveMaxPool2d<boolean>(x, this.outputSize, this.returnIndices),
    );
  }
}
