// A module whose first evaluation was interrupted stays half evaluated for ever: importing it again would wait for an
// end that never comes, or give the exports it had so far. So modules that were loading when a cell was interrupted are
// loaded anew from then on. Local files are also when their import failed: the person may have put right what was wrong.

import { createRequire } from "node:module";
import { plainUrl, renew } from "./module-versions.ts";

const { cache } = createRequire(import.meta.url);
const underway = new Set<symbol>();
const loading = new Set<string>();

/**
 * Imports for a cell; modules loaded until it is done may be interrupted with it.
 * @param isLocal whether a module is a file of the person's
 */
export async function interruptibleImport<Result>(
  load: () => Promise<Result>,
  isLocal: (url: string) => boolean,
): Promise<Result> {
  const token = Symbol();
  underway.add(token);
  try {
    return await load();
  } catch (error) {
    for (const url of loading) if (isLocal(url)) renew(url);
    throw error;
  } finally {
    underway.delete(token);
    if (underway.size === 0) loading.clear();
  }
}

/** Notes that Node loads a module, before it is evaluated. */
export function noteLoading(url: string): void {
  if (underway.size > 0) loading.add(plainUrl(url));
}

/** The cell that imports was interrupted. */
export function abandonImports(): void {
  for (const url of loading) renew(url);
  loading.clear();
  underway.clear();
  for (const [file, module] of Object.entries(cache)) {
    if (module?.loaded === false) delete cache[file]; // CommonJS modules are known by their file
  }
}
