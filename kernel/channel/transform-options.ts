// How TypeScript becomes JavaScript: by a stripper of types, and by esbuild where that does not do, as for decorators.
// The kernel process does it for cells, the cells' process for local files; the same code has to mean the same in both.

import type { TransformOptions } from "esbuild";
import type { JsxOptions } from "oxc-transform";
import { classicJsx, type JsxSettings, type RunSettings } from "./run-settings.ts";

/** The module that makes the JSX of a text, if the text chooses it: `/** @jsxImportSource preact *\/`. */
export function chosenJsxSource(source: string): string | undefined {
  return inComment(source, "jsxImportSource");
}

/**
 * How the JSX of one text becomes calls: as its comments say, else as the settings do. As in TypeScript, a function that
 * `@jsx` names counts where JSX is of the classic kind, by the settings or by `@jsxRuntime classic`.
 */
export function jsxOf(source: string, { jsx }: RunSettings): JsxSettings {
  const importSource = chosenJsxSource(source);
  if (importSource !== undefined) return { runtime: "automatic", importSource };
  if (jsx.runtime === "automatic" && inComment(source, "jsxRuntime") !== "classic") return jsx;
  const preset = jsx.runtime === "classic" ? jsx : classicJsx;
  return {
    runtime: "classic",
    factory: inComment(source, "jsx") ?? preset.factory,
    fragment: inComment(source, "jsxFrag") ?? preset.fragment,
  };
}

/** The word after `@name` in a comment. */
function inComment(source: string, name: string): string | undefined {
  if (!source.includes("@jsx")) return undefined; // as nearly always: without a look at each comment
  return new RegExp(`/\\*(?:(?!\\*/)[^])*?@${name}\\s+([^\\s*]+)`).exec(source)?.[1];
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
