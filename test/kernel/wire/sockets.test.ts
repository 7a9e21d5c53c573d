// The five sockets against a client that shares no code with them: order, arrival, signatures, and what happens
// to anything that is not a message.

import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Dealer, Request, Subscriber } from "zeromq";
import { type ConnectionInfo, createConnectionFile } from "../../../kernel/wire/connection.ts";
import { createMessage, type Message } from "../../../kernel/wire/message.ts";
import { newKernelSession } from "../../../kernel/wire/replays.ts";
import { bindSockets, type KernelSockets } from "../../../kernel/wire/sockets.ts";
import { RawClient, type RawMessage } from "../support/raw-client.ts";
import { Stranger } from "../support/stranger.ts";

const directory = mkdtempSync(join(tmpdir(), "lamella-sockets-"));

let connection: ConnectionInfo;
let sockets: KernelSockets;
let client: RawClient;
let kernelSession: string;
let onMessage: (message: Message) => void;
let received: Message[];
let heard: RawMessage[];

beforeEach(async () => {
  connection = await createConnectionFile(join(directory, "kernel.json"));
  received = [];
  heard = [];
  onMessage = () => {};
  kernelSession = newKernelSession();
  sockets = await bindSockets(connection, kernelSession, (_channel, message) => {
    received.push(message);
    onMessage(message);
  });
  client = new RawClient(connection, (message) => heard.push(message));
  await vi.waitFor(() => expect(heard.map(({ header }) => header.msg_type)).toContain("iopub_welcome"));
});

afterEach(async () => {
  client.close();
  await sockets.close();
});

