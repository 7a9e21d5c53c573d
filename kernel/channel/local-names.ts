// A name that begins with `_` and is more than that belongs to the cell that declares it by const, let or function. Whoever
// looks for it in another cell is told so, by the types and by the run.

export function mayBeLocal(name: string): boolean {
  return /^_./.test(name);
}

/** Why there may be no such name here; undefined for a name that cells share. */
export function localNameHint(name: string): string | undefined {
  return mayBeLocal(name) ? "a name that begins with _ is local to its cell" : undefined;
}
