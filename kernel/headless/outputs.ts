// What a kernel publishes while a notebook runs, gathered into the outputs of the cells as a front-end would show
// them: stream texts joined, cleared outputs gone, displays updated wherever in the notebook they are.

import type { Json } from "../channel/messages.ts";
import type { JsonObject, Message } from "../wire/message.ts";
import type { Output } from "./notebook.ts";

interface Slot {
  output: Output;
  /** the name by which a later message may update this output; undefined if none may */
  readonly displayId: Json | undefined;
}

export class OutputCollector {
  readonly #slots = new Map<number, Slot[]>();
  /** cells, by their place in the notebook, that asked to be cleared as soon as there is something else to show */
  readonly #clearing = new Set<number>();

  outputsOf(cell: number): readonly Output[] {
    return this.#slotsOf(cell).map(({ output }) => output);
  }

  /** Takes one iopub message of which `cell`'s execute_request is the parent; one that is no output changes nothing. */
  collect(cell: number, { header, content }: Message): void {
    switch (header.msg_type) {
      case "stream":
        this.#appendText(cell, content.name === "stderr" ? "stderr" : "stdout", String(content.text));
        break;
      case "display_data":
        this.append(cell, { output_type: "display_data", ...bundleOf(content) }, content.transient);
        break;
      case "execute_result": {
        const count = typeof content.execution_count === "number" ? content.execution_count : null;
        const result = {
          output_type: "execute_result",
          execution_count: count,
          ...bundleOf(content),
        } as const;
        this.append(cell, result, content.transient);
        break;
      }
      case "error": {
        const traceback = Array.isArray(content.traceback) ? content.traceback.map(String) : [];
        const [ename, evalue] = [String(content.ename), String(content.evalue)];
        this.append(cell, { output_type: "error", ename, evalue, traceback });
        break;
      }
      case "update_display_data":
        this.#update(displayIdOf(content.transient), bundleOf(content));
        break;
      case "clear_output":
        if (content.wait === true) this.#clearing.add(cell);
        else this.#slots.delete(cell);
    }
  }

  #slotsOf(cell: number): Slot[] {
    const slots = this.#slots.get(cell) ?? [];
    this.#slots.set(cell, slots);
    return slots;
  }

  /** Adds an output after those that the cell has. */
  append(cell: number, output: Output, transient?: Json): void {
    if (this.#clearing.delete(cell)) this.#slots.delete(cell);
    this.#slotsOf(cell).push({ output, displayId: displayIdOf(transient) });
  }

  #appendText(cell: number, name: "stdout" | "stderr", text: string): void {
    const last = this.#clearing.has(cell) ? undefined : this.#slotsOf(cell).at(-1);
    if (last?.output.output_type === "stream" && last.output.name === name) {
      last.output = { ...last.output, text: last.output.text + text };
    } else {
      this.append(cell, { output_type: "stream", name, text });
    }
  }

  #update(displayId: Json | undefined, bundle: { data: JsonObject; metadata: JsonObject }): void {
    if (displayId === undefined) return;
    for (const slot of [...this.#slots.values()].flat()) {
      if (slot.displayId === displayId) slot.output = { ...slot.output, ...bundle };
    }
  }
}

function bundleOf({ data, metadata }: JsonObject): { data: JsonObject; metadata: JsonObject } {
  return { data: isObject(data) ? data : {}, metadata: isObject(metadata) ? metadata : {} };
}

function displayIdOf(transient: Json | undefined): Json | undefined {
  return isObject(transient) ? transient.display_id : undefined;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
