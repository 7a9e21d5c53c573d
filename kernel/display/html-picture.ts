// A picture within HTML: with words beside it that are real text, and with alternative text for those who do not see
// it. It is in a data address, which front-ends show in notebooks that they do not trust, too.

import { escapeMarkup } from "../channel/escape-markup.ts";
import type { MimeBundle } from "../channel/messages.ts";
import type { Picture } from "./drawing/jobs.ts";
import type { Photograph } from "./drawing/jpeg.ts";
import { base64 } from "./mime-bundle.ts";

/** Of a picture on a ground of its own: round corners make it a card on a page of another colour. */
const card = "border-radius: 6px";

/**
 * The picture as an `<img>` of its natural size.
 * @param style what else it has of styles
 */
export function imgMarkup(picture: Picture | Photograph, alt: string, style = ""): string {
  return plainImg(picture, alt, ["png" in picture ? card : "", style].filter(Boolean).join("; "));
}

/** The same, without a look of ours. */
export function plainImg(picture: Picture | Photograph, alt: string, style = ""): string {
  const { width, height } = picture;
  const source =
    "png" in picture
      ? `data:image/png;base64,${base64(picture.png)}`
      : `data:image/jpeg;base64,${base64(picture.jpeg)}`;
  return `<img src="${source}" width="${width}" height="${height}" alt="${escapeMarkup(alt)}"${style === "" ? "" : ` style="${style}"`}>`;
}

/** Several pictures in a row, by their numbers. */
export function imgsMarkup(pictures: readonly (Picture | Photograph)[], alt: string): string {
  const [only] = pictures;
  if (only && pictures.length === 1) return imgMarkup(only, alt);
  // In boxes of their own, for a page may put each picture on a line.
  return pictures
    .map((picture, i) => imgMarkup(picture, `${alt}, image ${i}`))
    .map((img) => `<span style="display: inline-block">${img}</span>`)
    .join(" ");
}

/** A bundle of markup and the text that stands for it. */
export function htmlBundle(markup: string, text: string): MimeBundle {
  return { data: { "text/html": markup, "text/plain": text }, metadata: {} };
}
