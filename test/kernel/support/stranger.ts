// Somebody who can reach a kernel's ports and does not know its key: sends any frames by ZeroMQ, and any bytes without it.

import { connect, type Socket as NetSocket } from "node:net";
import { Dealer, XSubscriber } from "zeromq";
import { address, type ConnectionInfo, type SocketName } from "../../../kernel/wire/connection.ts";

export class Stranger {
  readonly #connection: ConnectionInfo;
  readonly #sockets: Record<SocketName, Dealer | XSubscriber>;
  #sent: Promise<void> = Promise.resolve();

  constructor(connection: ConnectionInfo) {
    this.#connection = connection;
    const open = (name: SocketName) => {
      const options = { linger: 0, reconnectInterval: 5 };
      const socket = name === "iopub" ? new XSubscriber(options) : new Dealer(options);
      socket.connect(address(connection, name));
      return socket;
    };
    this.#sockets = {
      shell: open("shell"),
      control: open("control"),
      stdin: open("stdin"),
      iopub: open("iopub"),
      hb: open("hb"),
    };
  }

  /** Sends the frames of one message, as they are. */
  send(name: SocketName, frames: readonly (string | Uint8Array)[]): Promise<void> {
    this.#sent = this.#sent.then(() => this.#sockets[name].send([...frames]));
    return this.#sent;
  }

  /** The next message that a socket has for us. */
  receive(name: SocketName): Promise<Buffer[]> {
    return this.#sockets[name].receive();
  }

  /** From here on takes whatever comes, and forgets it: a socket that nobody reads ends up in sending nothing, either. */
  discardAll(): void {
    for (const socket of Object.values(this.#sockets)) void discard(socket);
  }

  /** Sends bytes on a connection of their own, which the kernel may close at any time; `greet` begins as ZeroMQ does. */
  async sendBytes(name: SocketName, bytes: Uint8Array, greet: boolean): Promise<void> {
    const socket = this.#reach(name);
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.on("error", () => {}); // the kernel closed it
    socket.end(greet ? Buffer.concat([greeting, ready(name), bytes]) : bytes);
    socket.resume();
    await closed;
  }

  #reach(name: SocketName): NetSocket {
    const { transport, ip } = this.#connection;
    const port = this.#connection[`${name}_port`];
    return transport === "ipc" ? connect(`${ip}-${port}`) : connect(port, ip);
  }

  close(): void {
    for (const socket of Object.values(this.#sockets)) socket.close();
  }
}

async function discard(socket: Dealer | XSubscriber): Promise<void> {
  for await (const _frames of socket);
}

/** ZMTP 3.0: its signature, its version, a mechanism without security. */
const greeting = Buffer.concat([
  Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]),
  Buffer.from("NULL".padEnd(20, "\0")),
  Buffer.alloc(32),
]);

/** The command that ends the greeting: which type of socket speaks. */
function ready(name: SocketName): Buffer {
  const type = name === "iopub" ? "SUB" : "DEALER";
  const body = Buffer.concat([
    Buffer.from("\x05READY\x0bSocket-Type\0\0\0"),
    Buffer.from([type.length]),
    Buffer.from(type),
  ]);
  return Buffer.concat([Buffer.from([4, body.length]), body]);
}
