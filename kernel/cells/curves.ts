// display.curves(): training curves that grow while a loop runs. `add({ loss })` is a step; the chart in its place is
// drawn anew at most ten times a second, and once more when the cell ends its turn, so that the last step is there.

import { chart, type ScaledOptions } from "../display/chart/short-forms.ts";
import { type DisplayHandle, display } from "./display.ts";

const interval = 100; // milliseconds

/** Curves by name over the steps so far. */
export class Curves {
  readonly #series = new Map<string, number[]>();
  readonly #options: ScaledOptions;
  readonly #place: DisplayHandle;
  #steps = 0;
  #drawn = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ScaledOptions) {
    this.#options = { x: "step", ...options };
    this.#place = display(this.#chart());
  }

  /** One step: a value for some of the curves; those without one go on from their last to their next. */
  add(values: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(values)) {
      const series = this.#series.get(name) ?? [];
      series.length = this.#steps;
      series[this.#steps] = value;
      this.#series.set(name, series);
    }
    this.#steps += 1;
    if (performance.now() - this.#drawn >= interval) this.draw();
    else this.#timer ??= setTimeout(() => this.draw(), interval);
  }

  /** Draws at once what was added. */
  draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#place.update(this.#chart());
    this.#drawn = performance.now();
  }

  #chart() {
    return chart.line(Object.fromEntries(this.#series), this.#options);
  }
}

/** A chart that grows: `const curves = curves(); curves.add({ loss: 0.3 })`. */
export function curves(options: ScaledOptions = {}): Curves {
  return new Curves(options);
}
