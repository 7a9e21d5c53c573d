// Imports are loaded by the run itself, ahead of all other statements, relative to the notebook. What they bind
// becomes names of the notebook.
//
//   import d, { a as b, type T } from "m"   ->  { const m = await $cell.import("m", ["default", "a"]); $.d = m.default; $.b = m.a; }
//   import("m"), import.meta                ->  $cell.import("m"), $cell.meta
//
// The list names what has to exist: an import that the cell itself reads as a value. Of any other only the type
// checker can know whether it is a type, so it is bound if the module has it.

import type { ImportDeclaration, Node } from "oxc-parser";
import type { Edit, Rewriting } from "../rewriting.ts";

export const rewriteImport: Edit = (rewriting, node) => {
  const { text, cell, tree } = rewriting;
  switch (node.type) {
    case "ImportDeclaration":
      return replaceAndHoist(rewriting, node, node.importKind === "type" ? "" : importCode(rewriting, node));
    case "ExportAllDeclaration":
      return replaceAndHoist(
        rewriting,
        node,
        node.exportKind === "type" ? "" : reexportCode(rewriting, node),
      );
    case "ExportNamedDeclaration":
      if (node.source)
        replaceAndHoist(rewriting, node, node.exportKind === "type" ? "" : reexportCode(rewriting, node));
      return;
    case "TSImportEqualsDeclaration":
      if (tree.parents.get(node)?.type !== "TSModuleBlock") rewriteImportEquals(rewriting, node);
      return;
    case "ImportExpression":
      text.update(node.start, node.start + "import".length, `${cell}.import`);
      if (node.options) text.appendLeft(node.source.end, ", undefined");
      return;
    case "MetaProperty":
      if (node.meta.name === "import") text.update(node.start, node.end, `${cell}.meta`);
  }
};

function importCode({ cell, scope, names }: Rewriting, node: ImportDeclaration): string {
  const required: string[] = [];
  const bindings = node.specifiers.map((specifier) => {
    const local = specifier.local.name;
    if (specifier.type === "ImportNamespaceSpecifier") return `${scope}.${local} = m;`;
    if (specifier.type === "ImportSpecifier" && specifier.importKind === "type") return "";
    const imported = JSON.stringify(
      specifier.type === "ImportSpecifier" ? nameOf(specifier.imported) : "default",
    );
    if (!names.read.has(local)) return `if (${imported} in m) ${scope}.${local} = m[${imported}];`;
    required.push(imported);
    return `${scope}.${local} = m[${imported}];`;
  });
  if (node.specifiers.length > 0 && bindings.every((code) => code === "")) return "";
  const load = loadCode(cell, node.source.value, required, node.attributes);
  return bindings.length === 0 ? `${load};` : `{ const m = ${load}; ${bindings.join(" ")} }`;
}

function reexportCode(
  { cell }: Rewriting,
  node: Node & { readonly type: "ExportAllDeclaration" | "ExportNamedDeclaration" },
): string {
  return node.source ? `${loadCode(cell, node.source.value, [], node.attributes)};` : "";
}

type Attributes = ImportDeclaration["attributes"];

function loadCode(
  cell: string,
  specifier: string,
  required: readonly string[],
  attributes: Attributes,
): string {
  const options = Object.fromEntries(attributes.map(({ key, value }) => [nameOf(key), value.value]));
  const suffix = attributes.length > 0 ? `, { with: ${JSON.stringify(options)} }` : "";
  return `await ${cell}.import(${JSON.stringify(specifier)}, [${required.join(", ")}]${suffix})`;
}

function nameOf(node: { readonly name: string } | { readonly value: string }): string {
  return "name" in node ? node.name : node.value;
}

/** `import a = N.b` is an alias; `import a = require("m")` takes what a CommonJS module exports. */
function rewriteImportEquals(
  rewriting: Rewriting,
  node: Node & { readonly type: "TSImportEqualsDeclaration" },
): void {
  const { text, scope, cell, names } = rewriting;
  const { id, moduleReference, importKind } = node;
  if (importKind === "type") return;
  if (moduleReference.type === "TSExternalModuleReference") {
    const load = loadCode(cell, moduleReference.expression.value, [], []);
    const bind = `${scope}.${id.name} = "module.exports" in m ? m["module.exports"] : m;`;
    replaceAndHoist(rewriting, node, `{ const m = ${load}; ${bind} }`);
  } else if (
    names.definitions.some(({ name, kind }) => kind === "type" && name === rootOf(moduleReference))
  ) {
    text.overwrite(node.start, node.end, ";"); // an alias within types
  } else {
    text.overwrite(node.start, moduleReference.start, `${scope}.${id.name} = `);
  }
}

/** `N` of `N.a.b` */
function rootOf(reference: Node): string | undefined {
  if (reference.type === "TSQualifiedName") return rootOf(reference.left);
  return reference.type === "Identifier" ? reference.name : undefined;
}

/** Moves the code to the front of the cell, behind the imports that already stand there. */
function replaceAndHoist({ text, tree }: Rewriting, node: Node, code: string): void {
  text.overwrite(node.start, node.end, code === "" ? ";" : code);
  const front = tree.program.body.find((statement) => !isImport(statement));
  if (front && front.start < node.start) text.move(node.start, node.end, front.start);
}

function isImport({ type }: Node): boolean {
  return type === "ImportDeclaration" || type === "ExportAllDeclaration";
}
