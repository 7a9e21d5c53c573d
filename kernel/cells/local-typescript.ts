// TypeScript files that cells import, compiled whole: enums, JSX, decorators and all that Node itself does not run.
// The settings that hold for cells hold for them.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { RunSettings } from "../channel/run-settings.ts";
import { esbuildOptions, jsxOf, stripperJsx } from "../channel/transform-options.ts";
import { currentSettings } from "./settings.ts";
import { registerSource } from "./source-maps.ts";

/** @returns the file as an ES module. @throws SyntaxError with the place in the file */
export function compileTypeScript(url: string): string {
  const path = fileURLToPath(url);
  const text = readFileSync(path, "utf8");
  const settings = currentSettings();
  const compile = needsLowering(text, settings) ? lower : strip;
  const { code, map } = compile(path, text, settings);
  if (map !== undefined) registerSource(url, text, map);
  return code;
}

interface Compiled {
  readonly code: string;
  readonly map: string | undefined;
}

// Both compilers are loaded with the first file that needs them: most notebooks have none.
const require = createRequire(import.meta.url);

function strip(path: string, text: string, settings: RunSettings): Compiled {
  const { transformSync }: typeof import("oxc-transform") = require("oxc-transform");
  const { code, map, errors } = transformSync(path, text, {
    sourcemap: true,
    jsx: stripperJsx(jsxOf(text, settings)),
  });
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${error.message}\n${error.codeframe ?? path}`);
  return { code, map: map && JSON.stringify(map) };
}

/** Decorators, or fields to be assigned. A rough look: esbuild compiles any file, it is only slower to start. */
function needsLowering(text: string, { defineFields }: RunSettings): boolean {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const hasDecorators = /(^|[\s(;{}])@[\w$(]/.test(code) || /\baccessor\s+[#\w$[]/.test(code);
  return hasDecorators || (!defineFields && /\bclass\b/.test(code));
}

function lower(path: string, text: string, settings: RunSettings): Compiled {
  const esbuild: typeof import("esbuild") = require("esbuild");
  try {
    const { code, map } = esbuild.transformSync(text, {
      loader: /x(\?|$)/.test(path) ? "tsx" : "ts",
      sourcefile: path,
      ...esbuildOptions(settings, jsxOf(text, settings)),
    });
    return { code, map };
  } catch (error) {
    throw error instanceof Error ? new SyntaxError(error.message) : error;
  } finally {
    void esbuild.stop(); // its process would not outlive the next interrupt
  }
}
