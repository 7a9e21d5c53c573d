// Where the parts of the figure stand: the input, the kernel and the output side by side, and the arithmetic below. A
// wide input of Conv1d stands above what is made of it. All places are in pixels.

import type { Rectangle } from "../drawing/rectangle.ts";
import type { Size, Steps } from "./steps.ts";
import { note, px, title } from "./style.ts";
import { weights } from "./text.ts";

export interface Place {
  readonly left: number;
  readonly top: number;
}

/** A grid of cells, and what stands above it. */
export interface Part extends Place {
  readonly rows: number;
  readonly columns: number;
  readonly title: string;
  readonly note: string;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** of each cell */
  readonly side: number;
  readonly input: Part;
  readonly kernel: Part;
  readonly output: Part;
  /** between which parts the signs stand */
  readonly signs: readonly { readonly text: string; readonly x: number; readonly middle: number }[];
  /** the lines of the arithmetic: the room that they have, and where they stand */
  readonly sums: { readonly area: Rectangle; readonly baselines: readonly number[] };
}

const margin = px(12);
const captionHeight = px(34);
const lineHeight = px(18);
const aboveSums = px(14);
const between = px(52);
const belowInput = px(14);
const leastWidth = px(420);
const [smallestSide, largestSide] = [px(6), px(42)];
/** As wide as all cells together may be. */
const cellsWidth = px(700);

export function layoutOf(steps: Steps): Layout {
  const { kernel, shown } = steps;
  const inputSize = sizeOf(steps.input);
  const kernelSize = sizeOf(kernel);
  const stacked = inputSize.height === 1;
  const cellsAcross = stacked
    ? Math.max(inputSize.width, kernelSize.width + shown.width + 3)
    : inputSize.width + kernelSize.width + shown.width;
  const fitting = 2 * Math.floor(cellsWidth / cellsAcross / 2);
  const side = Math.max(smallestSide, Math.min(largestSide, fitting));
  const top = margin + captionHeight;
  const tallest = Math.max(inputSize.height, kernelSize.height, shown.height) * side;

  const input = part({ left: margin, top }, inputSize, captions(steps).input);
  const kernelPlace = stacked
    ? { left: margin, top: top + side + belowInput + captionHeight }
    : { left: rightOf(input, side) + between, top };
  const kernelPart = part(kernelPlace, kernelSize, captions(steps).kernel);
  const outputPlace = { left: rightOf(kernelPart, side) + between, top: kernelPlace.top };
  const output = part(outputPlace, shown, captions(steps).output);

  const right = Math.max(rightOf(output, side), rightOf(input, side), leastWidth);
  const bottom = stacked ? kernelPlace.top + side : top + tallest;
  const lines = steps.bias === 0 && steps.inputChannels === 1 ? 1 : 2;
  const area = { left: margin, top: bottom + aboveSums, width: right - margin, height: lines * lineHeight };
  const height = 3 * Math.ceil((area.top + area.height + margin) / 3);
  const middle = kernelPlace.top + (kernelSize.height * side) / 2;
  return {
    // Whole numbers of CSS pixels, and a width that a canvas can have.
    width: 12 * Math.ceil((right + margin) / 12),
    height,
    side,
    input,
    kernel: kernelPart,
    output,
    signs: [
      ...(stacked ? [] : [{ text: "*", x: kernelPlace.left - between / 2, middle }]),
      { text: "=", x: outputPlace.left - between / 2, middle },
    ],
    sums: { area, baselines: Array.from({ length: lines }, (_, i) => area.top + i * lineHeight + px(13)) },
  };
}

type Caption = readonly [title: string, note: string];

function captions(steps: Steps): { input: Caption; kernel: Caption; output: Caption } {
  const { input, kernel, inputSize, outputSize, shown, inputChannel, channel } = steps;
  const cropped = shown.height < outputSize.height || shown.width < outputSize.width;
  const { height } = sizeOf(input);
  const padded = input.flat().some((cell) => cell.padding);
  const part = height === 1 ? "the beginning of it" : "a corner of it";
  const inputNotes = [...(cropped ? [part] : []), ...(padded ? ["padding in grey"] : [])];
  return {
    input: [`Input, channel ${inputChannel}`, [sizeText(inputSize), ...inputNotes].join(", ")],
    kernel: ["Kernel", weights(kernel)],
    output: [
      `Output, channel ${channel}`,
      sizeText(outputSize) + (cropped ? `, first ${sizeText(shown)}` : ""),
    ],
  };
}

function part(place: Place, { height, width }: Size, [partTitle, partNote]: Caption): Part {
  return { ...place, rows: height, columns: width, title: partTitle, note: partNote };
}

/** The right end of a part's cells, or of its caption where that is longer. */
function rightOf(each: Part, side: number): number {
  const caption = Math.max(title.widthOf(each.title), note.widthOf(each.note));
  return each.left + Math.max(each.columns * side, 2 * Math.ceil(caption / 2));
}

function sizeOf(rows: readonly (readonly unknown[])[]): Size {
  return { height: rows.length, width: rows[0]?.length ?? 0 };
}

function sizeText({ height, width }: Size): string {
  return height === 1 ? `${width}` : `${height} × ${width}`;
}
