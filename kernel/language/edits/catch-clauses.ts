// What the cell catches it sees with a message in the person's words, by a `catch` or by a function that a promise calls.
//
//   catch (e) { ... }            ->  catch (e) { $cell.caught(e); ... }
//   catch ({ message }) { ... }  ->  catch ($error) { let { message } = $cell.caught($error); { ... } }
//   p.catch(f), p.then(g, f)     ->  p.catch($cell.catching(f)), p.then(g, $cell.catching(f))

import type { CallExpression, CatchClause } from "oxc-parser";
import { type Edit, type Rewriting, unusedName } from "../rewriting.ts";

export const rewriteCatch: Edit = (rewriting, node) => {
  if (node.type === "CatchClause") rewriteClause(rewriting, node);
  if (node.type === "CallExpression") wrapHandler(rewriting, node);
};

function rewriteClause({ text, names, cell }: Rewriting, { param, body }: CatchClause): void {
  if (param === null) return;
  if (param.type === "Identifier") {
    text.appendRight(body.start + 1, ` ${cell}.caught(${param.name});`);
    return;
  }
  const error = unusedName("$error", names.all);
  text.prependRight(param.start, `${error}) { let `);
  text.overwrite(param.typeAnnotation?.start ?? param.end, body.start, ` = ${cell}.caught(${error}); `);
  text.appendLeft(body.end, " }");
}

/** Nobody knows here whether it is a promise; what is no function stays what it is. */
function wrapHandler({ text, cell }: Rewriting, { callee, arguments: given }: CallExpression): void {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier" || callee.computed) return;
  const { name } = callee.property;
  const handler = name === "catch" ? given[0] : name === "then" ? given[1] : undefined;
  if (handler === undefined || given.some(({ type }) => type === "SpreadElement")) return;
  text.prependRight(handler.start, `${cell}.catching(`).appendLeft(handler.end, ")");
}
