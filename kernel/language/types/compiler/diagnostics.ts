// Errors in the types of a file, in a form that a message can carry.

import {
  DiagnosticCategory,
  type Project,
  type Diagnostic as TypeScriptDiagnostic,
} from "typescript/unstable/sync";
import type { Diagnostic } from "../messages.ts";
import { ownFolders } from "./options.ts";

export function diagnosticsOf({ program }: Project, path: string): Diagnostic[] {
  return program
    .getSemanticDiagnostics(path)
    .filter(({ category }) => category === DiagnosticCategory.Error)
    .map((each) => ({
      code: each.code,
      message: messageOf(each),
      start: each.pos,
      end: each.end,
      related: (each.relatedInformation ?? []).map((note) => ({
        message: messageOf(note),
        path: note.fileName,
        start: note.pos,
      })),
    }));
}

/** The message and, indented below it, the chain of what led to it. */
function messageOf({ text, messageChain = [] }: TypeScriptDiagnostic): string {
  const causes = messageChain.flatMap((each) => messageOf(each).split("\n"));
  return [withoutPaths(text), ...causes.map((line) => `  ${line}`)].join("\n");
}

/** Files of the engine, as people know what they export. */
const moduleNames: readonly (readonly [path: string, name: string])[] = [
  ["nn/index", "torch"],
  ["nn/modules/index", "nn"],
  ["nn/functional/index", "F"],
  ["nn/blocks/index", "blocks"],
  ["nn/io/index", "io"],
];

/** Types without the paths of their files: `Tensor` for `import("/some/where/tensor").Tensor`. */
function withoutPaths(text: string): string {
  return text
    .replaceAll(/typeof import\("([^"]+)"\)/g, (whole, path: string) => {
      const known = moduleNames.find(([file]) => path.endsWith(`/${file}`) && isOwn(path));
      return known ? `typeof ${known[1]}` : whole;
    })
    .replaceAll(/import\("([^"]+)"\)\./g, (whole, path: string) => (isOwn(path) ? "" : whole));
}

function isOwn(path: string): boolean {
  return ownFolders.some((folder) => path.startsWith(folder));
}
