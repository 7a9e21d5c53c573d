// Something has changed by itself, a control that was moved or a name that a timer assigned, or what VS Code's cells have
// changed is to be followed now: the cells concerned run again, under the message that has caused it. While a cell runs,
// moves wait in the queue, and those that follow join the first: only the newest value counts.

import type { Message } from "../../wire/message.ts";
import type { Context } from "../context.ts";
import { followUp } from "./cascade.ts";
import { retype } from "./retype.ts";

export async function moved(request: Message, context: Context): Promise<undefined> {
  const { reactive, runs, comms } = context;
  reactive.takeMoves();
  const trigger = { request, interruption: runs.startWave() };
  await retype(reactive.takeRetyped(), trigger, context);
  const standing = await followUp(trigger, context);
  comms.moved(request, standing.length > 0);
}
