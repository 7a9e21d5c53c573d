// The front-end's side of the sockets: what runs a notebook without a server, and what the tests speak to the
// kernel with. A request is over when its reply and its `idle` have both arrived, as they come by two sockets.

import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import { address, type ConnectionInfo } from "./connection.ts";
import { listen } from "./inbox.ts";
import { createMessage, type JsonObject, type Message } from "./message.ts";
import { Outbox } from "./outbox.ts";
import { signatureOf } from "./signature.ts";
import type { Channel } from "./sockets.ts";

/** The channels by which a kernel answers. */
export type ClientChannel = Channel | "iopub";

export interface RequestOptions {
  readonly metadata?: JsonObject;
  /** what the kernel publishes because of this request, in order; also after the request is over */
  onMessage?(message: Message): void;
  /** the answer to an input_request; without it the answer is an empty text */
  onInput?(message: Message): string | Promise<string>;
}

export interface KernelClient {
  /** the identity of this client in the headers of its messages */
  readonly session: string;
  /** Sends a request; resolves with its reply once `idle` with this request as parent has arrived as well. */
  request(
    channel: "shell" | "control",
    type: string,
    content: JsonObject,
    options?: RequestOptions,
  ): Promise<Message>;
  /** Sends a message to which there may be no reply, as comm_msg. */
  send(
    channel: Channel,
    type: string,
    content: JsonObject,
    options?: { readonly metadata?: JsonObject },
  ): Message;
  /** Hears every message of the kernel, whatever its parent. Returns a function that ends it. */
  listen(listener: (channel: ClientChannel, message: Message) => void): () => void;
  /** Closes the sockets; requests still under way are rejected. */
  close(): void;
}

interface Pending {
  readonly options: RequestOptions;
  readonly settle: PromiseWithResolvers<Message>;
  reply: Message | undefined;
  idle: boolean;
}

/**
 * Connects to a kernel that is running or about to start; resolves when its iopub socket has welcomed us, so that
 * nothing published from then on is missed. Abort `signal` to stop waiting for a kernel that will not come.
 */
export async function connect(
  connection: ConnectionInfo,
  options: { readonly signal?: AbortSignal } = {},
): Promise<KernelClient> {
  const session = randomUUID();
  const signature = signatureOf(connection);
  const settings = { routingId: session, linger: 0, reconnectInterval: 20, sendHighWaterMark: 0 };
  const shell = new Dealer(settings);
  const control = new Dealer(settings);
  const stdin = new Dealer(settings);
  const iopub = new Subscriber({ linger: 0, reconnectInterval: 20, receiveHighWaterMark: 0 });
  const sockets = { shell, control, stdin, iopub };
  const outboxes = {
    shell: new Outbox(shell, signature),
    control: new Outbox(control, signature),
    stdin: new Outbox(stdin, signature),
  };
  const requests = new Map<string, Pending>();
  const listeners = new Set<(channel: ClientChannel, message: Message) => void>();

  const hear = (channel: ClientChannel) => (message: Message) => {
    for (const listener of [...listeners]) listener(channel, message);
    const id = message.parent_header?.msg_id;
    const pending = id === undefined ? undefined : requests.get(id);
    if (!pending) return;
    if (channel === "iopub") pending.options.onMessage?.(message);
    if (channel === "stdin") answerInput(pending, message);
    else settleIfOver(pending, channel, message);
  };

  const send: KernelClient["send"] = (channel, type, content, { metadata } = {}) => {
    const message = createMessage(session, type, content, metadata ? { metadata } : {});
    outboxes[channel].send(message);
    return message;
  };

  async function answerInput(pending: Pending, request: Message): Promise<void> {
    const value = (await pending.options.onInput?.(request)) ?? "";
    const reply = createMessage(session, "input_reply", { status: "ok", value }, { parent: request.header });
    outboxes.stdin.send(reply);
  }

  const client: KernelClient = {
    session,
    send,
    request(channel, type, content, options = {}) {
      const { header } = send(channel, type, content, options);
      const pending = { options, settle: Promise.withResolvers<Message>(), reply: undefined, idle: false };
      requests.set(header.msg_id, pending);
      return pending.settle.promise;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const socket of Object.values(sockets)) socket.close();
      for (const { settle } of requests.values())
        settle.reject(new Error("the connection to the kernel was closed"));
      requests.clear();
    },
  };

  shell.connect(address(connection, "shell"));
  control.connect(address(connection, "control"));
  stdin.connect(address(connection, "stdin"));
  iopub.connect(address(connection, "iopub"));
  listen("shell", shell, signature, hear("shell"));
  listen("control", control, signature, hear("control"));
  listen("stdin", stdin, signature, hear("stdin"));
  listen("iopub", iopub, signature, hear("iopub"));
  const welcomed = welcome(client, options.signal);
  iopub.subscribe();
  await welcomed;
  return client;
}

function settleIfOver(pending: Pending, channel: ClientChannel, message: Message): void {
  if (channel !== "iopub") pending.reply = message;
  else if (message.header.msg_type === "status") pending.idle = message.content.execution_state === "idle";
  if (pending.reply && pending.idle) pending.settle.resolve(pending.reply);
}

/** Resolves with the first iopub_welcome; an abort closes the client and rejects with the signal's reason. */
function welcome(client: KernelClient, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = client.listen((_channel, message) => {
    if (message.header.msg_type === "iopub_welcome") resolve();
  });
  const abort = () => {
    client.close();
    reject(signal?.reason);
  };
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  return promise.finally(() => {
    stop();
    signal?.removeEventListener("abort", abort);
  });
}
