// What one cell of a reactive notebook shows. A cell that the notebook runs again must not jump on the screen, so it
// runs quietly at first: if it shows as many things as before, each takes the place of the old one, by an
// `update_display_data` under the request that runs now, which every front-end understands. A cell that prints or
// fails, or shows more or less than before, is cleared and written anew under its own last request.

import { isDeepStrictEqual } from "node:util";
import type { CellError, CellEvent, MimeBundle } from "../../channel/messages.ts";
import type { Header } from "../../wire/message.ts";
import { errorContent } from "../content.ts";
import type { Iopub } from "../iopub.ts";
import { markedStale } from "./stale-mark.ts";

export type CellOutput = Extract<CellEvent, { type: "stream" | "display" | "clear" | "error" | "result" }>;

/** Takes the output of one run of the cell. */
export interface Showing {
  /** @returns a promise while readers are slower than the cells */
  take(output: CellOutput): Promise<void> | undefined;
  /** The run asks for input: front-ends add the question and its answer to what the cell shows, as text. */
  ask(): void;
  /** The run has ended. @param error why, if it failed */
  end(error?: CellError): void;
}

/** A thing on the screen: a slot can change later, text cannot. */
type Item =
  | { readonly kind: "result" | "display" | "mark"; readonly id: string; bundle: MimeBundle }
  | { readonly kind: "text" };

type Slot = Exclude<Item, { kind: "text" }>;

