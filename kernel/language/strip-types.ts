// From edited TypeScript to JavaScript. Enums, namespaces and parameter properties become code; everything else
// that only the type checker needs disappears. JSX becomes calls of a JSX runtime, React's unless a tsconfig.json or a
// comment in the cell names another (`/** @jsxImportSource preact */`).

import { createRequire } from "node:module";
import type { Node } from "oxc-parser";
import { transformSync } from "oxc-transform";
import type { JsxSettings, RunSettings } from "../channel/run-settings.ts";
import { esbuildOptions, stripperJsx } from "../channel/transform-options.ts";
import type { Dialect } from "./parse.ts";
import { ancestors, type SyntaxTree } from "./syntax-tree.ts";

export interface Stripped {
  readonly code: string;
  readonly map:
    | { readonly mappings: string; readonly names: string[]; readonly sources: string[] }
    | undefined;
  readonly errors: readonly string[];
}

export interface StripOptions {
  readonly dialect: Dialect;
  readonly settings: RunSettings;
  /** how the cell's JSX becomes calls, in the words of the edited code */
  readonly jsx: JsxSettings;
}

/** @param tree the cell's own, which tells whether it has syntax that engines do not run yet */
export function stripTypes(code: string, tree: SyntaxTree, options: StripOptions): Stripped {
  const lowers = tree.nodes.some((node) => needsLowering(tree, node, options.settings));
  return lowers ? lower(code, options) : strip(code, options);
}

function strip(code: string, { dialect, jsx }: StripOptions): Stripped {
  const result = transformSync(`cell.${dialect}`, code, {
    lang: dialect,
    sourceType: "module",
    target: "esnext",
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: true },
    jsx: stripperJsx(jsx),
  });
  return { code: result.code, map: result.map, errors: result.errors.map((error) => error.message) };
}

/**
 * What the stripper leaves as it is or refuses: decorators, `accessor`, the variables that a namespace exports, fields
 * that are to be assigned.
 */
function needsLowering(tree: SyntaxTree, node: Node, { defineFields }: RunSettings): boolean {
  switch (node.type) {
    case "Decorator":
    case "AccessorProperty":
      return true;
    case "PropertyDefinition":
    case "TSParameterProperty":
      return !defineFields;
    case "VariableDeclaration": {
      const [exported, block] = ancestors(tree, node);
      const isExported = exported?.type === "ExportNamedDeclaration" && block?.type === "TSModuleBlock";
      return isExported && node.kind !== "const" && !node.declare;
    }
    default:
      return false;
  }
}

/** The work of esbuild, which is loaded with the first cell that needs it: it takes 60 ms and a process of its own. */
function lower(code: string, { dialect, settings, jsx }: StripOptions): Stripped {
  const esbuild: typeof import("esbuild") = createRequire(import.meta.url)("esbuild");
  try {
    const result = esbuild.transformSync(code, {
      loader: dialect,
      ...esbuildOptions(settings, jsx),
    });
    return { code: result.code, map: JSON.parse(result.map), errors: [] };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return { code: "", map: undefined, errors: error.errors.map(({ text }) => text) };
  }
}

function isBuildFailure(error: unknown): error is import("esbuild").TransformFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}
