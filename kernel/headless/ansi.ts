// A terminal's text as HTML. Streams and tracebacks may carry colours (ECMA-48, "select graphic rendition") and
// carriage returns, by which a program rewrites its line; the page shows what the terminal would show at the end.

import { stripVTControlCharacters } from "node:util";
import { escapeMarkup } from "../channel/escape-markup.ts";

const colours = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what starts a colour
const graphicRendition = /\x1b\[([\d;]*)m/;

interface Style {
  readonly bold: boolean;
  readonly colour: string | undefined;
}

const plain: Style = { bold: false, colour: undefined };

/** Escaped HTML in which coloured runs are `<span class="ansi-red ansi-bold">`; other control sequences are dropped. */
export function ansiToHtml(text: string): string {
  let style = plain;
  let html = "";
  // splitting by a pattern with a group gives text, codes, text, codes, ..., text
  overwriteLines(text)
    .split(graphicRendition)
    .forEach((part, index) => {
      if (index % 2 === 1) style = part.split(";").reduce(applyCode, style);
      else html += span(stripVTControlCharacters(part), style);
    });
  return html;
}

function applyCode(style: Style, code: string): Style {
  const number = Number(code);
  if (number === 0) return plain;
  if (number === 1) return { ...style, bold: true };
  if (number === 22) return { ...style, bold: false };
  if (number === 39) return { ...style, colour: undefined };
  if (number >= 30 && number <= 37) return { ...style, colour: colours[number - 30] };
  if (number >= 90 && number <= 97) return { ...style, colour: colours[number - 90] };
  return style;
}

function span(text: string, { bold, colour }: Style): string {
  const classes = [colour && `ansi-${colour}`, bold && "ansi-bold"].filter(Boolean).join(" ");
  return text && classes ? `<span class="${classes}">${escapeMarkup(text)}</span>` : escapeMarkup(text);
}

/** Of a line that was rewritten after carriage returns, what was written last. */
function overwriteLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => line.slice(line.replace(/\r+$/, "").lastIndexOf("\r") + 1))
    .join("\n");
}
