// Magics: lines at the head of a cell that speak to the kernel instead of being code, as `%types warn` (or `%%types`)
// and `!ls -l`. They are taken out before anything else reads the cell. No TypeScript is lost by the percent sign, as
// no line can begin with it; an expression that begins with `!` can stand in parentheses.

export interface Magic {
  /** without the percent sign; `!` for a command */
  readonly name: string;
  /** what follows the name on its line; for a command, all of it */
  readonly argument: string;
  /** where the line begins, as an offset into the cell */
  readonly offset: number;
}

export interface MagicsAndCode {
  readonly magics: readonly Magic[];
  /** the cell with blanks in the place of its magics, so that every position stays */
  readonly code: string;
}

/** Reads the magics of a cell. Only blank lines and line comments may stand before and between them. */
export function readMagics(source: string): MagicsAndCode {
  const magics: Magic[] = [];
  let code = source;
  let offset = 0;
  for (const line of source.split("\n")) {
    const [, name, argument] = /^\s*(?:%{1,2}(?=\w)|(?=!\s*[\w./~"'$]))(!|\w+)\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && argument !== undefined) {
      magics.push({ name, argument, offset });
      code = code.slice(0, offset) + " ".repeat(line.length) + code.slice(offset + line.length);
    } else if (!/^\s*(\/\/.*)?$/.test(line)) break;
    offset += line.length + 1;
  }
  return { magics, code };
}
