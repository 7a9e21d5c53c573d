// A value in, a MIME bundle out: what a cell's last expression and `display(value)` show. The value's own display
// method comes first; then what we know how to draw; everything else is text. Showing a value never fails a cell:
// where a form cannot be made, the text says why.

import type { MimeBundle } from "../channel/messages.ts";
import { chartForms } from "./chart/chart.ts";
import { imageBytesForms } from "./image-bytes.ts";
import { bundleOf, isDisplayable } from "./mime-bundle.ts";
import { plainText, reason } from "./plain-text.ts";
import { withPng } from "./svg-picture.ts";
import { tableForms } from "./table.ts";
import { sizeForms, tensorForms } from "./tensor/tensor-forms.ts";
import { isTensor } from "./tensor/tensor-like.ts";

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
  if (isDisplayable(value)) return withPng(bundleOf(value));
  if (isTensor(value)) return tensorForms(value);
  if (typeof value !== "object" || value === null) return undefined;
  return sizeForms(value) ?? chartForms(value) ?? tableForms(value) ?? imageBytesForms(value);
}

function textBundle(text: string): MimeBundle {
  return { data: { "text/plain": text }, metadata: {} };
}
