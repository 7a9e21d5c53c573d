// One picture of the animation: the input with the window on it, the kernel, the output so far, and the step's
// arithmetic. On a white card, so that it reads in light and dark front-ends alike.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import type { Step, Steps } from "./steps.ts";

const margin = 16;
const captionHeight = 34;
const sumHeight = 58;
const between = 52;
const ink = "#24292f";
const quiet = "#656d76";
const line = "#d0d7de";
const windowColor = "#b8497c";
const resultColor = "#3f9b78";

/** Largest absolute values, which get the strongest colours. */
interface Ranges {
  readonly input: number;
  readonly kernel: number;
  readonly output: number;
}

/** The picture of step number `current`, as SVG. All pictures of the same steps are of one size. */
export function frame(all: Steps, current: number): string {
  const { input, kernel, steps, shown } = all;
  const step = steps[current];
  if (!step) throw new RangeError(`step ${current} of ${steps.length}`);
  const ranges = rangesOf(all);
  const [inputColumns, kernelColumns] = [input[0]?.length ?? 0, kernel[0]?.length ?? 0];
  const stacked = input.length === 1; // a wide input of Conv1d stands above what is made of it
  const cellsAcross = stacked
    ? Math.max(inputColumns, kernelColumns + shown.width + 3)
    : inputColumns + kernelColumns + shown.width;
  const side = Math.max(22, Math.min(36, 2 * Math.floor(320 / cellsAcross)));
  const tallest = Math.max(input.length, kernel.length, shown.height) * side;
  const inputPlace = { left: margin, top: margin + captionHeight };
  const below = inputPlace.top + side + 14 + captionHeight;
  const kernelPlace = stacked
    ? { left: margin, top: below }
    : { left: margin + inputColumns * side + between, top: inputPlace.top };
  const kernelWidth = Math.max(kernelColumns * side, 74);
  const outputPlace = { left: kernelPlace.left + kernelWidth + between, top: kernelPlace.top };
  const outputRight = outputPlace.left + Math.max(shown.width * side, 92);
  const width = Math.max(outputRight, inputPlace.left + inputColumns * side, 420) + margin;
  const height = (stacked ? below + side : inputPlace.top + tallest) + sumHeight + margin;

  const covered = new Map(step.terms.map((term) => [`${term.row},${term.column}`, term]));
  const parts = [
    `<rect width="${width}" height="${height}" fill="white"/>`,
    caption(inputPlace, `Input, channel ${all.inputChannel}`, sizeText(all.inputSize, inputNote(all))),
    caption(
      kernelPlace,
      "Kernel",
      `${kernel.length === 1 ? "" : `${kernel.length} × `}${kernelColumns} weights`,
    ),
    caption(outputPlace, `Output, channel ${all.channel}`, sizeText(all.outputSize, outputNote(all))),
    ...input.flatMap((row, y) =>
      row.map((cell, x) => {
        const term = covered.get(`${y},${x}`);
        const place = { left: inputPlace.left + x * side, top: inputPlace.top + y * side };
        const ground = cell.padding ? "#f3f4f6" : tint(cell.value, ranges.input);
        return (
          square(place, side, ground, cell.padding) +
          number(place, side, cell.value, cell.padding ? "#8c959f" : ink, -3) +
          (term ? weightMark(place, side, term.weight) : "")
        );
      }),
    ),
    ...kernel.flatMap((row, y) =>
      row.map((value, x) => {
        const place = { left: kernelPlace.left + x * side, top: kernelPlace.top + y * side };
        return square(place, side, tint(value, ranges.kernel), false) + number(place, side, value, ink, 0);
      }),
    ),
    ...steps.map((each, i) => {
      const place = { left: outputPlace.left + each.column * side, top: outputPlace.top + each.row * side };
      if (i > current) return square(place, side, "white", true);
      return (
        square(place, side, tint(each.result, ranges.output), false) +
        number(place, side, each.result, ink, 0)
      );
    }),
    ...step.terms.map(({ row, column }) =>
      outline(
        { left: inputPlace.left + column * side, top: inputPlace.top + row * side },
        side,
        side,
        windowColor,
      ),
    ),
    outline(kernelPlace, kernelColumns * side, kernel.length * side, windowColor),
    outline(
      { left: outputPlace.left + step.column * side, top: outputPlace.top + step.row * side },
      side,
      side,
      resultColor,
    ),
    operator(kernelPlace, stacked ? undefined : "*", side, kernel.length),
    operator(outputPlace, "=", side, kernel.length),
    ...sum(all, step).map(
      (text, i) =>
        `<text x="${margin}" y="${height - margin - 22 + i * 18}" font-size="12" fill="${i === 0 ? ink : quiet}">${escapeMarkup(text)}</text>`,
    ),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `font-family="Inter, sans-serif">${parts.join("")}</svg>`
  );
}

