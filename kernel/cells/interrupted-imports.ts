// A module whose first evaluation was interrupted stays half evaluated for ever: importing it again would wait for an
// end that never comes, or give the exports it had so far. So modules that were loading when a cell was interrupted
// get another URL from then on, under which Node loads them anew.

import { createRequire } from "node:module";

const { cache } = createRequire(import.meta.url);
const underway = new Set<symbol>();
const loading = new Set<string>();
const attempts = new Map<string, number>();

/** Imports for a cell; modules loaded until it is done may be interrupted with it. */
export async function interruptibleImport<Result>(load: () => Promise<Result>): Promise<Result> {
  const token = Symbol();
  underway.add(token);
  try {
    return await load();
  } finally {
    underway.delete(token);
    if (underway.size === 0) loading.clear();
  }
}

/** Notes that Node loads a module, before it is evaluated. */
export function noteLoading(url: string): void {
  if (underway.size > 0) loading.add(url.replace(/[?&]attempt=\d+$/, ""));
}

/** Where to load a module from: its own URL, unless its evaluation was interrupted. */
export function urlOfAttempt(url: string): string {
  const attempt = attempts.get(url);
  return attempt === undefined ? url : `${url}${url.includes("?") ? "&" : "?"}attempt=${attempt}`;
}

/** The cell that imports was interrupted. */
export function abandonImports(): void {
  for (const url of loading) attempts.set(url, (attempts.get(url) ?? 1) + 1);
  loading.clear();
  underway.clear();
  for (const [file, module] of Object.entries(cache)) {
    if (module?.loaded === false) delete cache[file]; // CommonJS modules are known by their file
  }
}
