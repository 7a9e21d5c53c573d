// What the notebook's scope holds, as far as the kernel process needs to know it to compile the next cell: which
// names are defined (they hide globals), which of them are constants of which cell (a later cell that assigns to one is
// refused, by an error that names the cell), which of them functions mention (a loop cannot keep those to itself), and
// which names are missing although a cell declares them.

import type { Defined } from "../channel/messages.ts";
import type { CompiledCell } from "../language/compile.ts";
import { MissingNames } from "./missing-names.ts";

export class Scope {
  readonly missing = new MissingNames();
  readonly #defined = new Set<string>();
  readonly #constants = new Map<string, string>();
  readonly #functions = { read: new Set<string>(), written: new Set<string>() };

  get defined(): ReadonlySet<string> {
    return this.#defined;
  }

  /** constant -> the label of its cell */
  get constants(): ReadonlyMap<string, string> {
    return this.#constants;
  }

  /** what functions of the cells so far read and write */
  get functions(): CompiledCell["functions"] {
    return this.#functions;
  }

  /** The functions of a cell may live from now on, whatever becomes of the cell and its names. */
  learnFunctions({ read, written }: CompiledCell["functions"]): void {
    for (const name of read) this.#functions.read.add(name);
    for (const name of written) this.#functions.written.add(name);
  }

  /** Learns from a run: what the cell was to define, and what it did define before it ended. */
  learn(definitions: CompiledCell["definitions"], defined: readonly Defined[], label: string): void {
    const kinds = new Map(definitions.map(({ name, kind }) => [name, kind]));
    for (const { name } of defined) {
      this.#defined.add(name);
      if (kinds.get(name) === "const") this.#constants.set(name, label);
      else this.#constants.delete(name);
    }
  }

  /** Names that have gone away with their cells. */
  forget(names: readonly string[]): void {
    for (const name of names) {
      this.#defined.delete(name);
      this.#constants.delete(name);
    }
  }

  /** The cells' process has been replaced, and the scope with it. */
  clear(): void {
    this.#defined.clear();
    this.#constants.clear();
    this.#functions.read.clear();
    this.#functions.written.clear();
    this.missing.clear();
  }
}
