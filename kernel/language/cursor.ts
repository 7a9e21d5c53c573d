// What stands at the cursor in a text that need not parse: the word that is being typed, what it is a member of,
// the string it is in, the call around it. Offsets are in UTF-16 units.

export interface Cursor {
  /** where the word begins that ends at the cursor, or the rest of a string */
  readonly start: number;
  /** what has been typed of it */
  readonly prefix: string;
  /** an expression begins with the word, so that any name in scope may stand there */
  readonly startsExpression: boolean;
  /** the word follows a dot */
  readonly isMember: boolean;
  /** the names before the dot, as ["a", "b"] of `a.b.c`; empty if it is not names that stand there */
  readonly owner: readonly string[];
  /** what has been typed of a module's name, in `from "..."`, `import("...")` or `require("...")` */
  readonly specifier: string | undefined;
}

const word = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const path = String.raw`(?<![\p{ID_Continue}$)\]}.]\s*\??\.\s*)(?<![\p{ID_Continue}$])${word}(?:\s*\??\.\s*${word})*`;

export function cursorAt(source: string, offset: number): Cursor {
  const before = source.slice(0, offset);
  const text = openString(before);
  if (text !== undefined) {
    const isModule = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*$/.test(
      before.slice(0, -text.length - 1),
    );
    return {
      start: offset - text.length,
      prefix: text,
      startsExpression: false,
      isMember: false,
      owner: [],
      specifier: isModule ? text : undefined,
    };
  }
  const prefix = new RegExp(`(?:${word})?$`, "u").exec(before)?.[0] ?? "";
  const start = offset - prefix.length;
  const dot = /\??\.\s*$/.exec(before.slice(0, start));
  const owner = dot === null ? undefined : pathBefore(before.slice(0, dot.index));
  const startsExpression = /(?:^|[;=(+*%&|!?-])\s*$/.test(before.slice(0, start));
  return {
    start,
    prefix,
    startsExpression,
    isMember: dot !== null,
    owner: owner ?? [],
    specifier: undefined,
  };
}

/** The word that the cursor is in or behind, and the names that lead to it. */
export interface NameAtCursor {
  readonly start: number;
  readonly word: string;
  /** as ["a", "b"] of `a.b`; undefined if it is not names that lead to the word */
  readonly path: readonly string[] | undefined;
}

export function nameAt(source: string, offset: number): NameAtCursor | undefined {
  const before = new RegExp(`(?:${word})?$`, "u").exec(source.slice(0, offset))?.[0] ?? "";
  const start = offset - before.length;
  const found = new RegExp(`^${word}`, "u").exec(source.slice(start))?.[0];
  if (found === undefined) return undefined;
  return { start, word: found, path: pathBefore(source.slice(0, start + found.length)) };
}

function pathBefore(text: string): string[] | undefined {
  const names = new RegExp(`${path}$`, "u").exec(text.trimEnd())?.[0];
  return names?.split(/\s*\??\.\s*/);
}

/** The call whose parentheses are around the cursor. */
export interface CallAtCursor {
  /** the last name of the called function, and where it begins */
  readonly name: string;
  readonly callee: number;
  /** which argument the cursor is in, from 0 */
  readonly argument: number;
}

export function callAround(source: string, offset: number): CallAtCursor | undefined {
  const code = withoutStrings(source.slice(0, offset));
  let depth = 0;
  let argument = 0;
  for (let i = code.length - 1; i >= 0; i -= 1) {
    const character = code[i] ?? "";
    if (")]}".includes(character)) depth += 1;
    else if (depth > 0 && "([{".includes(character)) depth -= 1;
    else if (character === "," && depth === 0) argument += 1;
    else if (character === "(") {
      const [, name] = new RegExp(`(${word})\\s*(?:<[^()]*>)?\\s*$`, "u").exec(code.slice(0, i)) ?? [];
      return name === undefined ? undefined : { name, callee: code.lastIndexOf(name, i), argument };
    } else if (character === "[" || character === "{") argument = 0; // within an argument
  }
  return undefined;
}

const strings = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

function withoutStrings(text: string): string {
  return text.replace(strings, (found) => " ".repeat(found.length));
}

/** What has been typed of a string that is still open; undefined outside of strings, and within comments. */
function openString(before: string): string | undefined {
  return /["'`]([^"'`\n]*)$/.exec(withoutStrings(before))?.[1];
}
