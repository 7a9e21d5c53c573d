// Many tensors at once: what `namedParameters()`, `stateDict()` or a list of outputs gives. Their numbers one after the
// other tell little, so beside the text there is a table: a row for each tensor, with its shape and what its numbers
// are like.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import type { MimeBundle } from "../../channel/messages.ts";
import { htmlBundle } from "../html-picture.ts";
import { type Detail, isWhole } from "../limit.ts";
import { plainText } from "../plain-text.ts";
import { shortNumber } from "./numbers.ts";
import { summaryOf } from "./summary.ts";
import { isTensor, mostPlainNumbers, type TensorLike } from "./tensor-like.ts";

export type NamedTensor = readonly [name: string, tensor: TensorLike];

const mostRows = 200;

/**
 * The tensors of an array, of an array of pairs, of a map or of a plain object, by their names or places; undefined for
 * anything that holds something else, and where all are so small that their numbers say more.
 */
export function tensorsOf(value: object): readonly NamedTensor[] | undefined {
  const named: NamedTensor[] = [];
  for (const [name, tensor] of entriesOf(value)) {
    if (!isTensor(tensor)) return undefined; // after one look at an array of a million numbers
    named.push([name, tensor]);
  }
  return named.some(([, { data }]) => data.length > mostPlainNumbers) ? named : undefined;
}

function* entriesOf(value: object): Iterable<readonly [name: string, item: unknown]> {
  if (value instanceof Map) {
    for (const [key, item] of value) yield [String(key), item];
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield isPair(item) ? item : [String(i), item];
  } else if (Object.getPrototypeOf(value) === Object.prototype) yield* Object.entries(value);
}

function isPair(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string";
}

/** The table, and the text of the value itself. */
export function tensorsForms(value: object, tensors: readonly NamedTensor[], detail: Detail): MimeBundle {
  const shown = isWhole(detail) ? tensors : tensors.slice(0, Math.ceil(mostRows * detail.scale));
  const titles = ["numbers", "min", "mean", "max", "std"].map((title) => `<th>${title}</th>`).join("");
  const numbers = tensors.reduce((sum, [, { data }]) => sum + data.length, 0);
  const more = tensors.length > shown.length ? `… ${tensors.length - shown.length} more; ` : "";
  const total = tensors.length === 1 ? "1 tensor" : `${tensors.length} tensors`;
  return htmlBundle(
    `<table><thead><tr><th></th><th ${left}>shape</th>${titles}<th></th></tr></thead>` +
      `<tbody>${shown.map(row).join("")}</tbody></table>` +
      `<p>${more}${total}, ${whole(numbers)} numbers in all</p>`,
    plainText(value, detail),
  );
}

const left = 'style="text-align: left"';
const whole = (count: number) => count.toLocaleString("en-US");

function row([name, { dtype, shape, data }]: NamedTensor): string {
  const { min, mean, max, std, nan, plusInfinity, minusInfinity } = summaryOf(data);
  const notFinite = nan + plusInfinity + minusInfinity;
  // No numbers are like nothing, and one has no spread.
  const facts = [data.length > 0 ? [min, mean, max] : [], data.length > 1 ? [std] : []]
    .flat()
    .map(shortNumber);
  const cells = [whole(data.length), ...facts, "", "", "", ""].slice(0, 5);
  return (
    `<tr><td ${left}>${escapeMarkup(name)}</td>` +
    `<td ${left}>${escapeMarkup(dtype)}&nbsp;[${shape.join(",&nbsp;")}]</td>` +
    cells.map((cell) => `<td>${cell}</td>`).join("") +
    `<td ${left}>${notFinite > 0 ? `<b>${notFinite} not finite</b>` : ""}</td></tr>`
  );
}
