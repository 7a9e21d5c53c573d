// The things that stand below a cell, in their order: displays and the result, each of which can change later, and text,
// which cannot. The text itself is kept, up to a limit, only for front-ends to which all has to be written once more.

import type { CellError, MimeBundle } from "../../channel/messages.ts";
import type { JsonObject } from "../../wire/message.ts";
import { errorContent } from "../content.ts";
import { markedStale } from "./stale-mark.ts";

/** A thing whose place another one can take. */
export interface Slot {
  readonly kind: "result" | "display" | "mark";
  readonly id: string;
  bundle: MimeBundle;
}

interface Text {
  readonly kind: "text";
  readonly parts: (StreamPart | CellError)[];
}

interface StreamPart {
  readonly name: "stdout" | "stderr";
  text: string;
}

/** A message of iopub. */
type Output = readonly [type: string, content: JsonObject];

/** More text is not kept, in UTF-16 units. */
const mostText = 100_000;

export class Shown {
  readonly #keepsText: boolean;
  #items: (Slot | Text)[] = [];
  #textLength = 0;

  constructor(keepsText: boolean) {
    this.#keepsText = keepsText;
  }

  get length(): number {
    return this.#items.length;
  }

  /** Everything, if there is no text. */
  get slotsAlone(): readonly Slot[] | undefined {
    const slots = this.#slots;
    return slots.length === this.#items.length ? slots : undefined;
  }

  /** The thing at a position, unless it is text. */
  slotAt(position: number): Slot | undefined {
    const item = this.#items[position];
    return item?.kind === "text" ? undefined : item;
  }

  /** Where the mark of a stale cell stands: at its result, else at the first thing; undefined if there is only text. */
  get main(): Slot | undefined {
    const slots = this.#slots;
    return slots.find(({ kind }) => kind === "result") ?? slots[0];
  }

  /** Whether all of it can be written once more. */
  get isWhole(): boolean {
    return this.#textLength <= mostText;
  }

  has(id: string): boolean {
    return this.#slots.some((slot) => slot.id === id);
  }

  hasType(mime: string): boolean {
    return this.#slots.some(({ bundle }) => mime in bundle.data);
  }

  put(slot: Slot): void {
    this.#items.push(slot);
  }

  change(id: string, bundle: MimeBundle): void {
    for (const slot of this.#slots) if (slot.id === id) slot.bundle = bundle;
  }

  /** From here on there is text that a front-end makes of something else. */
  beginText(): void {
    this.#text();
  }

  write({ name, text }: StreamPart): void {
    const { parts } = this.#text();
    this.#textLength += text.length;
    if (!this.#keepsText || !this.isWhole) return;
    const last = parts.at(-1);
    if (last !== undefined && "text" in last && last.name === name) last.text += text;
    else parts.push({ name, text });
  }

  fail(error: CellError): void {
    const { parts } = this.#text();
    if (this.#keepsText) parts.push(error);
  }

  replace(slots: readonly Slot[]): void {
    this.clear();
    this.#items.push(...slots);
  }

  clear(): void {
    this.#items = [];
    this.#textLength = 0;
  }

  /**
   * All of it once more, as far as it is kept.
   * @param asShown what a display looks like now
   * @param mark why the cell is stale, and the id of the mark where it stands alone
   */
  outputs(
    asShown: (bundle: MimeBundle) => MimeBundle,
    mark: { readonly reason: string; readonly id: string } | undefined,
  ): Output[] {
    const { main } = this;
    const outputs = this.#items.flatMap((item): Output[] => {
      if (item.kind === "text") return item.parts.map(outputOf);
      const isMarked = mark !== undefined && item === main;
      const bundle = isMarked ? markedStale(item.bundle, mark.reason) : asShown(item.bundle);
      return [["display_data", displayContent(item.id, bundle)]];
    });
    if (mark === undefined || main !== undefined) return outputs;
    return [["display_data", displayContent(mark.id, markedStale(undefined, mark.reason))], ...outputs];
  }

  get #slots(): Slot[] {
    return this.#items.filter((item) => item.kind !== "text");
  }

  #text(): Text {
    const last = this.#items.at(-1);
    if (last?.kind === "text") return last;
    const text: Text = { kind: "text", parts: [] };
    this.#items.push(text);
    return text;
  }
}

export function displayContent(id: string, { data, metadata }: MimeBundle): JsonObject {
  return { data, metadata, transient: { display_id: id } };
}

function outputOf(part: StreamPart | CellError): Output {
  return "text" in part ? ["stream", { ...part }] : ["error", errorContent(part)];
}
