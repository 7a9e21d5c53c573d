// Which names a cell defines, uses and writes. Scope analysis is typescript-eslint's: it knows TypeScript's split
// between values and types, hoisting, enums, namespaces and JSX. What it resolves to the cell's top level, and what
// it cannot resolve at all, are the names that live in the notebook's scope. A `_name` of the cell's own does not: it
// stays the plain variable that it is.

import { analyze, DefinitionType, ScopeType, type Variable } from "@typescript-eslint/scope-manager";
import type { Program } from "oxc-parser";
import { type Definition, definitionKind, isLocal } from "./definitions.ts";
import type { SyntaxTree } from "./syntax-tree.ts";

export type { Definition, DefinitionKind } from "./definitions.ts";

/** One place where a name is assigned after its definition. */
export interface Write {
  readonly name: string;
  readonly offset: number;
}

/** A place where const, let, var or using names a variable at the top level of the cell. */
export interface Binding {
  readonly name: string;
  readonly offset: number;
  /** the name is the cell's alone */
  readonly isLocal: boolean;
}

/** A name that hides a name of the notebook within a part of the cell. */
export interface InnerName {
  readonly name: string;
  readonly offset: number;
}

/** One place where a name of the notebook is read or given a value. */
export interface Mention {
  readonly name: string;
  readonly offset: number;
  readonly writes: boolean;
  /** in a function or class, which may run at any time, and not in the cell's own statements */
  readonly inFunction: boolean;
}

export interface CellNames {
  /** what the cell defines, in order, each name once; `declare`d names are not among them, nor are those in `local` */
  readonly definitions: readonly Definition[];
  /** what the cell declares for itself alone, each `_name` */
  readonly local: readonly Definition[];
  /** names the cell reads that it does not define, nor are global */
  readonly uses: ReadonlySet<string>;
  /** global names the cell reads, as long as no cell defines them */
  readonly globals: ReadonlySet<string>;
  /** every assignment to a name of the notebook, the cell's own or another's */
  readonly writes: readonly Write[];
  /** every assignment to a name in `local` */
  readonly localWrites: readonly Write[];
  /** every name in a declaration of variables */
  readonly bindings: readonly Binding[];
  /** every place where a name of the notebook is read or given a value */
  readonly mentions: readonly Mention[];
  /** where the cell declares its own names: name -> offset of the first place */
  readonly declared: ReadonlyMap<string, number>;
  /** names that a block, function or class inside of the cell declares for itself, and where that begins */
  readonly inner: readonly InnerName[];
  /** where `writes` are */
  readonly written: ReadonlySet<number>;
  /** names read as values, the cell's own among them: an import that is not may be a type's */
  readonly read: ReadonlySet<string>;
  /** offset -> name of each identifier that stands for a property of the notebook's scope */
  readonly scoped: ReadonlyMap<number, string>;
  /** names that nothing in the cell defines, values and types, global ones among them */
  readonly free: ReadonlySet<string>;
  /** every name that any scope of the cell holds or looks for */
  readonly all: ReadonlySet<string>;
}

const globals: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(globalThis), "undefined"]);

/**
 * @param defined names that the notebook defines, which therefore hide a global of the same name
 */
