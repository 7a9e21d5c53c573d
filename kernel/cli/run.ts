// `lamella run`: notebooks one after the other, with their progress on the terminal. A notebook whose cell fails
// does not keep the next ones from running, but the exit code tells.

import { type DestinationOptions, destinationsOf } from "../headless/destinations.ts";
import { describeFailure, progressOn } from "../headless/progress.ts";
import { runNotebook } from "../headless/run.ts";

/** Runs and writes them. Ctrl-C ends the run after writing what was reached. */
export async function runNotebooks(notebooks: readonly string[], options: DestinationOptions): Promise<void> {
  const interrupt = new AbortController();
  process.on("SIGINT", () => interrupt.abort(new Error("interrupted")));
  const onProgress = progressOn(process.stdout);
  for (const destination of await destinationsOf(notebooks, options)) {
    const failure = await runNotebook(destination, { onProgress, signal: interrupt.signal });
    if (!failure) continue;
    process.stderr.write(`${describeFailure(destination.source, failure, process.stderr.isTTY)}\n`);
    process.exitCode = 1;
  }
}
