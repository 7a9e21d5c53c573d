// Which names a cell defines, uses and writes. Scope analysis is typescript-eslint's: it knows TypeScript's split
// between values and types, hoisting, enums, namespaces and JSX. What it resolves to the cell's top level, and what
// it cannot resolve at all, are the names that live in the notebook's scope.

import {
  analyze,
  DefinitionType,
  type Definition as ScopeDefinition,
  type Variable,
} from "@typescript-eslint/scope-manager";
import type { Node, Program } from "oxc-parser";
import type { SyntaxTree } from "./syntax-tree.ts";

export type DefinitionKind =
  | "const"
  | "let"
  | "var"
  | "function"
  | "class"
  | "enum"
  | "namespace"
  | "import"
  | "type";

/** A name at the top level of a cell. A `type` has no value at run time; `using` counts as `const`. */
export interface Definition {
  readonly name: string;
  readonly kind: DefinitionKind;
}

/** One place where a name is assigned after its definition. */
export interface Write {
  readonly name: string;
  readonly offset: number;
}

export interface CellNames {
  /** what the cell defines, in order, each name once; `declare`d names are not among them */
  readonly definitions: readonly Definition[];
  /** names the cell reads that it does not define, nor are global */
  readonly uses: ReadonlySet<string>;
  /** every assignment to a name of the notebook, the cell's own or another's */
  readonly writes: readonly Write[];
  /** names read as values, the cell's own among them: an import that is not may be a type's */
  readonly read: ReadonlySet<string>;
  /** offset -> name of each identifier that stands for a property of the notebook's scope */
  readonly scoped: ReadonlyMap<number, string>;
  /** every name that any scope of the cell holds or looks for */
  readonly all: ReadonlySet<string>;
}

const globals: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(globalThis), "undefined"]);

/**
 * @param defined names that the notebook defines, which therefore hide a global of the same name
 */
export function namesOf(tree: SyntaxTree, defined: ReadonlySet<string>): CellNames {
  const manager = analyze(programForScopes(tree.program), { sourceType: "module", lib: [], jsxPragma: null });
  const topLevel = manager.globalScope?.childScopes[0]?.variables ?? [];
  const withoutValue = spansWithoutValue(tree);
  const definitions = new Map<string, Definition>();
  const uses = new Set<string>();
  const read = new Set<string>();
  const writes: Write[] = [];
  const scoped = new Map<number, string>();

  const refer = (references: Variable["references"], hidden: readonly Span[]) => {
    for (const reference of references) {
      const { identifier } = reference;
      const [start] = identifier.range;
      if (!reference.isValueReference || hidden.some((span) => span.start <= start && start < span.end))
        continue;
      scoped.set(start, identifier.name);
      if (reference.isRead()) read.add(identifier.name);
      if (reference.isWrite() && reference.init !== true)
        writes.push({ name: identifier.name, offset: start });
    }
  };

  for (const variable of topLevel) {
    const kind = kindOf(variable.defs);
    if (kind) definitions.set(variable.name, { name: variable.name, kind });
    for (const each of variable.defs) {
      if (each.type === DefinitionType.Variable && !each.parent.declare)
        scoped.set(each.name.range[0], variable.name);
    }
    refer(variable.references, [...withoutValue, ...ownBodies(variable.defs)]);
  }
  const free = (manager.globalScope?.through ?? []).filter(
    ({ identifier: { name } }) => !globals.has(name) || defined.has(name),
  );
  refer(free, withoutValue);
  for (const reference of free) {
    if (reference.isRead() && scoped.has(reference.identifier.range[0])) uses.add(reference.identifier.name);
  }

  for (const { name, references } of topLevel) {
    if (!definitions.has(name) && references.some((reference) => reference.isRead())) uses.add(name); // `declare`d
  }
  if (tree.nodes.some(({ type }) => type === "JSXElement" || type === "JSXFragment")) uses.add("React");

  const all = new Set(manager.scopes.flatMap((scope) => [...scope.set.keys()]));
  for (const { identifier } of manager.globalScope?.through ?? []) all.add(identifier.name);
  return { definitions: [...definitions.values()], uses, read, writes, scoped, all };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

type ScopeProgram = Parameters<typeof analyze>[0];

/** The parser writes the very tree that scope-manager reads; only their declarations of it differ. */
function programForScopes(program: Program): ScopeProgram {
  const isScopeProgram = (tree: { readonly type: string }): tree is ScopeProgram => tree.type === "Program";
  if (!isScopeProgram(program))
    throw new TypeError("the parser returned a tree without a program at its root");
  return program;
}

/** Where an identifier is written like a value but none is read: `typeof x` as a type, `export { x }`. */
function spansWithoutValue(tree: SyntaxTree): Span[] {
  const hasNoValue = (node: Node): boolean =>
    node.type === "TSTypeQuery" || node.type === "ExportSpecifier" || node.type === "TSClassImplements";
  return tree.nodes.filter(hasNoValue);
}

/** Inside its own body a namespace or enum is a plain local name, which the type stripper puts there. */
function ownBodies(definitions: readonly ScopeDefinition[]): Span[] {
  return definitions
    .filter(({ type }) => type === DefinitionType.TSModuleName || type === DefinitionType.TSEnumName)
    .map(({ node: { range } }) => ({ start: range[0], end: range[1] }));
}

/** The kind of a name that several declarations may share: `class A` with `interface A` is a class. */
function kindOf(definitions: readonly ScopeDefinition[]): DefinitionKind | undefined {
  const kinds = definitions.map(kindOfOne);
  return (
    kinds.find((kind) => kind !== undefined && kind !== "type") ?? kinds.find((kind) => kind !== undefined)
  );
}

function kindOfOne(definition: ScopeDefinition): DefinitionKind | undefined {
  switch (definition.type) {
    case DefinitionType.Variable: {
      const { declare, kind } = definition.parent;
      if (declare) return undefined;
      return kind === "let" || kind === "var" ? kind : "const";
    }
    case DefinitionType.FunctionName:
      return definition.node.body ? "function" : undefined;
    case DefinitionType.ClassName:
      return definition.node.declare ? undefined : "class";
    case DefinitionType.TSEnumName:
      return definition.node.declare ? undefined : "enum";
    case DefinitionType.TSModuleName:
      if (definition.node.declare) return undefined;
      return hasValue(definition.node.body) ? "namespace" : "type";
    case DefinitionType.ImportBinding:
      return isTypeImport(definition) ? "type" : "import";
    case DefinitionType.Type:
      return "type";
    default:
      return undefined;
  }
}

/** Whether anything in a namespace exists at run time; one that holds types only leaves no trace. */
function hasValue(body: unknown): boolean {
  if (typeof body !== "object" || body === null || !("body" in body)) return false;
  if (!Array.isArray(body.body)) return hasValue(body.body);
  return body.body.some((statement: { readonly type: string; readonly declaration?: unknown }) => {
    const inner: unknown = statement.declaration ?? statement;
    if (typeof inner !== "object" || inner === null || !("type" in inner)) return false;
    if (inner.type === "TSModuleDeclaration") return hasValue("body" in inner ? inner.body : undefined);
    return inner.type !== "TSInterfaceDeclaration" && inner.type !== "TSTypeAliasDeclaration";
  });
}

function isTypeImport(
  definition: ScopeDefinition & { readonly type: DefinitionType.ImportBinding },
): boolean {
  const { node, parent } = definition;
  return (
    ("importKind" in node && node.importKind === "type") ||
    (parent !== null && parent !== undefined && "importKind" in parent && parent.importKind === "type")
  );
}
