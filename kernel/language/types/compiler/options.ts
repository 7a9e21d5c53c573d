// The settings under which cells are checked. How modules are found and what a module is, the kernel decides; how
// strict the types are and which globals exist, the nearest tsconfig.json of the notebook may decide.

import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ShadowFolder } from "./folder.ts";

/** Compiler options as a tsconfig.json has them. */
export type Options = Readonly<Record<string, unknown>>;

/** What the kernel does not leave to anybody. */
const decided: Options = {
  module: "preserve", // `import`, `import x = require()`, top-level await
  moduleResolution: "bundler", // as Node does, and without endings as TypeScript does
  moduleDetection: "force",
  customConditions: ["node"],
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  noEmit: true,
  skipLibCheck: true,
  // a cell is code for one notebook, so the extra rules for files that are compiled one by one make no sense
  verbatimModuleSyntax: false,
  isolatedModules: false,
  erasableSyntaxOnly: false,
};

/** What holds unless the person's settings say otherwise. */
const preset: Options = { target: "esnext", lib: ["esnext"], strict: true, jsx: "react-jsx" };

const honoured =
  /^(target|lib|jsx|jsxFactory|jsxFragmentFactory|jsxImportSource|paths|types|experimentalDecorators|emitDecoratorMetadata|useDefineForClassFields|strict\w*|noImplicitAny|noImplicitThis|useUnknownInCatchVariables|noUncheckedIndexedAccess|exactOptionalPropertyTypes)$/;

/**
 * The options for the cells of a notebook.
 * @param settings the person's options, as the compiler has read them: enumerations are numbers, paths are
 * relative to `pathsBasePath`
 */
export function compilerOptions(folder: ShadowFolder, settings: Options): Options {
  const chosen = Object.entries(settings).filter(([name]) => honoured.test(name));
  const options: Record<string, unknown> = { ...preset, ...named(Object.fromEntries(chosen)), ...decided };
  const { types, paths } = settings;
  return {
    ...options,
    rootDirs: [folder.root, "/"],
    types: [...new Set(["node", ...stringsIn(types)])],
    typeRoots: [...folder.originals.map((original) => join(original, "node_modules/@types")), ownTypes],
    paths: { ...absolutePaths(paths, settings.pathsBasePath), ...ownModules },
  };
}

/** Whether the options include the types of a browser or a web worker. */
export function hasWebTypes({ lib }: Options): boolean {
  return stringsIn(lib).some((name) => /dom|webworker/.test(name));
}

const require = createRequire(import.meta.url);
const ownTypes = dirname(dirname(require.resolve("@types/node/package.json")));

const ending = extname(import.meta.filename) === ".ts" ? ".ts" : ".d.ts";
const houses = fileURLToPath(new URL("../../../../", import.meta.url));

/** Where the kernel's own sources or declarations are. */
export const ownFolders: readonly string[] = [join(houses, "nn/"), join(houses, "kernel/")];

/** The running kernel's own modules, with nothing installed beside the notebook. */
const ownModules: Readonly<Record<string, readonly string[]>> = {
  lamella: [join(houses, `nn/index${ending}`)],
  "lamella/notebook": [join(houses, `kernel/cells/notebook${ending}`)],
  tslab: [join(houses, `kernel/cells/tslab${ending}`)],
};

/** TypeScript's types of a web worker, from which those of WebAssembly are taken. */
export function workerLibrary(): string {
  const compiler = createRequire(require.resolve("typescript/package.json"));
  const platform = `@typescript/typescript-${process.platform}-${process.arch}`;
  return join(dirname(compiler.resolve(`${platform}/package.json`)), "lib/lib.webworker.d.ts");
}

const jsxModes = ["none", "preserve", "react-native", "react", "react-jsx", "react-jsxdev"];

/** Enumerations by their names again, as a tsconfig.json needs them. */
function named(options: Options): Options {
  const { target, lib, jsx } = options;
  return {
    ...options,
    ...(typeof target === "number" && { target: target === 99 ? "esnext" : `es${2013 + target}` }),
    ...(typeof jsx === "number" && { jsx: jsxModes[jsx] }),
    ...(lib !== undefined && { lib: stringsIn(lib).map((file) => file.replace(/^lib\.(.*)\.d\.ts$/, "$1")) }),
  };
}

/** The places of `paths`, which are relative to the folder `base`. */
export function absolutePaths(paths: unknown, base: unknown): Options {
  if (typeof paths !== "object" || paths === null || typeof base !== "string") return {};
  return Object.fromEntries(
    Object.entries(paths).map(([name, places]) => [
      name,
      stringsIn(places).map((place) => join(base, place)),
    ]),
  );
}

export function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