describe("the sockets", () => {
  it("welcome a subscriber with its topic", () => {
    expect(heard[0]).toMatchObject({ channel: "iopub", content: { subscription: "" } });
  });

  it.each(["shell", "control", "stdin"] as const)(
    "carry a message in and its reply out on %s",
    async (channel) => {
      const id = await client.send(channel, "ping", { text: "α🙂" }, { buffers: [Buffer.from([0, 255])] });
      await vi.waitFor(() => expect(received).toHaveLength(1));
      const [request] = received;
      expect(request).toMatchObject({
        header: { msg_id: id },
        parent_header: null,
        content: { text: "α🙂" },
      });
      expect(request?.buffers).toEqual([Buffer.from([0, 255])]);

      const parent = request?.header ?? null;
      const identities = request?.identities ?? [];
      sockets.send(channel, createMessage("kernel", "pong", { text: "ω" }, { parent, identities }));
      await vi.waitFor(() => expect(heard).toHaveLength(2));
      expect(heard[1]).toMatchObject({ channel, parent_header: { msg_id: id }, content: { text: "ω" } });
      expect(heard[1]?.header).toMatchObject({ msg_type: "pong", session: "kernel", version: "5.5" });
    },
  );

  it("deliver 20,000 messages that were sent at once, each one, in order", async () => {
    const count = 20_000;
    for (let index = 0; index < count; index++) {
      sockets.send("iopub", createMessage("kernel", "stream", { name: "stdout", text: String(index) }));
    }
    await vi.waitFor(() => expect(heard).toHaveLength(count + 1), { timeout: 20_000, interval: 100 });
    const texts = heard.slice(1).map(({ content }) => Number(content.text));
    expect(texts).toEqual(Array.from({ length: count }, (_, index) => index));
  });

  it("drop what is malformed or wrongly signed, say so on stderr, and live on", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const parts = ['{"msg_id":"1","msg_type":"ping"}', "{}", "{}", "{}"];
    const bad: string[][] = [
      ["<IDS|MSG>", "0".repeat(64), ...parts],
      ["<IDS|MSG>", "", ...parts],
      ["<IDS|MSG>", client.sign(["{", "{}", "{}", "{}"]), "{", "{}", "{}", "{}"],
      ["no delimiter"],
      ["<IDS|MSG>"],
      [""],
    ];
    for (const frames of bad) await client.sendFrames("shell", frames);
    await client.send("shell", "ping", {});
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const lines = stderr.mock.calls.map(([line]) => String(line));
    stderr.mockRestore();
    expect(lines).toHaveLength(bad.length);
    for (const line of lines) expect(line).toMatch(/^lamella: dropped a message on shell: [^\n]+\n$/);
  });

  it("take a message once, on whatever socket it is sent again", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const parts = ['{"msg_id":"1","msg_type":"ping"}', "{}", "{}", "{}"];
    const frames = ["<IDS|MSG>", client.sign(parts), ...parts];
    for (const channel of ["shell", "shell", "control"] as const) await client.sendFrames(channel, frames);
    for (const channel of ["shell", "control"] as const) await client.send(channel, "pong", {});
    await vi.waitFor(() => expect(received).toHaveLength(3));
    expect(received.filter(({ header }) => header.msg_type === "ping")).toHaveLength(1);
    expect(stderr.mock.calls.map(([line]) => String(line))).toEqual([
      expect.stringContaining("or was used before"),
      expect.stringContaining("or was used before"),
    ]);
    stderr.mockRestore();
  });

  it.each(["comm_msg", "comm_open", "execute_request"])(
    "take no %s that a kernel has published, on whatever socket, however much was said since",
    async (type) => {
      const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
      const earlierLife = newKernelSession();
      for (const session of [kernelSession, earlierLife]) {
        sockets.send("iopub", createMessage(session, type, { comm_id: "1", data: { value: 5 } }));
      }
      await vi.waitFor(() => expect(heard).toHaveLength(3));
      const channels = ["shell", "control", "stdin"] as const;
      for (const { header, content } of heard.slice(1)) {
        for (const channel of channels) await client.sendMessage(channel, { header, content });
      }
      for (const channel of channels) await client.send(channel, "ping", {});
      await vi.waitFor(() => expect(received).toHaveLength(channels.length));
      expect(received.map(({ header }) => header.msg_type)).toEqual(channels.map(() => "ping"));
      const lines = stderr.mock.calls.map(([line]) => String(line));
      stderr.mockRestore();
      expect(lines).toHaveLength(2 * channels.length);
      expect(lines).toContain(
        `lamella: dropped a message on shell: a kernel wrote this ${type}, so no front-end has sent it\n`,
      );
    },
  );

  it("read on, also after a message that the kernel fails with", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onMessage = ({ header }) => {
      if (header.msg_type === "fault") throw new Error("a fault of ours");
    };
    await client.send("shell", "fault", {});
    await client.send("shell", "ping", {});
    await vi.waitFor(() => expect(received).toHaveLength(2));
    const [[line] = []] = stderr.mock.calls;
    stderr.mockRestore();
    expect(line).toMatch(/^lamella: failed with a message on shell: Error: a fault of ours/);
  });

  describe("echo a heartbeat", () => {
    afterEach(async () => {
      const heartbeat = new Request({ linger: 0, receiveTimeout: 5000 });
      heartbeat.connect(`tcp://127.0.0.1:${connection.hb_port}`);
      for (const beat of ["ping", "pong"]) {
        await heartbeat.send(beat);
        expect(String((await heartbeat.receive())[0])).toBe(beat);
      }
      heartbeat.close();
    });

    const beats: [what: string, frames: string[]][] = [
      ["as it should be", ["", "ping"]],
      ["without a delimiter", ["ping"]],
      ["that is empty", [""]],
      ["of many frames", ["a", "b", "", "c"]],
    ];
    it.each(beats)("%s", async (_what, frames) => {
      const stranger = new Stranger(connection);
      await stranger.send("hb", frames);
      expect((await stranger.receive("hb")).map(String)).toEqual(frames);
      stranger.close();
    });

    it("but not one that is too long", async () => {
      const stranger = new Dealer({ linger: 0 });
      const disconnected = new Promise((resolve) => stranger.events.on("disconnect", resolve));
      stranger.connect(`tcp://127.0.0.1:${connection.hb_port}`);
      await stranger.send(["", "x".repeat(1000)]);
      await disconnected;
      stranger.close();
    });
  });

  it.each([1000, 30_000_000])("say nothing about a topic of %d bytes", async (length) => {
    const before = process.memoryUsage().rss;
    const subscriber = new Subscriber({ linger: 0 });
    const disconnected = new Promise((resolve) => subscriber.events.on("disconnect", resolve));
    subscriber.connect(`tcp://127.0.0.1:${connection.iopub_port}`);
    subscriber.subscribe("x".repeat(length));
    await disconnected;
    subscriber.close();
    sockets.send("iopub", createMessage("kernel", "status", {}));
    await vi.waitFor(() => expect(heard.map(({ header }) => header.msg_type)).toContain("status"));
    expect(heard.map(({ header }) => header.msg_type)).toEqual(["iopub_welcome", "status"]);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6); // the topic itself is ours here
  });

  it.each(["shell", "control", "stdin", "iopub", "hb"] as const)(
    "listen at the address of the connection file only: %s",
    async (name) => {
      const port = connection[`${name}_port`];
      const reaches = (host: string) =>
        new Promise<boolean>((resolve) => {
          const probe = connect(port, host, () => resolve(true)).on("error", () => resolve(false));
          probe.on("connect", () => probe.destroy());
        });
      expect(await reaches("127.0.0.1")).toBe(true);
      expect(await reaches("127.0.0.2")).toBe(false); // Linux's loopback has more addresses than the usual one
    },
  );

  it("name the socket whose port is taken", async () => {
    const other = await createConnectionFile(join(directory, "taken.json"));
    const server = createServer().listen(other.stdin_port, other.ip);
    await once(server, "listening");
    await expect(bindSockets(other, "kernel", () => {})).rejects.toThrow(
      /cannot bind the stdin socket to tcp:/,
    );
    server.close();
  });
});
