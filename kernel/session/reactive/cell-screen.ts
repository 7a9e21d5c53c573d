// What one cell of a reactive notebook shows. A cell that the notebook runs again must not jump on the screen, so it
// runs quietly at first: if it shows as many things as before, each takes the place of the old one, by an
// `update_display_data` under the request that runs now, which every front-end understands. A cell that prints or
// fails, or shows more or less than before, is cleared and written anew under its own last request. In VS Code, which
// loses such updates (vscode.ts), every change is written anew, also a mark; so there the text is kept, too.

import { isDeepStrictEqual } from "node:util";
import type { CellError, CellEvent, MimeBundle } from "../../channel/messages.ts";
import type { Header } from "../../wire/message.ts";
import { errorContent } from "../content.ts";
import type { Iopub } from "../iopub.ts";
import { displayContent, Shown, type Slot } from "./shown.ts";
import { markedStale } from "./stale-mark.ts";
import { isVsCodeCell, withoutChart } from "./vscode.ts";

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

/** The screens of one notebook. */
export interface Screens {
  /** ids that displays were given when their cell ran again -> ids of the places they took */
  readonly places: Map<string, string>;
  /** the screen with the display of an id */
  showing(id: string): CellScreen | undefined;
}

/** How long changes of displays may wait for more, in milliseconds, before all is written anew. */
const gatherFor = 100;

const widgetView = "application/vnd.jupyter.widget-view+json";

