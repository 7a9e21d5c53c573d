// What a person sees below each cell, as JupyterLab shows it: outputs go to the cell whose request is their parent,
// unless that request is not the cell's last; displays with an id are replaced wherever they stand.

import type { RawMessage } from "./raw-client.ts";

interface Output {
  readonly kind: string;
  text: string;
  readonly id?: string | undefined;
}

interface Shown {
  /** as `cell [3]` */
  label: string;
  outputs: Output[];
  clearNext: boolean;
}

export class Screen {
  readonly #cells = new Map<string, Shown>();
  readonly #requests = new Map<string, string>();

  /** A cell was sent to run: its output is emptied, and older requests of it are deaf. */
  sent(cell: string, request: string): void {
    for (const [id, each] of this.#requests) if (each === cell) this.#requests.delete(id);
    this.#requests.set(request, cell);
    this.#cells.set(cell, { label: "cell [*]", outputs: [], clearNext: false });
  }

  /** Nothing stands below any cell. */
  clear(): void {
    this.#cells.clear();
    this.#requests.clear();
  }

  /** What the kernel calls a cell, as `cell [3]`. */
  label(cell: string): string {
    return this.#cells.get(cell)?.label ?? "cell [ ]";
  }

  /** The outputs of a cell as plain text. */
  texts(cell: string): string[] {
    return this.#cells.get(cell)?.outputs.map(({ text }) => text) ?? [];
  }

  hear({ channel, header, parent_header, content }: RawMessage): void {
    if (channel !== "iopub") return;
    const { msg_type: type } = header;
    const { display_id: id } = Object(content.transient);
    if (type === "update_display_data") {
      this.#update(id, plain(content));
      return;
    }
    const cell = this.#cells.get(this.#requests.get(String(parent_header.msg_id)) ?? "");
    if (cell === undefined) return;
    if (type === "execute_input") cell.label = `cell [${content.execution_count}]`;
    else if (type === "clear_output") {
      if (content.wait === true) cell.clearNext = true;
      else cell.outputs = [];
    } else if (type === "stream") this.#add(cell, { kind: `${content.name}`, text: String(content.text) });
    else if (type === "error") this.#add(cell, { kind: type, text: `${content.ename}: ${content.evalue}` });
    else if (type === "display_data" || type === "execute_result") {
      this.#update(id, plain(content));
      this.#add(cell, { kind: type, text: plain(content), id });
    }
  }

  #add(cell: Shown, output: Output): void {
    if (cell.clearNext) cell.outputs = [];
    cell.clearNext = false;
    const last = cell.outputs.at(-1);
    if (last && last.kind === output.kind && last.kind.startsWith("std")) last.text += output.text;
    else cell.outputs.push(output);
  }

  #update(id: unknown, text: string): void {
    for (const { outputs } of this.#cells.values()) {
      for (const output of outputs) if (id !== undefined && output.id === id) output.text = text;
    }
  }
}

function plain(content: RawMessage["content"]): string {
  return String(Object(content.data)["text/plain"]);
}
