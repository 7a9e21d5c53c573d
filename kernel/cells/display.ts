// display(value): shows a value in the middle of a cell, and changes what is shown later.

import { randomUUID } from "node:crypto";
import { present } from "../display/present.ts";
import type { FeatureMapOptions } from "../display/tensor/feature-maps.ts";
import { featureMaps, image } from "../display/tensor/pictures.ts";
import type { TensorLike } from "../display/tensor/tensor-like.ts";
import { currentRun } from "./current-run.ts";
import { emit } from "./events.ts";

export interface DisplayOptions {
  /** a name of one's own for the place on the screen */
  readonly id?: string;
}

/** A place on the screen. */
export class DisplayHandle {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  /** Shows another value in this place. */
  update(value: unknown): void {
    show(value, this.id, true);
  }
}

export interface Display {
  /** Shows a value below the cell, as a cell's last expression would be. */
  (value: unknown, options?: DisplayOptions): DisplayHandle;
  /** Shows the channels of a tensor [N, C, H, W], [C, H, W] or [H, W] side by side. */
  featureMaps(tensor: TensorLike, options?: FeatureMapOptions): DisplayHandle;
  /** Shows a tensor [3, H, W] or [1, H, W], values from 0 to 1, as an image. */
  image(tensor: TensorLike): DisplayHandle;
}

export const display: Display = Object.assign(displayValue, {
  featureMaps: (tensor: TensorLike, options?: FeatureMapOptions) =>
    displayValue(featureMaps(tensor, options)),
  image: (tensor: TensorLike) => displayValue(image(tensor)),
});

function displayValue(value: unknown, { id = randomUUID() }: DisplayOptions = {}): DisplayHandle {
  show(value, id, false);
  return new DisplayHandle(id);
}

function show(value: unknown, id: string, update: boolean): void {
  emit({ type: "display", cell: currentRun(), bundle: present(value), id, update });
}

/** Removes what the cell has shown so far; with `wait`, only when the next output comes, which avoids flicker. */
export function clearOutput(options: { readonly wait?: boolean } = {}): void {
  emit({ type: "clear", cell: currentRun(), wait: options.wait ?? false });
}
