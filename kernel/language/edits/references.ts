// A name of the notebook becomes a property of its scope: `x` -> `$.x`. The places where a bare identifier means
// more than its value need care: a shorthand property, a call (which would pass the scope as `this`), `typeof` of a
// name that may not exist, and an assignment, which makes no new name: `x = 1` -> `$cell.declared("x").x = 1`, unless
// it is known that there is an x.

import type { Node } from "oxc-parser";
import type { Edit, Rewriting } from "../rewriting.ts";
import { withTypeScriptWrappers } from "../syntax-tree.ts";

export const rewriteReference: Edit = (rewriting, node) => {
  switch (node.type) {
    case "Identifier":
    case "JSXIdentifier":
      return rewriteIdentifier(rewriting, node);
    case "Property":
      return rewriteShorthand(rewriting, node);
    case "UnaryExpression":
      return rewriteTypeof(rewriting, node);
    case "JSXClosingElement":
      return rewriteClosingTag(rewriting, node);
  }
};

function rewriteIdentifier(rewriting: Rewriting, node: Node): void {
  const { source, text, tree, names } = rewriting;
  const name = names.scoped.get(node.start);
  if (name === undefined || isPartOfShorthand(tree.parents, node)) return;
  const callee = withTypeScriptWrappers(tree, node);
  const user = tree.parents.get(callee);
  const called =
    (user?.type === "CallExpression" && user.callee === callee) ||
    (user?.type === "TaggedTemplateExpression" && user.tag === callee);
  if (called && source[node.end] === "(") {
    // The engine reports such a call at its parenthesis; one edit over both leads back to the name.
    text.update(node.start, node.end + 1, `(0, ${property(rewriting, node.start, name)})(`);
  } else {
    const code = property(rewriting, node.start, name);
    text.update(node.start, node.end, called ? `(0, ${code})` : code);
  }
}

/** The property that a name at a place of the cell stands for. */
function property({ names, known, scope, cell }: Rewriting, offset: number, name: string): string {
  const mayBeMissing = names.written.has(offset) && !known.has(name);
  return `${mayBeMissing ? `${cell}.declared("${name}")` : scope}.${name}`;
}

/** The two identifiers at one place in `{x}` and `{x = 1}`; rewriteShorthand writes them apart. */
function isPartOfShorthand(parents: ReadonlyMap<Node, Node>, node: Node): boolean {
  const parent = parents.get(node);
  if (parent?.type === "Property") return parent.shorthand;
  if (parent?.type !== "AssignmentPattern" || parent.left !== node) return false;
  const property = parents.get(parent);
  return property?.type === "Property" && property.shorthand;
}

function rewriteShorthand(
  rewriting: Rewriting,
  { shorthand, key }: Node & { readonly type: "Property" },
): void {
  const name = shorthand ? rewriting.names.scoped.get(key.start) : undefined;
  if (name === undefined) return;
  rewriting.text.update(key.start, key.end, `${name}: ${property(rewriting, key.start, name)}`);
}

/** `typeof missing` is "undefined" and no error; so the scope is asked first. */
function rewriteTypeof(
  { text, names, scope }: Rewriting,
  node: Node & { readonly type: "UnaryExpression" },
): void {
  if (node.operator !== "typeof" || node.argument.type !== "Identifier") return;
  const name = names.scoped.get(node.argument.start);
  if (name === undefined) return;
  text.overwrite(node.start, node.end, `("${name}" in ${scope} ? typeof ${scope}.${name} : "undefined")`);
}

/** Scope analysis counts the opening tag only; the closing one has to match it. */
function rewriteClosingTag(
  { text, tree, names, scope }: Rewriting,
  node: Node & { readonly type: "JSXClosingElement" },
): void {
  const element = tree.parents.get(node);
  if (element?.type !== "JSXElement") return;
  const name = names.scoped.get(element.openingElement.name.start);
  if (name === undefined) return;
  text.update(node.name.start, node.name.start + name.length, `${scope}.${name}`);
}
