// A line as the words that a program is started with: apart by blanks, but for those in quotes or behind a backslash.
// There is nothing else that a shell would do: no variables, no patterns, no second command.

/** @throws Error for a quote that is not closed */
export function wordsOf(line: string): string[] {
  const words = line.match(/(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"\\])+/gs) ?? [];
  if (line.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/gs, "").match(/['"]/)) {
    throw new Error(`a quote is not closed: ${line}`);
  }
  return words.map((word) =>
    word.replace(
      /\\(.)|'([^']*)'|"((?:\\.|[^"\\])*)"/gs,
      (_part, escaped?: string, plain?: string, quoted?: string) =>
        escaped ?? plain ?? (quoted ?? "").replace(/\\(["\\])/g, "$1"),
    ),
  );
}
