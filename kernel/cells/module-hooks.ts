// How cells, and the files they import, find modules: bare and relative names from the notebook's folder; `lamella`,
// `lamella/notebook` and `tslab` as the running kernel's own, with nothing installed beside the notebook; local files
// in their present state; local TypeScript compiled whole (enums too), always as an ES module; endings and JSON as
// TypeScript allows them.

import { createRequire, type LoadHookSync, type ResolveHookSync, registerHooks } from "node:module";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { noteFile, noteImport, renewChanged } from "./changed-files.ts";
import { noteLoading } from "./interrupted-imports.ts";
import { compileTypeScript } from "./local-typescript.ts";
import { mappedPaths } from "./mapped-paths.ts";
import { versionedUrl } from "./module-versions.ts";
import { notebookUrl } from "./notebook-folder.ts";
import { currentSettings } from "./settings.ts";

const ending = extname(import.meta.filename);
const own: ReadonlyMap<string, string> = new Map([
  ["lamella", new URL(`../../nn/index${ending}`, import.meta.url).href],
  ["lamella/notebook", new URL(`./notebook${ending}`, import.meta.url).href],
  ["tslab", new URL(`./tslab${ending}`, import.meta.url).href],
]);
const ownFolders = [new URL("../", import.meta.url).href, new URL("../../nn/", import.meta.url).href];

/** Whether a module is a file of the person's, and not of a package or the kernel. */
export function isLocal(url: string): boolean {
  if (!url.startsWith("file:") || url.includes("/node_modules/")) return false;
  return !ownFolders.some((folder) => url.startsWith(folder));
}

/** @param importer the URL of the module whose imports are those of cells */
export function installModuleHooks(importer: string): void {
  const resolve: ResolveHookSync = (specifier, context, nextResolve) => {
    const parentURL = context.parentURL === importer ? notebookUrl : context.parentURL;
    const from = { ...context, parentURL };
    const mapped = mayBeMapped(specifier, parentURL) && resolveMapped(specifier, from, nextResolve);
    const resolved = mapped || resolveAsTypeScript(own.get(specifier) ?? specifier, from, nextResolve);
    const { url } = resolved;
    if (isLocal(url)) {
      renewChanged(url);
      if (parentURL !== undefined) noteImport(parentURL, url);
    }
    const isRequired = context.conditions.includes("require"); // such a module is known by its file, not its URL
    return withJsonAttribute({ ...resolved, url: isRequired ? url : versionedUrl(url) });
  };
  registerHooks({ resolve, load });
}

type Resolve = Parameters<ResolveHookSync>;

/** The person's `paths` are for their own code, and never for the kernel's modules. */
function mayBeMapped(specifier: string, importer: string | undefined): boolean {
  if (own.has(specifier) || /^(\.{0,2}\/|node:|file:)/.test(specifier)) return false;
  return importer !== undefined && isLocal(importer);
}

/** By the `paths` of a tsconfig.json; undefined if nothing that they name is there. */
function resolveMapped(specifier: string, context: Resolve[1], nextResolve: Resolve[2]) {
  const isRequired = context.conditions.includes("require");
  const named = (path: string) => (isRequired ? path : pathToFileURL(path).href);
  for (const path of mappedPaths(specifier, currentSettings().paths)) {
    if (path.endsWith(".d.ts")) continue; // it has only types
    try {
      return resolveAsTypeScript(named(path), context, nextResolve);
    } catch {} // the next one, or what the name means without `paths`
    try {
      return nextResolve(named(require.resolve(path)), context); // a folder with a package.json
    } catch {}
  }
  return undefined;
}

const require = createRequire(import.meta.url);

/** As Node does; what Node does not find, TypeScript may: `./shape` or `./shape.js` for shape.ts. */
function resolveAsTypeScript(specifier: Resolve[0], context: Resolve[1], nextResolve: Resolve[2]) {
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    if (!/^(\.{0,2}\/|file:)/.test(specifier)) throw error;
    for (const candidate of typeScriptNames(specifier)) {
      try {
        return nextResolve(candidate, context);
      } catch {} // the next candidate, or Node's own error in the end
    }
    throw error;
  }
}

function typeScriptNames(specifier: string): string[] {
  const stem = specifier.replace(/\.[mc]?js$/, "");
  return [`${stem}.ts`, `${stem}.tsx`, `${stem}/index.ts`, `${stem}.mts`];
}

function withJsonAttribute(resolved: ReturnType<ResolveHookSync>): ReturnType<ResolveHookSync> {
  if (!/\.json(\?|$)/.test(resolved.url)) return resolved;
  return { ...resolved, importAttributes: { type: "json" } };
}

const load: LoadHookSync = (url, context, nextLoad) => {
  noteLoading(url);
  if (isLocal(url)) noteFile(url);
  if (!isTypeScript(url)) return nextLoad(url, context);
  return { format: "module", source: compileTypeScript(url), shortCircuit: true };
};

function isTypeScript(url: string): boolean {
  return /^file:[^?]*\.[mc]?tsx?(\?|$)/.test(url) && !ownFolders.some((folder) => url.startsWith(folder));
}
