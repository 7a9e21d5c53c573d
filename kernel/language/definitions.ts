// What the top level of a cell defines: the kind of each name, which decides what becomes of its declaration and
// who may assign to it.

import {
  DefinitionType,
  type Definition as ScopeDefinition,
  type Variable,
} from "@typescript-eslint/scope-manager";
import { mayBeLocal } from "../channel/local-names.ts";

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

/**
 * The kind of a variable, which several declarations may share: `class A` with `interface A` is a class.
 * Undefined if all of them only `declare` it, or are overloads.
 */
export function definitionKind({ defs }: Variable): DefinitionKind | undefined {
  const kinds = defs.map(kindOf).filter((kind) => kind !== undefined);
  return kinds.find((kind) => kind !== "type") ?? kinds[0];
}

/**
 * Whether a name is the cell's alone: one that begins with `_`, declared by const, let, using or function. Bare `_` is
 * not, nor is what an import, a var, a class or a type is called.
 */
export function isLocal({ name, defs }: Variable): boolean {
  const kinds = defs.map(kindOf).filter((kind) => kind !== undefined);
  return mayBeLocal(name) && kinds.length > 0 && kinds.every((kind) => localKinds.has(kind));
}

const localKinds: ReadonlySet<DefinitionKind> = new Set(["const", "let", "function"]);

function kindOf(definition: ScopeDefinition): DefinitionKind | undefined {
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
      return isTypeImport(definition.node) || isTypeImport(definition.parent) ? "type" : "import";
    case DefinitionType.Type:
      return "type";
    default:
      return undefined;
  }
}

/** Whether anything in a namespace exists at run time; one that holds types only leaves no trace. */
function hasValue(body: unknown): boolean {
  const statements = property(body, "body");
  if (!Array.isArray(statements)) return statements !== undefined && hasValue(statements);
  return statements.some((statement: unknown) => {
    const inner = property(statement, "declaration") ?? statement;
    const type = property(inner, "type");
    if (type === "TSModuleDeclaration") return hasValue(property(inner, "body"));
    return type !== "TSInterfaceDeclaration" && type !== "TSTypeAliasDeclaration";
  });
}

/** Both `import type { A }` and `import { type A }` say so in `importKind`. */
function isTypeImport(node: unknown): boolean {
  return property(node, "importKind") === "type";
}

function property(node: unknown, key: string): unknown {
  return typeof node === "object" && node !== null ? Reflect.get(node, key) : undefined;
}
