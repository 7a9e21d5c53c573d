// The lines of a person's text around a position, with a caret under it: how an error shows where it happened.
// Both processes show errors: the kernel process those of a text that cannot run, the cells' process the others.

const linesBefore = 2;
const linesAfter = 1;

/**
 * @param line the line of the position, from 1
 * @param column the column, from 1, in UTF-16 units as engines and editors count
 * @returns the lines of the frame; none if the text has no such line
 */
export function codeFrame(source: string, line: number, column: number): string[] {
  const lines = source.split(/\r?\n/);
  if (lines[line - 1] === undefined) return [];
  const first = Math.max(1, line - linesBefore);
  const last = Math.min(lines.length, line + linesAfter);
  const width = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const text = lines[number - 1] ?? "";
    frame.push(`${number === line ? ">" : " "} ${String(number).padStart(width)} | ${text}`.trimEnd());
    if (number === line) frame.push(`  ${" ".repeat(width)} | ${blank(text.slice(0, column - 1))}^`);
  }
  return frame;
}

/** As wide as the text: tabs stay tabs. */
function blank(text: string): string {
  return text.replace(/[^\t]/g, " ");
}
