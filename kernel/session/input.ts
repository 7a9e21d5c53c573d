// A cell that asks the person: its question goes to the front-end that sent the cell, the answer back to the
// cells' process. A front-end that cannot ask (a CI job) said so in its request; the answer is then null.

import type { CellEvent, Serial } from "../channel/messages.ts";
import { createMessage, type Message } from "../wire/message.ts";
import type { Cells, Transport } from "./parts.ts";
import type { Run } from "./runs.ts";

type Question = Extract<CellEvent, { type: "input" }>;

export class Input {
  readonly #session: string;
  readonly #transport: Transport;
  readonly #cells: Cells;
  /** the runs whose questions are open, oldest first; a reply does not say to which question it belongs */
  #waiting: Serial[] = [];

  constructor(session: string, transport: Transport, cells: Cells) {
    this.#session = session;
    this.#transport = transport;
    this.#cells = cells;
  }

  ask({ cell, prompt, password }: Question, run: Run | undefined): void {
    if (run?.request.content.allow_stdin !== true) {
      this.#cells.replyInput({ type: "input", cell, value: null });
      return;
    }
    const { header, identities } = run.request;
    this.#waiting.push(cell);
    this.#transport.send(
      "stdin",
      createMessage(this.#session, "input_request", { prompt, password }, { parent: header, identities }),
    );
  }

  /** An input_reply: the answer to the oldest open question. */
  answer({ content }: Message): void {
    const cell = this.#waiting.shift();
    if (cell === undefined) return;
    const value = typeof content.value === "string" ? content.value : null;
    this.#cells.replyInput({ type: "input", cell, value });
  }

  /** The run is over, its questions with it. */
  forget(serial: Serial): void {
    this.#waiting = this.#waiting.filter((cell) => cell !== serial);
  }
}
