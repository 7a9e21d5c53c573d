// Which run wrote the text that comes from the descriptors 1 and 2 of the cells' process. They are one pipe each for all
// runs, so it is found by what else is known: a run that waits for a child, a run whose child still lives, or else
// the latest run, as for native code and worker threads.

import type { CellEvent, Serial } from "../channel/messages.ts";

export class Writers {
  /** run -> its children that live */
  readonly #children = new Map<Serial, number>();
  #waiting: Serial | undefined;

  hear(event: CellEvent): void {
    switch (event.type) {
      case "inheriting": {
        const count = (this.#children.get(event.cell) ?? 0) + (event.started ? 1 : -1);
        if (count > 0) this.#children.set(event.cell, count);
        else this.#children.delete(event.cell);
        return;
      }
      case "waiting":
        this.#waiting = event.started ? event.cell : undefined;
        return;
      case "finished":
        if (this.#waiting === event.cell) this.#waiting = undefined;
    }
  }

  /** @param latest the run that runs, or ran last */
  whoWrote(latest: Serial): Serial {
    if (this.#waiting !== undefined || this.#children.size === 0) return this.#waiting ?? latest;
    return this.#children.keys().reduce((last, each) => Math.max(last, each));
  }
}
