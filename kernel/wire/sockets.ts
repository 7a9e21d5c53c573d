// The kernel's side of the five sockets. Shell, control and stdin are routers (a reply goes back to who asked),
// iopub publishes to every front-end, and the heartbeat echoes. User code runs in another process, so all of
// them stay lively whatever a cell does; and whatever a stranger sends to one of them stays without effect.

import { setTimeout as delay } from "node:timers/promises";
import { Router, type Socket, XPublisher } from "zeromq";
import { address, type ConnectionInfo, type SocketName } from "./connection.ts";
import { decode } from "./frames.ts";
import { createMessage, type Message } from "./message.ts";
import { Outbox } from "./outbox.ts";
import { refuseReflected, withoutReplays } from "./replays.ts";
import { signatureOf } from "./signature.ts";
import { readUntrusted } from "./untrusted.ts";

/** The sockets on which a front-end speaks to the kernel. */
export type Channel = "shell" | "control" | "stdin";

/** After a close, how long ZeroMQ may go on delivering what was sent, in milliseconds. */
const linger = 1000;

/** How long a close waits for readers that are too slow to take more, in milliseconds. */
const patience = 200;

/** A slow reader of replies costs memory; it never makes a message disappear. A frame has to fit into a text. */
const unlimited = { linger, sendHighWaterMark: 0, maxMessageSize: 2 ** 29 };

/**
 * A slow reader of iopub slows the cells down: once so many messages wait for it, sending waits too. One that has
 * taken nothing for half a minute, as when its machine was put to sleep, is disconnected, so that the others go on.
 */
const patient = {
  linger,
  sendHighWaterMark: 1000,
  noDrop: true,
  tcpMaxRetransmitTimeout: 30_000,
  maxMessageSize: 256, // what it receives are topics, which go out again to everybody
};

/** A beat is a few bytes, and one that nobody takes back is dropped. */
const echoing = { linger: 0, maxMessageSize: 256, sendHighWaterMark: 100, receiveHighWaterMark: 100 };

export interface KernelSockets {
  /** Sends in the order of the calls; resolves when the message was handed to ZeroMQ. */
  send(channel: Channel | "iopub", message: Message): Promise<void>;
  /** Closes all five once everything that was sent before is out, or a reader has been waited for long enough. */
  close(): Promise<void>;
}

/**
 * Binds the five sockets of a connection. `session` is the kernel's identity in the headers of its messages,
 * `onMessage` gets what front-ends send. Rejects, naming the socket and its address, when a port is taken.
 */
export async function bindSockets(
  connection: ConnectionInfo,
  session: string,
  onMessage: (channel: Channel, message: Message) => void,
): Promise<KernelSockets> {
  const signature = withoutReplays(signatureOf(connection));
  const shell = new Router(unlimited);
  const control = new Router(unlimited);
  const stdin = new Router(unlimited);
  const iopub = new XPublisher({ ...patient, verbosity: "allSubs" });
  const heartbeat = new Router(echoing); // a Reply would wait for ever for the rest of a beat without a delimiter
  await Promise.all([
    bind(shell, connection, "shell"),
    bind(control, connection, "control"),
    bind(stdin, connection, "stdin"),
    bind(iopub, connection, "iopub"),
    bind(heartbeat, connection, "hb"),
  ]);

  const outboxes = {
    shell: new Outbox(shell, signature),
    control: new Outbox(control, signature),
    stdin: new Outbox(stdin, signature),
    iopub: new Outbox(iopub, signature),
  };
  const listen = (channel: Channel, socket: Router) =>
    readUntrusted(channel, socket, (frames) => {
      const message = decode(frames, signature);
      refuseReflected(message);
      onMessage(channel, message);
    });
  listen("shell", shell);
  listen("control", control);
  listen("stdin", stdin);
  readUntrusted("iopub", iopub, ([frame]) => {
    if (frame?.[0] === subscribe) return welcome(frame.subarray(1), session, outboxes.iopub);
  });
  readUntrusted("the heartbeat", heartbeat, (frames) => heartbeat.send(frames));

  return {
    send: (channel, message) => outboxes[channel].send(message),
    async close() {
      const drained = Promise.all(Object.values(outboxes).map((outbox) => outbox.drained()));
      await Promise.race([drained, delay(patience)]);
      for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close();
    },
  };
}

async function bind(
  socket: Socket & { bind(address: string): Promise<void> },
  connection: ConnectionInfo,
  name: SocketName,
) {
  const endpoint = address(connection, name);
  try {
    await socket.bind(endpoint);
  } catch (cause) {
    throw new Error(`cannot bind the ${name} socket to ${endpoint}: ${String(cause)}`, { cause });
  }
}

/** The first byte of a subscription to iopub; else it is the end of one. */
const subscribe = 1;

/** Tells a front-end that from here on it misses nothing (Jupyter enhancement proposal 65). */
function welcome(topic: Buffer, session: string, iopub: Outbox): Promise<void> {
  const content = { subscription: topic.toString() };
  return iopub.send(createMessage(session, "iopub_welcome", content, { identities: [topic] }));
}
