// Controls that are text: a field to type into, and texts and pictures that a cell changes later.

import { preformatted } from "../channel/bundle-markup.ts";
import { escapeMarkup } from "../channel/escape-markup.ts";
import { Control, type ControlOptions, type ValueField } from "./control.ts";
import type { Models } from "./models.ts";
import { framed } from "./static-form.ts";
import { controls, Widget, type WidgetOptions } from "./widget.ts";

const textField: ValueField<string> = {
  key: "value",
  check: (value) => (typeof value === "string" ? undefined : "a text"),
  decode: String,
  encode: (value) => value,
  draw: (value) => framed(value),
};

export interface TextOptions extends ControlOptions {
  readonly value?: string;
  /** shown while nothing has been typed */
  readonly placeholder?: string;
  /** false: the value changes only when the person has pressed Enter or left the field */
  readonly continuous?: boolean;
}

export function text(models: Models, options: TextOptions): Control<string> {
  const state = { placeholder: options.placeholder ?? "", continuous_update: options.continuous ?? true };
  const parts = { kind: controls("Text"), style: "TextStyle", state };
  return new Control(models, "Text", parts, textField, options.value ?? "", options);
}

/** A text with a value that only cells change: `HTML` or `Label`. */
export function shownText(models: Models, kind: "HTML" | "Label", value: string, options: ControlOptions) {
  const parts = { kind: controls(kind), style: `${kind}Style`, state: { placeholder: "" } };
  const field = { ...textField, draw: kind === "HTML" ? (html: string) => html : escapeMarkup };
  return new Control(models, kind, parts, field, value, options);
}

export interface ImageOptions extends WidgetOptions {
  readonly format?: "png" | "jpeg" | "gif" | "svg+xml";
}

/** A larger picture, in bytes, is not repeated in the form that stands still. */
const drawable = 150_000;

export class Image extends Widget {
  constructor(models: Models, bytes: Uint8Array, options: ImageOptions) {
    const state = { format: options.format ?? "png", width: "", height: "", value: bytes };
    super(models, { kind: controls("Image"), state }, options);
  }

  /** The bytes of the picture's file. */
  get value(): Uint8Array {
    const { value } = this.state;
    return value instanceof Uint8Array ? value : new Uint8Array();
  }

  set value(bytes: Uint8Array) {
    if (!(bytes instanceof Uint8Array))
      throw new TypeError("The value of Image must be the bytes of a picture.");
    this.change({ value: bytes });
  }

  describe(): string {
    return `Image(${this.value.length} bytes)`;
  }

  draw(): string {
    if (this.value.length > drawable) return preformatted(this.describe());
    const base64 = Buffer.from(this.value).toString("base64");
    return `<img src="data:image/${String(this.state.format)};base64,${base64}">`;
  }
}
