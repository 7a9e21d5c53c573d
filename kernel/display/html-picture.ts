// A picture within HTML: with words beside it that are real text, and with alternative text for those who do not see
// it. It is a PNG in a data address, which front-ends show in notebooks that they do not trust, too.

import { escapeMarkup } from "../channel/escape-markup.ts";
import type { MimeBundle } from "../channel/messages.ts";
import type { Picture } from "./drawing/jobs.ts";
import { base64 } from "./mime-bundle.ts";

/** The picture as an `<img>` of its natural size. */
export function imgMarkup(
  { png, width, height }: Pick<Picture, "png" | "width" | "height">,
  alt: string,
): string {
  return `<img src="data:image/png;base64,${base64(png)}" width="${width}" height="${height}" alt="${escapeMarkup(alt)}">`;
}

/** A bundle of markup and the text that stands for it. */
export function htmlBundle(markup: string, text: string): MimeBundle {
  return { data: { "text/html": markup, "text/plain": text }, metadata: {} };
}
