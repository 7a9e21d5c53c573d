// What the kernel's main thread and the compiler's thread say to each other. The thread answers one request after
// the other, in their order.

import type { Slot } from "./slots.ts";

/** What the thread is started with. */
export interface CompilerThreadData {
  /** the notebook's folder */
  readonly notebook: string;
  readonly slots: readonly Slot[];
}

/** What is to lie in a slot. */
export interface SlotContent {
  readonly slot: Slot;
  readonly text: string;
  /** the cell imports modules, perhaps new ones */
  readonly hasImports: boolean;
}

/** A name in a slot's text. */
export interface NameInText {
  readonly name: string;
  readonly offset: number;
}

/** Puts cells into their slots, in this order, and checks the last one. */
export interface CheckRequest {
  readonly type: "check";
  readonly contents: readonly SlotContent[];
  /** the cell's variables: if their types are primitive, cells that use them need not infer them anew */
  readonly variables: readonly NameInText[];
}

/** There are more slots. */
export interface GrowRequest {
  readonly type: "grow";
  readonly slots: readonly Slot[];
}

export type CompilerRequest = CheckRequest | GrowRequest;

export interface Numbered {
  readonly id: number;
  readonly request: CompilerRequest;
}

export type ThreadMessage =
  /** where the files of the compiler lie, to be removed in the end */
  | { readonly type: "folder"; readonly root: string }
  /** the compiler's process runs; again after it has died */
  | { readonly type: "started"; readonly pid: number }
  /** the project is open: requests are answered at once */
  | { readonly type: "opened" }
  | { readonly type: "checked"; readonly id: number; readonly diagnostics: readonly Diagnostic[] }
  /** follows an answer: variable -> its type, for those of the cell whose types are primitive */
  | { readonly type: "types"; readonly slot: number; readonly types: ReadonlyMap<string, string> }
  | { readonly type: "done"; readonly id: number }
  /** the compiler could not do it; a new process of it starts */
  | { readonly type: "failed"; readonly id: number; readonly reason: string };

/** A note that belongs to an error, as to where a property is declared. */
export interface Related {
  readonly message: string;
  /** undefined for what has no place */
  readonly path: string | undefined;
  readonly start: number;
}

/** An error in a cell. Offsets are in UTF-16 units of the slot's text. */
export interface Diagnostic {
  /** TypeScript's number of it, as 2322 */
  readonly code: number;
  /** the message, and line by line what explains it */
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly related: readonly Related[];
}
