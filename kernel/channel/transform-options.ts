// How TypeScript becomes JavaScript: by a stripper of types, and by esbuild where that does not do, as for decorators.
// The kernel process does it for cells, the cells' process for local files; the same code has to mean the same in both.

import type { TransformOptions } from "esbuild";
import type { JsxOptions } from "oxc-transform";
import type { JsxSettings, RunSettings } from "./run-settings.ts";

/** The module that makes the JSX of a text, if the text chooses it: `/** @jsxImportSource preact *\/`. */
export function chosenJsxSource(source: string): string | undefined {
  return /\/\*[^*]*\*?[^*]*@jsxImportSource\s+([^\s*]+)/.exec(source)?.[1];
}

/** How the JSX of one text becomes calls. */
export function jsxOf(source: string, { jsx }: RunSettings): JsxSettings {
  const importSource = chosenJsxSource(source);
  return importSource === undefined ? jsx : { runtime: "automatic", importSource };
}

export function stripperJsx(jsx: JsxSettings): JsxOptions {
  if (jsx.runtime === "automatic") return jsx;
  return { runtime: "classic", pragma: jsx.factory, pragmaFrag: jsx.fragment };
}

export function esbuildOptions({ legacyDecorators, defineFields }: RunSettings, jsx: JsxSettings) {
  return {
    target: "esnext",
    supported: { decorators: false },
    sourcemap: "external",
    charset: "utf8",
    ...(jsx.runtime === "automatic"
      ? { jsx: "automatic", jsxImportSource: jsx.importSource }
      : { jsx: "transform", jsxFactory: jsx.factory, jsxFragment: jsx.fragment }),
    tsconfigRaw: {
      compilerOptions: {
        useDefineForClassFields: defineFields,
        experimentalDecorators: legacyDecorators,
      },
    },
    logLevel: "silent",
  } satisfies TransformOptions;
}
