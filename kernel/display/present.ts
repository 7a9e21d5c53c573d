// A value in, a MIME bundle out: what a cell's last expression and `display(value)` show. The value's own display
// method comes first; everything else is text. Showing a value never fails a cell: where a form cannot be made,
// the text says so.

import type { MimeBundle } from "../channel/messages.ts";
import { bundleOf, isDisplayable } from "./mime-bundle.ts";
import { plainText, reason } from "./plain-text.ts";

/** Every form in which the value can be shown; text/plain always among them. Never throws. */
export function present(value: unknown): MimeBundle {
  try {
    const rich = richForms(value);
    if (rich === undefined) return textBundle(plainText(value));
    if ("text/plain" in rich.data) return rich;
    return { ...rich, data: { ...rich.data, "text/plain": plainText(value) } };
  } catch (error) {
    return textBundle(`${plainText(value)}\n(shown as text: ${reason(error)})`);
  }
}

function richForms(value: unknown): MimeBundle | undefined {
  if (isDisplayable(value)) return bundleOf(value);
  return undefined;
}

function textBundle(text: string): MimeBundle {
  return { data: { "text/plain": text }, metadata: {} };
}
