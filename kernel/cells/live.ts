// live(source): a value that changes by itself. Cells that read its `value` run again when a new one has come; when
// values come faster than that, only the newest counts. The source ends with the run that made it, and what it gives
// after that is dropped.

import { inspect } from "node:util";
import type { MimeBundle } from "../channel/messages.ts";
import { type Displayable, jupyterDisplay } from "../display/mime-bundle.ts";
import { present } from "../display/present.ts";
import { Kept } from "../widgets/kept.ts";
import { emitOutput } from "./capture.ts";
import { type CellRun, thisRun } from "./current-run.ts";
import { emit } from "./events.ts";
import { keep, movedOf, noteRead } from "./kept-values.ts";
import { Following, type LiveSource } from "./live-source.ts";
import { describeError } from "./traceback.ts";

/** New values are told no more often than this, in milliseconds. */
const interval = 33;

export class Live<Value> extends Kept implements Displayable {
  readonly #run: CellRun = thisRun();
  readonly #following: Following<Value>;
  /** where it is shown, by the runs that show it */
  readonly #places = new Map<string, CellRun>();
  #value: Value;
  #hasValue: boolean;
  #told = Number.NEGATIVE_INFINITY;
  #telling: NodeJS.Timeout | undefined;

  constructor(source: LiveSource<Value>, initial: { readonly value: Value; readonly isGiven: boolean }) {
    super();
    this.#value = initial.value;
    this.#hasValue = initial.isGiven;
    this.#following = new Following(source, (value) => this.#take(value));
    keep(this);
    this.#run.over.then(() => this.close());
    this.#following.start().catch((error) => this.#fail(error));
  }

  /** The newest value. Cells that read it run again when a new one has come. */
  get value(): Value {
    noteRead(this);
    return this.#value;
  }

  /** Ends the source; the value stays. */
  close(): void {
    clearTimeout(this.#telling);
    this.#run.enter(() => this.#following.end().catch((error) => this.#fail(error)));
  }

  /** It is shown in a place, which follows until the run that shows it is over. */
  shownAt(id: string): void {
    const run = thisRun();
    this.#places.set(id, run);
    run.over.then(() => this.#places.delete(id));
  }

  #take(value: Value): void {
    this.#value = value;
    this.#hasValue = true;
    const wait = Math.max(0, this.#told + interval - performance.now());
    this.#telling ??= setTimeout(() => this.#tell(), wait);
  }

  #tell(): void {
    this.#telling = undefined;
    this.#told = performance.now();
    const bundle = present(this);
    for (const [id, { serial }] of this.#places)
      emitOutput({ type: "display", cell: serial, bundle, id, update: true });
    if (this.#run.isGoingOn) return; // those who read it run after it anyway
    emit({ type: "moved", moved: movedOf([this]), cell: this.#run.serial });
  }

  /** Shown at the cell that made it. */
  #fail(error: unknown): void {
    emit({ type: "error", cell: this.#run.serial, error: describeError(error) });
  }

  [jupyterDisplay](): MimeBundle {
    if (this.#hasValue) return present(this.#value);
    return { data: { "text/plain": "(no value yet)" }, metadata: {} };
  }

  [inspect.custom](): string {
    return this.#hasValue ? `Live(${inspect(this.#value)})` : "Live(no value yet)";
  }
}

type Source<Value> = LiveSource<Value> | (() => LiveSource<Value>);

/**
 * A value that follows a promise, a generator, async or not, or an async iterable; or a function that gives one. Cells
 * that read its `value` run again for each new value, and where it is shown, the newest is seen.
 *
 * When the cell runs again or is deleted, or no name holds the value any more, the source ends: the `finally` blocks of
 * a generator run, and what it still yields is dropped. An interrupt leaves it alone. What it throws is shown at the
 * cell.
 * @returns before the first value has come, its `value` is `initial`, or else undefined
 */
export function live<Value>(source: Source<Value>): Live<Value | undefined>;
export function live<Value, Initial>(
  source: Source<Value>,
  options: { readonly initial: Initial },
): Live<Value | Initial>;
export function live<Value, Initial>(source: Source<Value>, options?: { readonly initial: Initial }) {
  const opened = typeof source === "function" ? source() : source;
  const initial = { value: options?.initial, isGiven: options !== undefined };
  return new Live<Value | Initial | undefined>(opened, initial);
}