/** An id that a display got because its cell named none. */
const automatic = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class CellScreen {
  readonly #cell: string;
  readonly #iopub: Iopub;
  /** ids that displays were given when their cell ran again -> ids of the places they took; for the whole notebook */
  readonly #places: Map<string, string>;
  /** those of the cell's last run */
  #moved: string[] = [];
  /** the cell's own last request */
  #own: Header;
  #shown: Item[] = [];
  /** the run whose output is wanted */
  #current: Showing | undefined;
  /** what a quiet run has shown so far */
  #quiet: Slot[] | undefined;
  /** the old output goes when the next one comes */
  #clearNext = false;
  /** why the cell is stale */
  #mark: string | undefined;

  constructor(cell: string, own: Header, iopub: Iopub, places: Map<string, string>) {
    this.#cell = cell;
    this.#own = own;
    this.#iopub = iopub;
    this.#places = places;
  }

  /** A person runs the cell; the front-end has emptied its output. */
  begin(own: Header): Showing {
    this.#own = own;
    this.#shown = [];
    this.#mark = undefined;
    this.#clearNext = false;
    this.#quiet = undefined;
    return this.#show((error) => {
      if (error) this.#shown.push({ kind: "text" }); // the request's answer shows it
    });
  }

  /** The notebook runs the cell again. @param trigger the request that runs now */
  beginAgain(trigger: Header): Showing {
    const isQuiet = this.#shown.every(({ kind }) => kind === "result" || kind === "display");
    this.#quiet = isQuiet ? [] : undefined;
    this.#clearNext = !isQuiet;
    return this.#show((error) => this.#endAgain(trigger, error));
  }

  /** Marks the cell as stale, or takes the mark away. */
  mark(reason: string | undefined, trigger: Header): void {
    if (this.#mark === reason) return;
    this.#mark = reason;
    const slots = this.#shown.filter((item): item is Slot => item.kind !== "text");
    const slot = slots.find(({ kind }) => kind === "result") ?? slots[0];
    if (slot === undefined) {
      if (reason === undefined) return;
      const bundle = markedStale(undefined, reason);
      this.#put({ kind: "mark", id: `lamella:${this.#cell}:stale`, bundle });
    } else if (slot.kind === "mark") {
      slot.bundle = reason === undefined ? nothing : markedStale(undefined, reason);
      this.#update(slot, slot.bundle, trigger);
    } else {
      this.#update(slot, reason === undefined ? slot.bundle : markedStale(slot.bundle, reason), trigger);
    }
  }

  #show(end: (error?: CellError) => void): Showing {
    for (const id of this.#moved) this.#places.delete(id); // a cell may run again without end
    this.#moved = [];
    const showing: Showing = {
      take: (output) => (this.#current === showing ? this.#take(output) : undefined),
      ask: () => {
        if (this.#current === showing) this.#beginText();
      },
      end: (error) => {
        if (this.#current === showing) end(error);
      },
    };
    this.#current = showing;
    return showing;
  }

  #take(output: CellOutput): Promise<void> | undefined {
    switch (output.type) {
      case "stream":
        this.#beginText();
        return this.#iopub.stream(this.#own, output.name, output.text);
      case "error":
        return this.#fail(output.error);
      case "clear":
        return this.#clear(output.wait);
      case "result":
        return this.#put({
          kind: "result",
          id: `lamella:${this.#cell}:result`,
          bundle: output.bundle,
        });
      case "display":
        return output.update ? this.#change(output) : this.#put(this.#displayOf(output));
    }
  }

  /** A display takes the place of the one that stood there in the run before. */
  #displayOf({ id, bundle }: Extract<CellOutput, { type: "display" }>): Slot {
    const position = this.#quiet?.length ?? 0;
    const before = this.#quiet && this.#shown[position];
    if (id === null) return { kind: "display", id: `lamella:${this.#cell}:${this.#shown.length}`, bundle };
    if (before?.kind !== "display" || !automatic.test(id) || !automatic.test(before.id)) {
      return { kind: "display", id, bundle };
    }
    this.#places.set(id, before.id);
    this.#moved.push(id);
    return { kind: "display", id: before.id, bundle };
  }

  /** A display of this cell or of another one shows something else. */
  #change({ id, bundle }: Extract<CellOutput, { type: "display" }>): Promise<void> | undefined {
    const place = id === null ? undefined : (this.#places.get(id) ?? id);
    if (place === undefined) return undefined;
    const quiet = this.#quiet?.find((slot) => slot.id === place);
    if (quiet) {
      quiet.bundle = bundle;
      return undefined;
    }
    for (const item of this.#shown) if (item.kind !== "text" && item.id === place) item.bundle = bundle;
    return this.#iopub.publish(this.#own, "update_display_data", contentOf(place, bundle));
  }

  #clear(wait: boolean): Promise<void> | undefined {
    if (this.#quiet) {
      this.#quiet = [];
      return undefined;
    }
    if (wait) {
      this.#clearNext = true;
      return undefined;
    }
    this.#clearNext = false;
    this.#shown = [];
    return this.#iopub.publish(this.#own, "clear_output", { wait: false });
  }

  #put(slot: Slot): Promise<void> | undefined {
    if (this.#quiet && slot.kind !== "mark") {
      this.#quiet.push(slot);
      return undefined;
    }
    this.#clearIfDue();
    this.#shown.push(slot);
    return this.#iopub.publish(this.#own, "display_data", contentOf(slot.id, slot.bundle));
  }

  #fail(error: CellError): Promise<void> | undefined {
    this.#beginText();
    return this.#iopub.publish(this.#own, "error", errorContent(error));
  }

  #beginText(): void {
    this.#writeAnew();
    this.#clearIfDue();
    if (this.#shown.at(-1)?.kind !== "text") this.#shown.push({ kind: "text" });
  }

  /** Ends the quiet part of a run: what it has shown so far is written under the cell's own request. */
  #writeAnew(): void {
    const slots = this.#quiet;
    if (slots === undefined) return;
    this.#quiet = undefined;
    this.#clearNext = true;
    for (const slot of slots) this.#put(slot);
  }

  #clearIfDue(): void {
    if (!this.#clearNext) return;
    this.#clearNext = false;
    this.#shown = [];
    this.#iopub.publish(this.#own, "clear_output", { wait: true });
  }

  #endAgain(trigger: Header, error: CellError | undefined): void {
    if (error) this.#fail(error);
    const slots = this.#quiet;
    if (slots && this.#fits(slots)) this.#replace(slots, trigger);
    else this.#writeAnew();
    if (this.#clearNext && !error) this.#clear(false); // nothing came in the place of the old output
    this.#mark = undefined;
  }

  #fits(slots: readonly Slot[]): boolean {
    const shown = this.#shown;
    return (
      slots.length === shown.length &&
      slots.every((slot, index) => {
        const before = shown[index];
        return before !== undefined && before.kind === slot.kind && before.id === slot.id;
      })
    );
  }

  #replace(slots: Slot[], trigger: Header): void {
    this.#quiet = undefined;
    const before = this.#shown;
    this.#shown = slots;
    slots.forEach((slot, index) => {
      const old = before[index];
      const isSame = old !== undefined && "bundle" in old && isDeepStrictEqual(old.bundle, slot.bundle);
      if (!isSame || this.#mark !== undefined) this.#update(slot, slot.bundle, trigger);
    });
  }

  #update({ id }: Slot, bundle: MimeBundle, trigger: Header): void {
    this.#iopub.publish(trigger, "update_display_data", contentOf(id, bundle));
  }
}

const nothing: MimeBundle = { data: { "text/plain": "" }, metadata: {} };

function contentOf(id: string, { data, metadata }: MimeBundle) {
  return { data, metadata, transient: { display_id: id } };
}
