// A request of a client and what has come of it so far. It is over when its reply and its `idle` have both arrived:
// they come by two sockets, in either order.

import type { JsonObject, Message } from "./message.ts";

export interface RequestOptions {
  readonly metadata?: JsonObject;
  /** what the kernel publishes because of this request, in order; also after the request is over */
  onMessage?(message: Message): void;
  /** the answer to an input_request; without it the answer is an empty text */
  onInput?(message: Message): string | Promise<string>;
}

export class Exchange {
  readonly options: RequestOptions;
  readonly #over = Promise.withResolvers<Message>();
  #reply: Message | undefined;
  #idle = false;

  constructor(options: RequestOptions) {
    this.options = options;
  }

  /** Resolves with the reply when `idle` has come as well. */
  get over(): Promise<Message> {
    return this.#over.promise;
  }

  replied(reply: Message): void {
    this.#reply = reply;
    this.#settle();
  }

  published(message: Message): void {
    this.options.onMessage?.(message);
    if (message.header.msg_type !== "status" || message.content.execution_state !== "idle") return;
    this.#idle = true;
    this.#settle();
  }

  close(): void {
    this.#over.reject(new Error("the connection to the kernel was closed"));
  }

  #settle(): void {
    if (this.#reply && this.#idle) this.#over.resolve(this.#reply);
  }
}
