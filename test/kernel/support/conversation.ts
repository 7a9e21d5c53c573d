// A conversation with a kernel: everything it said, in order, and what it said because of one request.

import { type RawChannel, RawClient, type RawConnection, type RawMessage } from "./raw-client.ts";

/** What a kernel did because of one request, until both its reply and its `idle` were there. */
export interface Exchange {
  readonly id: string;
  readonly reply: RawMessage;
  /** on iopub, in order, `busy` and `idle` included */
  readonly published: readonly RawMessage[];
}

export class Conversation {
  readonly client: RawClient;
  readonly heard: RawMessage[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(connection: RawConnection, onMessage: (message: RawMessage) => void) {
    this.client = new RawClient(connection, (message) => {
      onMessage(message);
      this.heard.push(message);
      for (const check of [...this.#waiting]) check();
    });
  }

  /** Connects, and waits until the kernel's iopub socket has welcomed us and its other sockets know us. */
  static async with(
    connection: RawConnection,
    onMessage: (message: RawMessage) => void = () => {},
  ): Promise<Conversation> {
    const conversation = new Conversation(connection, onMessage);
    await Promise.all([
      conversation.client.known,
      conversation.until(({ header }) => header.msg_type === "iopub_welcome"),
    ]);
    return conversation;
  }

  /** The first message for which `matches` holds, already heard or still to come. */
  until(matches: (message: RawMessage) => boolean): Promise<RawMessage> {
    return new Promise((resolve) => {
      let looked = 0;
      const check = () => {
        for (; looked < this.heard.length; looked++) {
          const message = this.heard[looked];
          if (!message || !matches(message)) continue;
          this.#waiting.delete(check);
          return resolve(message);
        }
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Sends a request and waits for its end. */
  async ask(
    msg_type: string,
    content: object,
    options: { readonly channel?: RawChannel; readonly metadata?: object } = {},
  ): Promise<Exchange> {
    const { channel = "shell", ...more } = options;
    return this.end(await this.client.send(channel, msg_type, content, more));
  }

  /** Runs a cell and waits for its end. */
  execute(code: string, options: object = {}): Promise<Exchange> {
    return this.ask("execute_request", { code, ...options });
  }

  /** Waits for the end of a request that was sent before. */
  async end(id: string): Promise<Exchange> {
    const child = (message: RawMessage) => message.parent_header.msg_id === id;
    const [reply] = await Promise.all([
      this.until(
        (message) => child(message) && (message.channel === "shell" || message.channel === "control"),
      ),
      this.idle(id),
    ]);
    return { id, reply, published: this.publishedBy(id) };
  }

  /** Waits for `idle`, which is all that ends a message without a reply. */
  idle(id: string): Promise<RawMessage> {
    return this.until(
      ({ header, parent_header, content }) =>
        parent_header.msg_id === id && header.msg_type === "status" && content.execution_state === "idle",
    );
  }

  /** What was published so far because of one request. */
  publishedBy(id: string): readonly RawMessage[] {
    return this.heard.filter(
      ({ channel, parent_header }) => channel === "iopub" && parent_header.msg_id === id,
    );
  }

  /** From here on nothing has been heard. */
  forget(): void {
    this.heard.length = 0;
  }

  close(): void {
    this.client.close();
  }
}

/** Messages as short texts to compare: the type, with the state of a status and the text of a stream. */
export function outline(messages: readonly RawMessage[]): string[] {
  return messages.map(({ header, content }) => {
    const detail = content.execution_state ?? content.text;
    return detail === undefined ? header.msg_type : `${header.msg_type} ${detail}`;
  });
}