/** An id that a display got because its cell named none. */
const automatic = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class CellScreen {
  readonly #cell: string;
  readonly #iopub: Iopub;
  readonly #screens: Screens;
  readonly #isVsCode: boolean;
  /** ids in `#screens.places` of the cell's last run */
  #moved: string[] = [];
  /** the cell's own last request */
  #own: Header;
  readonly #shown: Shown;
  /** the run whose output is wanted */
  #current: Showing | undefined;
  /** what a quiet run has shown so far */
  #quiet: Slot[] | undefined;
  /** the old output goes when the next one comes */
  #clearNext = false;
  /** why the cell is stale */
  #mark: string | undefined;
  /** what comes now may take the place of an older output */
  #isReplacing = false;
  #rewriting: NodeJS.Timeout | undefined;

  constructor(cell: string, own: Header, iopub: Iopub, screens: Screens) {
    this.#cell = cell;
    this.#own = own;
    this.#iopub = iopub;
    this.#screens = screens;
    this.#isVsCode = isVsCodeCell(cell);
    this.#shown = new Shown(this.#isVsCode);
  }

  /** A person runs the cell; the front-end has emptied its output. */
  begin(own: Header): Showing {
    this.#own = own;
    this.#shown.clear();
    this.#mark = undefined;
    this.#clearNext = false;
    this.#quiet = undefined;
    this.#isReplacing = false;
    this.#forgetRewriting();
    return this.#show((error) => {
      if (error) this.#shown.fail(error); // the request's answer shows it
    });
  }

  /** The notebook runs the cell again. @param trigger the request that runs now */
  beginAgain(trigger: Header): Showing {
    this.#rewriteIfDue(); // what comes is compared with what is seen
    const isQuiet = this.#shown.slotsAlone?.every(({ kind }) => kind !== "mark") === true;
    this.#quiet = isQuiet ? [] : undefined;
    this.#clearNext = !isQuiet;
    this.#isReplacing = true;
    return this.#show((error) => this.#endAgain(trigger, error));
  }

  /** Marks the cell as stale, or takes the mark away. */
  mark(reason: string | undefined, trigger: Header): void {
    if (this.#mark === reason) return;
    this.#mark = reason;
    if (this.#isVsCode) {
      this.#rewrite();
      return;
    }
    const slot = this.#shown.main;
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

  /** Whether the cell shows a display of this id. */
  shows(id: string): boolean {
    return this.#shown.has(id);
  }

  /** A display that the cell shows is another one now; for VS Code. */
  change(id: string, bundle: MimeBundle): Promise<void> | undefined {
    this.#shown.change(id, bundle);
    if (this.#shown.hasType(widgetView) || !this.#shown.isWhole) {
      // To write a control anew would take it out of the hand that moves it.
      return this.#iopub.publish(this.#own, "update_display_data", displayContent(id, withoutChart(bundle)));
    }
    this.#rewriting ??= setTimeout(() => this.#rewrite(), gatherFor);
    return undefined;
  }

  #show(end: (error?: CellError) => void): Showing {
    for (const id of this.#moved) this.#screens.places.delete(id); // a cell may run again without end
    this.#moved = [];
    const showing: Showing = {
      take: (output) => (this.#current === showing ? this.#take(output) : undefined),
      ask: () => {
        if (this.#current !== showing) return;
        this.#beginText();
        this.#shown.beginText();
      },
      end: (error) => {
        if (this.#current !== showing) return;
        this.#rewriteIfDue(); // without the error, which is written by itself
        end(error);
      },
    };
    this.#current = showing;
    return showing;
  }

  #take(output: CellOutput): Promise<void> | undefined {
    switch (output.type) {
      case "stream":
        this.#beginText();
        this.#shown.write(output);
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
    const before = this.#quiet && this.#shown.slotAt(position);
    if (id === null) return { kind: "display", id: `lamella:${this.#cell}:${this.#shown.length}`, bundle };
    if (before?.kind !== "display" || !automatic.test(id) || !automatic.test(before.id)) {
      return { kind: "display", id, bundle };
    }
    this.#screens.places.set(id, before.id);
    this.#moved.push(id);
    return { kind: "display", id: before.id, bundle };
  }

  /** A display of this cell or of another one shows something else. */
  #change({ id, bundle }: Extract<CellOutput, { type: "display" }>): Promise<void> | undefined {
    const place = id === null ? undefined : (this.#screens.places.get(id) ?? id);
    if (place === undefined) return undefined;
    const quiet = this.#quiet?.find((slot) => slot.id === place);
    if (quiet) {
      quiet.bundle = bundle;
      return undefined;
    }
    const holder = this.#isVsCode ? this.#screens.showing(place) : undefined;
    if (holder !== undefined) return holder.change(place, bundle);
    this.#shown.change(place, bundle);
    return this.#iopub.publish(this.#own, "update_display_data", displayContent(place, bundle));
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
    this.#shown.clear();
    return this.#iopub.publish(this.#own, "clear_output", { wait: false });
  }

  #put(slot: Slot): Promise<void> | undefined {
    if (this.#quiet && slot.kind !== "mark") {
      this.#quiet.push(slot);
      return undefined;
    }
    this.#clearIfDue();
    this.#shown.put(slot);
    const bundle = this.#isVsCode && this.#isReplacing ? withoutChart(slot.bundle) : slot.bundle;
    return this.#iopub.publish(this.#own, "display_data", displayContent(slot.id, bundle));
  }

  #fail(error: CellError): Promise<void> | undefined {
    this.#beginText();
    this.#shown.fail(error);
    return this.#iopub.publish(this.#own, "error", errorContent(error));
  }

  /** Text can take no place: what was shown quietly so far is shown now. */
  #beginText(): void {
    this.#writeAnew();
    this.#clearIfDue();
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
    this.#isReplacing = true;
    this.#shown.clear();
    this.#iopub.publish(this.#own, "clear_output", { wait: true });
  }

  #rewriteIfDue(): void {
    if (this.#rewriting !== undefined) this.#rewrite();
  }

  #forgetRewriting(): void {
    clearTimeout(this.#rewriting);
    this.#rewriting = undefined;
  }

  /** Writes all that the cell shows once more; where that is too much, only the mark, below it. */
  #rewrite(): void {
    this.#forgetRewriting();
    const id = `lamella:${this.#cell}:stale`;
    const mark = this.#mark === undefined ? undefined : { reason: this.#mark, id };
    const isWhole = this.#shown.isWhole;
    const outputs = (isWhole ? this.#shown : new Shown(true)).outputs(withoutChart, mark);
    if (isWhole) this.#iopub.publish(this.#own, "clear_output", { wait: outputs.length > 0 });
    for (const [type, content] of outputs) this.#iopub.publish(this.#own, type, content);
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
    return (
      slots.length === this.#shown.length &&
      slots.every(({ kind, id }, index) => {
        const before = this.#shown.slotAt(index);
        return before !== undefined && before.kind === kind && before.id === id;
      })
    );
  }

  #replace(slots: readonly Slot[], trigger: Header): void {
    this.#quiet = undefined;
    const before = slots.map((_, index) => this.#shown.slotAt(index));
    const others = slots.filter((slot, index) => !isDeepStrictEqual(before[index]?.bundle, slot.bundle));
    const wasMarked = this.#mark !== undefined;
    this.#mark = undefined;
    this.#shown.replace(slots);
    if (!this.#isVsCode)
      for (const slot of wasMarked ? slots : others) this.#update(slot, slot.bundle, trigger);
    else if (wasMarked || others.length > 0) this.#rewrite();
  }

  #update({ id }: Slot, bundle: MimeBundle, trigger: Header): void {
    this.#iopub.publish(trigger, "update_display_data", displayContent(id, bundle));
  }
}

const nothing: MimeBundle = { data: { "text/plain": "" }, metadata: {} };
