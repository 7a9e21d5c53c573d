// What the kernel publishes, each message under the header of the request that caused it. Text of a stream is
// gathered for a moment: a cell that prints in a loop would otherwise send more messages than a Jupyter server
// lets through (1,000 a second). Any other message sends the gathered text first, so the order stays.

import type { Header, JsonObject } from "../wire/message.ts";
import { createMessage } from "../wire/message.ts";
import type { Transport } from "./parts.ts";

/** How long text of a stream may wait for more, in milliseconds: far below what a person sees as a delay. */
const gatherFor = 20;

interface Gathered {
  readonly parent: Header | null;
  readonly name: "stdout" | "stderr";
  readonly texts: string[];
  readonly timer: NodeJS.Timeout;
}

export class Iopub {
  readonly #session: string;
  readonly #transport: Transport;
  #gathered: Gathered | undefined;

  constructor(session: string, transport: Transport) {
    this.#session = session;
    this.#transport = transport;
  }

  /** `parent` is the header of the request that caused the message; null when its request is not known any more. */
  publish(parent: Header | null, type: string, content: JsonObject): void {
    this.flush();
    this.#send(parent, type, content);
  }

  status(parent: Header, state: "busy" | "idle"): void {
    this.publish(parent, "status", { execution_state: state });
  }

  stream(parent: Header | null, name: "stdout" | "stderr", text: string): void {
    const gathered = this.#gathered;
    if (gathered?.parent === parent && gathered?.name === name) {
      gathered.texts.push(text);
      return;
    }
    this.flush();
    this.#gathered = { parent, name, texts: [text], timer: setTimeout(() => this.flush(), gatherFor) };
  }

  /** Sends the text that is still waiting for more. */
  flush(): void {
    const gathered = this.#gathered;
    if (!gathered) return;
    this.#gathered = undefined;
    clearTimeout(gathered.timer);
    this.#send(gathered.parent, "stream", { name: gathered.name, text: gathered.texts.join("") });
  }

  #send(parent: Header | null, type: string, content: JsonObject): void {
    const identities = [Buffer.from(type)];
    this.#transport.send("iopub", createMessage(this.#session, type, content, { parent, identities }));
  }
}
