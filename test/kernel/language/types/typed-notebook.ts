// A notebook whose cells are checked and not run: each is taken to define what it says.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compileCell } from "../../../../kernel/language/compile.ts";
import { TypeChecker } from "../../../../kernel/language/types/type-checker.ts";

export class TypedNotebook {
  readonly directory = mkdtempSync(join(tmpdir(), "lamella-typed-"));
  readonly types: TypeChecker;
  readonly #defined = new Set<string>();
  #count = 0;

  /** @param files path below the notebook's folder -> text */
  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    const folder = join(this.directory, "notebooks");
    mkdirSync(folder, { recursive: true });
    this.types = new TypeChecker(folder);
  }

  write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** @returns the traceback of a type error; undefined if the cell is right */
  async cell(source: string, { checked = true } = {}): Promise<string | undefined> {
    this.#count += 1;
    const file = `cell-${this.#count}.ts`;
    const compilation = compileCell(source, { file, constants: new Map(), defined: this.#defined });
    if (compilation.status === "error") throw new Error(compilation.error.traceback.join("\n"));
    const { module, definitions } = compilation.cell;
    const { error, unavailable, ran, dropped } = checked
      ? await this.types.check(module, file)
      : this.types.admit(module, file);
    if (unavailable !== undefined) throw new Error(`the compiler is not available: ${unavailable}`);
    if (error) dropped();
    else {
      ran(new Set(definitions.map(({ name }) => name)));
      for (const { name } of definitions) this.#defined.add(name);
    }
    return error?.traceback.join("\n");
  }

  /** The errors of the last of some cells, by TypeScript's numbers; those before it have to be right. */
  async codes(...sources: readonly string[]): Promise<string[]> {
    for (const source of sources.slice(0, -1)) {
      const error = await this.cell(source);
      if (error !== undefined) throw new Error(`${source}\n${error}`);
    }
    const error = await this.cell(sources.at(-1) ?? "");
    return error?.match(/^TS\d+/gm) ?? [];
  }

  close(): void {
    void this.types.close();
    rmSync(this.directory, { recursive: true });
  }
}
