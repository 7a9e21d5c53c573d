// What stands behind the @ of a decorator is a name, a member or a call; any other expression needs parentheses:
//
//   @log("x") class A {}  ->  @((0, $.log)("x")) class A {}

import type { Edit } from "../rewriting.ts";

export const wrapDecorator: Edit = ({ text }, node) => {
  if (node.type === "Decorator")
    text.prependRight(node.expression.start, "(").appendLeft(node.expression.end, ")");
};
