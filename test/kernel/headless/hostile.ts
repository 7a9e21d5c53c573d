// Notebooks that mean harm to who reads their report, by every route on which a notebook's content reaches the page.
// The server they would reach does not exist; the page must not even try.

import type { Cell, Notebook } from "../../../kernel/headless/notebook.ts";
import type { JsonObject } from "../../../kernel/wire/message.ts";
import { code, markdown } from "./cells.ts";

/** Where a page that was caught would go. */
export const trap = "http://trap.invalid/";

/** Markup that acts, by what it would do. */
const markup: Readonly<Record<string, string>> = {
  "a refresh": `<meta http-equiv="refresh" content="0;url=${trap}">`,
  "a refresh in capitals": `<META HTTP-EQUIV=refresh CONTENT='0;url=${trap}'>`,
  "a refresh in a figure's style": `<svg><style><img title="</style><meta http-equiv=refresh content=0;url=${trap}>"></svg>`,
  "a refresh in a formula": `<math><mtext><table><mglyph><style><!--</style><meta http-equiv=refresh content=0;url=${trap}>`,
  "a refresh in what is no text": `<noscript><p title="</noscript><meta http-equiv=refresh content=0;url=${trap}>"></noscript>`,
  "a refresh in a title": `<title><a title="</title><meta http-equiv=refresh content=0;url=${trap}>"></title>`,
  "a refresh in a text area": `<textarea><a title="</textarea><meta http-equiv=refresh content=0;url=${trap}>">`,
  "a refresh in a comment": `<!--><meta http-equiv=refresh content=0;url=${trap}>--><!--`,
  "a refresh in a CDATA section": `<svg><![CDATA[><meta http-equiv=refresh content=0;url=${trap}>]]></svg>`,
  "a base": `<base href="${trap}">`,
  "a stylesheet": `<link rel="stylesheet" href="${trap}"><link rel="prefetch" href="${trap}">`,
  "a style": `<style>@import "${trap}"; main { display: none }</style>`,
  "a style's addresses": `<p style="background: url(${trap})">x</p><p style="background: image-set('${trap}' 1x)">x</p>`,
  "a script": `<script>location = "${trap}"</script><script src="${trap}"></script>`,
  "a script in a figure": `<svg><script href="${trap}">location = "${trap}"</script></svg>`,
  handlers: `<img src=x onerror="location='${trap}'"><svg onload="location='${trap}'"></svg><details open ontoggle="location='${trap}'"></details><p onclick=x ONMOUSEOVER=x>x</p>`,
  "a form": `<form action="${trap}"><input autofocus formaction="${trap}"><button formaction="${trap}">x</button></form><isindex action="${trap}">`,
  frames: `<iframe src="${trap}"></iframe><iframe srcdoc="<meta http-equiv=refresh content='0;url=${trap}'>"></iframe><frameset><frame src="${trap}"></frameset><portal src="${trap}"></portal>`,
  "other pages": `<object data="${trap}"></object><embed src="${trap}"><applet code="${trap}"></applet>`,
  "links that run": `<a href="javascript:location='${trap}'">x</a><a href=" jAvA&#x9;script:1">x</a><a href="data:text/html,<script>1</script>">x</a><a href="vbscript:1">x</a><a href="blob:x">x</a><a ping="${trap}" href="#">x</a>`,
  "figures' links": `<svg><a xlink:href="javascript:1"><text>x</text></a><use href="${trap}#x"/><use href="data:image/svg+xml,x#x"/><image href="${trap}"/><feImage href="${trap}"/><animate attributeName="href" values="javascript:1"/><set attributeName="href" to="javascript:1"/></svg>`,
  "a foreign object": `<svg><foreignObject><meta http-equiv="refresh" content="0;url=${trap}"></foreignObject></svg>`,
  "pictures of elsewhere": `<img src="${trap}" srcset="${trap} 2x"><picture><source srcset="${trap}"><img src="${trap}"></picture><video poster="${trap}" src="${trap}"></video><audio src="${trap}" autoplay></audio><img lowsrc="${trap}" src="//trap.invalid/"><table background="${trap}"><td background="${trap}">x</table><body background="${trap}">`,
  "a text without end": "<plaintext>",
  "elements without end": `</div></section></main></body></html><div><b><table><a href="#">`,
  "an attribute without end": '<p title="',
  "a comment without end": "<!--",
  "what lies over the page": `<div style="position:fixed;inset:0;z-index:9999;background:red">x</div><div style="position:absolute;top:-9000px;left:-9000px;width:30000px;height:30000px;z-index:9999">x</div>`,
};

