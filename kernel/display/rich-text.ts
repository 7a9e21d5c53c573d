// The tagged templates a person writes in a cell: html`...`, md`...`, tex`...`, svg`...`. Each gives a value that
// shows itself. Text put in by `${...}` is escaped for its language; a value made by a template of the same
// language goes in as it is, so templates nest, and an array goes in element by element, so lists map.

import { escapeMarkup } from "../channel/escape-markup.ts";
import { type Displayable, jupyterDisplay, type MimeForms } from "./mime-bundle.ts";

/** Text in one of the languages that front-ends render. */
export class RichText implements Displayable {
  readonly mime: string;
  readonly source: string;

  constructor(mime: string, source: string) {
    this.mime = mime;
    this.source = source;
  }

  toString(): string {
    return this.source;
  }

  [jupyterDisplay](): MimeForms {
    // An SVG's text says little; it gets a better one with its PNG.
    if (this.mime === "image/svg+xml") return { [this.mime]: this.source };
    return { [this.mime]: this.source, "text/plain": this.source };
  }
}

export type Template = (strings: TemplateStringsArray, ...values: readonly unknown[]) => RichText;

function template(mime: string, escaped: (text: string) => string): Template {
  const inserted = (value: unknown): string => {
    if (value instanceof RichText && value.mime === mime) return value.source;
    if (Array.isArray(value)) return value.map(inserted).join("");
    return escaped(String(value));
  };
  return (strings, ...values) => {
    const source = strings.map((text, i) => (i < values.length ? text + inserted(values[i]) : text)).join("");
    return new RichText(mime, source.trim());
  };
}

/** html`<b>${text}</b>`: HTML, inserted text escaped. */
export const html: Template = template("text/html", escapeMarkup);

/** md`**${text}**`: Markdown. Inserted text is Markdown too, so that `${list.join("\n")}` works. */
export const md: Template = template("text/markdown", (text) => text);

/** svg`<circle r=${radius} />` with its <svg> element around it: SVG, inserted text escaped. */
export const svg: Template = template("image/svg+xml", escapeMarkup);

/** tex`E = mc^2`: a displayed formula. Backslashes are TeX's own: tex`\frac{1}{2}` needs no doubling. */
export function tex(strings: TemplateStringsArray, ...values: readonly unknown[]): RichText {
  const formula = String.raw(strings, ...values).trim();
  return new RichText("text/latex", `$$${formula}$$`);
}
