// progress(items): goes through anything iterable and shows how far it is, how fast, and how long it will take. One
// within another keeps one place below it, however often it starts again. A console, where nothing that stands there
// changes, has one line that is written over.

import { escapeMarkup } from "../channel/escape-markup.ts";
import { type Displayable, jupyterDisplay } from "../display/mime-bundle.ts";
import { present } from "../display/present.ts";
import { type CellRun, thisRun } from "./current-run.ts";
import { display } from "./display.ts";

export interface ProgressOptions {
  readonly label?: string;
  /** the number of items, where the items cannot tell */
  readonly total?: number;
}

const interval = 100; // milliseconds between two updates: the eye needs no more

/** Counts from 0 up to a number and shows how far it is: `for (const epoch of progress(10)) ...` */
export function progress(count: number, options?: ProgressOptions): Generator<number, void>;
/** Goes through the items and shows how many are done. */
export function progress<Item>(items: Iterable<Item>, options?: ProgressOptions): Generator<Item, void>;
/** Goes through the items as they come: `for await (const batch of progress(stream)) ...` */
export function progress<Item>(
  items: AsyncIterable<Item>,
  options?: ProgressOptions,
): AsyncGenerator<Item, void>;
export function progress(
  items: number | Iterable<unknown> | AsyncIterable<unknown>,
  options: ProgressOptions = {},
): Generator<unknown, void> | AsyncGenerator<unknown, void> {
  if (typeof items === "number") return throughAll(Array(items).keys(), options, items);
  const total = options.total ?? sizeOf(items);
  return Symbol.asyncIterator in items
    ? throughStream(items, options, total)
    : throughAll(items, options, total);
}

function* throughAll(
  items: Iterable<unknown>,
  { label = "" }: ProgressOptions,
  total: number | undefined,
): Generator<unknown, void> {
  const meter = new Meter(label, total);
  try {
    for (const item of items) {
      yield item;
      meter.step();
    }
    meter.complete();
  } finally {
    meter.end();
  }
}

async function* throughStream(
  items: AsyncIterable<unknown>,
  { label = "" }: ProgressOptions,
  total: number | undefined,
): AsyncGenerator<unknown, void> {
  const meter = new Meter(label, total);
  try {
    for await (const item of items) {
      yield item;
      meter.step();
    }
    meter.complete();
  } finally {
    meter.end();
  }
}

/** Those that are on their way, the innermost last. */
const running: Meter[] = [];

/** The run was interrupted, and none of its loops goes on. */
export function stopMeters(run: CellRun): void {
  for (const meter of running.filter((each) => each.run === run).reverse()) meter.end();
}

/** Where a meter stands. */
interface Place {
  update(shown: Displayable): void;
}

class Meter {
  readonly #label: string;
  readonly #total: number | undefined;
  readonly run = thisRun();
  readonly #started = performance.now();
  readonly #place: Place;
  #updated = this.#started;
  #done = 0;
  #isComplete = false;
  /** the place of those that run within this one */
  inner: Place | undefined;

  constructor(label: string, total: number | undefined) {
    this.#label = label;
    this.#total = total;
    const outer = running.findLast((meter) => meter.run === this.run);
    this.#place = this.run.isConsole ? line : (outer?.inner ?? display(this.#shown()));
    if (outer?.inner || this.run.isConsole) this.#place.update(this.#shown());
    if (outer) outer.inner = this.#place;
    running.push(this);
  }

  step(): void {
    this.#done += 1;
    if (performance.now() - this.#updated >= interval) this.#update();
  }

  complete(): void {
    this.#isComplete = true;
  }

  /** The last word: all items, or where a break or an error stopped. */
  end(): void {
    const index = running.lastIndexOf(this);
    if (index === -1) return; // it was stopped by an interrupt
    running.splice(index, 1);
    this.#update("end");
    if (this.run.isConsole && !running.some(({ run }) => run === this.run)) process.stdout.write("\n");
  }

  #update(at: "now" | "end" = "now"): void {
    this.#place.update(this.#shown(at));
    this.#updated = performance.now();
  }

  #shown(at: "now" | "end" = "now"): Displayable {
    const [done, total] = [this.#done, this.#total];
    const seconds = (performance.now() - this.#started) / 1000;
    const facts = [
      ...(done > 0 ? [rateText(done / seconds)] : []),
      ...(at === "now" && done > 0 && total ? [`${timeText(((total - done) * seconds) / done)} left`] : []),
      ...(at === "end" ? [timeText(seconds), ...(this.#isComplete ? [] : ["stopped"])] : []),
    ];
    const count = total === undefined ? `${done}` : `${done} of ${total}`;
    const element = total === undefined ? "" : `<progress value="${done}" max="${total}"></progress> `;
    const speed = facts.join(", ");
    return {
      [jupyterDisplay]: () => ({
        "text/html": `<div>${escapeMarkup(this.#label)} ${element}${count} <small>${speed}</small></div>`,
        "text/plain": `${this.#label} ${textBar(done, total)}${count}${speed && ` (${speed})`}`.trim(),
      }),
    };
  }
}

/** The line of a console: it is cleared to its end, for what stood there may have been longer. */
const line: Place = {
  update: (shown) => process.stdout.write(`\r${present(shown).data["text/plain"]}\x1b[K`),
};

function sizeOf(items: object): number | undefined {
  if ("length" in items && typeof items.length === "number") return items.length;
  if ("size" in items && typeof items.size === "number") return items.size;
  return undefined;
}

const barLength = 20;

function textBar(done: number, total: number | undefined): string {
  if (!total) return "";
  const filled = Math.round((barLength * Math.min(done, total)) / total);
  return `${"█".repeat(filled)}${"░".repeat(barLength - filled)} `;
}

/** A rate below one in a second reads better the other way round. */
function rateText(rate: number): string {
  return rate >= 1 ? `${Number(rate.toPrecision(3))}/s` : `${Number((1 / rate).toPrecision(3))} s each`;
}

function timeText(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
