// The pictures of a convolution's steps: the input with the window on it, the kernel, the output so far, and the
// step's arithmetic. What stays is painted once. From one step to the next three parts change, one after the other:
// the window moves, its arithmetic is written down, and the result is filled in.

import type { IndexedCanvas, Patch } from "../drawing/indexed-canvas.ts";
import type { Color } from "../drawing/palette.ts";
import { grown, overlap, type Rectangle, union } from "../drawing/rectangle.ts";
import { arithmetic } from "./arithmetic.ts";
import {
  cellAt,
  lineWidth,
  mark,
  type NumberStyles,
  numberStyles,
  outlineWidth,
  paintGround,
  paintNumber,
} from "./ground.ts";
import { type Layout, layoutOf } from "./layout.ts";
import type { Step, Steps } from "./steps.ts";
import * as style from "./style.ts";
import { px } from "./style.ts";

export class Figure {
  readonly #steps: Steps;
  readonly #layout: Layout;
  readonly #styles: NumberStyles;
  readonly #ground: IndexedCanvas;
  /** the picture of the step that was asked for last */
  readonly #canvas: IndexedCanvas;
  readonly #largestResult: number;

  constructor(steps: Steps) {
    this.#steps = steps;
    this.#layout = layoutOf(steps);
    this.#styles = numberStyles(steps, this.#layout);
    this.#ground = paintGround(steps, this.#layout, this.#styles);
    this.#canvas = this.#ground.copy();
    this.#largestResult = style.largest(steps.steps.map(({ result }) => result));
  }

  /** The colours of all pictures made so far, by their numbers. */
  get colors(): readonly Color[] {
    return this.#ground.palette.colors;
  }

  /** In pixels. */
  get width(): number {
    return this.#layout.width;
  }

  /** In pixels. */
  get height(): number {
    return this.#layout.height;
  }

  /** The whole picture of a step. */
  picture(step: Step): Patch {
    const whole = { left: 0, top: 0, width: this.#layout.width, height: this.#layout.height };
    this.#canvas.restore(whole, this.#ground);
    this.#paintWindow(step);
    this.#paintArithmetic(step);
    this.#paintResults(whole, step);
    return this.#canvas.patch();
  }

  /** What changes in the picture of one step, which has to be the last one asked for, to become that of another. */
  changes(
    from: Step,
    to: Step,
  ): { readonly window: Patch; readonly arithmetic: Patch; readonly result: Patch } {
    const window = union(this.#windowArea(from), this.#windowArea(to));
    const arithmetic = union(this.#arithmeticArea(from), this.#arithmeticArea(to));
    const result = this.#resultArea(from, to);
    return {
      window: this.#changed(window, () => this.#paintWindow(to)),
      arithmetic: this.#changed(arithmetic, () => this.#paintArithmetic(to)),
      result: this.#changed(result, () => this.#paintResults(result, to)),
    };
  }

  #changed(area: Rectangle, paint: () => void): Patch {
    return this.#canvas.changesBy(area, () => {
      this.#canvas.restore(area, this.#ground);
      paint();
    });
  }

  #paintWindow(step: Step): void {
    const { input, side } = this.#layout;
    if (this.#styles.marks) {
      for (const { row, column, weight } of step.terms) {
        const cell = cellAt(input, row, column, this.#layout);
        const place = { x: cell.left + side - px(3), baseline: cell.top + side - px(4) };
        this.#canvas.text(mark(weight), { ...place, anchor: "end" }, this.#styles.marks, style.windowColor);
      }
    }
    for (const area of this.#windowParts(step)) this.#canvas.outline(area, outlineWidth, style.windowColor);
  }

  #paintArithmetic(step: Step): void {
    for (const [i, text] of this.#lines(step).entries()) {
      const place = { x: this.#layout.sums.area.left, baseline: this.#layout.sums.baselines[i] ?? 0 };
      this.#canvas.text(text, place, style.sentence, i === 0 ? style.ink : style.quiet);
    }
  }

  #lines(step: Step): string[] {
    const fits = (text: string) => style.sentence.widthOf(text) <= this.#layout.sums.area.width;
    return arithmetic(this.#steps, step, fits);
  }

  /** The results up to that of a step, as far as they are in an area. */
  #paintResults(area: Rectangle, last: Step): void {
    for (const step of this.#steps.steps) {
      const cell = this.#outputCell(step);
      if (overlap(cell, area)) {
        this.#canvas.fill(cell, style.tint(step.result, this.#largestResult));
        this.#canvas.outline(cell, lineWidth, style.line);
        const { output } = this.#styles;
        if (output) paintNumber(this.#canvas, cell, step.result, output, style.ink);
      }
      if (step === last) break;
    }
    this.#canvas.outline(this.#outputCell(last), outlineWidth, style.resultColor);
  }

  /** What the window covers: one rectangle, or with dilation a cell here and there. */
  #windowParts({ terms }: Step): Rectangle[] {
    const { dilation } = this.#steps;
    const { rows, columns } = this.#layout.kernel;
    const cells = terms.map(({ row, column }) => cellAt(this.#layout.input, row, column, this.#layout));
    const together = (dilation.height === 1 || rows === 1) && (dilation.width === 1 || columns === 1);
    return together ? [union(...cells)] : cells;
  }

  #windowArea(step: Step): Rectangle {
    return grown(union(...this.#windowParts(step)), outlineWidth);
  }

  #arithmeticArea(step: Step): Rectangle {
    const { area } = this.#layout.sums;
    const width = Math.max(...this.#lines(step).map((text) => style.sentence.widthOf(text)));
    return { ...area, width: Math.min(area.width, Math.ceil(width) + 2) };
  }

  /** The cells of the output that are filled in the one step and not in the other, and those of both. */
  #resultArea(from: Step, to: Step): Rectangle {
    const { steps } = this.#steps;
    const [first = 0, last = 0] = [steps.indexOf(from), steps.indexOf(to)].sort((a, b) => a - b);
    return grown(union(...steps.slice(first, last + 1).map((step) => this.#outputCell(step))), outlineWidth);
  }

  #outputCell({ row, column }: Step): Rectangle {
    return cellAt(this.#layout.output, row, column, this.#layout);
  }
}
