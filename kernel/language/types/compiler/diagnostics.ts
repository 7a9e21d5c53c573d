// Errors in the types of a file, in a form that a message can carry.

import {
  DiagnosticCategory,
  type Project,
  type Diagnostic as TypeScriptDiagnostic,
} from "typescript/unstable/sync";
import type { Diagnostic } from "../messages.ts";

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
  return [text, ...causes.map((line) => `  ${line}`)].join("\n");
}
