// The person's tsconfig.json, read by TypeScript itself: with its comments, its `extends` and its own words for what is
// wrong. Reading takes a third of a millisecond and always sees the files as they are, so nothing has to be watched. It
// is read by way of a file that lists no sources, because the person's project may have thousands.

import { readFileSync } from "node:fs";
import type { API } from "typescript/unstable/sync";
import {
  classicJsx,
  type JsxSettings,
  type PathMapping,
  type RunSettings,
} from "../../../channel/run-settings.ts";
import { positionAt } from "../../problem.ts";
import type { ShadowFolder } from "./folder.ts";
import { absolutePaths, type Options, stringsIn } from "./options.ts";
import { startTypeScript } from "./process.ts";

/** The options of a tsconfig.json, as TypeScript reads them: enumerations are numbers. */
export function readOptions(api: API, folder: ShadowFolder, tsconfig: string | undefined): Options {
  if (tsconfig === undefined) return {};
  return api.parseConfigFile(write(folder, tsconfig)).options;
}

/**
 * What is wrong with a tsconfig.json, or cannot be done, as `/home/ada/tsconfig.json:3:7: Unknown compiler option 'tarjet'.` Only a project
 * tells that, and one keeps what it has read, so each question gets a process of its own, for some milliseconds.
 */
export function problemIn(folder: ShadowFolder, tsconfig: string, options: Options): string | undefined {
  const path = write(folder, tsconfig);
  const [api, pid] = startTypeScript(folder.cells);
  const snapshot = api.updateSnapshot({ openProjects: [path] });
  const problems = snapshot.getProject(path)?.program.getConfigFileParsingDiagnostics() ?? [];
  snapshot.dispose();
  process.kill(pid, "SIGKILL"); // told to end in the middle of its work, it would complain in the server's log
  api.close();
  const lines = problems.map(({ fileName, pos, text }) => `${placeOf(fileName ?? tsconfig, pos)}: ${text}`);
  if (options.emitDecoratorMetadata === true) lines.push(`${tsconfig}: ${noMetadata}`);
  return lines.length === 0 ? undefined : lines.join("\n");
}

const noMetadata = "'emitDecoratorMetadata' is not supported: the compiler of decorators writes no metadata.";

function write(folder: ShadowFolder, tsconfig: string): string {
  return folder.write("settings.json", JSON.stringify({ extends: tsconfig, files: [] }));
}

function placeOf(path: string, offset: number): string {
  if (offset < 0) return path;
  const { line, column } = positionAt(readFileSync(path, "utf8"), offset);
  return `${path}:${line}:${column}`;
}

const react = 3; // TypeScript's number of `jsx: "react"`
const es2022 = 9; // the target from which on fields are the language's own

/** What the options say about the code that runs. */
export function runSettings(options: Options): RunSettings {
  const { experimentalDecorators, useDefineForClassFields, target } = options;
  const defines = useDefineForClassFields ?? (typeof target !== "number" || target >= es2022);
  return {
    jsx: jsxSettings(options),
    legacyDecorators: experimentalDecorators === true,
    defineFields: defines !== false,
    paths: pathMappings(options),
  };
}

/** JSX always becomes calls: an engine runs none, whatever a bundler would do with it later. */
function jsxSettings({ jsx, jsxImportSource, jsxFactory, jsxFragmentFactory }: Options): JsxSettings {
  if (jsx !== react) return { runtime: "automatic", importSource: textOr("react", jsxImportSource) };
  return {
    runtime: "classic",
    factory: textOr(classicJsx.factory, jsxFactory),
    fragment: textOr(classicJsx.fragment, jsxFragmentFactory),
  };
}

function textOr(preset: string, value: unknown): string {
  return typeof value === "string" ? value : preset;
}

function pathMappings({ paths, pathsBasePath }: Options): PathMapping[] {
  return Object.entries(absolutePaths(paths, pathsBasePath)).map(([pattern, places]) => ({
    pattern,
    targets: stringsIn(places),
  }));
}
