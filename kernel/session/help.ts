// `?name` and `name?`: a cell that asks for help instead of running anything. What is known of the name is shown in
// the front-end's pager; with two question marks, in more detail.

import type { JsonObject, Message } from "../wire/message.ts";
import type { Context, Handler } from "./context.ts";
import { inspect } from "./inspect.ts";

export interface HelpQuery {
  /** a name, or a path of names with dots between them */
  readonly name: string;
  /** 1 for more detail, as in inspect_request */
  readonly detail: 0 | 1;
}

/** What a cell asks about; undefined if it is an ordinary one. */
export function helpQuery(source: string): HelpQuery | undefined {
  const [, before = "", name, after = ""] =
    /^\s*(\?{0,2})\s*([\p{ID_Start}$_][\p{ID_Continue}$.]*)\s*(\?{0,2})\s*$/u.exec(source) ?? [];
  const marks = before + after;
  if (name === undefined || marks === "") return undefined;
  return { name, detail: marks.length > 1 ? 1 : 0 };
}

/** The payload of the reply that makes the front-end show the help. */
export async function helpPage(
  { name, detail }: HelpQuery,
  request: Message,
  context: Context,
): Promise<JsonObject> {
  const content = { code: name, cursor_pos: [...name].length, detail_level: detail };
  const handler: Handler = inspect;
  const known = await handler({ ...request, content }, context);
  const data = known?.found === true ? known.data : { "text/plain": `Nothing is known about ${name}.` };
  return { source: "page", data: data ?? {}, start: 0 };
}
