// One output of a cell as HTML: of the forms that a value came in, the page takes the richest it can hold. Whatever the
// form, its markup passes the gate.

import { stripVTControlCharacters } from "node:util";
import { escapeMarkup } from "../channel/escape-markup.ts";
import type { Json } from "../channel/messages.ts";
import type { JsonObject } from "../wire/message.ts";
import { ansiToHtml } from "./ansi.ts";
import { highlightCode, type MarkdownPage } from "./markdown.ts";
import { renderMath } from "./math.ts";
import type { Output } from "./notebook.ts";
import { type PictureSource, sanitized } from "./sanitize.ts";

/** An output as a `<div class="output">`; one with no form that a page can show is the empty string. */
export function renderOutput(output: Output, page: MarkdownPage, picture: PictureSource): string {
  const block = (kind: string, html: string) =>
    `<div class="output ${kind}">${sanitized(html, picture)}</div>`;
  switch (output.output_type) {
    case "stream":
      return block(output.name, `<pre>${ansiToHtml(output.text)}</pre>`);
    case "error": {
      const text =
        output.traceback.length > 0 ? output.traceback.join("\n") : `${output.ename}: ${output.evalue}`;
      return block("error", `<pre>${ansiToHtml(text)}</pre>`);
    }
    case "display_data":
    case "execute_result": {
      const form = forms.find(({ mime }) => mime in output.data);
      if (!form) return "";
      return block(
        "value",
        form.render(output.data[form.mime] ?? null, { mime: form.mime, ...output, page }),
      );
    }
  }
}

interface Context {
  readonly mime: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly page: MarkdownPage;
}

/** The forms a page can hold, the preferred one first. */
const forms: readonly {
  readonly mime: string;
  readonly render: (value: Json, context: Context) => string;
}[] = [
  { mime: "text/html", render: (value) => String(value) },
  {
    mime: "image/svg+xml",
    render: (value, context) => img(Buffer.from(String(value)).toString("base64"), context),
  },
  { mime: "image/png", render: (value, context) => img(String(value), context) },
  { mime: "image/jpeg", render: (value, context) => img(String(value), context) },
  { mime: "image/gif", render: (value, context) => img(String(value), context) },
  { mime: "text/markdown", render: (value, { page }) => page.render(String(value)) },
  { mime: "text/latex", render: (value) => renderMath(String(value).replace(/^\s*\$+|\$+\s*$/g, ""), true) },
  {
    mime: "application/json",
    render: (value) => `<pre><code>${highlightCode(JSON.stringify(value, null, 2), "json")}</code></pre>`,
  },
  { mime: "text/plain", render: (value) => `<pre>${ansiToHtml(String(value))}</pre>` },
];

/** A picture as large as its metadata says, described by the value's text. */
function img(base64: string, { mime, data, metadata }: Context): string {
  const size = metadata[mime];
  const sized =
    typeof size === "object" && size !== null && "width" in size ? ` width="${Number(size.width)}"` : "";
  const alt = escapeMarkup(stripVTControlCharacters(String(data["text/plain"] ?? "")));
  return `<img src="data:${mime};base64,${escapeMarkup(base64.replace(/\s+/g, ""))}"${sized} alt="${alt}">`;
}
