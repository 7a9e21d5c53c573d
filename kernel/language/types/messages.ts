// What the kernel's main thread and the compiler's thread say to each other. The thread answers one request after
// the other, in their order.

import type { Dialect } from "../parse.ts";
import type { Slot } from "./slots.ts";
import type { Settings } from "./tsconfig.ts";

/** What the thread is started with. */
export interface CompilerThreadData {
  /** the folder to make for the compiler */
  readonly root: string;
  /** the notebook's folder */
  readonly notebook: string;
  readonly slots: readonly Slot[];
  /** the tsconfig.json to follow */
  readonly tsconfig: string | undefined;
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

/** Checks the cell in a slot. */
export interface CheckRequest {
  readonly type: "check";
  readonly slot: Slot;
}

/** Tells which variables of a cell have simple types: cells that use them need not infer them anew. */
export interface TypesRequest {
  readonly type: "types";
  readonly slot: Slot;
  readonly variables: readonly NameInText[];
}

/** A text that a person is typing, made a module like a cell, and a place in it. */
export interface Draft {
  readonly dialect: Dialect;
  readonly text: string;
  readonly offset: number;
}

/** What may stand at a place. */
export interface CompleteRequest {
  readonly type: "complete";
  readonly draft: Draft;
  /** what has been typed of it, in lower case */
  readonly prefix: string;
}

/** What is known of the name at a place, or of the function that is called there. */
export interface InspectRequest {
  readonly type: "inspect";
  readonly draft: Draft;
  readonly name: string;
}

/** There are more slots. */
export interface GrowRequest {
  readonly type: "grow";
  readonly slots: readonly Slot[];
}

/** Follows a tsconfig.json as it is now, and tells what it says. */
export interface SettingsRequest {
  readonly type: "settings";
  readonly tsconfig: string | undefined;
}

export type CompilerRequest =
  | CheckRequest
  | TypesRequest
  | CompleteRequest
  | InspectRequest
  | GrowRequest
  | SettingsRequest;

/** The request of a type. */
export type RequestOf<Type extends CompilerRequest["type"]> = CompilerRequest & { readonly type: Type };

/** A request, and the cells that the compiler has not seen before it. */
export interface NumberedRequest {
  readonly id: number;
  readonly contents: readonly SlotContent[];
  readonly request: CompilerRequest;
}

/** The answers to the requests, by their type. */
export interface Answers {
  readonly check: readonly Diagnostic[];
  /** variable -> its type */
  readonly types: ReadonlyMap<string, string>;
  readonly complete: Completions;
  readonly inspect: QuickInfo | undefined;
  readonly grow: undefined;
  readonly settings: Settings;
}

export type ThreadMessage =
  /** the compiler's process runs; again after it has died */
  | { readonly type: "started"; readonly pid: number }
  /** the project is open: requests are answered at once */
  | { readonly type: "opened" }
  | { readonly type: "answer"; readonly id: number; readonly to: keyof Answers; readonly answer: unknown }
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

/** "names" for a place where any name of the scope may stand: those are not the compiler's to list. */
export type Completions = "names" | readonly CompletionEntry[];

export interface CompletionEntry {
  readonly name: string;
  /** what to put in place of the name, and of the dot before it, where the name alone would not do */
  readonly insert: string | undefined;
  /** "method", "property", "function", "class", ... */
  readonly kind: string;
  /** as TypeScript writes it; undefined for what has none, and for entries far down the list */
  readonly type: string | undefined;
}

/** What is known of a name. */
export interface QuickInfo {
  /** as `function add(a: number, b: number): number`, one line for each overload */
  readonly signatures: readonly string[];
  /** JSDoc: the text, then its tags line by line, in Markdown */
  readonly documentation: string;
}
