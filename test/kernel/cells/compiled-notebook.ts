// A notebook for tests of what the compiler and the cells' process promise each other: cells as a person writes them.

import type { CellError, Finished } from "../../../kernel/channel/messages.ts";
import { compileCell } from "../../../kernel/language/compile.ts";
import { Scope } from "../../../kernel/session/scope.ts";
import { Notebook } from "./notebook.ts";

export class CompiledNotebook extends Notebook {
  readonly #scope = new Scope();
  #count = 0;

  /** Compiles and runs a cell. */
  readonly execute = async (source: string): Promise<Finished> => {
    this.#count += 1;
    const cell = 1_000_000 + this.#count; // apart from those of `Notebook.run`
    const file = `cell-${this.#count}.ts`;
    const { constants, defined, functions } = this.#scope;
    const compilation = compileCell(source, { file, constants, defined, functions });
    if (compilation.status === "error") throw new Error(compilation.error.traceback.join("\n"));
    const { code, map, definitions } = compilation.cell;
    this.#scope.learnFunctions(compilation.cell.functions);
    const defines = definitions.filter(({ kind }) => kind !== "type").map(({ name }) => name);
    const silent = false;
    const finished = await this.supervisor.execute({
      type: "execute",
      cell,
      file,
      source,
      code,
      map,
      defines,
      silent,
    });
    this.#scope.learn(definitions, finished.defined, file);
    return finished;
  };

  /** Runs a cell that must succeed; the text of its result. */
  readonly show = async (source: string): Promise<unknown> => {
    const { cell, outcome } = await this.execute(source);
    if (outcome.status !== "ok") throw new Error(outcome.error.traceback.join("\n"));
    return this.of("result", cell)[0]?.bundle.data["text/plain"];
  };

  /** Runs a cell that must fail. */
  readonly fail = async (source: string): Promise<CellError> => {
    const { outcome } = await this.execute(source);
    if (outcome.status === "ok") throw new Error("the cell did not fail");
    return outcome.error;
  };
}
