// The mark of a stale cell: its old result with one small line above, which says why it is old. Plain HTML without
// scripts or classes, since a front-end shows no more than that of a notebook it does not trust.

import { markupOf } from "../../channel/bundle-markup.ts";
import { escapeMarkup } from "../../channel/escape-markup.ts";
import type { MimeBundle } from "../../channel/messages.ts";

const lineStyle =
  "display:inline-block;font-size:85%;color:#8a6d1a;border-left:3px solid #d9a400;padding:0 6px;margin:2px 0";

/** A result as it looks while it is stale. @param reason a short phrase, as `x of cell [1] changed` */
export function markedStale(bundle: MimeBundle | undefined, reason: string): MimeBundle {
  const plain = bundle?.data["text/plain"];
  const line = `stale: ${reason}`;
  const mark = `<div style="${lineStyle}">${escapeMarkup(line)}</div>`;
  return {
    data: {
      "text/html":
        bundle === undefined
          ? mark
          : `${mark}<div style="opacity:0.55;padding:0 8px">${markupOf(bundle)}</div>`,
      "text/plain": typeof plain === "string" ? `${line}\n${plain}` : line,
    },
    metadata: {},
  };
}
