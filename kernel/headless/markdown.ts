// Markdown cells as HTML, with what a page of a notebook needs besides: anchors for its contents, math, coloured code,
// and pictures that are attached to the cell or lie beside the notebook carried inside the page.

import hljs from "highlight.js/lib/common";
import MarkdownIt, { type Token } from "markdown-it";
import { escapeMarkup } from "../channel/escape-markup.ts";
import { math } from "./math.ts";

export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly title: string;
}

/** Gives a data URL for a picture's address, or undefined if the page cannot hold that picture. */
export type PictureSource = (address: string) => string | undefined;

export interface MarkdownPage {
  /** the headings seen so far, in order, each with its anchor */
  readonly headings: readonly Heading[];
  render(text: string, picture: PictureSource): string;
}

/** One page of Markdown, made of several texts: anchors are unique across them. */
export function markdownPage(): MarkdownPage {
  const headings: Heading[] = [];
  const markdown = new MarkdownIt({ html: true, linkify: true, typographer: true, highlight: highlightCode });
  markdown.use(math);
  return {
    headings,
    render(text, picture) {
      const tokens = markdown.parse(text, {});
      tokens.forEach((token, index) => {
        if (token.type === "heading_open")
          headings.push(anchor(token, tokens[index + 1]?.content ?? "", headings));
        for (const child of token.children ?? []) if (child.type === "image") embed(child, picture);
      });
      return markdown.renderer.render(tokens, markdown.options, {});
    },
  };
}

function anchor(token: Token, title: string, before: readonly Heading[]): Heading {
  const slug = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  const repeats = before.filter((heading) => heading.title === title).length;
  const id = repeats === 0 ? slug : `${slug}-${repeats + 1}`;
  token.attrSet("id", id);
  return { level: Number(token.tag.slice(1)), id, title };
}

/** Puts the picture into the page. One that cannot be had becomes a link: opening the page asks nobody for anything. */
function embed(token: Token, picture: PictureSource): void {
  const address = String(token.attrGet("src"));
  const source = picture(decodeURI(address));
  if (source) {
    token.attrSet("src", source);
  } else {
    token.type = "html_inline";
    token.content = `<a href="${escapeMarkup(address)}">${escapeMarkup(token.content || address)}</a>`;
  }
}

/** Code as HTML coloured by classes; a language that highlight.js does not know stays plain. */
export function highlightCode(code: string, language: string): string {
  if (!hljs.getLanguage(language)) return escapeMarkup(code);
  const html = hljs.highlight(code, { language }).value;
  // highlight.js ends a class name after its first digit: the `d` of `Conv2d` belongs to the name too
  return html.replace(/(<span class="hljs-title class_">\w+)<\/span>(\w+)/g, "$1$2</span>");
}
