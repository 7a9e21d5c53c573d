// What a session needs of the lower floors, as interfaces: protocol, language and the cells' process are apart,
// and each can be replaced in a test (the split of xeus: core, interpreter, transport).

import type { CellError, ExecuteRequest, Finished, InputReply } from "../channel/messages.ts";
import type { Message } from "../wire/message.ts";
import type { Channel } from "../wire/sockets.ts";

/** The cells' process, as supervisor/ runs it. */
export interface Cells {
  /** Always resolves; a process that dies is an outcome. */
  execute(request: ExecuteRequest): Promise<Finished>;
  replyInput(reply: InputReply): void;
  interrupt(): Promise<void>;
  shutdown(): Promise<void>;
}

/** A cell's text, as language/ understands it. */
export interface Language {
  compileCell(source: string, context: CompileContext): Compilation;
  checkCompleteness(source: string): Completeness;
}

export interface CompileContext {
  /** the cell's name in stack traces, as `cell-3.ts` */
  readonly file: string;
  /** each constant in scope, and the label of the cell that defined it */
  readonly constants: ReadonlyMap<string, string>;
}

export type Compilation =
  | { readonly status: "ok"; readonly cell: CompiledCell }
  | { readonly status: "error"; readonly error: CellError };

export interface CompiledCell {
  readonly code: string;
  readonly map: string;
  readonly definitions: readonly { readonly name: string; readonly kind: string }[];
}

export interface Completeness {
  readonly status: "complete" | "incomplete" | "invalid";
  readonly indent: string;
}

/** The way to the front-ends. */
export interface Transport {
  /** Sends in the order of the calls. */
  send(channel: Channel | "iopub", message: Message): void;
}
