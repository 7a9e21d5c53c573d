// Files and folders, for the name of a module that begins with a dot or slash.

import { readdirSync } from "node:fs";
import { dirname, resolve } from "node:path";

interface PathEntry {
  /** the whole path as it will be written, since that is what is replaced */
  readonly name: string;
  readonly kind: "file" | "folder";
}

/**
 * The paths that begin like the one that was typed; hidden files and installed packages are left out.
 * @param folder from which a relative path starts
 */
export function pathsIn(typed: string, folder: string): PathEntry[] {
  const written = typed.slice(0, typed.lastIndexOf("/") + 1);
  return entriesOf(resolve(folder, written || dirname(typed)))
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .map(
      (entry): PathEntry =>
        entry.isDirectory()
          ? { name: `${written}${entry.name}/`, kind: "folder" }
          : { name: written + entry.name, kind: "file" },
    );
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // no such folder
  }
}
