// How a cell is named. Files and stack traces know it as `cell-3.ts`; a person sees `[3]` beside it.

/** The name to show for a file of a stack trace: `cell-3.ts` is `cell [3]`, any other is itself. */
export function cellLabel(file: string): string {
  return file.replace(/^cell-(\d+)\.ts$/, "cell [$1]");
}
