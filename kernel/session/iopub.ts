// What the kernel publishes, each message under the header of the request that caused it. Text of a stream is
// gathered for a moment: a cell that prints in a loop would otherwise send more messages than a Jupyter server
// lets through (1,000 a second). Any other message sends the gathered text first, so the order stays.
//
// Publishing gives a promise as long as a message waits for slow readers. Who has more to publish awaits it, and
// so the cells are slowed down instead of the memory being filled.

import type { Header, JsonObject, MessageOptions } from "../wire/message.ts";
import { createMessage } from "../wire/message.ts";
import type { Transport } from "./parts.ts";

/** How long text of a stream may wait for more, in milliseconds: below what a person sees as a delay. */
const gatherFor = 50;

/** How much of it may, in UTF-16 units. */
const gatherAtMost = 2 ** 16;

interface Gathered {
  readonly parent: Header | null;
  readonly name: "stdout" | "stderr";
  readonly texts: string[];
  length: number;
  readonly timer: NodeJS.Timeout;
}

export class Iopub {
  readonly #session: string;
  readonly #transport: Transport;
  #gathered: Gathered | undefined;
  #sending: Promise<void> | undefined;

  constructor(session: string, transport: Transport) {
    this.#session = session;
    this.#transport = transport;
  }

  /** `parent` is the header of the request that caused the message; null when its request is not known any more. */
  publish(
    parent: Header | null,
    type: string,
    content: JsonObject,
    more: Pick<MessageOptions, "metadata" | "buffers"> = {},
  ): Promise<void> | undefined {
    this.flush();
    this.#send(parent, type, content, more);
    return this.#sending;
  }

  status(parent: Header, state: "busy" | "idle"): void {
    this.publish(parent, "status", { execution_state: state });
  }

  stream(parent: Header | null, name: "stdout" | "stderr", text: string): Promise<void> | undefined {
    const gathered = this.#gather(parent, name);
    gathered.texts.push(text);
    gathered.length += text.length;
    if (gathered.length > gatherAtMost) this.flush();
    return this.#sending;
  }

  #gather(parent: Header | null, name: "stdout" | "stderr"): Gathered {
    if (this.#gathered?.parent === parent && this.#gathered.name === name) return this.#gathered;
    this.flush();
    const timer = setTimeout(() => this.flush(), gatherFor);
    this.#gathered = { parent, name, texts: [], length: 0, timer };
    return this.#gathered;
  }

  /** Sends the text that is still waiting for more. */
  flush(): void {
    const gathered = this.#gathered;
    if (!gathered) return;
    this.#gathered = undefined;
    clearTimeout(gathered.timer);
    this.#send(gathered.parent, "stream", { name: gathered.name, text: gathered.texts.join("") });
  }

  #send(
    parent: Header | null,
    type: string,
    content: JsonObject,
    more: Pick<MessageOptions, "metadata" | "buffers"> = {},
  ): void {
    const identities = [Buffer.from(type)];
    const message = createMessage(this.#session, type, content, { ...more, parent, identities });
    const sending = this.#transport.send("iopub", message).then(() => {
      if (this.#sending === sending) this.#sending = undefined;
    });
    this.#sending = sending;
  }
}
