// Connection files: what Jupyter writes is read, what we write is private and usable, what is wrong is named.

import { once } from "node:events";
import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { address, createConnectionFile, readConnectionFile } from "../../../kernel/wire/connection.ts";

const directory = mkdtempSync(join(tmpdir(), "lamella-connection-"));

/** As jupyter_client 8 writes it. */
const written = {
  shell_port: 57503,
  iopub_port: 56161,
  stdin_port: 40567,
  control_port: 41055,
  hb_port: 50681,
  ip: "127.0.0.1",
  key: "1b0aa1c5-c8c5a1b8ac7e9d6e28b3d1e4",
  transport: "tcp",
  signature_scheme: "hmac-sha256",
  kernel_name: "lamella",
};

function file(content: unknown): string {
  const path = join(directory, "kernel.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

describe("reading a connection file", () => {
  it("gives what Jupyter wrote", () => {
    const { kernel_name: _, ...expected } = written;
    expect(readConnectionFile(file(written))).toEqual(expected);
  });

  it.each([
    [
      "a missing port",
      { ...written, shell_port: undefined },
      "shell_port must be a port number from 1 to 65535, but is undefined",
    ],
    [
      "a port out of range",
      { ...written, hb_port: 70000 },
      "hb_port must be a port number from 1 to 65535, but is 70000",
    ],
    ["a key that is no text", { ...written, key: 5 }, "key must be a string, but is 5"],
    [
      "an unknown transport",
      { ...written, transport: "udp" },
      `transport must be "tcp" or "ipc", but is "udp"`,
    ],
    ["a list", [], "transport|shell_port"],
    ["no JSON", "{", "cannot read the connection file"],
  ])("refuses %s", (_what, content, expected) => {
    expect(() => readConnectionFile(file(content))).toThrow(new RegExp(expected));
  });

  it("names a file that is not there", () => {
    expect(() => readConnectionFile("/nowhere/kernel.json")).toThrow("/nowhere/kernel.json");
  });
});

describe("creating a connection file", () => {
  it("over ipc names sockets beside the file", async () => {
    const path = join(directory, "ipc.json");
    const connection = await createConnectionFile(path, "ipc");
    expect(address(connection, "shell")).toBe(`ipc://${path}-ipc-1`);
    expect(address(connection, "hb")).toBe(`ipc://${path}-ipc-5`);
  });

  it("over tcp finds five different free ports, a key, and lets nobody else read it", async () => {
    const path = join(directory, "created.json");
    const connection = await createConnectionFile(path);
    expect(readConnectionFile(path)).toEqual(connection);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(connection.key).toMatch(/^[0-9a-f]{64}$/);

    const { shell_port, iopub_port, stdin_port, control_port, hb_port } = connection;
    const ports = [shell_port, iopub_port, stdin_port, control_port, hb_port];
    expect(new Set(ports).size).toBe(5);
    const servers = ports.map((port) => createServer().listen(port, connection.ip));
    await Promise.all(servers.map((server) => once(server, "listening")));
    for (const server of servers) server.close();
  });
});

describe("the address of a socket", () => {
  it.each([
    ["tcp", "shell", "tcp://127.0.0.1:57503"],
    ["tcp", "hb", "tcp://127.0.0.1:50681"],
    ["ipc", "iopub", "ipc://127.0.0.1-56161"],
  ] as const)("over %s for %s is %s", (transport, socket, expected) => {
    expect(address({ ...written, transport }, socket)).toBe(expected);
  });
});
