// The mark of a stale cell: its old result with one small line above, which says why it is old. Plain HTML without
// scripts or classes, since a front-end shows no more than that of a notebook it does not trust.

import { escapeMarkup } from "../channel/escape-markup.ts";
import type { MimeBundle } from "../channel/messages.ts";

const lineStyle =
  "display:inline-block;font-size:85%;color:#8a6d1a;border-left:3px solid #d9a400;padding:0 6px;margin:2px 0";

/** A result as it looks while it is stale. @param reason a short phrase, as `x of cell [1] changed` */
export function markedStale(bundle: MimeBundle | undefined, reason: string): MimeBundle {
  const plain = textOf(bundle, "text/plain");
  const line = `stale: ${reason}`;
  const mark = `<div style="${lineStyle}">${escapeMarkup(line)}</div>`;
  return {
    data: {
      "text/html":
        bundle === undefined ? mark : `${mark}<div style="opacity:0.55;padding:0 8px">${faded(bundle)}</div>`,
      "text/plain": plain === undefined ? line : `${line}\n${plain}`,
    },
    metadata: {},
  };
}

/** The old result as HTML, as well as HTML can show it. */
function faded(bundle: MimeBundle): string {
  const html = textOf(bundle, "text/html");
  if (html !== undefined) return html;
  for (const mime of ["image/png", "image/jpeg"]) {
    const image = textOf(bundle, mime);
    if (image !== undefined) return `<img src="data:${mime};base64,${image}">`;
  }
  return `<pre style="margin:0">${escapeMarkup(textOf(bundle, "text/plain") ?? "")}</pre>`;
}

function textOf(bundle: MimeBundle | undefined, mime: string): string | undefined {
  const text = bundle?.data[mime];
  return typeof text === "string" ? text : undefined;
}
