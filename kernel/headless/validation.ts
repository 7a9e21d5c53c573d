// The gate of a notebook file: what JSON.parse gave becomes a Notebook, or an error that names the place in the
// file, what the format wants there, and what was found. Nothing behind this gate checks a shape again.

import type { Json } from "../channel/messages.ts";
import type { JsonObject } from "../wire/message.ts";
import { type Cell, type Notebook, newCellId, type Output } from "./notebook.ts";

/** @throws Error as "name: cells[2].source: expected text or a list of lines, found a number" */
export function notebookFrom(value: unknown, name: string): Notebook {
  const file = objectAt(value, `${name}: the notebook`);
  if (file.nbformat !== 4) {
    throw new Error(
      `${name}: nbformat: expected 4, found ${describe(file.nbformat)}; Jupyter can convert older notebooks`,
    );
  }
  return {
    cells: arrayAt(file.cells, `${name}: cells`).map((cell, index) =>
      cellFrom(cell, `${name}: cells[${index}]`),
    ),
    metadata: objectAt(file.metadata ?? {}, `${name}: metadata`),
  };
}

function cellFrom(value: unknown, place: string): Cell {
  const cell = objectAt(value, place);
  const base = {
    id: typeof cell.id === "string" ? cell.id : newCellId(),
    source: textAt(cell.source, `${place}.source`),
    metadata: objectAt(cell.metadata ?? {}, `${place}.metadata`),
  };
  switch (cell.cell_type) {
    case "code":
      return {
        ...base,
        cell_type: "code",
        execution_count: countAt(cell.execution_count, `${place}.execution_count`),
        outputs: arrayAt(cell.outputs ?? [], `${place}.outputs`).map((output, index) =>
          outputFrom(output, `${place}.outputs[${index}]`),
        ),
      };
    case "markdown":
    case "raw":
      return {
        ...base,
        cell_type: cell.cell_type,
        attachments: mapObject(objectAt(cell.attachments ?? {}, `${place}.attachments`), (forms, file) =>
          mapObject(objectAt(forms, `${place}.attachments.${file}`), (form, mime) =>
            textAt(form, `${place}.attachments.${file}.${mime}`),
          ),
        ),
      };
    default:
      return fail(`${place}.cell_type`, `"code", "markdown" or "raw"`, cell.cell_type);
  }
}

function outputFrom(value: unknown, place: string): Output {
  const output = objectAt(value, place);
  const bundle = () => ({
    data: mapObject(objectAt(output.data, `${place}.data`), joinLines),
    metadata: objectAt(output.metadata ?? {}, `${place}.metadata`),
  });
  switch (output.output_type) {
    case "stream":
      return {
        output_type: "stream",
        name: output.name === "stderr" ? "stderr" : "stdout",
        text: textAt(output.text, `${place}.text`),
      };
    case "display_data":
      return { output_type: "display_data", ...bundle() };
    case "execute_result":
      return {
        output_type: "execute_result",
        execution_count: countAt(output.execution_count, `${place}.execution_count`),
        ...bundle(),
      };
    case "error":
      return {
        output_type: "error",
        ename: textAt(output.ename, `${place}.ename`),
        evalue: textAt(output.evalue, `${place}.evalue`),
        traceback: arrayAt(output.traceback ?? [], `${place}.traceback`).map((line, index) =>
          textAt(line, `${place}.traceback[${index}]`),
        ),
      };
    default:
      return fail(
        `${place}.output_type`,
        `"stream", "display_data", "execute_result" or "error"`,
        output.output_type,
      );
  }
}

/** In a MIME bundle a list of strings is a text cut into lines; any other value is what its MIME type makes of it. */
function joinLines(value: Json): Json {
  return isLines(value) ? value.join("") : value;
}

const isLines = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((line) => typeof line === "string");

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function textAt(value: unknown, place: string): string {
  if (typeof value === "string") return value;
  return isLines(value) ? value.join("") : fail(place, "text or a list of lines", value);
}

function objectAt(value: unknown, place: string): JsonObject {
  return isObject(value) ? value : fail(place, "an object", value);
}

function arrayAt(value: unknown, place: string): readonly unknown[] {
  return Array.isArray(value) ? value : fail(place, "a list", value);
}

function countAt(value: unknown, place: string): number | null {
  if (value === null || value === undefined) return null;
  return typeof value === "number" ? value : fail(place, "a number or null", value);
}

function mapObject<T>(object: JsonObject, convert: (value: Json, key: string) => T): { [key: string]: T } {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, convert(value, key)]));
}

function fail(place: string, expected: string, found: unknown): never {
  throw new Error(`${place}: expected ${expected}, found ${describe(found)}`);
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : JSON.stringify(value);
}
