// The way up: every event leaves through this one pipe at once, so the order here is the order on the screen.

import { BlockingWriter } from "../channel/blocking-writer.ts";
import type { CellEvent } from "../channel/messages.ts";

const eventsPipe = 4;
const writer = new BlockingWriter<CellEvent>(eventsPipe);

export function emit(event: CellEvent): void {
  writer.write(event);
}
