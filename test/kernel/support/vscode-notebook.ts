// A notebook that is open in VS Code, as its Jupyter extension deals with a kernel: one cell is sent at a time, with the
// address of its document as its id, and the next when the one before is done; a deleted cell is never told of. What
// stands below each cell follows its rules: outputs are cleared before a cell runs, but the display whose id came last
// is forgotten when news of that arrives late; an update that finds no display is lost; and when outputs are cleared and
// written in one go, each takes over the place of the one before, where a chart is drawn below the old one.

import { randomUUID } from "node:crypto";
import type { Conversation, Exchange } from "./conversation.ts";
import type { RawMessage } from "./raw-client.ts";

export interface Output {
  readonly kind: string;
  text: string;
  readonly id?: string | undefined;
  /** how many charts stand in the place, one below the other */
  charts: number;
}

export interface Cell {
  readonly id: string;
  source: string;
  /** as `cell [3]` */
  label: string;
  isClosed: boolean;
  /** the id of the last request; older ones are deaf */
  request: string | undefined;
  outputs: Output[];
  /** the outputs whose places these have taken over */
  replaced: readonly Output[];
  clearNext: boolean;
  /** the cell has been cleared, and the news of it is on its way */
  isNewsDue: boolean;
  lastDisplay: string | undefined;
}

const vega = /^application\/vnd\.vega/;

export class VsCodeNotebook {
  readonly cells: Cell[] = [];
  /** the ids of displays -> their cells */
  readonly #displays = new Map<string, Cell>();
  /** how many updates of displays found none */
  lost = 0;
  /** what a person answers to a question; Escape is "" */
  answer = "";
  readonly conversation: Conversation;
  #handles = 0;
  /** the id of the last request that a cell has made */
  #last: string | undefined;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  /** Puts a cell into the notebook. */
  insert(source: string, index = this.cells.length): Cell {
    this.#handles += 1;
    const id = `vscode-notebook-cell:/home/me/test.ipynb#W${this.#handles}sZmlsZQ%3D%3D`;
    const cell: Cell = {
      id,
      source,
      label: "cell [ ]",
      isClosed: false,
      request: undefined,
      outputs: [],
      replaced: [],
      clearNext: false,
      isNewsDue: false,
      lastDisplay: undefined,
    };
    this.cells.splice(index, 0, cell);
    return cell;
  }

  delete(cell: Cell): void {
    cell.isClosed = true;
    this.cells.splice(this.cells.indexOf(cell), 1);
  }

  /** A cell as it is opened: with outputs of an earlier session. */
  restore(cell: Cell, text: string): void {
    cell.outputs = [{ kind: "display_data", text, charts: 0 }];
  }

  /** Runs a cell until its reply and its idle are there; undefined for an empty one, which is not sent. */
  async run(cell: Cell, source = cell.source): Promise<Exchange | undefined> {
    cell.source = source;
    this.#clear(cell);
    cell.clearNext = false;
    if (source.trim() === "") return undefined;
    const msg_id = randomUUID();
    cell.request = msg_id;
    this.#last = msg_id;
    const content = { code: source, silent: false, stop_on_error: false, allow_stdin: true };
    await this.conversation.client.send("shell", "execute_request", content, {
      msg_id,
      metadata: { cellId: cell.id },
    });
    return this.conversation.end(msg_id);
  }

  /** Runs cells one after the other; one that fails ends it. */
  async runAll(cells: readonly Cell[] = [...this.cells]): Promise<void> {
    for (const cell of cells) {
      const exchange = await this.run(cell);
      if (exchange?.reply.content.status === "error") return;
    }
  }

  /**
   * Resolves when what the last cell has changed, or what another request has, has been followed: its own `idle` comes
   * first, and then that of what follows it.
   */
  async quiet(request = this.#last): Promise<void> {
    let idles = 0;
    await this.conversation.until(({ parent_header, content }) => {
      if (parent_header.msg_id === request && content.execution_state === "idle") idles += 1;
      return idles === 2;
    });
  }

  texts(cell: Cell): string[] {
    return cell.outputs.map(({ text }) => text);
  }

  /** To be called with all that the kernel says. */
  hear(message: RawMessage): void {
    const { channel, header, parent_header, content } = message;
    if (header.msg_type === "input_request") {
      this.conversation.client.send("stdin", "input_reply", { value: this.answer, status: "ok" });
    }
    if (channel !== "iopub") return;
    const parent = String(parent_header.msg_id);
    if (header.msg_type === "update_display_data") {
      this.#update(String(Object(content.transient).display_id), content);
      return;
    }
    const isInput = header.msg_type === "execute_input";
    const isOutput = /^(stream|error|display_data|execute_result|clear_output)$/.test(header.msg_type);
    const cell = this.cells.find((each) => each.request === parent);
    if (cell !== undefined && isInput) cell.label = `cell [${content.execution_count}]`;
    if (!isOutput) return;
    if (cell !== undefined) this.#output(cell, header.msg_type, content);
  }

  #output(cell: Cell, type: string, content: RawMessage["content"]): void {
    if (type === "clear_output") {
      if (content.wait === true) cell.clearNext = true;
      else this.#clear(cell);
      return;
    }
    if (cell.clearNext) {
      const before = cell.outputs;
      this.#clear(cell);
      cell.replaced = before;
    }
    cell.clearNext = false;
    if (type === "stream") {
      const last = cell.outputs.at(-1);
      if (last?.kind === String(content.name)) last.text += String(content.text);
      else this.#append(cell, { kind: String(content.name), text: String(content.text), charts: 0 });
    } else if (type === "error") {
      this.#append(cell, { kind: type, text: `${content.ename}: ${content.evalue}`, charts: 0 });
    } else {
      const { display_id: id } = Object(content.transient);
      const isChart = Object.keys(Object(content.data)).some((mime) => vega.test(mime));
      this.#append(cell, { kind: type, text: plain(content), id, charts: isChart ? 1 : 0 });
      if (typeof id !== "string") return;
      this.#displays.set(id, cell);
      cell.lastDisplay = id;
      if (cell.isNewsDue) this.#hearOfClearing(cell);
    }
  }

  #append(cell: Cell, output: Output): void {
    const before = cell.replaced[cell.outputs.length];
    if (output.charts > 0 && before !== undefined) output.charts += before.charts;
    cell.outputs.push(output);
  }

  #clear(cell: Cell): void {
    cell.isNewsDue = cell.outputs.length > 0;
    cell.outputs = [];
    cell.replaced = [];
  }

  #hearOfClearing(cell: Cell): void {
    cell.isNewsDue = false;
    if (cell.lastDisplay !== undefined) this.#displays.delete(cell.lastDisplay);
  }

  #update(id: string, content: RawMessage["content"]): void {
    const output = this.#displays.get(id)?.outputs.find((each) => each.id === id);
    if (output === undefined) {
      this.lost += 1;
      return;
    }
    output.text = plain(content);
    const isChart = Object.keys(Object(content.data)).some((mime) => vega.test(mime));
    output.charts = isChart ? output.charts + 1 : 0;
  }
}

function plain(content: RawMessage["content"]): string {
  return String(Object(content.data)["text/plain"]);
}
