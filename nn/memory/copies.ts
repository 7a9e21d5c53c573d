// A process may load this library twice: two versions of it in node_modules, say. Each copy has a memory of its own, in
// which the pointers of the other's tensors mean something else, so somebody should know before tensors meet.

const mark = Symbol.for("lamella: where the library was loaded from");

/** Warns if another copy of the library, loaded from elsewhere, is in this process already. */
export function warnOfCopies(url: string): void {
  const first: unknown = Reflect.get(globalThis, mark);
  if (first === undefined) Reflect.set(globalThis, mark, url);
  else if (first !== url) {
    process.emitWarning(
      `lamella is loaded twice in this process, by ${first} and ${url}: tensors of one copy must not be given to the other`,
    );
  }
}
