// What is known of the name at a place: how it is declared, and what its author wrote about it.

import { SyntaxKind } from "typescript/unstable/ast";
import {
  type Checker,
  type Project,
  SignatureKind,
  SymbolFlags,
  type Type,
  type Symbol as TypeScriptSymbol,
} from "typescript/unstable/sync";
import type { NameInText, QuickInfo } from "../messages.ts";

const overloads = 5; // of a function with more, the rest is counted
const members = 10; // of an interface
const inTypeAlias = 8_388_608; // a flag: write what a type alias stands for, not its name

export function quickInfoAt(
  project: Project,
  path: string,
  { name, offset }: NameInText,
): QuickInfo | undefined {
  const { checker } = project;
  const symbol = symbolAt(checker, path, name, offset);
  if (symbol === undefined) return undefined;
  return {
    signatures: declarationOf(project, name, symbol, typeAt(checker, path, offset, symbol)),
    documentation: documentationOf(checker, symbol),
  };
}

/** What the name stands for; of one that stands alone and is only a type's, the type. */
function symbolAt(
  checker: Checker,
  path: string,
  name: string,
  offset: number,
): TypeScriptSymbol | undefined {
  const candidates = [
    () => checker.getSymbolAtPosition(path, offset),
    () =>
      checker.resolveName(name, SymbolFlags.Type | SymbolFlags.Namespace, {
        document: path,
        position: offset,
      }),
  ];
  for (const find of candidates) {
    const found = find();
    const symbol = found && (found.flags & SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(found) : found;
    if (symbol !== undefined && !checker.isUnknownSymbol(symbol)) return symbol;
  }
  return undefined;
}

const typeFlags =
  SymbolFlags.TypeAlias | SymbolFlags.Interface | SymbolFlags.Enum | SymbolFlags.TypeParameter;

function typeAt(checker: Checker, path: string, offset: number, symbol: TypeScriptSymbol): Type | undefined {
  if ((symbol.flags & typeFlags) !== 0) return checker.getDeclaredTypeOfSymbol(symbol);
  return checker.getTypeAtPosition(path, offset) ?? checker.getTypeOfSymbol(symbol);
}

/** One line for what is declared, or one for each way to call it. */
function declarationOf(
  project: Project,
  name: string,
  { flags }: TypeScriptSymbol,
  type: Type | undefined,
): string[] {
  const { checker } = project;
  const kind = kindOf(flags);
  if (type === undefined || (flags & (SymbolFlags.Enum | SymbolFlags.Module)) !== 0)
    return [`${kind} ${name}`];
  if ((flags & SymbolFlags.Interface) !== 0) return [`interface ${name} ${membersOf(checker, type)}`];
  if ((flags & SymbolFlags.TypeAlias) !== 0)
    return [`type ${name} = ${checker.typeToString(type, undefined, inTypeAlias)}`];
  if ((flags & SymbolFlags.Class) !== 0)
    return [`class ${name}`, ...callForms(project, `new ${name}`, type, SignatureKind.Construct)];
  if ((flags & (SymbolFlags.Function | SymbolFlags.Method)) !== 0) {
    const forms = callForms(project, `${kind} ${name}`, type, SignatureKind.Call);
    if (forms.length > 0) return forms;
  }
  return [`${kind} ${name}: ${checker.typeToString(type)}`];
}

/** `{ a: number; b: string; … }` */
function membersOf(checker: Checker, type: Type): string {
  const all = checker.getPropertiesOfType(type);
  const shown = all.slice(0, members);
  const types = checker.getTypeOfSymbol(shown);
  const lines = shown.map((member, i) => {
    const memberType = types[i];
    return `${member.name}: ${memberType === undefined ? "unknown" : checker.typeToString(memberType)};`;
  });
  if (all.length > shown.length) lines.push("…");
  return `{ ${lines.join(" ")} }`;
}

function callForms(project: Project, head: string, type: Type, kind: SignatureKind): string[] {
  const { checker, emitter } = project;
  const signatures = checker.getSignaturesOfType(type, kind);
  const forms = signatures.slice(0, overloads).map((signature) => {
    const declaration = checker.signatureToSignatureDeclaration(signature, SyntaxKind.MethodSignature);
    const text = declaration === undefined ? "()" : emitter.printNode(declaration);
    return head + text.replace(/^\w*(?=[(<])/, "").replace(/;$/, "");
  });
  const left = signatures.length - forms.length;
  return left === 0 ? forms : [...forms, `// and ${left} more overloads`];
}

const kinds: readonly [flag: number, kind: string][] = [
  [SymbolFlags.Method, "method"],
  [SymbolFlags.Property | SymbolFlags.Accessor, "property"],
  [SymbolFlags.EnumMember, "enum member"],
  [SymbolFlags.Function, "function"],
  [SymbolFlags.Class, "class"],
  [SymbolFlags.Interface, "interface"],
  [SymbolFlags.Enum, "enum"],
  [SymbolFlags.Module, "namespace"],
  [SymbolFlags.TypeAlias, "type"],
  [SymbolFlags.TypeParameter, "type parameter"],
];

function kindOf(flags: number): string {
  return kinds.find(([flag]) => (flags & flag) !== 0)?.[1] ?? "variable";
}

function documentationOf(checker: Checker, symbol: TypeScriptSymbol): string {
  const tags = symbol.getJsDocTags(checker).map(({ name, text }) => `*@${name}* ${text ?? ""}`.trim());
  return [symbol.getDocumentationComment(checker), ...tags].filter((part) => part !== "").join("\n\n");
}
