// A function or class without a name takes the name of the variable it is stored in. Storing in a property does
// not do that, so the name is given by a property of an object that is made for it:
//
//   const f = () => 1   ->  $.f = ({ ["f"]: () => 1 })["f"]

import type { Node } from "oxc-parser";
import type { Edit } from "../rewriting.ts";

export const nameFunction: Edit = ({ text, names }, node) => {
  const [target, value] = targetAndValue(node);
  const name = target && names.scoped.get(target.start);
  if (name === undefined || target?.type !== "Identifier" || !value || !isNameless(value)) return;
  text.prependRight(value.start, `({ ["${name}"]: `).appendLeft(value.end, ` })["${name}"]`);
};

function targetAndValue(node: Node): readonly [target?: Node, value?: Node | null] {
  switch (node.type) {
    case "VariableDeclarator":
      return [node.id, node.init];
    case "AssignmentExpression":
      return /^(\?\?|\|\||&&)?=$/.test(node.operator) ? [node.left, node.right] : [];
    case "AssignmentPattern":
      return [node.left, node.right];
    default:
      return [];
  }
}

function isNameless(value: Node): boolean {
  if (value.type === "ArrowFunctionExpression") return true;
  return (value.type === "FunctionExpression" || value.type === "ClassExpression") && value.id === null;
}
