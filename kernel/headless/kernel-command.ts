// How the kernel process is started, by whoever starts it: the kernelspec that front-ends read, and our own runner.
//
// V8 lets the young half of its heap grow with the rate at which garbage is made, never to give it back: after some
// thousand cells the process held 150 MB for 17 MB that live. Eight megabytes are enough for what cells pass through.

import { extname } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL(`../main${extname(import.meta.filename)}`, import.meta.url));

/** The argument vector of the kernel process. Programs are named by full path, whatever the starter's own path is. */
export function kernelCommand(connectionFile: string): readonly [program: string, ...rest: string[]] {
  return [process.execPath, "--max-semi-space-size=8", main, connectionFile];
}