export function namesOf(tree: SyntaxTree, defined: ReadonlySet<string>): CellNames {
  const manager = analyze(programForScopes(tree.program), { sourceType: "module", lib: [], jsxPragma: null });
  const declared = manager.globalScope?.childScopes[0]?.variables ?? [];
  const topLevel = declared.filter((variable) => !isLocal(variable));
  const local = declared.filter(isLocal);
  const unresolved = manager.globalScope?.through ?? [];
  const all = new Set(manager.scopes.flatMap((scope) => [...scope.set.keys()]));
  const unknown = new Set(unresolved.map(({ identifier: { name } }) => name));
  for (const name of unknown) all.add(name);

  const withoutValue = spansWithoutValue(tree);
  const own = topLevel.flatMap((variable) =>
    referencesOf(variable, [...withoutValue, ...ownBodies(variable)]),
  );
  const values = unresolved.filter((reference) => hasValue(reference, withoutValue));
  const free = values.filter(({ identifier: { name } }) => !globals.has(name) || defined.has(name));
  const references = [...own, ...free];

  const definitions = topLevel.flatMap(definitionOf);
  const defines = new Set(definitions.map(({ name }) => name));
  const read = new Set(namesRead(references));
  const writes = writesAmong(references);
  return {
    definitions,
    local: local.flatMap(definitionOf),
    uses: new Set([...read].filter((name) => !defines.has(name))),
    globals: new Set(namesRead(values).filter((name) => globals.has(name))),
    writes,
    localWrites: writesAmong(local.flatMap((variable) => variable.references)),
    bindings: declared.flatMap(bindingsOf),
    mentions: references.map((reference) => ({
      name: reference.identifier.name,
      offset: reference.identifier.range[0],
      writes: reference.isWrite(),
      inFunction: !runsWithTheCell(reference),
    })),
    declared: new Map(topLevel.map(({ name, identifiers: [first] }) => [name, first?.range[0] ?? 0])),
    inner: manager.scopes.filter(isInner).flatMap(innerNames),
    written: new Set(writes.map(({ offset }) => offset)),
    read,
    scoped: new Map([
      ...topLevel.flatMap(bindingsOf).map(({ offset, name }) => [offset, name] as const),
      ...references.map(({ identifier: { name, range } }) => [range[0], name] as const),
    ]),
    free: unknown,
    all,
  };
}

type Reference = Variable["references"][number];

function definitionOf(variable: Variable): Definition[] {
  const kind = definitionKind(variable);
  return kind ? [{ name: variable.name, kind }] : [];
}

function namesRead(references: readonly Reference[]): string[] {
  return references.filter((each) => each.isRead()).map(({ identifier }) => identifier.name);
}

function writesAmong(references: readonly Reference[]): Write[] {
  return references
    .filter((reference) => reference.isWrite() && reference.init !== true)
    .map(({ identifier: { name, range } }) => ({ name, offset: range[0] }));
}

/** Whether the place is in the cell's own statements. Blocks belong to them, the body of a namespace does not. */
function runsWithTheCell({ from: { variableScope } }: Reference): boolean {
  return !isInner(variableScope);
}

type Scope = Reference["from"];

function isInner({ type }: Scope): boolean {
  return type !== ScopeType.global && type !== ScopeType.module;
}

function innerNames({ set, block: { range } }: Scope): InnerName[] {
  return [...set.keys()].map((name) => ({ name, offset: range[0] }));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

type ScopeProgram = Parameters<typeof analyze>[0];

/** The parser writes the very tree that scope-manager reads; only their declarations of it differ. */
function programForScopes(program: Program): ScopeProgram {
  const isScopeProgram = (tree: { readonly type: string }): tree is ScopeProgram => tree.type === "Program";
  if (isScopeProgram(program)) return program;
  throw new TypeError("the parser returned a tree without a program at its root");
}

function referencesOf({ references }: Variable, hidden: readonly Span[]): Reference[] {
  return references.filter((reference) => hasValue(reference, hidden));
}

/** Whether the reference is one to a value, at a place where values are looked up. */
function hasValue({ isValueReference, identifier: { range } }: Reference, hidden: readonly Span[]): boolean {
  return isValueReference && !hidden.some(({ start, end }) => start <= range[0] && range[0] < end);
}

/** Where an identifier is written like a value but none is read: `typeof x` as a type, `export { x }`. */
function spansWithoutValue({ nodes }: SyntaxTree): Span[] {
  return nodes.filter(
    ({ type }) => type === "TSTypeQuery" || type === "ExportSpecifier" || type === "TSClassImplements",
  );
}

/** Inside its own body a namespace or enum is a plain local name, which the type stripper puts there. */
function ownBodies({ defs }: Variable): Span[] {
  return defs
    .filter(({ type }) => type === DefinitionType.TSModuleName || type === DefinitionType.TSEnumName)
    .map(({ node: { range } }) => ({ start: range[0], end: range[1] }));
}

function bindingsOf(variable: Variable): Binding[] {
  const { name, defs } = variable;
  return defs.flatMap((each) =>
    each.type === DefinitionType.Variable && !each.parent.declare
      ? [{ name, offset: each.name.range[0], isLocal: isLocal(variable) }]
      : [],
  );
}
