// Markdown cells as HTML, with what a page of a notebook needs besides: anchors for its contents, math and coloured code.

import hljs from "highlight.js/lib/common";
import MarkdownIt, { type Token } from "markdown-it";
import { escapeMarkup } from "../channel/escape-markup.ts";
import { math } from "./math.ts";

export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly title: string;
}

export interface MarkdownPage {
  /** the headings seen so far, in order, each with its anchor */
  readonly headings: readonly Heading[];
  /** HTML that holds whatever the text holds, and has to pass the gate before it comes into a page. */
  render(text: string): string;
}

/** One page of Markdown, made of several texts: anchors are unique across them. */
export function markdownPage(): MarkdownPage {
  const headings: Heading[] = [];
  const markdown = new MarkdownIt({ html: true, linkify: true, typographer: true, highlight: highlightCode });
  markdown.use(math);
  return {
    headings,
    render(text) {
      const tokens = markdown.parse(text, {});
      tokens.forEach((token, index) => {
        if (token.type === "heading_open")
          headings.push(anchor(token, textOf(tokens[index + 1]?.children ?? []), headings));
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
  const taken = new Set(before.map((heading) => heading.id));
  let id = slug || "section";
  for (let count = 2; taken.has(id); count += 1) id = `${slug || "section"}-${count}`;
  token.attrSet("id", id);
  return { level: Number(token.tag.slice(1)), id, title };
}

/** What a reader reads, without the marks of Markdown. */
function textOf(inline: readonly Token[]): string {
  const isText = ({ type }: Token) => ["text", "text_special", "code_inline", "math"].includes(type);
  return inline
    .map((token) =>
      isText(token) ? token.content : token.type === "softbreak" ? " " : textOf(token.children ?? []),
    )
    .join("");
}

/** Code as HTML coloured by classes; a language that highlight.js does not know stays plain. */
export function highlightCode(code: string, language: string): string {
  if (!hljs.getLanguage(language)) return escapeMarkup(code);
  const html = hljs.highlight(code, { language }).value;
  // highlight.js ends a class name after its first digit: the `d` of `Conv2d` belongs to the name too
  return html.replace(/(<span class="hljs-title class_">\w+)<\/span>(\w+)/g, "$1$2</span>");
}
