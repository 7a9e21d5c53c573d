// A loop keeps names of the notebook in variables of its own, and writes them back when it is done, however it ends:
//
//   for (...) { n += xs[i] }  ->  { const xs = $.xs, $loop = $; let n = $loop.n;
//                                   try { for (...) { n += xs[i] } } finally { $loop.n = n; } }
//
// An interrupt ends code without its `finally`; the control thread of the cells' process then writes back what it
// finds beside `$loop` (see cells/loop-variables.ts). The names inside are left alone by references.ts.

import { loopHolder } from "../hot-loops.ts";
import type { Edit } from "../rewriting.ts";

export const rewriteLoop: Edit = ({ text, loops, scope }, node) => {
  const loop = loops.get(node);
  if (loop === undefined) return;
  const { reads, writes } = loop;
  const constants = reads.map((name) => `${name} = ${scope}.${name}`);
  if (writes.length === 0) {
    text.prependRight(node.start, `{ const ${constants.join(", ")}; `).appendLeft(node.end, " }");
    return;
  }
  constants.push(`${loopHolder} = ${scope}`);
  const variables = writes.map((name) => `${name} = ${loopHolder}.${name}`);
  const stores = writes.map((name) => `${loopHolder}.${name} = ${name};`);
  text
    .prependRight(node.start, `{ const ${constants.join(", ")}; let ${variables.join(", ")}; try { `)
    .appendLeft(node.end, ` } finally { ${stores.join(" ")} } }`);
};
