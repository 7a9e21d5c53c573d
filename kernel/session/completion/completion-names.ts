// The names that may stand where no rule of the language asks for certain ones: the text's own, those of the notebook,
// the global ones, and the words of the language.

import { declaredWords } from "../../language/types/draft.ts";
import { notebookGlobals } from "../../language/types/notebook-globals.ts";
import type { NotebookName } from "../../language/types/slots.ts";
import type { Context } from "../context.ts";

interface Name {
  readonly name: string;
  readonly kind: string;
  /** as TypeScript writes it, where that is known without asking */
  readonly type?: string;
}

const keywords = (
  "abstract as async await boolean break case catch class const continue debugger declare default delete do else enum " +
  "export extends false finally for from function if implements import in instanceof interface let new null number " +
  "of private protected public readonly return satisfies static string super switch this throw true try type typeof " +
  "undefined unknown using var void while yield"
).split(" ");

/** The cells' process has those of this one, which is a Node of the same version, and the notebook's. */
const globals: readonly Name[] = [
  ...[...notebookGlobals, "require"].map((name) => ({ name, kind: "function" })),
  ...Object.getOwnPropertyNames(globalThis)
    .filter((name) => !/Storage$/.test(name)) // which warn when they are read
    .map((name) => ({ name, kind: kindOf(Reflect.get(globalThis, name)) })),
];

/** In this order: what is nearest to the person comes first. A name that is hidden by another is left out. */
export function namesInScope(text: string, { types }: Pick<Context, "types">): Name[] {
  const names = [
    ...declaredWords(text).map((name) => ({ name, kind: "variable" })),
    ...[...types.names].map(ofNotebook),
    ...globals,
    ...keywords.map((name) => ({ name, kind: "keyword" })),
  ];
  return [...new Map(names.toReversed().map((each) => [each.name, each])).values()].toReversed();
}

function ofNotebook([name, { kind, source }]: readonly [
  string,
  Pick<NotebookName, "kind" | "source">,
]): Name {
  return { name, kind, ...(source.from === "text" && { type: source.type }) };
}

function kindOf(value: unknown): string {
  if (typeof value !== "function") return "variable";
  return /^class\b|^[A-Z]/.test(value.name) ? "class" : "function";
}
