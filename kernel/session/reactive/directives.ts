// What a comment at the head of a cell says about how it reacts: `// @lazy` or `// @off` for a cell that takes long,
// `// @auto` for one that is to follow all the same.

import type { Mode } from "../../reactive/notebook.ts";

/** @param code the cell without its magics */
export function directiveOf(code: string): Mode | undefined {
  for (const line of code.split("\n")) {
    const word = /^\s*\/\/\s*@(auto|lazy|off)\b/.exec(line)?.[1];
    if (word === "auto" || word === "lazy" || word === "off") return word;
    if (!/^\s*(\/\/.*)?$/.test(line)) return undefined;
  }
  return undefined;
}