/** Markup for the end of an attribute, if nobody escapes it. */
const attributeEnd = `"><meta/http-equiv=refresh/content=0;url=${trap}><i title="`;

const value = (data: JsonObject, metadata: JsonObject = {}): Cell =>
  code("x", { output_type: "display_data", data, metadata });

const deep = (open: string, close: string) => `${open.repeat(20_000)}x${close.repeat(20_000)}`;

/** One cell each, by its name. */
export const hostileCells: Readonly<Record<string, Cell>> = {
  ...Object.fromEntries(
    Object.entries(markup).flatMap(([name, harm]) => [
      [`${name}, in Markdown`, markdown(`before ${harm}\n\n${harm}\n\nafter`)],
      [`${name}, in HTML that is shown`, value({ "text/html": harm })],
      [`${name}, in Markdown that is shown`, value({ "text/markdown": harm })],
      [
        `${name}, in a picture`,
        value({ "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg">${harm}</svg>` }),
      ],
      [`${name}, in TeX`, value({ "text/latex": `$${harm}$` })],
      [`${name}, in text`, value({ "text/plain": harm })],
      [`${name}, in JSON`, value({ "application/json": [harm] })],
      [`${name}, in a stream`, code(harm, { output_type: "stream", name: "stdout", text: harm })],
      [
        `${name}, in an error`,
        code(harm, { output_type: "error", ename: harm, evalue: harm, traceback: [] }),
      ],
      [`${name}, in a heading`, markdown(`# ${harm}\n\n## ${harm}`)],
      [`${name}, in a raw cell`, { ...markdown(harm), cell_type: "raw" } as const],
    ]),
  ),
  "a PNG that ends its attribute": value({ "image/png": attributeEnd }),
  "a JPEG that ends its attribute": value({ "image/jpeg": attributeEnd, "text/plain": attributeEnd }),
  "a width that ends its attribute": value({ "image/png": "AAAA" }, { "image/png": { width: attributeEnd } }),
  "an attachment that ends its attribute": markdown("![x](attachment:a.png)", {
    "a.png": { "image/png": attributeEnd },
  }),
  "an attachment that is a page": markdown("![x](attachment:a)", { a: { "text/html": "AAAA" } }),
  "an attachment named as a property": markdown("![x](attachment:constructor) ![x](attachment:__proto__)"),
  "addresses that are none": markdown(
    `![x](%ff.png) ![%](%.png) ![x](%E0%A4%A.png) ![x](<${attributeEnd}.png>) ![](/%00.png)`,
  ),
  "links that run, in Markdown": markdown(
    `[x](javascript:1) <javascript:1> [x](data:text/html,x) ![x](javascript:1)`,
  ),
  "a formula that grows": markdown("$\\def\\a{\\a\\a}\\a$ $\\newcommand\\b{x\\b}\\b$"),
  "a formula too deep": markdown(`$${deep("{", "}")}$\n\n$$\n${deep("\\sqrt{", "}")}\n$$`),
  "a formula too large": markdown("$\\rule{99999em}{99999em}$ $\\hspace{-99999em}x$ $\\raisebox{9999em}{x}$"),
  "a formula with links": markdown(
    `$\\href{javascript:1}{x}$ $\\includegraphics{${trap}}$ $\\htmlData{a=b}{x}$ $\\url{${trap}}$`,
  ),
  "formulas that are none": markdown("$\\frac$ $\\begin{x}$ $$ $ $} $\\unknown$ \\($x\\) $\\left($"),
  "many dollars": markdown("$ ".repeat(20_000) + "$a".repeat(20_000)),
  "Markdown too deep": markdown(`${"> ".repeat(5000)}x\n\n${"[".repeat(5000)}x\n\n${"*".repeat(5000)}x`),
  "HTML too deep": value({ "text/html": deep("<div>", "") }),
  "code of an odd language": markdown('```__proto__\nx\n```\n```constructor\nx\n```\n```"><b>\nx\n```'),
};

/** A page of one such cell, between two that are good. */
export function hostileNotebook(cell: Cell): Notebook {
  return { cells: [markdown("first words"), cell, markdown("last words")], metadata: {} };
}
