// Walking a TypeScript syntax tree. The parser's own list of child keys drives the walk, so that a new kind of
// node cannot be forgotten.

import { type Node, type Program, visitorKeys } from "oxc-parser";

/** A cell's syntax tree in the two orders that analysis needs: children before parents, and each node's parent. */
export interface SyntaxTree {
  readonly program: Program;
  readonly nodes: readonly Node[];
  readonly parents: ReadonlyMap<Node, Node>;
}

export function syntaxTree(program: Program): SyntaxTree {
  const nodes: Node[] = [];
  const parents = new Map<Node, Node>();
  const visit = (node: Node): void => {
    for (const child of childrenOf(node)) {
      parents.set(child, node);
      visit(child);
    }
    nodes.push(node);
  };
  visit(program);
  return { program, nodes, parents };
}

export function childrenOf(node: Node): Node[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => {
    const value: unknown = Reflect.get(node, key);
    return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
  });
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The node's ancestors, nearest first. */
export function* ancestors(tree: SyntaxTree, node: Node): Generator<Node> {
  for (let each = tree.parents.get(node); each !== undefined; each = tree.parents.get(each)) yield each;
}

/** Whether the node is a statement of the cell itself, exported or not, and not one inside of another. */
export function isCellStatement(tree: SyntaxTree, node: Node): boolean {
  const parent = tree.parents.get(node);
  const isExported = parent?.type === "ExportNamedDeclaration" || parent?.type === "ExportDefaultDeclaration";
  return (isExported ? tree.parents.get(parent) : parent) === tree.program;
}

const typeScriptWrappers = new Set([
  "TSNonNullExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
]);

/** The outermost expression that is the same value at run time: `f` in `f!`, in `(f as any)`, in `<any>f`. */
export function withTypeScriptWrappers(tree: SyntaxTree, node: Node): Node {
  const parent = tree.parents.get(node);
  return parent && typeScriptWrappers.has(parent.type) ? withTypeScriptWrappers(tree, parent) : node;
}
