// The text of a tensor, character for character as PyTorch prints it (torch/_tensor_str.py): four decimals,
// scientific notation when the magnitudes are far apart, columns aligned, lines of 80 characters, and only the
// edges of a tensor of more than 1000 elements; print-options.ts changes these numbers. It reads elements through
// strides, so that printing the edges of a large view copies nothing.

import { fixed, scientific } from "./number-format.ts";
import { printOptions } from "./print-options.ts";

/** What is printed: elements in memory and how to find them. */
export interface Elements {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  readonly values: ArrayLike<number>;
}

/** `tensor([...], dtype=...)`; `notes` are what follows the elements, such as `requires_grad=True`. */
export function tensorText(elements: Elements, notes: readonly string[] = []): string {
  const { dtype, shape } = elements;
  const prefix = "tensor(";
  const empty = shape.includes(0);
  const suffixes: string[] = [];
  if (empty && shape.length !== 1) suffixes.push(`size=${tupleText(shape)}`);
  // an empty tensor has no element that shows its type, so any but the default type is told
  const plainTypes = empty ? ["float32"] : ["float32", "int64", "bool"];
  if (!plainTypes.includes(dtype)) suffixes.push(`dtype=torch.${dtype}`);
  suffixes.push(...notes);
  const text = empty ? "[]" : elementsText(elements, prefix.length);
  return withSuffixes(prefix + text, suffixes, prefix.length);
}

/** A tuple as Python writes it: `(3,)`, `(2, 3)`. */
export function tupleText(values: readonly number[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
}

function elementsText(elements: Elements, indent: number): string {
  const count = elements.shape.reduce((product, size) => product * size, 1);
  const summarized = count > printOptions().threshold;
  const format = formatterFor(elements.dtype, shownValues(elements, summarized));
  return nestedText(elements, indent, summarized, format);
}

interface Formatter {
  readonly width: number;
  format(value: number): string;
}

/** One format for all elements, chosen by the finite, nonzero ones. */
function formatterFor(dtype: string, values: readonly number[]): Formatter {
  if (dtype === "bool") return padded(values, (value) => (value ? "True" : "False"));
  if (dtype === "int64") return padded(values, String);
  const finite = values.filter((value) => Number.isFinite(value) && value !== 0);
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const value of finite) {
    smallest = Math.min(smallest, Math.abs(value));
    largest = Math.max(largest, Math.abs(value));
  }
  const whole = finite.every(Number.isInteger);
  const farApart = largest / smallest > 1000 || largest > 1e8 || (!whole && smallest < 1e-4);
  const { precision, sciMode } = printOptions();
  const inScience = (value: number): string => scientific(value, precision);
  const inFull = (value: number): string =>
    whole ? fixed(value, 0) + (Number.isFinite(value) ? "." : "") : fixed(value, precision);
  const { width } = padded(finite, farApart ? inScience : inFull);
  // a notation that is wished for does not change the width, in PyTorch neither
  const write = finite.length > 0 && (sciMode ?? farApart) ? inScience : inFull;
  return { width, format: (value) => write(value).padStart(width) };
}

function padded(values: readonly number[], write: (value: number) => string): Formatter {
  const width = values.reduce((longest, value) => Math.max(longest, write(value).length), 1);
  return { width, format: (value) => write(value).padStart(width) };
}

/** The positions along one dimension that are shown; null stands for the dots. */
function shownPositions(size: number, summarized: boolean): (number | null)[] {
  const { edgeitems } = printOptions();
  const all = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  if (!summarized || size <= 2 * edgeitems) return all(0, size);
  return [...all(0, edgeitems), null, ...all(size - edgeitems, size)];
}

function shownValues(elements: Elements, summarized: boolean): number[] {
  if (elements.shape.length === 0) return [elements.values[elements.offset] ?? Number.NaN];
  return shownPositions(elements.shape[0] ?? 0, summarized).flatMap((position) =>
    position === null ? [] : shownValues(select(elements, position), summarized),
  );
}

/** The elements at one position of the first dimension. */
function select(elements: Elements, position: number): Elements {
  const [stride = 0, ...strides] = elements.strides;
  return {
    ...elements,
    shape: elements.shape.slice(1),
    strides,
    offset: elements.offset + position * stride,
  };
}

function nestedText(elements: Elements, indent: number, summarized: boolean, formatter: Formatter): string {
  const { shape, offset, values } = elements;
  const dimensions = shape.length;
  if (dimensions === 0) return formatter.format(values[offset] ?? Number.NaN);
  const positions = shownPositions(shape[0] ?? 0, summarized);
  const newLine = `\n${" ".repeat(indent + 1)}`;
  if (dimensions === 1) {
    const stride = elements.strides[0] ?? 0;
    const items = positions.map((position) =>
      position === null ? " ..." : formatter.format(values[offset + position * stride] ?? Number.NaN),
    );
    const perLine = Math.max(1, Math.floor((printOptions().linewidth - indent) / (formatter.width + 2)));
    const lines = Array.from({ length: Math.ceil(items.length / perLine) }, (_, line) =>
      items.slice(line * perLine, (line + 1) * perLine).join(", "),
    );
    return `[${lines.join(`,${newLine}`)}]`;
  }
  const parts = positions.map((position) =>
    position === null ? "..." : nestedText(select(elements, position), indent + 1, summarized, formatter),
  );
  return `[${parts.join(`,${"\n".repeat(dimensions - 2)}${newLine}`)}]`;
}

function withSuffixes(text: string, suffixes: readonly string[], indent: number): string {
  let result = text;
  let lastLine = text.length - text.lastIndexOf("\n") + 1;
  for (const suffix of suffixes) {
    if (lastLine + suffix.length + 2 > printOptions().linewidth) {
      result += `,\n${" ".repeat(indent)}${suffix}`;
      lastLine = indent + suffix.length;
    } else {
      result += `, ${suffix}`;
      lastLine += suffix.length + 2;
    }
  }
  return `${result})`;
}
