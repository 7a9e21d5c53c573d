// A client that shares no code with the kernel: frames and signatures written out by hand from Jupyter's
// messaging specification, so that a mistake in kernel/wire cannot hide behind itself.

import { createHmac, randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";

/** The fields of a connection file that a client needs. */
export interface RawConnection {
  readonly transport: string;
  readonly ip: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly iopub_port: number;
  readonly key: string;
}

export type RawChannel = "shell" | "control" | "stdin";

export interface RawMessage {
  readonly channel: RawChannel | "iopub";
  readonly identities: readonly Buffer[];
  readonly header: { readonly msg_id: string; readonly msg_type: string; readonly [field: string]: unknown };
  readonly parent_header: { readonly msg_id?: string };
  readonly metadata: Record<string, unknown>;
  readonly content: Record<string, unknown>;
  readonly buffers: readonly Buffer[];
}

/** A message to send; what is left out is made up. */
export interface RawRequest {
  readonly header: { readonly msg_id: string; readonly msg_type: string };
  readonly parent_header?: object;
  readonly metadata?: object;
  readonly content?: object;
  readonly buffers?: readonly Uint8Array[];
}

interface SendOptions extends Partial<RawRequest> {
  readonly msg_id?: string;
  /** of another page than this client is */
  readonly session?: string;
}

export class RawClient {
  readonly #key: string;
  readonly #sender = { session: randomUUID(), username: "raw", version: "5.3" };
  readonly #sockets: Record<RawChannel, Dealer>;
  readonly #iopub: Subscriber;
  readonly #onMessage: (message: RawMessage) => void;
  #sent: Promise<void> = Promise.resolve();
  /** Resolves when the kernel's shell, control and stdin know us and can send to us. */
  readonly known: Promise<unknown>;

  /** `onMessage` gets everything the kernel sends, in order of arrival within a channel. */
  constructor(connection: RawConnection, onMessage: (message: RawMessage) => void) {
    this.#key = connection.key;
    this.#onMessage = onMessage;
    const routingId = randomUUID();
    const handshakes: Promise<unknown>[] = [];
    const dealer = (channel: RawChannel) => {
      const socket = new Dealer({ routingId, linger: 0, sendHighWaterMark: 0, reconnectInterval: 20 });
      handshakes.push(new Promise((resolve) => socket.events.on("handshake", resolve)));
      socket.connect(endpoint(connection, connection[`${channel}_port`]));
      this.#read(channel, socket);
      return socket;
    };
    this.#sockets = { shell: dealer("shell"), control: dealer("control"), stdin: dealer("stdin") };
    this.known = Promise.all(handshakes);
    this.#iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0, reconnectInterval: 20 });
    this.#iopub.connect(endpoint(connection, connection.iopub_port));
    this.#iopub.subscribe();
    this.#read("iopub", this.#iopub);
  }

  /** Sends and returns the id of the message. */
  async send(
    channel: RawChannel,
    msg_type: string,
    content: object,
    { msg_id = randomUUID(), session = this.#sender.session, ...more }: SendOptions = {},
  ): Promise<string> {
    const date = new Date().toISOString();
    const header = { ...this.#sender, session, date, ...more.header, msg_id, msg_type };
    await this.sendMessage(channel, { ...more, header, content });
    return msg_id;
  }

  sendMessage(
    channel: RawChannel,
    { header, parent_header, metadata, content, buffers }: RawRequest,
  ): Promise<void> {
    const texts = [header, parent_header, metadata, content].map((part) => JSON.stringify(part ?? {}));
    return this.sendParts(channel, [...texts.map((text) => Buffer.from(text)), ...(buffers ?? [])]);
  }

  /** Signs and sends the four JSON texts of a message, and its buffers. */
  sendParts(channel: RawChannel, parts: readonly Uint8Array[]): Promise<void> {
    return this.sendFrames(channel, ["<IDS|MSG>", this.sign(parts.slice(0, 4).map(String)), ...parts]);
  }

  /** One send after the other: zeromq.js refuses a second one while the first is under way. */
  sendFrames(channel: RawChannel, frames: readonly (string | Uint8Array)[]): Promise<void> {
    this.#sent = this.#sent.then(() => this.#sockets[channel].send([...frames]));
    return this.#sent;
  }

  sign(parts: readonly string[]): string {
    return createHmac("sha256", this.#key).update(parts.join("")).digest("hex");
  }

  close(): void {
    for (const socket of [...Object.values(this.#sockets), this.#iopub]) socket.close();
  }

  async #read(channel: RawMessage["channel"], socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const start = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
      const texts = frames.slice(start + 2, start + 6).map(String);
      const signature = String(frames[start + 1]);
      if (signature !== this.sign(texts))
        throw new Error(`wrongly signed message on ${channel}: ${texts[0]}`);
      const [header, parent_header, metadata, content] = texts.map((text) => JSON.parse(text));
      const identities = frames.slice(0, start);
      const buffers = frames.slice(start + 6);
      this.#onMessage({ channel, identities, header, parent_header, metadata, content, buffers });
    }
  }
}

function endpoint({ transport, ip }: RawConnection, port: number): string {
  return transport === "ipc" ? `ipc://${ip}-${port}` : `tcp://${ip}:${port}`;
}
