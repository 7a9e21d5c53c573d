// The connection file: the one thing a front-end and a kernel share before they talk. The front-end picks the
// places of five sockets and a signing key, writes them down, and starts the kernel with the file's path; so both
// the reader (the kernel) and the writer (our own headless client) live here.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

/** What the file says, under the names that Jupyter gives its fields. */
export interface ConnectionInfo {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly signature_scheme: string;
  /** the secret of the signatures; empty: messages are not signed */
  readonly key: string;
}

export type SocketName = "shell" | "control" | "iopub" | "stdin" | "hb";

/** The ZeroMQ endpoint of one of the five sockets. Over ipc, `ip` is the beginning of a path. */
export function address(connection: ConnectionInfo, socket: SocketName): string {
  const { transport, ip } = connection;
  const port = connection[`${socket}_port`];
  return transport === "tcp" ? `tcp://${ip}:${port}` : `ipc://${ip}-${port}`;
}

/** Reads and checks a connection file. Errors name the file, the field, what is expected and what is there. */
export function readConnectionFile(path: string): ConnectionInfo {
  let fields: Record<string, unknown>;
  try {
    fields = Object(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new Error(`cannot read the connection file ${path}: ${String(cause)}`, { cause });
  }
  const wrong = (name: string, expected: string) =>
    new Error(`connection file ${path}: ${name} must be ${expected}, but is ${JSON.stringify(fields[name])}`);
  const text = (name: string, otherwise?: string) => {
    const value = fields[name] ?? otherwise;
    if (typeof value !== "string") throw wrong(name, "a string");
    return value;
  };
  const port = (name: string) => {
    const value = fields[name];
    if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > 65535) {
      throw wrong(name, "a port number from 1 to 65535");
    }
    return value;
  };

  const transport = text("transport", "tcp");
  if (transport !== "tcp" && transport !== "ipc") throw wrong("transport", `"tcp" or "ipc"`);
  return {
    transport,
    ip: text("ip", "127.0.0.1"),
    shell_port: port("shell_port"),
    iopub_port: port("iopub_port"),
    stdin_port: port("stdin_port"),
    control_port: port("control_port"),
    hb_port: port("hb_port"),
    signature_scheme: text("signature_scheme", "hmac-sha256"),
    key: text("key", ""),
  };
}

/**
 * Writes a new connection with a fresh key to `path`, for this user's eyes only. Over "ipc" the sockets are files
 * beside it; over "tcp", which every kernel knows, they are ports of the loopback interface that were free a moment
 * ago, so another program may take one before the kernel does.
 */
export async function createConnectionFile(
  path: string,
  transport: ConnectionInfo["transport"] = "tcp",
): Promise<ConnectionInfo> {
  const [ip, ports] =
    transport === "ipc" ? [`${path}-ipc`, [1, 2, 3, 4, 5]] : ["127.0.0.1", await freePorts(5)];
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = ports;
  const connection = {
    transport,
    ip,
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
    signature_scheme: "hmac-sha256",
    key: randomBytes(32).toString("hex"),
  };
  writeFileSync(path, JSON.stringify(connection, null, 2), { mode: 0o600 });
  return readConnectionFile(path);
}

/** Ports nobody listens on now; all are held until the last is found, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => {
    const bound = server.address();
    return bound !== null && typeof bound === "object" ? bound.port : 0;
  });
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
