// `lamella run`: notebooks one after the other, with their progress on the terminal. A notebook whose cell fails
// does not keep the next ones from running, but the exit code tells.

import { type DestinationOptions, destinationsOf } from "../headless/destinations.ts";
import { describeFailure, progressOn } from "../headless/progress.ts";
import { runNotebook } from "../headless/run.ts";

const endings = { SIGINT: "interrupted", SIGTERM: "ended by SIGTERM", SIGHUP: "ended by SIGHUP" };

/** Runs and writes them. Ctrl-C, and any other request to end, ends the run after writing what was reached. */
export async function runNotebooks(notebooks: readonly string[], options: DestinationOptions): Promise<void> {
  const interrupt = new AbortController();
  for (const [signal, reason] of Object.entries(endings)) {
    process.on(signal, () => interrupt.abort(new Error(reason)));
  }
  const onProgress = progressOn(process.stdout);
  for (const destination of await destinationsOf(notebooks, options)) {
    const failure = await runNotebook(destination, { onProgress, signal: interrupt.signal });
    if (!failure) continue;
    process.stderr.write(`${describeFailure(destination.source, failure, process.stderr.isTTY)}\n`);
    process.exitCode = 1;
    if (interrupt.signal.aborted) return;
  }
}
