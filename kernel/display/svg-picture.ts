// Every SVG travels with a PNG: JupyterLab hides SVG in a notebook that it does not trust, and a notebook that CI
// has run is such a one. The PNG is within HTML, for a picture by itself is shown there without alternative text.

import { unescapeMarkup } from "../channel/escape-markup.ts";
import type { MimeBundle } from "../channel/messages.ts";
import { rasterize } from "./drawing/draw.ts";
import { plainImg } from "./html-picture.ts";

const namespace = 'xmlns="http://www.w3.org/2000/svg"';

/**
 * The bundle with a PNG beside its SVG, if it has an SVG and no other picture.
 * @throws Error if the text is no SVG
 */
export function withPng(bundle: MimeBundle): MimeBundle {
  const text = bundle.data["image/svg+xml"];
  if (typeof text !== "string" || "image/png" in bundle.data || "text/html" in bundle.data) return bundle;
  // In a page an SVG does without its namespace; as a picture of its own it cannot.
  const svg = text.includes("xmlns=") ? text : text.replace("<svg", `<svg ${namespace}`);
  const picture = rasterize(svg);
  const plain = bundle.data["text/plain"] ?? `SVG picture, ${picture.width} × ${picture.height} pixels`;
  return {
    data: {
      ...bundle.data,
      "text/html": plainImg(picture, titleOf(svg) ?? String(plain)),
      "image/svg+xml": svg,
      "text/plain": plain,
    },
    metadata: bundle.metadata,
  };
}

/** What the picture says of itself. */
function titleOf(svg: string): string | undefined {
  const [, title] = /<(?:title|desc)[^>]*>([^<]+)</.exec(svg) ?? [];
  return title && unescapeMarkup(title.trim());
}
