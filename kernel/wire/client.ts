// The front-end's side of the sockets: what runs a notebook without a server, and what our tests and benchmarks
// speak to the kernel with.

import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import { address, type ConnectionInfo } from "./connection.ts";
import { Exchange, type RequestOptions } from "./exchange.ts";
import { listen } from "./inbox.ts";
import { createMessage, type JsonObject, type Message } from "./message.ts";
import { Outbox } from "./outbox.ts";
import { signatureOf } from "./signature.ts";
import type { Channel } from "./sockets.ts";

/** The channels by which a kernel answers. */
export type ClientChannel = Channel | "iopub";

export interface KernelClient {
  /** Sends a request; resolves with its reply once `idle` with this request as parent has arrived as well. */
  request(
    channel: "shell" | "control",
    type: string,
    content: JsonObject,
    options?: RequestOptions,
  ): Promise<Message>;
  /** Sends a message to which there may be no reply, as comm_msg. */
  send(channel: Channel, type: string, content: JsonObject, options?: { metadata?: JsonObject }): Message;
  /** Hears every message of the kernel, whatever its parent. Returns a function that ends it. */
  listen(listener: Listener): () => void;
  /** Closes the sockets; requests still under way are rejected. */
  close(): void;
}

type Listener = (channel: ClientChannel, message: Message) => void;

/**
 * Connects to a kernel that is running or about to start; resolves when its iopub socket has welcomed us and
 * its other sockets know us, so that nothing it says from then on is missed. Abort `signal` to stop waiting for a kernel that will not come.
 */
export async function connect(
  connection: ConnectionInfo,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<KernelClient> {
  const client = new SocketClient(connection);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  try {
    await Promise.race([client.ready, aborted]);
    return client;
  } catch (reason) {
    client.close();
    throw reason;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/** Nothing waits for the network when a socket is closed, and a kernel that is about to start is found soon. */
const settings = { linger: 0, reconnectInterval: 20 };

class SocketClient implements KernelClient {
  /** Resolves when the kernel's iopub has welcomed us and its other sockets know us. */
  readonly ready: Promise<unknown>;
  readonly #session = randomUUID();
  readonly #sockets: readonly (Dealer | Subscriber)[];
  readonly #outboxes: Record<Channel, Outbox>;
  readonly #exchanges = new Map<string, Exchange>();
  readonly #listeners = new Set<Listener>();

  constructor(connection: ConnectionInfo) {
    const signature = signatureOf(connection);
    const known: Promise<unknown>[] = [];
    // One identity for all three: the kernel sends an input_request on stdin to whoever asked on shell.
    const dealer = (channel: Channel) => {
      const socket = new Dealer({ ...settings, routingId: this.#session, sendHighWaterMark: 0 });
      known.push(new Promise((resolve) => socket.events.on("handshake", resolve)));
      socket.connect(address(connection, channel));
      listen(channel, socket, signature, (message) => this.#hear(channel, message));
      return socket;
    };
    const [shell, control, stdin] = [dealer("shell"), dealer("control"), dealer("stdin")];
    const iopub = new Subscriber({ ...settings, receiveHighWaterMark: 0 });
    this.#sockets = [shell, control, stdin, iopub];
    this.#outboxes = {
      shell: new Outbox(shell, signature),
      control: new Outbox(control, signature),
      stdin: new Outbox(stdin, signature),
    };
    this.ready = Promise.all([...known, this.#welcome()]);
    iopub.connect(address(connection, "iopub"));
    iopub.subscribe();
    listen("iopub", iopub, signature, (message) => this.#hear("iopub", message));
  }

  request(channel: "shell" | "control", type: string, content: JsonObject, options: RequestOptions = {}) {
    const { header } = this.send(channel, type, content, options);
    const exchange = new Exchange(options);
    this.#exchanges.set(header.msg_id, exchange);
    return exchange.over;
  }

  send(channel: Channel, type: string, content: JsonObject, options: { metadata?: JsonObject } = {}) {
    const message = createMessage(this.#session, type, content, { metadata: options.metadata ?? {} });
    this.#outboxes[channel].send(message);
    return message;
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
    for (const exchange of this.#exchanges.values()) exchange.close();
    this.#exchanges.clear();
  }

  #hear(channel: ClientChannel, message: Message): void {
    for (const listener of [...this.#listeners]) listener(channel, message);
    const exchange = this.#exchanges.get(message.parent_header?.msg_id ?? "");
    if (!exchange) return;
    if (channel === "stdin") this.#answer(exchange, message);
    else if (channel === "iopub") exchange.published(message);
    else exchange.replied(message);
  }

  async #answer({ options }: Exchange, request: Message): Promise<void> {
    const value = (await options.onInput?.(request)) ?? "";
    const parent = request.header;
    this.#outboxes.stdin.send(createMessage(this.#session, "input_reply", { value }, { parent }));
  }

  #welcome(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.listen((_channel, { header }) => {
        if (header.msg_type !== "iopub_welcome") return;
        stop();
        resolve();
      });
    });
  }
}
