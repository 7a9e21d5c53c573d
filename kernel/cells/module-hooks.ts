// How cells, and the files they import, find modules: bare and relative names from the notebook's folder; `lamella`,
// `lamella/notebook` and `tslab` as the running kernel's own, with nothing installed beside the notebook; local files
// in their present state; local TypeScript compiled whole (enums too), always as an ES module; endings and JSON as
// TypeScript allows them.

import { type LoadHookSync, type ResolveHookSync, registerHooks } from "node:module";
import { extname } from "node:path";
import { noteFile, noteImport, renewChanged } from "./changed-files.ts";
import { noteLoading } from "./interrupted-imports.ts";
import { compileTypeScript } from "./local-typescript.ts";
import { versionedUrl } from "./module-versions.ts";
import { notebookUrl } from "./notebook-folder.ts";

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
    const resolved = resolveAsTypeScript(
      own.get(specifier) ?? specifier,
      { ...context, parentURL },
      nextResolve,
    );
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

/** As Node does; what Node does not find, TypeScript may: `./shape` or `./shape.js` for shape.ts. */
function resolveAsTypeScript(specifier: Resolve[0], context: Resolve[1], nextResolve: Resolve[2]) {
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    if (!/^\.{0,2}\//.test(specifier)) throw error;
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
