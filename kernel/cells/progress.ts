// progress(items): goes through anything iterable and shows how far it is.

import { type Displayable, jupyterDisplay } from "../display/mime-bundle.ts";
import { escapeMarkup } from "../display/rich-text.ts";
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
export function* progress(
  items: number | Iterable<unknown>,
  options: ProgressOptions = {},
): Generator<unknown, void> {
  const { label = "", total = sizeOf(items) } = options;
  const place = display(bar(label, 0, total));
  let done = 0;
  let updated = performance.now();
  for (const item of typeof items === "number" ? Array(items).keys() : items) {
    yield item;
    done += 1;
    if (performance.now() - updated < interval) continue;
    place.update(bar(label, done, total));
    updated = performance.now();
  }
  place.update(bar(label, done, total));
}

function sizeOf(items: number | Iterable<unknown>): number | undefined {
  if (typeof items === "number") return items;
  if ("length" in items && typeof items.length === "number") return items.length;
  if ("size" in items && typeof items.size === "number") return items.size;
  return undefined;
}

function bar(label: string, done: number, total: number | undefined): Displayable {
  const count = total === undefined ? `${done}` : `${done} of ${total}`;
  const element = total === undefined ? "" : `<progress value="${done}" max="${total}"></progress> `;
  return {
    [jupyterDisplay]: () => ({
      "text/html": `<div>${escapeMarkup(label)} ${element}${count}</div>`,
      "text/plain": `${label} ${count}`.trim(),
    }),
  };
}
