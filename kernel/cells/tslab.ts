// `import { display, newDisplay } from "tslab"`: notebooks written for the tslab kernel find its display functions
// here, in the same form.

import { type Displayable, jupyterDisplay } from "../display/mime-bundle.ts";
import { RichText } from "../display/rich-text.ts";
import { type DisplayHandle, display as show } from "./display.ts";

export interface Display {
  javascript(source: string): void;
  html(source: string): void;
  markdown(source: string): void;
  latex(source: string): void;
  svg(source: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  raw(mime: string, content: string | Uint8Array): void;
}

/** Each call shows something more. */
export const display: Display = displayBy((value) => void show(value));

/** A place of its own on the screen: each call shows something else there. */
export function newDisplay(): Display {
  let place: DisplayHandle | undefined;
  return displayBy((value) => {
    if (place === undefined) place = show(value);
    else place.update(value);
  });
}

function displayBy(put: (value: Displayable) => void): Display {
  const raw = (mime: string, content: string | Uint8Array) =>
    put(typeof content === "string" ? new RichText(mime, content) : binary(mime, content));
  return {
    javascript: (source) => raw("text/javascript", source),
    html: (source) => raw("text/html", source),
    markdown: (source) => raw("text/markdown", source),
    latex: (source) => raw("text/latex", source),
    svg: (source) => raw("image/svg+xml", source),
    png: (bytes) => raw("image/png", bytes),
    jpeg: (bytes) => raw("image/jpeg", bytes),
    gif: (bytes) => raw("image/gif", bytes),
    pdf: (bytes) => raw("application/pdf", bytes),
    text: (text) => raw("text/plain", text),
    raw,
  };
}

function binary(mime: string, bytes: Uint8Array): Displayable {
  return {
    [jupyterDisplay]: () => ({ [mime]: bytes, "text/plain": `<${mime}, ${bytes.length} bytes>` }),
  };
}
