// A compiled cell runs in the cells' process, by a person's request or again; what it has defined is noted for the
// cells after it, and for the types.

import { cellLabel } from "../channel/cell-label.ts";
import type { Finished } from "../channel/messages.ts";
import type { CompiledCell } from "../language/compile.ts";
import type { Checked } from "../language/types/type-checker.ts";
import type { Context } from "./context.ts";
import type { Run } from "./runs.ts";

/** @param checked what the type checker has to say of the cell; undefined if it was not asked */
export async function runCompiled(
  { code, map, definitions, writes, mutates }: CompiledCell,
  source: string,
  silent: boolean,
  checked: Checked | undefined,
  run: Run,
  { cells, scope, typeChecks }: Context,
): Promise<Finished> {
  const values = definitions.filter(({ kind }) => kind !== "type");
  const imported = values.filter(({ kind }) => kind === "import");
  const finished = await cells.execute({
    type: "execute",
    cell: run.serial,
    file: run.file,
    source,
    code,
    map,
    defines: [...new Set([...values.map(({ name }) => name), ...writes])],
    imports: imported.map(({ name }) => name),
    mutates: mutates.map(({ name, ifSet }) => ({ name, ifSet })),
    watches: [...scope.functions.written],
    owner: run.cell,
    isConsole: isConsole(run),
    silent,
    settings: typeChecks.settings,
  });
  scope.learn(values, finished.defined, cellLabel(run.file));
  const defined = new Set(finished.defined.map(({ name }) => name));
  checked?.ran(defined);
  if (finished.outcome.status !== "ok") {
    scope.missing.failed(
      run,
      values.filter(({ name }) => !defined.has(name)),
    );
  }
  return finished;
}

/** Notebooks say which cell they send, and what runs them without a person answers no questions. */
function isConsole({ request: { content, metadata } }: Run): boolean {
  return content.allow_stdin === true && metadata.cellId === undefined;
}
