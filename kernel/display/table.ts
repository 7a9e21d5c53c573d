// Tables: an array of records is shown as rows and columns. Front-ends bring the look of tables themselves, light
// and dark, so the markup is plain.

import { inspect } from "node:util";
import { escapeMarkup } from "../channel/escape-markup.ts";
import type { MimeBundle } from "../channel/messages.ts";
import { plainText } from "./plain-text.ts";

const mostRows = 100;
const mostColumns = 30;
const longestCell = 200;

type Row = Readonly<Record<string, unknown>>;

/** The forms of an array of records or a data frame; undefined for any other value. */
export function tableForms(value: unknown): MimeBundle | undefined {
  const records = recordsOf(value);
  if (records !== undefined) return tableForms(records);
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return undefined;
  const columns = [...new Set(value.slice(0, mostRows).flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return undefined;
  return { data: { "text/html": tableMarkup(value, columns), "text/plain": plainText(value) }, metadata: {} };
}

/** The rows of a frame, by the methods that Arquero (`objects`) and Polars (`toRecords`) give it. */
function recordsOf(value: unknown): unknown[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [method, mark] of [
    ["objects", "columnNames"],
    ["toRecords", "columns"],
  ] as const) {
    const rows: unknown = Reflect.get(value, method);
    if (typeof rows !== "function" || !(mark in value)) continue;
    const records: unknown = Reflect.apply(rows, value, []);
    if (Array.isArray(records)) return records;
  }
  return undefined;
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
  const head = shown
    .map((column) => `<th>${escapeMarkup(column)}<br><small>${typeOf(rows, column)}</small></th>`)
    .join("");
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

/** What the column's values are; several types are joined as in TypeScript. */
function typeOf(rows: readonly Row[], column: string): string {
  const types = rows.slice(0, mostRows).flatMap((row) => {
    const value = row[column];
    if (value === undefined) return [];
    if (value === null) return ["null"];
    return [typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value];
  });
  return escapeMarkup([...new Set(types)].join(" | "));
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
