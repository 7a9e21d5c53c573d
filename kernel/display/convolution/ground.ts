// What stays through all steps: the captions, the input, the kernel, the empty output and the signs between them.

import { IndexedCanvas } from "../drawing/indexed-canvas.ts";
import type { Letters } from "../drawing/letters.ts";
import { type Color, Palette } from "../drawing/palette.ts";
import type { Rectangle } from "../drawing/rectangle.ts";
import { short } from "./arithmetic.ts";
import type { Layout, Part } from "./layout.ts";
import type { Steps } from "./steps.ts";
import * as style from "./style.ts";
import { px } from "./style.ts";

/** Lines of an even width lie on the edges of their cells. */
export const lineWidth = 2;
export const outlineWidth = px(2);
const dash = px(2);
/** So much is free on both sides of a number in its cell, together. */
const padding = px(3);
/** How much higher the input's numbers stand where the weights are written below them. */
const raise = px(5);

/** How numbers are written; undefined where they are too long for their cells. */
export interface NumberStyles {
  readonly input: Letters | undefined;
  readonly kernel: Letters | undefined;
  readonly output: Letters | undefined;
  /** of the weights below the input's numbers, of kernels that are small enough to be followed weight by weight */
  readonly marks: Letters | undefined;
}

const mostMarks = 9;

export function numberStyles({ input, kernel, steps }: Steps, { side }: Layout): NumberStyles {
  const weights = kernel.flat();
  const fitting = (styles: readonly Letters[], texts: readonly string[]) =>
    styles.find((each) => texts.every((text) => each.widthOf(text) <= side - padding));
  const marked = side >= style.sideForMarks && weights.length <= mostMarks;
  return {
    input: fitting(
      style.numbers,
      input.flat().map(({ value }) => short(value)),
    ),
    kernel: fitting(style.numbers, weights.map(short)),
    output: fitting(
      style.numbers,
      steps.map(({ result }) => short(result)),
    ),
    marks: marked ? fitting(style.marks, weights.map(mark)) : undefined,
  };
}

/** A weight as it stands on a cell of the input. */
export const mark = (weight: number) => `×${short(weight)}`;

export function paintGround(steps: Steps, layout: Layout, styles: NumberStyles): IndexedCanvas {
  const { width, height, input, kernel, output, signs } = layout;
  const canvas = new IndexedCanvas(width, height, new Palette());
  canvas.fill({ left: 0, top: 0, width, height }, style.ground);
  for (const { left, top, title, note } of [input, kernel, output]) {
    canvas.text(title, { x: left, baseline: top - px(22) }, style.title, style.ink);
    canvas.text(note, { x: left, baseline: top - px(8) }, style.note, style.quiet);
  }
  canvas.fill(cellsOf(output, layout), style.emptyCell);
  paintInput(canvas, steps, layout, styles);
  paintKernel(canvas, steps, layout, styles);
  for (let row = 0; row < output.rows; row += 1) {
    for (let column = 0; column < output.columns; column += 1) {
      canvas.dashedOutline(cellAt(output, row, column, layout), lineWidth, dash, style.line);
    }
  }
  for (const { text, x, middle } of signs) {
    const place = { x, baseline: middle + px(7), anchor: "middle" } as const;
    canvas.text(text, place, style.operator, style.quiet);
  }
  return canvas;
}

function paintInput(
  canvas: IndexedCanvas,
  { input }: Steps,
  layout: Layout,
  { input: numbers, marks }: NumberStyles,
): void {
  const largest = style.largest(input.flat().map(({ value }) => value));
  forEachCell(input, ({ value, padding: beyond }, row, column) => {
    const cell = cellAt(layout.input, row, column, layout);
    canvas.fill(cell, beyond ? style.paddingGround : style.tint(value, largest));
    const raised = marks ? { ...cell, top: cell.top - raise } : cell;
    if (numbers) paintNumber(canvas, raised, value, numbers, beyond ? style.quiet : style.ink);
  });
  // The lines after all grounds; the dashes first, so that the input itself has a whole edge.
  for (const dashed of [true, false]) {
    forEachCell(input, (cell, row, column) => {
      const place = cellAt(layout.input, row, column, layout);
      if (cell.padding !== dashed) return;
      if (dashed) canvas.dashedOutline(place, lineWidth, dash, style.line);
      else canvas.outline(place, lineWidth, style.line);
    });
  }
}

function paintKernel(
  canvas: IndexedCanvas,
  { kernel }: Steps,
  layout: Layout,
  { kernel: numbers }: NumberStyles,
): void {
  const largest = style.largest(kernel.flat());
  forEachCell(kernel, (weight, row, column) => {
    const cell = cellAt(layout.kernel, row, column, layout);
    canvas.fill(cell, style.tint(weight, largest));
    canvas.outline(cell, lineWidth, style.line);
    if (numbers) paintNumber(canvas, cell, weight, numbers, style.ink);
  });
  canvas.outline(cellsOf(layout.kernel, layout), outlineWidth, style.windowColor);
}

/** In the middle of a cell. */
export function paintNumber(
  canvas: IndexedCanvas,
  { left, top, width, height }: Rectangle,
  value: number,
  letters: Letters,
  color: Color,
): void {
  const baseline = top + height / 2 + letters.size * 0.36;
  canvas.text(short(value), { x: left + width / 2, baseline, anchor: "middle" }, letters, color);
}

/** All cells of a part. */
function cellsOf({ left, top, rows, columns }: Part, { side }: Layout): Rectangle {
  return { left, top, width: columns * side, height: rows * side };
}

export function cellAt({ left, top }: Part, row: number, column: number, { side }: Layout): Rectangle {
  return { left: left + column * side, top: top + row * side, width: side, height: side };
}

function forEachCell<T>(
  rows: readonly (readonly T[])[],
  visit: (cell: T, row: number, column: number) => void,
): void {
  for (const [row, cells] of rows.entries()) {
    for (const [column, cell] of cells.entries()) visit(cell, row, column);
  }
}
