// A notebook without a kernel: cells are compiled and run one after the other over one plain scope, so that the
// tests show what the compiled code does, not how it looks.

import vm from "node:vm";
import { type CompiledCell, compileCell } from "../../../kernel/language/compile.ts";

/** What one run gave. `shown` is empty if the cell has no value to show. */
export interface Run {
  readonly cell: CompiledCell;
  readonly shown: readonly unknown[];
}

/** Packages that cells of a test may import, by specifier. */
export type Packages = Readonly<Record<string, object>>;

type CellFunction = (scope: object, cell: object) => Promise<void>;

export class Notebook {
  readonly scope: Record<string, unknown>;
  /** the imports in the order in which they were asked for */
  readonly imported: { specifier: string; required: readonly string[]; options: unknown }[] = [];
  readonly #packages: Packages;
  readonly #constants = new Map<string, string>();
  readonly #read = new Set<string>();
  readonly #written = new Set<string>();
  #count = 0;

  constructor(packages: Packages = {}) {
    this.#packages = packages;
    this.scope = Object.create(
      new Proxy(Object.create(null), {
        has: (_target, name) => name in globalThis,
        get(_target, name) {
          if (name in globalThis) return Reflect.get(globalThis, name);
          throw new ReferenceError(`${String(name)} is not defined`);
        },
      }),
    );
  }

  /** @throws Error with the text of the problem if there is one; its cause is the error as Jupyter shows it */
  compile(source: string): CompiledCell {
    const file = `cell-${this.#count + 1}.ts`;
    const defined = new Set(Object.keys(this.scope));
    const functions = { read: this.#read, written: this.#written };
    const compilation = compileCell(source, { file, constants: this.#constants, defined, functions });
    if (compilation.status === "ok") return compilation.cell;
    throw new Error(compilation.error.traceback.join("\n"), { cause: compilation.error });
  }

  /** @throws Error as `compile` does, and whatever the cell throws */
  async run(source: string): Promise<Run> {
    const cell = this.compile(source);
    this.#count += 1;
    for (const name of cell.functions.read) this.#read.add(name);
    for (const name of cell.functions.written) this.#written.add(name);
    const file = `cell-${this.#count}.ts`;
    const shown: unknown[] = [];
    const run: CellFunction = new vm.Script(`(${cell.code})`, { filename: file }).runInThisContext();
    await run(this.scope, {
      result: (value: unknown) => void shown.push(value),
      import: async (specifier: string, required: readonly string[] = [], options?: unknown) =>
        this.#import(specifier, required, options),
      meta: { url: "file:///notebook/cell.ts" },
      caught: (thrown: unknown) => thrown,
      catching: (handler: unknown) => handler,
      resumed: (value: unknown) => value,
      declared: (name: string) => this.#declared(name),
    });
    for (const { name, kind } of cell.definitions) {
      if (kind === "const") this.#constants.set(name, `cell [${this.#count}]`);
      else this.#constants.delete(name);
    }
    return { cell, shown };
  }

  async runAll(sources: readonly string[]): Promise<Run> {
    let last: Run | undefined;
    for (const source of sources) last = await this.run(source);
    if (!last) throw new Error("a notebook of no cells");
    return last;
  }

  #declared(name: string): object {
    if (name in this.scope) return Object.hasOwn(this.scope, name) ? this.scope : globalThis;
    throw new ReferenceError(`${name} is not defined`);
  }

  #import(specifier: string, required: readonly string[], options: unknown): object {
    this.imported.push({ specifier, required, options });
    const found = this.#packages[specifier];
    if (!found) throw new Error(`no package ${specifier}`);
    const missing = required.find((name) => !(name in found));
    if (missing !== undefined) throw new SyntaxError(`${specifier} exports no ${missing}`);
    return found;
  }
}
