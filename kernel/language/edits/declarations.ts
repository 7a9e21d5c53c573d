// A declaration at the top level becomes an assignment to the notebook's scope, so that later cells see the name,
// every cell sees the newest value, and any kind of declaration may follow any other.
//
//   const x: number = 1        ->  $.x = 1
//   const { a, b = 2 } = pair  ->  ({ a: $.a, b: $.b = 2 } = pair)
//   class A {}                 ->  class A {};$.A = A;                 (likewise enum, namespace, using)
//   function f() {}            ->  function f() {}                     and `$.f = f;` ahead of the cell
//
// A `_name` belongs to its cell and stays as it is; one that is declared together with others is declared ahead of them:
//
//   const { _a, b } = pair     ->  let _a; ({ _a, b: $.b } = pair)
//
// The names themselves are rewritten by references.ts.

import type { Node, VariableDeclaration } from "oxc-parser";
import type { Edit, Rewriting } from "../rewriting.ts";
import { ancestors, isCellStatement } from "../syntax-tree.ts";

export const rewriteDeclaration: Edit = (rewriting, node) => {
  if (!isTopLevel(rewriting, node)) return;
  switch (node.type) {
    case "VariableDeclaration":
      return rewriteVariables(rewriting, node);
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
      return storeAfter(rewriting, node);
  }
};

/** What runs ahead of the cell: functions are hoisted, and a `var` exists from the start. */
export function hoisted({ names, scope }: Rewriting): string {
  return names.definitions
    .map(({ name, kind }) => {
      if (kind === "function") return `${scope}.${name} = ${name};`;
      if (kind === "var") return `Object.hasOwn(${scope}, "${name}") || (${scope}.${name} = undefined);`;
      return "";
    })
    .join("");
}

/** Directly in the cell, or a `var` in a block of it. */
function isTopLevel({ tree }: Rewriting, node: Node): boolean {
  if (isCellStatement(tree, node)) return true;
  if (node.type !== "VariableDeclaration" || node.kind !== "var") return false;
  return ![...ancestors(tree, node)].some(
    ({ type }) => type.includes("Function") || type === "StaticBlock" || type === "TSModuleBlock",
  );
}

function storeAfter(
  { text, names, scope }: Rewriting,
  node: Node & { readonly declare?: boolean | undefined },
): void {
  const name = "id" in node && node.id?.type === "Identifier" ? node.id.name : undefined;
  const definition = names.definitions.find((each) => each.name === name);
  if (node.declare || definition === undefined || definition.kind === "type") return;
  text.appendLeft(node.end, `;${scope}.${definition.name} = ${definition.name};`);
}

function rewriteVariables(rewriting: Rewriting, declaration: VariableDeclaration): void {
  const bindings = rewriting.names.bindings.filter(
    ({ offset }) => declaration.start <= offset && offset < declaration.end,
  );
  const local = bindings.filter(({ isLocal }) => isLocal).map(({ name }) => name);
  if (declaration.declare || (local.length > 0 && local.length === bindings.length)) return;
  if (declaration.kind === "using" || declaration.kind === "await using") {
    storeDisposables(rewriting, declaration);
  } else {
    assignVariables(rewriting, declaration, local);
  }
}

/** @param local the names among them that stay variables of the cell */
function assignVariables(
  { text, tree, names }: Rewriting,
  declaration: VariableDeclaration,
  local: readonly string[],
): void {
  const { kind, declarations, start } = declaration;
  const parent = tree.parents.get(declaration);
  const isLoopHead =
    (parent?.type === "ForInStatement" || parent?.type === "ForOfStatement") && parent.left === declaration;
  text.remove(start, declarations[0]?.start ?? start);
  if (local.length > 0) text.appendRight(start, `let ${local.join(", ")}; `);
  for (const { id, init, end } of declarations) {
    if (id.type === "Identifier") {
      if (!names.scoped.has(id.start)) text.update(id.start, id.end, id.name); // a loop's own, without its type
      if (!init && !isLoopHead && kind !== "var") text.appendLeft(end, " = undefined");
    } else {
      if (id.typeAnnotation) text.remove(id.typeAnnotation.start, id.typeAnnotation.end);
      if (id.type === "ObjectPattern" && !isLoopHead) text.prependRight(id.start, "(").appendLeft(end, ")");
    }
  }
}

/** `using a = f(), b = g()` stays a declaration, because the language disposes it when the cell ends. */
function storeDisposables(
  { text, source, names, scope }: Rewriting,
  { kind, declarations, end }: VariableDeclaration,
): void {
  declarations.forEach(({ id, end: declaratorEnd }, i) => {
    if (id.type !== "Identifier") return;
    text.update(id.start, id.end, id.name);
    const next = declarations[i + 1];
    const isLocal = names.bindings.some((each) => each.offset === id.start && each.isLocal);
    const store = isLocal ? ";" : `;${scope}.${id.name} = ${id.name};`;
    if (next) text.overwrite(declaratorEnd, next.start, `${store} ${kind} `);
    else text.appendLeft(source[end - 1] === ";" ? end : declaratorEnd, store);
  });
}
