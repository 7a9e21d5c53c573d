// Tables: an array of records is shown as rows and columns. Front-ends bring the look of tables themselves, light
// and dark, so the markup is plain.

import { inspect } from "node:util";
import type { MimeBundle } from "../channel/messages.ts";
import { plainText } from "./plain-text.ts";
import { escapeMarkup } from "./rich-text.ts";

const mostRows = 100;
const mostColumns = 30;
const longestCell = 200;

type Row = Readonly<Record<string, unknown>>;

/** The forms of an array of records; undefined for any other value. */
export function tableForms(value: unknown): MimeBundle | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return undefined;
  const columns = [...new Set(value.slice(0, mostRows).flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return undefined;
  return { data: { "text/html": tableMarkup(value, columns), "text/plain": plainText(value) }, metadata: {} };
}

/** A plain object; class instances have their own text. */
function isRecord(value: unknown): value is Row {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm have another Object.prototype, itself without a prototype.
  return prototype === null || (typeof prototype === "object" && Object.getPrototypeOf(prototype) === null);
}

function tableMarkup(rows: readonly Row[], columns: readonly string[]): string {
  const shown = columns.slice(0, mostColumns);
  const head = shown.map((column) => `<th>${escapeMarkup(column)}</th>`).join("");
  const body = rows
    .slice(0, mostRows)
    .map((row) => `<tr>${shown.map((column) => cell(row[column])).join("")}</tr>`);
  const missing = [
    rows.length > mostRows ? `${rows.length - mostRows} more rows` : "",
    columns.length > mostColumns ? `${columns.length - mostColumns} more columns` : "",
  ].filter((note) => note !== "");
  const note = missing.length > 0 ? `<p>… ${missing.join(", ")}</p>` : "";
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>${note}`;
}

function cell(value: unknown): string {
  const align = typeof value === "number" || typeof value === "bigint" ? "right" : "left";
  return `<td style="text-align: ${align}">${escapeMarkup(cellText(value))}</td>`;
}

function cellText(value: unknown): string {
  if (value === undefined) return "";
  const text =
    typeof value === "string" ? value : inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}
