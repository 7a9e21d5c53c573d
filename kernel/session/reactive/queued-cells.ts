// The cells that the front-end has sent and that have yet to run: they are left to their own requests.

import type { CellId } from "../../reactive/facts.ts";
import type { Context } from "../context.ts";

export function queuedCells({ queue }: Pick<Context, "queue">): ReadonlySet<CellId> {
  const ids = queue.waiting.map(({ metadata: { cellId } }) => cellId);
  return new Set(ids.filter((id) => typeof id === "string"));
}
