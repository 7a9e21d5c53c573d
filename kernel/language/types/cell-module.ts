// A cell as the type checker sees it: a module that exports what it defines and imports what it uses of other cells.

import type { EcmaScriptModule } from "oxc-parser";
import { chosenJsxSource } from "../../channel/transform-options.ts";
import type { CellNames, Definition } from "../names.ts";
import type { Dialect, ParsedCell } from "../parse.ts";
import type { SyntaxTree } from "../syntax-tree.ts";

export interface CellModule {
  /** the cell's text, unchanged */
  readonly source: string;
  readonly dialect: Dialect;
  /** the values and types it defines */
  readonly definitions: readonly Definition[];
  /** names it exports itself, by an `export` of the person's */
  readonly exported: readonly string[];
  /** names it does not define, values and types; globals are among them */
  readonly free: readonly string[];
  /** names of other cells that it assigns */
  readonly assigned: readonly string[];
  /** what it names in imports and exports from modules, in order of the alphabet */
  readonly specifiers: readonly string[];
  /** where it names modules of which it only wants types: nobody but the compiler looks for those */
  readonly typeOnly: ReadonlySet<number>;
  /** it declares something for all modules, in `declare global` or `declare module "m"` */
  readonly isAmbient: boolean;
}

export function cellModule(
  source: string,
  { dialect, module, tree }: ParsedCell,
  names: CellNames,
): CellModule {
  const own = new Set(names.definitions.map(({ name }) => name));
  return {
    source,
    dialect,
    definitions: names.definitions,
    exported: exportsOf(module).flatMap(({ exportName: { name } }) => name ?? []),
    free: [...names.free],
    assigned: names.writes.map(({ name }) => name).filter((name) => !own.has(name)),
    specifiers: specifiersOf(source, module),
    typeOnly: new Set([...typeImports(module), ...importTypes(tree)]),
    isAmbient: /\bdeclare\s+(?:global\b|module\s*["'])/.test(source),
  };
}

function exportsOf({ staticExports }: EcmaScriptModule) {
  return staticExports.flatMap(({ entries }) => entries);
}

function specifiersOf(source: string, module: EcmaScriptModule): string[] {
  const imported = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const exported = exportsOf(module).flatMap(({ moduleRequest }) => moduleRequest?.value ?? []);
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => source.slice(start, end));
  return [...new Set([...imported, ...exported, ...dynamic, ...jsxRuntimes(source)])].sort();
}

/** `import type ... from "m"`, `import { type A } from "m"`, `export type ... from "m"`: the offsets of "m" */
function typeImports({ staticImports, staticExports }: EcmaScriptModule): number[] {
  const requests = [
    ...staticImports.map(({ entries, moduleRequest }) => ({ entries, moduleRequest })),
    ...staticExports.map(({ entries }) => ({ entries, moduleRequest: entries[0]?.moduleRequest })),
  ];
  return requests.flatMap(({ entries, moduleRequest }) => {
    const onlyTypes = entries.length > 0 && entries.every(({ isType }) => isType);
    return onlyTypes && moduleRequest ? [moduleRequest.start] : [];
  });
}

/** `import("m").A` as a type: the offsets of "m" */
function importTypes({ nodes }: SyntaxTree): number[] {
  return nodes.flatMap((node) => (node.type === "TSImportType" ? [node.source.start] : []));
}

/** The module that makes a cell's JSX, if the cell itself chooses it. */
export function jsxRuntimes(source: string): string[] {
  const chosen = chosenJsxSource(source);
  return chosen === undefined ? [] : [`${chosen}/jsx-runtime`];
}
