// Local files that cells import are loaded anew when they have changed: not at once, but when a cell that imports them
// runs again. A file is as new as what it imports, so whatever leads to a changed file is loaded anew with it. What
// other cells have imported before stays with the old one.

import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { plainUrl, renew, versionOf } from "./module-versions.ts";
import { settingsKey } from "./settings.ts";

interface LoadedFile {
  readonly stamp: string;
  /** URL -> the version that this file has imported */
  readonly imports: Map<string, number>;
}

const { cache } = createRequire(import.meta.url);
const loaded = new Map<string, LoadedFile>();

/** Notes that Node loads a local file now. */
export function noteFile(url: string): void {
  const file = plainUrl(url);
  loaded.set(file, { stamp: stampOf(file), imports: new Map() });
}

/** Notes that one local file imports another. */
export function noteImport(importer: string, url: string): void {
  loaded.get(plainUrl(importer))?.imports.set(url, versionOf(url));
}

/** Renews a local file, and what it imports, as far as they have changed since they were loaded. */
export function renewChanged(url: string): void {
  const files = reachableFrom(url);
  const changed = new Set(files.filter(hasChanged));
  for (let known = -1; known < changed.size; ) {
    known = changed.size;
    for (const file of files) if (importsOf(file).some(([each]) => changed.has(each))) changed.add(file);
  }
  for (const file of changed) {
    renew(file);
    loaded.delete(file);
    delete cache[fileURLToPath(file)]; // CommonJS modules are known by their file
  }
}

function reachableFrom(url: string): string[] {
  const files = new Set([url]);
  for (const file of files) for (const [each] of importsOf(file)) files.add(each);
  return [...files];
}

/** Whether the file is another than when it was loaded, or what it has imported is out of date. */
function hasChanged(url: string): boolean {
  const file = loaded.get(url);
  if (file === undefined) return false;
  return file.stamp !== stampOf(url) || importsOf(url).some(([each, version]) => versionOf(each) !== version);
}

function importsOf(url: string): [url: string, version: number][] {
  return [...(loaded.get(url)?.imports ?? [])];
}

function stampOf(url: string): string {
  const status = statSync(fileURLToPath(url), { bigint: true, throwIfNoEntry: false });
  return status === undefined ? "missing" : `${status.mtimeNs} ${status.size} ${settingsKey()}`;
}
