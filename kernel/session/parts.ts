// What a session needs of the lower floors, as interfaces: protocol, language and the cells' process are apart,
// and each can be replaced in a test (the split of xeus: core, interpreter, transport).

import type { CommRequest, ExecuteRequest, Finished, InputReply, Look } from "../channel/messages.ts";
import type { Compilation, CompileContext } from "../language/compile.ts";
import type { Completeness } from "../language/completeness.ts";
import type { CellModule } from "../language/types/cell-module.ts";
import type { Completions, QuickInfo } from "../language/types/messages.ts";
import type { NotebookName } from "../language/types/slots.ts";
import type { Settings } from "../language/types/tsconfig.ts";
import type { Checked } from "../language/types/type-checker.ts";
import type { Message } from "../wire/message.ts";
import type { Channel } from "../wire/sockets.ts";

/** The cells' process, as supervisor/ runs it. */
export interface Cells {
  /** Always resolves; a process that dies is an outcome. */
  execute(request: ExecuteRequest): Promise<Finished>;
  replyInput(reply: InputReply): void;
  /** A front-end's word to a control; a `commHandled` event says that it has been heard. */
  comm(request: CommRequest): void;
  /** What the value at the end of a path of names is now; undefined if there is none, or a cell is too busy. */
  look(path: readonly string[]): Promise<Look | undefined>;
  interrupt(): Promise<void>;
  /** Ends the process if an interrupt has not ended the cell that runs. */
  endStuck(): Promise<void>;
  /** A fresh process. */
  restart(): Promise<void>;
  shutdown(): Promise<void>;
}

/** A cell's text, as language/ understands it. */
export interface Language {
  compileCell(source: string, context: CompileContext): Compilation;
  checkCompleteness(source: string): Completeness;
}

/** The types of cells, as language/types/ knows them. */
export interface Types {
  /** What the tsconfig.json nearest to a folder says now, the notebook's own without one. Always resolves. */
  settings(folder?: string): Promise<Settings>;
  /**
   * Always resolves; a compiler that is not available is told in the answer.
   * @param failedCell the label of a failed cell that declares a name which is not there
   */
  check(cell: CellModule, file: string, failedCell: (name: string) => string | undefined): Promise<Checked>;
  /** Takes a cell's names without a check. */
  admit(cell: CellModule, file: string): Checked;
  /** Resolves when `names` tells of all cells that were checked what can be told. */
  settled(): Promise<void>;
  /** These names of a cell are gone, types only if they are its own; and what it declared for all modules. */
  forget(file: string, names: readonly string[]): void;
  /** The names of the notebook. */
  readonly names: ReadonlyMap<string, Pick<NotebookName, "kind" | "source">>;
  /** What may stand at a place of a text, as far as it begins like `prefix`; undefined if the types are not known. */
  complete(source: string, offset: number, prefix: string): Promise<Completions | undefined>;
  /** What is known of the name at a place of a text; undefined if nothing is. */
  inspect(source: string, name: string, offset: number): Promise<QuickInfo | undefined>;
  clear(): void;
}

/** The way to the front-ends. */
export interface Transport {
  /** Sends in the order of the calls; resolves when the message is on its way, later if a reader is slow. */
  send(channel: Channel | "iopub", message: Message): Promise<void>;
}
