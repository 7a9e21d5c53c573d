// What a `catch` has caught is shown to the cell with a message in the person's words.
//
//   catch (e) { ... }            ->  catch (e) { $cell.caught(e); ... }
//   catch ({ message }) { ... }  ->  catch ($error) { let { message } = $cell.caught($error); { ... } }

import { type Edit, unusedName } from "../rewriting.ts";

export const rewriteCatch: Edit = ({ text, names, cell }, node) => {
  if (node.type !== "CatchClause" || node.param === null) return;
  const { param, body } = node;
  if (param.type === "Identifier") {
    text.appendRight(body.start + 1, ` ${cell}.caught(${param.name});`);
    return;
  }
  const error = unusedName("$error", names.all);
  text.prependRight(param.start, `${error}) { let `);
  text.overwrite(param.typeAnnotation?.start ?? param.end, body.start, ` = ${cell}.caught(${error}); `);
  text.appendLeft(body.end, " }");
};
