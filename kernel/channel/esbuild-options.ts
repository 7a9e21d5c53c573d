// How esbuild compiles what the type stripper cannot, decorators above all. The kernel process does it for cells, the
// cells' process for local files; the same code has to mean the same in both.

import type { TransformOptions } from "esbuild";

export const esbuildOptions = {
  target: "esnext",
  supported: { decorators: false },
  sourcemap: "external",
  charset: "utf8",
  jsx: "automatic",
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
  logLevel: "silent",
} satisfies TransformOptions;
