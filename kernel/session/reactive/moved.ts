// A control has been moved: the cells that read it run again, under the message that moved it. While a cell
// runs, moves wait in the queue, and those that follow join the first: only the newest value counts.

import type { Message } from "../../wire/message.ts";
import type { Context } from "../context.ts";
import { followUp } from "./cascade.ts";

export async function moved(request: Message, context: Context): Promise<undefined> {
  const { reactive, runs } = context;
  reactive.takeMoves();
  await followUp({ request, interruption: runs.startWave() }, context);
}
