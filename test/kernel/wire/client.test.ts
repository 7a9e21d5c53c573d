// The client against the kernel's side of the sockets, with a kernel that does what each test says.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connect, type KernelClient } from "../../../kernel/wire/client.ts";
import { type ConnectionInfo, createConnectionFile } from "../../../kernel/wire/connection.ts";
import { createMessage, type JsonObject, type Message } from "../../../kernel/wire/message.ts";
import { bindSockets, type Channel, type KernelSockets } from "../../../kernel/wire/sockets.ts";

const directory = mkdtempSync(join(tmpdir(), "lamella-client-"));

let connection: ConnectionInfo;
let sockets: KernelSockets;
let client: KernelClient;
let onRequest: (request: Message, channel: Channel) => void;

beforeEach(async () => {
  connection = await createConnectionFile(join(directory, "kernel.json"), "ipc");
  const connecting = connect(connection); // before the kernel is there
  sockets = await bindSockets(connection, "kernel", (channel, request) => onRequest(request, channel));
  client = await connecting;
});

afterEach(async () => {
  client.close();
  await sockets.close();
});

function publish({ header }: Message, type: string, content: JsonObject): void {
  sockets.send("iopub", createMessage("kernel", type, content, { parent: header }));
}

function reply(channel: Channel, { header, identities }: Message, type: string, content: JsonObject): void {
  sockets.send(channel, createMessage("kernel", type, content, { parent: header, identities }));
}

const answer = (request: Message) => reply("shell", request, "x_reply", { n: 1 });
const idle = (request: Message) => publish(request, "status", { execution_state: "idle" });

describe("a request", () => {
  it.each([
    ["before idle", [answer, idle]],
    ["after idle", [idle, answer]],
  ])("whose reply comes %s resolves when both are there, with what was published", async (_when, steps) => {
    onRequest = (request) => {
      publish(request, "stream", { text: "a" });
      for (const step of steps) step(request);
    };
    const published: Message[] = [];
    const message = await client.request(
      "shell",
      "x_request",
      {},
      { onMessage: (each) => published.push(each) },
    );
    expect(message.content).toEqual({ n: 1 });
    expect(published.map(({ header }) => header.msg_type)).toEqual(["stream", "status"]);
  });

  it("hears what is published under it after its end, and nothing of others", async () => {
    const requests: Message[] = [];
    onRequest = (request, channel) => {
      requests.push(request);
      reply(channel, request, "x_reply", {});
      idle(request);
    };
    const first: unknown[] = [];
    await client.request("shell", "x_request", {}, { onMessage: ({ content }) => first.push(content.text) });
    await client.request("control", "x_request", {});
    for (const [index, request] of requests.entries()) publish(request, "stream", { text: `late ${index}` });
    await vi.waitFor(() => expect(first).toEqual([undefined, "late 0"]));
  });

  it.each([
    ["the answer", { onInput: ({ content }: Message) => `${content.prompt}!` }, "name!"],
    ["an empty text, if it cannot answer", {}, ""],
  ])("is asked on stdin and gives %s", async (_what, options, expected) => {
    let asking: Message | undefined;
    onRequest = (message, channel) => {
      if (channel === "shell") {
        asking = message;
        reply("stdin", message, "input_request", { prompt: "name", password: false });
      } else if (asking) {
        reply("shell", asking, "x_reply", { value: message.content.value ?? null });
        idle(asking);
      }
    };
    const { content } = await client.request("shell", "x_request", {}, options);
    expect(content).toEqual({ value: expected });
  });

  it("is rejected when the client closes first", async () => {
    onRequest = () => client.close();
    const request = client.request("shell", "x_request", {});
    await expect(request).rejects.toThrow("the connection to the kernel was closed");
  });
});

describe("connecting", () => {
  it("to a kernel that never comes ends with the signal's reason", async () => {
    const nobody = await createConnectionFile(join(directory, "nobody.json"), "ipc");
    const abort = new AbortController();
    const connecting = connect(nobody, { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(connecting).rejects.toThrow("enough");
  });
});
