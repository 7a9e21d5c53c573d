// Files of the person's own that cells import, such as `./shapes.ts`. They change under the editor while the kernel
// runs, and the compiler does not watch them; before a check their times are compared.

import { statSync } from "node:fs";

export class LocalFiles {
  /** path -> time of the last change, in milliseconds; undefined if it is gone */
  readonly #times = new Map<string, number | undefined>();

  /** @param paths all that is part of the program by now */
  follow(paths: readonly string[]): void {
    for (const path of paths) if (!this.#times.has(path)) this.#times.set(path, changeTime(path));
  }

  /** The files that have changed since the last call. */
  changed(): string[] {
    const changed: string[] = [];
    for (const [path, time] of this.#times) {
      const now = changeTime(path);
      if (now === time) continue;
      this.#times.set(path, now);
      changed.push(path);
    }
    return changed;
  }
}

/** In milliseconds; undefined if there is no such file. */
export function changeTime(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