interface Place {
  readonly left: number;
  readonly top: number;
}

function rangesOf({ input, kernel, steps }: Steps): Ranges {
  const largest = (values: readonly number[]) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0) || 1;
  return {
    input: largest(input.flat().map(({ value }) => value)),
    kernel: largest(kernel.flat()),
    output: largest(steps.map(({ result }) => result)),
  };
}

/** The two lines below: the products of the shown channel, and what is added to them. */
export function sum({ bias, inputChannels }: Steps, { terms, others, result }: Step): string[] {
  const products = terms.map(({ weight, value }) => `${short(weight)}·${signed(value)}`);
  const most = 6;
  const listed = products.length <= most ? products : [...products.slice(0, 3), "…", ...products.slice(-2)];
  const channel = terms.reduce((total, { weight, value }) => total + weight * value, 0);
  const more = [
    ...(inputChannels > 1
      ? [`${signed(others)} from ${inputChannels - 1} other channel${inputChannels > 2 ? "s" : ""}`]
      : []),
    ...(bias === 0 ? [] : [`${signed(bias)} bias`]),
  ];
  const first = `${listed.join(" + ")} = ${short(channel)}`;
  return more.length === 0 ? [first] : [first, `${short(channel)} + ${more.join(" + ")} = ${short(result)}`];
}

function sizeText({ height, width }: Steps["inputSize"], note: string): string {
  return `${height === 1 ? width : `${height} × ${width}`}${note}`;
}

function inputNote({ input, inputSize, shown, outputSize }: Steps): string {
  const cropped = shown.height < outputSize.height || shown.width < outputSize.width;
  if (cropped) return ", a corner of it";
  const padded = input.length > inputSize.height || (input[0]?.length ?? 0) > inputSize.width;
  return padded ? ", padding in grey" : "";
}

function outputNote({ shown, outputSize }: Steps): string {
  const cropped = shown.height < outputSize.height || shown.width < outputSize.width;
  return cropped ? `, first ${sizeText(shown, "")}` : "";
}

function caption({ left, top }: Place, title: string, note: string): string {
  return (
    `<text x="${left}" y="${top - 22}" font-size="12" font-weight="600" fill="${ink}">${escapeMarkup(title)}</text>` +
    `<text x="${left}" y="${top - 8}" font-size="10" fill="${quiet}">${escapeMarkup(note)}</text>`
  );
}

function square({ left, top }: Place, side: number, fill: string, dashed: boolean): string {
  const dashes = dashed ? ' stroke-dasharray="2 2"' : "";
  return `<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="${fill}" stroke="${line}"${dashes}/>`;
}

function outline({ left, top }: Place, width: number, height: number, color: string): string {
  return `<rect x="${left + 1}" y="${top + 1}" width="${width - 2}" height="${height - 2}" fill="none" stroke="${color}" stroke-width="2"/>`;
}

function number({ left, top }: Place, side: number, value: number, color: string, raise: number): string {
  const size = side >= 30 ? 10 : 8;
  return `<text x="${left + side / 2}" y="${top + side / 2 + size * 0.36 + raise}" text-anchor="middle" font-size="${size}" fill="${color}">${short(value)}</text>`;
}

function weightMark({ left, top }: Place, side: number, weight: number): string {
  const size = side >= 30 ? 8 : 6.5;
  return `<text x="${left + side - 3}" y="${top + side - 4}" text-anchor="end" font-size="${size}" font-weight="600" fill="${windowColor}">×${short(weight)}</text>`;
}

function operator({ left, top }: Place, sign: string | undefined, side: number, rows: number): string {
  if (sign === undefined) return "";
  return `<text x="${left - between / 2}" y="${top + (rows * side) / 2 + 7}" text-anchor="middle" font-size="20" fill="${quiet}">${sign}</text>`;
}

/** White for zero, blue for positive and orange for negative values; light enough for dark letters on
 * it, in eight steps, which keeps the palette small. */
function tint(value: number, largest: number): string {
  if (!Number.isFinite(value)) return "#f4b6b8";
  const share = (0.55 * Math.round(8 * Math.min(1, Math.abs(value) / largest))) / 8;
  const strong = value >= 0 ? [53, 104, 176] : [224, 123, 57];
  return `rgb(${strong.map((level) => Math.round(255 + (level - 255) * share)).join(",")})`;
}

function short(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (Number.isInteger(value) && Math.abs(value) < 1000)
    return String(value === 0 ? 0 : value).replace("-", "−");
  const size = Math.abs(value);
  const text =
    size >= 1000 || size < 0.005
      ? value.toExponential(0)
      : value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
  return text.replaceAll("-", "−").replace("e+", "e");
}

function signed(value: number): string {
  return value < 0 ? `(${short(value)})` : short(value);
}
