// From edited TypeScript to JavaScript. Enums, namespaces and parameter properties become code; everything else
// that only the type checker needs disappears. JSX becomes calls to the React of the notebook's scope.

import { type SourceMap, transformSync } from "oxc-transform";
import type { Dialect } from "./parse.ts";

export interface Stripped {
  readonly code: string;
  readonly map: SourceMap | undefined;
  readonly errors: readonly string[];
}

export function stripTypes(code: string, dialect: Dialect, scope: string): Stripped {
  const result = transformSync(`cell.${dialect}`, code, {
    lang: dialect,
    sourceType: "module",
    target: "esnext",
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: true },
    jsx: {
      runtime: "classic",
      pragma: `${scope}.React.createElement`,
      pragmaFrag: `${scope}.React.Fragment`,
    },
  });
  return { code: result.code, map: result.map, errors: result.errors.map((error) => error.message) };
}
