// What is global in cells beyond what the types of Node declare.

import { readFileSync } from "node:fs";
import { notebookGlobals } from "../notebook-globals.ts";

/**
 * A module that declares the globals, and makes the compiler load the engine's types ahead of their first use.
 * @param webTypes whether the settings include types of a browser, which have `WebAssembly` themselves
 * @param workerLibrary the path of TypeScript's `lib.webworker.d.ts`
 */
export function ambientText(webTypes: boolean, workerLibrary: string): string {
  return [
    'import type * as notebook from "lamella/notebook";',
    'import type {} from "lamella";',
    "declare global {",
    ...notebookGlobals.map((name) => `  const ${name}: typeof notebook.${name};`),
    ...(webTypes ? [] : webAssembly(workerLibrary)),
    "}",
  ].join("\n");
}

/** TypeScript declares WebAssembly only together with the whole of a browser or worker; this takes it out of there. */
function webAssembly(library: string): string[] {
  const [namespace] =
    /^declare namespace WebAssembly \{\n[\s\S]*?^\}\n/m.exec(readFileSync(library, "utf8")) ?? [];
  if (namespace === undefined) return [];
  const own = "namespace WebAssembly {\ntype BufferSource = ArrayBufferView | ArrayBuffer;\n";
  return [namespace.replace(/^declare namespace WebAssembly \{\n/, own)];
}
