// The protocol by which a value says how it is to be shown. A class, ours or a package's, carries a method named
// by the symbol `Jupyter.display`; Deno's kernel, anywidget and others use the same one, so their values show here.

import type { Json, MimeBundle } from "../channel/messages.ts";

/** The well-known symbol of the display protocol. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

/** A MIME type for each form of one value: text, JSON, or bytes (which travel as base64). */
export interface MimeForms {
  readonly [mime: string]: unknown;
}

/** A value that knows how it is to be shown: its forms, or its forms with metadata for each MIME type. */
export interface Displayable {
  [jupyterDisplay](): MimeForms | { readonly data: MimeForms; readonly metadata: MimeBundle["metadata"] };
}

export function isDisplayable(value: unknown): value is Displayable {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof Reflect.get(value, jupyterDisplay) === "function"
  );
}

/**
 * The bundle of a displayable value, without the text/plain form that every bundle needs in the end.
 * @throws TypeError if the value does not return an object of MIME types, or returns a promise of one
 */
export function bundleOf(value: Displayable): MimeBundle {
  const returned: unknown = value[jupyterDisplay]();
  if (typeof returned !== "object" || returned === null) {
    throw new TypeError(`[Jupyter.display]() has to return an object of MIME types, not ${String(returned)}`);
  }
  if (returned instanceof Promise) {
    throw new TypeError("[Jupyter.display]() has to return its MIME types at once, not a promise of them");
  }
  if ("data" in returned) {
    return {
      data: travelling(Object(returned.data)),
      metadata: "metadata" in returned ? travelling(Object(returned.metadata)) : {},
    };
  }
  return { data: travelling(returned), metadata: {} };
}

/** Makes forms fit for JSON: bytes become base64 text, and what is no JSON is left out. */
function travelling(forms: object): { [mime: string]: Json } {
  const bundle: { [mime: string]: Json } = {};
  for (const [mime, form] of Object.entries(forms)) {
    if (form === undefined || form === null) continue;
    bundle[mime] = form instanceof Uint8Array ? base64(form) : JSON.parse(JSON.stringify(form));
  }
  return bundle;
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
