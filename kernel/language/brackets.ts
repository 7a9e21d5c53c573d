// The brackets of a text, those in strings, templates, comments and regular expressions not counted. A rough look
// that needs no parser, and works where the text does not parse.

export interface Brackets {
  /** how many are open at the end */
  readonly open: number;
  /** how many are open at most at one place, and where that is */
  readonly deepest: number;
  readonly deepestOffset: number;
}

export function countBrackets(source: string): Brackets {
  const code = source.replace(skipped, (text) => " ".repeat(text.length));
  let [open, deepest, deepestOffset] = [0, 0, 0];
  for (let offset = 0; offset < code.length; offset += 1) {
    const character = code[offset] ?? "";
    if ("([{".includes(character)) open += 1;
    else if (")]}".includes(character)) open = Math.max(0, open - 1);
    if (open > deepest) [deepest, deepestOffset] = [open, offset];
  }
  return { open, deepest, deepestOffset };
}

const skipped = new RegExp(
  [
    /\/\/[^\n]*/, // line comment
    /\/\*[\s\S]*?(?:\*\/|$)/, // block comment
    /"(?:\\.|[^"\\\n])*"?/, // strings
    /'(?:\\.|[^'\\\n])*'?/,
    /`(?:\\[\s\S]|[^`\\])*(?:`|$)/, // template
    /(?<=[=(,:[!&|?{};]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//, // regular expression
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);
