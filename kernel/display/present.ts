// A value in, a MIME bundle out: what a cell's last expression and `display(value)` show. The value's own display
// method comes first; then what we know how to draw; everything else is text. Showing a value never fails a cell:
// where a form cannot be made, the text says why.

import type { MimeBundle } from "../channel/messages.ts";
import { chartForms } from "./chart/chart.ts";
import { imageBytesForms } from "./image-bytes.ts";
import { Drawing, textWithin, usualLimit, withinLimit } from "./limit.ts";
import { bundleOf, isDisplayable } from "./mime-bundle.ts";
import { plainText, reason } from "./plain-text.ts";
import { withPng } from "./svg-picture.ts";
import { recordsOf, tableForms } from "./table.ts";
import { tensorsForms, tensorsOf } from "./tensor/collection.ts";
import { sizeForms, tensorForms } from "./tensor/tensor-forms.ts";
import { isTensor } from "./tensor/tensor-like.ts";

/**
 * Every form in which the value can be shown; text/plain always among them. Never throws.
 * @param limit how many bytes the forms may have, but for those that the value brings along
 */
export function present(value: unknown, limit = usualLimit): MimeBundle {
  try {
    const rich = richForms(value, limit);
    if (rich === undefined) return textForms(value, limit);
    if ("text/plain" in rich.data) return rich;
    return { ...rich, data: { ...rich.data, "text/plain": plainText(value) } };
  } catch (error) {
    return textForms(value, limit, `\n(shown as text: ${reason(error)})`);
  }
}

function richForms(value: unknown, limit: number): MimeBundle | undefined {
  if (value instanceof Drawing) return value.within(limit);
  if (isDisplayable(value)) return withPng(bundleOf(value));
  if (isTensor(value)) return withinLimit(limit, (detail) => tensorForms(value, detail));
  if (typeof value !== "object" || value === null) return undefined;
  const given = sizeForms(value) ?? chartForms(value) ?? imageBytesForms(value);
  if (given) return given;
  const tensors = tensorsOf(value);
  if (tensors) return withinLimit(limit, (detail) => tensorsForms(value, tensors, detail));
  const records = recordsOf(value);
  return records && withinLimit(limit, (detail) => tableForms(records, detail));
}

function textForms(value: unknown, limit: number, note = ""): MimeBundle {
  const text = plainText(value, { scale: 1, limit }) + note;
  return textWithin(limit, { data: { "text/plain": text }, metadata: {} });
}
