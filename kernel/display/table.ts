// Tables: an array of records is shown as rows and columns. Front-ends bring the look of tables themselves, light
// and dark, so the markup is plain.

import { inspect } from "node:util";
import { escapeMarkup } from "../channel/escape-markup.ts";
import type { MimeBundle } from "../channel/messages.ts";
import { type Detail, isWhole, usualDetail } from "./limit.ts";
import { plainText } from "./plain-text.ts";
import { isTensor } from "./tensor/tensor-like.ts";

const mostRows = 100;
const mostColumns = 30;
const longestCell = 200;
/** Of a tensor in a cell; a longer one is its shape. */
const mostNumbers = 6;

type Row = Readonly<Record<string, unknown>>;
type Alignment = "left" | "right";

/** The records of an array or a data frame; undefined for any other value. */
export function recordsOf(value: unknown): readonly Row[] | undefined {
  const rows = frameRows(value) ?? value;
  if (!Array.isArray(rows) || rows.length === 0 || !rows.every(isRecord)) return undefined;
  return rows.slice(0, mostRows).some((row) => Object.keys(row).length > 0) ? rows : undefined;
}

/** A table of the records, and their text. */
export function tableForms(rows: readonly Row[], detail: Detail = usualDetail): MimeBundle {
  return {
    data: { "text/html": tableMarkup(rows, detail), "text/plain": plainText(rows, detail) },
    metadata: {},
  };
}

/** The rows of a frame, by the methods that Arquero (`objects`) and Polars (`toRecords`) give it. */
function frameRows(value: unknown): unknown[] | undefined {
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

function tableMarkup(rows: readonly Row[], detail: Detail): string {
  const whole = isWhole(detail);
  const shownRows = whole ? rows : rows.slice(0, Math.ceil(mostRows * detail.scale));
  const columns = [...new Set(shownRows.flatMap((row) => Object.keys(row)))];
  const shown = whole ? columns : columns.slice(0, mostColumns);
  const aligned = shown.map((column) => [column, alignmentOf(shownRows, column)] as const);
  const head = aligned.map(([column, alignment]) => {
    return `<th style="text-align: ${alignment}">${escapeMarkup(column)}</th>`;
  });
  const longest = whole ? Number.POSITIVE_INFINITY : longestCell;
  const body = shownRows.map(
    (row) =>
      `<tr>${aligned.map(([column, alignment]) => cell(row[column], alignment, longest)).join("")}</tr>`,
  );
  const missing = [
    rows.length > shownRows.length ? `${rows.length - shownRows.length} more rows` : "",
    columns.length > shown.length ? `${columns.length - shown.length} more columns` : "",
  ].filter((note) => note !== "");
  const note =
    missing.length > 0
      ? `<p>… ${missing.join(", ")}; <code>display(rows, { limit: Infinity })</code> shows all</p>`
      : "";
  return `<table><thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>${note}`;
}

/** Numbers stand below each other by their last digits, and their title above them; all else begins at the left. */
function alignmentOf(rows: readonly Row[], column: string): Alignment {
  const values = rows.map((row) => row[column]).filter((value) => value !== undefined && value !== null);
  const isNumber = (value: unknown) => typeof value === "number" || typeof value === "bigint";
  return values.length > 0 && values.every(isNumber) ? "right" : "left";
}

function cell(value: unknown, alignment: Alignment, longest: number): string {
  return `<td style="text-align: ${alignment}">${escapeMarkup(cellText(value, longest))}</td>`;
}

function cellText(value: unknown, longest: number): string {
  if (value === undefined) return "";
  if (isTensor(value) && value.data.length > mostNumbers) return `${value.dtype} [${value.shape.join(", ")}]`;
  const text =
    typeof value === "string" ? value : inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
