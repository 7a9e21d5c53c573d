// Math between dollars, the notebooks' addition to Markdown. It is set as MathML, which browsers draw by themselves,
// so a page needs neither fonts nor scripts for it.

import katex from "katex";
import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { escapeMarkup } from "../channel/escape-markup.ts";

/** A plugin of markdown-it: `$x$` in the line, `$$x$$` on display, in a paragraph or as a block of its own. */
export function math(markdown: MarkdownIt): void {
  markdown.inline.ruler.before("escape", "math", inlineRule);
  markdown.block.ruler.before("fence", "math", blockRule, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
  markdown.renderer.rules.math = (tokens, index) => {
    const token = tokens[index];
    return token ? renderMath(token.content, token.markup === "$$") : "";
  };
}

/** TeX as MathML; a formula that TeX would refuse, or that nests too deep, is shown as its source. */
export function renderMath(tex: string, display: boolean): string {
  try {
    return katex.renderToString(tex, {
      output: "mathml",
      displayMode: display,
      strict: false,
      throwOnError: false, // it shows the source in red, and where it went wrong
      maxSize: 50, // em
    });
  } catch {
    return `<code>${escapeMarkup(tex)}</code>`;
  }
}

/** As in Pandoc, a formula touches its dollars and no digit follows the closing one: "$5 and $6" stays money. */
function inlineRule(state: StateInline, silent: boolean): boolean {
  const formula = /^(\$\$)([\s\S]+?)\$\$|^(\$)(?!\s)((?:\\.|[^\\$])+?)(?<!\s)\$(?!\d)/.exec(
    state.src.slice(state.pos),
  );
  if (!formula) return false;
  if (!silent) {
    const token = state.push("math", "math", 0);
    token.markup = formula[1] ?? formula[3] ?? "";
    token.content = formula[2] ?? formula[4] ?? "";
  }
  state.pos += formula[0].length;
  return true;
}

/** From a line that starts with two dollars to the next that ends with two: no line between is Markdown. */
function blockRule(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const text = state.getLines(start, end, state.blkIndent, false);
  const formula = /^\$\$([\s\S]+?)\$\$[ \t]*(?=\n|$)/.exec(text);
  if (!formula) return false;
  if (!silent) {
    const token = state.push("math", "math", 0);
    token.block = true;
    token.markup = "$$";
    token.content = formula[1] ?? "";
    state.line = start + formula[0].split("\n").length;
  }
  return true;
}
