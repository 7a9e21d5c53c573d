// How heavy one output may be. A notebook keeps every output in its file, so what the kernel makes of a value stays
// below a limit: pictures are drawn smaller, tables have fewer rows, text is cut, and each says so and how to see all.
// What a person gives ready-made, as HTML or a picture's bytes, is shown as it is: it was asked for.

import type { MimeBundle } from "../channel/messages.ts";
import { type Displayable, jupyterDisplay } from "./mime-bundle.ts";

/** How many bytes an output has at most, unless a person asks for more. */
export const usualLimit = 300_000;

/** In how much detail a value is shown. */
export interface Detail {
  /** the part of the usual lengths that is left: 1 is all of it */
  readonly scale: number;
  /** how many bytes the output may have; if it is infinite, nothing is left out for being long */
  readonly limit: number;
  /** what to tell the person where the scale is below 1; empty otherwise */
  readonly note: string;
}

export const usualDetail: Detail = { scale: 1, limit: usualLimit, note: "" };

/** Whether nothing is to be left out. */
export function isWhole({ limit }: Pick<Detail, "limit">): boolean {
  return limit === Number.POSITIVE_INFINITY;
}

export type Draw = (detail: Detail) => MimeBundle;

/** Something of ours to be shown, which can be drawn again in another detail. */
export class Drawing implements Displayable {
  readonly #draw: Draw;
  readonly #usual: MimeBundle;

  /** Draws once at once, so that whoever asked hears of what cannot be drawn. */
  constructor(draw: Draw) {
    this.#draw = draw;
    this.#usual = draw(usualDetail);
  }

  within(limit: number): MimeBundle {
    return withinLimit(limit, (detail) => (isUsual(detail) ? this.#usual : this.#draw(detail)));
  }

  [jupyterDisplay](): MimeBundle {
    return this.within(usualLimit);
  }
}

const isUsual = ({ scale, limit }: Detail) => scale === 1 && limit === usualLimit;

/** Below this a picture says nothing. */
const leastScale = 0.05;

/** The bundle in as much detail as fits; its text is cut where even the least is too much. */
export function withinLimit(limit: number, draw: Draw): MimeBundle {
  const note = `less is shown, to stay below ${Math.round(limit / 1000)} kB; { limit: Infinity } shows all`;
  let bundle = draw({ ...usualDetail, limit });
  let scale = 1;
  for (let size = sizeOf(bundle); size > limit && scale > leastScale; size = sizeOf(bundle)) {
    // A picture's size goes with the square of its edges. The rest does not shrink, so it may take another turn.
    scale *= Math.min(0.8, 0.95 * Math.sqrt(limit / size));
    bundle = draw({ scale, limit, note });
  }
  return textWithin(limit, bundle);
}

export function sizeOf({ data }: MimeBundle): number {
  return Buffer.byteLength(JSON.stringify(data));
}

/** The bundle if it fits, or the beginning of its text alone. */
export function textWithin(limit: number, bundle: MimeBundle): MimeBundle {
  if (sizeOf(bundle) <= limit) return bundle;
  const text = String(bundle.data["text/plain"] ?? "");
  const note = `… ${text.length} characters in all; display(value, { limit: Infinity }) shows them`;
  // A character takes from one to six bytes in JSON.
  let shown = text.slice(0, limit);
  const cut = () => ({ data: { "text/plain": `${shown}\n${note}` }, metadata: {} });
  while (shown.length > 0 && sizeOf(cut()) > limit) shown = shown.slice(0, Math.floor(shown.length * 0.8));
  return cut();
}
