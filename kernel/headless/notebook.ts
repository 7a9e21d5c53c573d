// A notebook in memory, by the names of its file format (nbformat 4.5). The format lets every text be a string or
// a list of lines; here a text is always one string.

import { randomUUID } from "node:crypto";
import type { JsonObject } from "../wire/message.ts";

export type Output =
  | { readonly output_type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly output_type: "display_data"; readonly data: JsonObject; readonly metadata: JsonObject }
  | {
      readonly output_type: "execute_result";
      readonly execution_count: number | null;
      readonly data: JsonObject;
      readonly metadata: JsonObject;
    }
  | {
      readonly output_type: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

interface CellBase {
  readonly id: string;
  readonly source: string;
  readonly metadata: JsonObject;
}

export interface CodeCell extends CellBase {
  readonly cell_type: "code";
  readonly execution_count: number | null;
  readonly outputs: readonly Output[];
}

export interface TextCell extends CellBase {
  readonly cell_type: "markdown" | "raw";
  /** pictures carried inside the cell: file name to MIME type to base64 text */
  readonly attachments: { readonly [name: string]: { readonly [mime: string]: string } };
}

export type Cell = CodeCell | TextCell;

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: JsonObject;
}

/** The name a cell gets when its file, older than nbformat 4.5, gives it none. */
export const newCellId = () => randomUUID().slice(0, 8);

/** The tag by which Jupyter's tools know a cell that shows an error on purpose. */
export function mayFail(cell: CodeCell): boolean {
  return Array.isArray(cell.metadata.tags) && cell.metadata.tags.includes("raises-exception");
}
