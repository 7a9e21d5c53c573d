// A value's forms as HTML that every front-end shows, also in a notebook that it does not trust: for what stands within
// other markup, as the result of a stale cell or what an output widget holds.

import { escapeMarkup } from "./escape-markup.ts";
import type { MimeBundle } from "./messages.ts";

/** What a value looks like, as far as HTML can show it without scripts. */
export function markupOf({ data }: Pick<MimeBundle, "data">): string {
  const { "text/html": html, "text/plain": plain } = data;
  if (typeof html === "string") return html;
  const mime = ["image/png", "image/jpeg", "image/gif"].find((type) => typeof data[type] === "string");
  if (mime !== undefined) return `<img src="data:${mime};base64,${String(data[mime])}">`;
  return preformatted(typeof plain === "string" ? plain : "");
}

export function preformatted(text: string): string {
  return `<pre style="margin:0">${escapeMarkup(text)}</pre>`;
}
