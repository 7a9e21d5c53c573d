// The messages that the kernel process (parent) and the cells' process (child) exchange. Both sides import
// this file and nothing else of each other, so it is the whole contract between them.
//
// Two one-way pipes. Requests go down fd 3 to a thread of the child that stays free while a cell runs, so that an
// interrupt or an answer to a question arrives even then. Events come up fd 4, in the order in which they appear
// on the screen.

import type { RunSettings } from "./run-settings.ts";

/** The number of one run of one cell. It never repeats within a kernel, so a late message cannot hit a later run. */
export type Serial = number;

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type JsonRecord = { readonly [key: string]: Json };

/** One value in every form a front-end may choose from, by MIME type. Binary forms are base64 text. */
export interface MimeBundle {
  readonly data: { readonly [mime: string]: Json };
  readonly metadata: { readonly [key: string]: Json };
}

export interface ExecuteRequest {
  readonly type: "execute";
  readonly cell: Serial;
  /** the cell's name in stack traces, as `cell-3.ts` */
  readonly file: string;
  /** the text as the person wrote it, from which code frames are cut */
  readonly source: string;
  /** JavaScript: one function expression `async ($, $cell) => { ... }`; see language/compile.ts */
  readonly code: string;
  /** source map (version 3, JSON) from `code` to `source` */
  readonly map: string;
  /** names that this cell defines or assigns */
  readonly defines: readonly string[];
  /** those of them that are imported: the same binding is the same value */
  readonly imports?: readonly string[] | undefined;
  /** names whose values it changes in place, as far as its text shows */
  readonly mutates?: readonly MutatedName[] | undefined;
  /** names that functions of the notebook assign: when this cell calls them, or later by themselves */
  readonly watches?: readonly string[] | undefined;
  /** the cell of the front-end, if it gives its cells ids: what an earlier run of it has made is no longer needed */
  readonly owner?: string | undefined;
  /** what is shown stays as it is, line by line: the front-end is a console, and asks for no changes of displays */
  readonly isConsole?: boolean | undefined;
  /** no result is shown: the request was silent */
  readonly silent: boolean;
  /** how local files are compiled from now on; undefined: as before */
  readonly settings?: RunSettings | undefined;
}

export interface MutatedName {
  readonly name: string;
  /** only if this path of names leads to a Set */
  readonly ifSet?: readonly string[] | undefined;
}

/** An answer to an `input` event; null when the front-end cannot ask. */
export interface InputReply {
  readonly type: "input";
  readonly cell: Serial;
  readonly value: string | null;
}

/** End this run, whatever it is doing, and whatever code of earlier runs is still busy; keep the state. */
export interface InterruptRequest {
  readonly type: "interrupt";
  readonly cell: Serial;
}

/** What is the value of a name now? Asked while a person types; answered between two turns of the event loop. */
export interface LookRequest {
  readonly type: "look";
  readonly id: number;
  /** a name of the notebook or a global, and names of properties that lead on from it */
  readonly path: readonly string[];
}

/** A value as seen without running any of its getters. */
export interface Look {
  /** as the console would print it, cut short */
  readonly preview: string;
  /** its properties, those of its prototypes among them */
  readonly members: readonly { readonly name: string; readonly kind: "method" | "property" }[];
}

/** The one target that a front-end opens: on it a page that was loaded anew asks for all controls. */
export const widgetControlTarget = "jupyter.widget.control";

/** What is said on one comm, in either direction. */
export interface CommContent {
  readonly message: "comm_open" | "comm_msg" | "comm_close";
  readonly comm: string;
  /** of comm_open: who is asked for */
  readonly target?: string | undefined;
  readonly data: JsonRecord;
  readonly metadata: JsonRecord;
  /** bytes that belong to the data, as base64 text */
  readonly buffers: readonly string[];
}

/** A front-end's word on a comm. It is answered by `commHandled`, between two turns of the event loop. */
export interface CommRequest extends CommContent {
  readonly type: "comm";
  readonly id: number;
}

/** fd 3 */
export type CellRequest = ExecuteRequest | InputReply | InterruptRequest | LookRequest | CommRequest;

/** An error as Jupyter shows it: the name, the message, and the lines of the traceback, positions mapped to the cell. */
export interface CellError {
  readonly name: string;
  readonly message: string;
  readonly traceback: readonly string[];
}

export type Outcome =
  | { readonly status: "ok" }
  | { readonly status: "error"; readonly error: CellError }
  | { readonly status: "interrupted"; readonly error: CellError };

/** A name that the cell defined, and whether its value differs from the one before the run. */
export interface Defined {
  readonly name: string;
  readonly changed: boolean;
}

export interface Finished {
  readonly type: "finished";
  readonly cell: Serial;
  readonly outcome: Outcome;
  readonly defined: readonly Defined[];
  /** the controls and live values whose value the cell read before it ended, but for those that it made */
  readonly reads: readonly SourceNumber[];
  /** the controls to which it gave other values before it ended */
  readonly moved?: readonly Moved[] | undefined;
  /** of the names whose values it changes in place, those whose readers cannot know: no controls, no live values */
  readonly mutated?: readonly string[] | undefined;
  /** names that it does not define or assign itself, to which functions that it called gave other values */
  readonly reassigned?: readonly string[] | undefined;
}

/** The number of a control or live value. It never repeats within a kernel. */
export type SourceNumber = number;

/** A control or live value that has another value than before. */
export interface Moved {
  readonly source: SourceNumber;
  /** a name of the notebook that holds it, if one is known */
  readonly name?: string | undefined;
}

/** fd 4 */
export type CellEvent =
  | {
      readonly type: "ready";
      readonly pid: number;
      readonly node: string;
      readonly heapLimit: number /* bytes */;
    }
  | {
      readonly type: "stream";
      readonly cell: Serial;
      readonly name: "stdout" | "stderr";
      readonly text: string;
    }
  | {
      readonly type: "display";
      readonly cell: Serial;
      readonly bundle: MimeBundle;
      readonly id: string | null;
      readonly update: boolean;
    }
  | { readonly type: "clear"; readonly cell: Serial; readonly wait: boolean }
  | { readonly type: "result"; readonly cell: Serial; readonly bundle: MimeBundle }
  /** an error that is not the cell's outcome: thrown by a timer, or a rejection nobody handled */
  | { readonly type: "error"; readonly cell: Serial; readonly error: CellError }
  | { readonly type: "input"; readonly cell: Serial; readonly prompt: string; readonly password: boolean }
  /** a child of the run, which writes to this process's own descriptors, has started or ended */
  | { readonly type: "inheriting"; readonly cell: Serial; readonly started: boolean }
  /** the run has begun to wait for a child, or has done so, and does nothing else meanwhile */
  | { readonly type: "waiting"; readonly cell: Serial; readonly started: boolean }
  /** a person has gone to another folder */
  | { readonly type: "folder"; readonly path: string }
  /**
   * controls or live values have other values. `cell` is the run whose code, after its end, has changed them; without
   * it a front-end's message has
   */
  | { readonly type: "moved"; readonly moved: readonly Moved[]; readonly cell?: Serial | undefined }
  /** functions have given names other values while no cell ran: called by a timer, or by what a person did */
  | { readonly type: "reassigned"; readonly names: readonly string[] }
  /** a word on a comm, caused by a run or by a front-end's message */
  | ({ readonly type: "comm"; readonly cell: Serial; readonly request?: number | undefined } & CommContent)
  | { readonly type: "commHandled"; readonly id: number }
  /** undefined if there is no such value, or only code could tell */
  | { readonly type: "looked"; readonly id: number; readonly look?: Look | undefined }
  | Finished;
