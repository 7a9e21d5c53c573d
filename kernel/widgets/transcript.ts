// What code prints and shows, kept as a notebook keeps the outputs of a cell.

import { markupOf, preformatted } from "../channel/bundle-markup.ts";
import type { CellError, JsonRecord, MimeBundle } from "../channel/messages.ts";
import type { CodeOutput } from "./host.ts";

type Item =
  | { readonly kind: "stream"; readonly name: "stdout" | "stderr"; text: string }
  | { readonly kind: "display"; readonly id: string | null; bundle: MimeBundle }
  | { readonly kind: "error"; readonly error: CellError };

export class Transcript {
  #items: Item[] = [];
  /** what is there goes when the next thing comes */
  #clearNext = false;

  take(output: CodeOutput): void {
    if (output.type === "clear") {
      this.#clearNext = output.wait;
      if (!output.wait) this.#items = [];
    } else if (output.type === "display" && output.update) this.#update(output.id, output.bundle);
    else this.#add(output);
  }

  /** The same outputs, which go when the first of new ones comes. */
  successor(): Transcript {
    const next = new Transcript();
    next.#items = this.#items;
    next.#clearNext = true;
    return next;
  }

  /** What was to go goes, also if nothing has come in its place. */
  settle(): void {
    if (this.#clearNext) this.take({ type: "clear", cell: 0, wait: false });
  }

  #add(output: Exclude<CodeOutput, { type: "clear" }>): void {
    if (this.#clearNext) this.#items = [];
    this.#clearNext = false;
    const last = this.#items.at(-1);
    if (output.type === "display") this.#items.push({ kind: "display", ...output });
    else if (output.type === "error") this.#items.push({ kind: "error", error: output.error });
    else if (last?.kind === "stream" && last.name === output.name) last.text += output.text;
    else this.#items.push({ kind: "stream", name: output.name, text: output.text });
  }

  #update(id: string | null, bundle: MimeBundle): void {
    for (const item of this.#items) if (item.kind === "display" && item.id === id) item.bundle = bundle;
  }

  /** As the notebook format has outputs. */
  get outputs(): readonly JsonRecord[] {
    return this.#items.map(outputOf);
  }

  /** As text, a line for each output. */
  get text(): string {
    return this.#items.map(textOf).join("\n");
  }

  /** As HTML that stands still. */
  get markup(): string {
    return this.#items
      .map(
        (item) =>
          `<div>${item.kind === "display" ? markupOf(item.bundle) : preformatted(textOf(item))}</div>`,
      )
      .join("");
  }
}

function outputOf(item: Item): JsonRecord {
  switch (item.kind) {
    case "stream":
      return { output_type: "stream", name: item.name, text: item.text };
    case "display":
      return { output_type: "display_data", data: item.bundle.data, metadata: item.bundle.metadata };
    case "error": {
      const { name, message, traceback } = item.error;
      return { output_type: "error", ename: name, evalue: message, traceback };
    }
  }
}

function textOf(item: Item): string {
  switch (item.kind) {
    case "stream":
      return item.text.replace(/\n$/, "");
    case "display":
      return String(item.bundle.data["text/plain"] ?? "");
    case "error":
      return `${item.error.name}: ${item.error.message}`;
  }
}
