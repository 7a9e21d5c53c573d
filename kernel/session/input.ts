// A cell that asks the person: its question goes to the front-end that sent the cell, the answer back to the
// cells' process. A front-end that cannot ask (a CI job) said so in its request; the answer is then null.

import type { CellEvent, Serial } from "../channel/messages.ts";
import { createMessage, type Message } from "../wire/message.ts";
import type { Cells, Transport } from "./parts.ts";
import type { Run } from "./runs.ts";

type Question = Extract<CellEvent, { type: "input" }>;

interface Asked {
  readonly cell: Serial;
  /** of the front-end that was asked */
  readonly identities: Message["identities"];
  /** the ids of the question, and of the request whose cell asks it: a reply that names its parent names one of them */
  readonly parents: readonly string[];
}

export class Input {
  readonly #session: string;
  readonly #transport: Transport;
  readonly #cells: Cells;
  /** the open questions, oldest first */
  #waiting: Asked[] = [];

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
    const content = { prompt, password };
    const question = createMessage(this.#session, "input_request", content, { parent: header, identities });
    this.#waiting.push({ cell, identities, parents: [question.header.msg_id, header.msg_id] });
    this.#transport.send("stdin", question);
  }

  /** An input_reply: the answer to its parent, or, as not all front-ends name one, to their oldest open question. */
  answer({ content, identities, parent_header }: Message): void {
    const asked = this.#waiting.find(
      (each) =>
        isSame(each.identities, identities) &&
        (parent_header === null || each.parents.includes(parent_header.msg_id)),
    );
    if (asked === undefined) return;
    this.#waiting = this.#waiting.filter((each) => each !== asked);
    const { cell } = asked;
    const value = typeof content.value === "string" ? content.value : null;
    this.#cells.replyInput({ type: "input", cell, value });
  }

  /** The run is over, its questions with it. */
  forget(serial: Serial): void {
    this.#waiting = this.#waiting.filter(({ cell }) => cell !== serial);
  }
}

/** A front-end has the same identity on all its sockets. */
function isSame(some: Message["identities"], others: Message["identities"]): boolean {
  return some.length === others.length && some.every((each, index) => others[index]?.equals(each));
}
