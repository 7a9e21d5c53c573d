// What a compiled cell calls where the person wrote `import`: a name that is not exported, or a package that is
// not installed, is told as such.

import { createRequire } from "node:module";
import { join } from "node:path";
import { interruptibleImport } from "./interrupted-imports.ts";
import { installModuleHooks, isLocal } from "./module-hooks.ts";
import { plainUrl } from "./module-versions.ts";
import { notebookFolder, notebookUrl } from "./notebook-folder.ts";

export type Namespace = Record<string, unknown>;

/** Makes imports of cells start from the notebook's folder, the working directory; `require` too. */
export function prepareImports(): void {
  installModuleHooks(import.meta.url);
  Object.assign(globalThis, { require: createRequire(notebookUrl) });
}

/**
 * Imports a module for a cell.
 * @param names exports that the cell uses as values
 * @param options import attributes, as `{ with: { type: "json" } }`
 * @throws SyntaxError if a name is not exported, Error if the module is not found
 */
export async function importForCell(
  specifier: string,
  names: readonly string[] = [],
  options?: ImportCallOptions,
): Promise<Namespace> {
  const namespace = withCommonJsNames(await importNaming(specifier, options));
  for (const name of names) {
    if (!(name in namespace)) throw new SyntaxError(notExported(specifier, name, namespace));
  }
  return namespace;
}

const completed = new WeakMap<Namespace, Namespace>();

/** Node's analysis of a CommonJS module misses exports with computed names; here they are inherited. */
function withCommonJsNames(namespace: Namespace): Namespace {
  if (!("module.exports" in namespace)) return namespace;
  const known = completed.get(namespace);
  if (known !== undefined) return known;
  const complete: Namespace = Object.assign(Object.create(Object(namespace["module.exports"])), namespace);
  completed.set(namespace, complete);
  return complete;
}

function notExported(specifier: string, name: string, namespace: Namespace): string {
  const exported = Object.keys(namespace);
  const listed = exported.length > 20 ? [...exported.slice(0, 20), "…"] : exported;
  return `Module "${specifier}" has no export "${name}". It exports: ${listed.join(", ")}`;
}

async function importNaming(specifier: string, options?: ImportCallOptions): Promise<Namespace> {
  try {
    return await interruptibleImport(() => import(specifier, options), isLocal);
  } catch (error) {
    const name = missingPackage(error);
    if (name === undefined) throw error;
    throw new Error(
      `Package "${name}" is not installed. This line ahead of the cell installs it in ${notebookFolder}:\n` +
        `    %npm install ${name}`,
    );
  }
}

/** The package that a cell or a file of the person's imports and that is not there; what packages miss is theirs. */
function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) return undefined;
  const [, specifier, importer] = /^Cannot find package '(.+)' imported from (.+)$/.exec(error.message) ?? [];
  if (specifier === undefined || importer?.includes("/node_modules/")) return undefined;
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
}

/** `import.meta` of a cell: the cell as if it were a file in the notebook's folder. */
export function metaOf(file: string): ImportMeta {
  const url = new URL(encodeURIComponent(file), notebookUrl);
  return Object.assign(Object.create(null), {
    dirname: notebookFolder,
    filename: join(notebookFolder, file),
    url: url.href,
    main: false,
    resolve: (specifier: string) => plainUrl(import.meta.resolve(specifier)),
  });
}
