// As much of a Jupyter server as JupyterLab's own client library needs: kernels by REST, their channels by
// WebSocket, each bridged to the sockets of a real kernel process. With it the library that the front-ends run
// is a client in our tests, without Python.

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Conversation } from "./conversation.ts";
import { converse, type RunningKernel } from "./kernel-process.ts";
import type { RawChannel, RawMessage } from "./raw-client.ts";
import { join, split, subprotocol } from "./websocket-messages.ts";

interface ServedKernel {
  readonly id: string;
  readonly browsers: Set<WebSocket>;
  kernel: RunningKernel;
  conversation: Conversation;
}

export interface JupyterServer {
  readonly baseUrl: string;
  close(): Promise<void>;
}

export async function startJupyterServer(): Promise<JupyterServer> {
  const kernels = new Map<string, ServedKernel>();
  const http = createServer((request, response) => {
    serve(kernels, request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  const channels = new WebSocketServer({ server: http, handleProtocols: () => subprotocol });
  channels.on("connection", (browser, request) => {
    const served = kernels.get(idOf(request) ?? "");
    if (served) attach(served, browser);
    else browser.close();
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const bound = http.address();
  const port = typeof bound === "object" ? bound?.port : undefined;
  return {
    baseUrl: `http://127.0.0.1:${port}/`,
    async close() {
      for (const served of kernels.values()) await end(served, false);
      for (const browser of channels.clients) browser.terminate();
      http.close();
    },
  };
}

/** The kernel's id in `/api/kernels/<id>/<action>`. */
function idOf(request: IncomingMessage): string | undefined {
  return new URL(request.url ?? "/", "http://server").pathname.split("/")[3];
}

async function serve(
  kernels: Map<string, ServedKernel>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = (status: number, body?: unknown) => {
    response.writeHead(status, { "content-type": "application/json" }).end(body && JSON.stringify(body));
  };
  const id = idOf(request);
  if (id === undefined) {
    if (request.method === "GET") return reply(200, [...kernels.values()].map(describe));
    const served = await start();
    kernels.set(served.id, served);
    return reply(201, describe(served));
  }
  const served = kernels.get(id);
  if (!served) return reply(404, { message: `no kernel ${id}` });
  const action = new URL(request.url ?? "/", "http://server").pathname.split("/")[4];
  switch (`${request.method} ${action ?? ""}`) {
    case "GET ":
      return reply(200, describe(served));
    case "DELETE ":
      kernels.delete(id);
      await end(served, false);
      return reply(204);
    case "POST interrupt":
      await served.conversation.ask("interrupt_request", {}, { channel: "control" });
      return reply(204);
    case "POST restart":
      await end(served, true);
      Object.assign(served, await startAndBridge(served.browsers));
      return reply(200, describe(served));
    default:
      return reply(405, { message: `no ${request.method} ${action}` });
  }
}

function describe({ id, browsers }: ServedKernel): object {
  const last_activity = new Date().toISOString();
  return { id, name: "lamella", last_activity, execution_state: "idle", connections: browsers.size };
}

async function start(): Promise<ServedKernel> {
  const browsers = new Set<WebSocket>();
  return { id: randomUUID(), browsers, ...(await startAndBridge(browsers)) };
}

async function startAndBridge(
  browsers: Set<WebSocket>,
): Promise<Pick<ServedKernel, "kernel" | "conversation">> {
  const [kernel, conversation] = await converse({}, (message) => {
    const frame = join(partsOf(message));
    for (const browser of browsers) browser.send(frame);
  });
  return { kernel, conversation };
}

function partsOf({ channel, header, parent_header, metadata, content, buffers }: RawMessage): Buffer[] {
  const texts = [header, parent_header, metadata, content].map((part) => JSON.stringify(part));
  return [...[channel, ...texts].map((text) => Buffer.from(text)), ...buffers];
}

function attach(served: ServedKernel, browser: WebSocket): void {
  served.browsers.add(browser);
  browser.on("close", () => served.browsers.delete(browser));
  browser.on("message", (data) => {
    if (!Buffer.isBuffer(data)) throw new Error("a message on the WebSocket must be one buffer");
    const [channel, ...parts] = split(data);
    served.conversation.client.sendParts(channelOf(channel), parts);
  });
}

function channelOf(part: Buffer | undefined): RawChannel {
  const channel = String(part);
  if (channel === "shell" || channel === "control" || channel === "stdin") return channel;
  throw new Error(`a client cannot send on ${channel}`);
}

async function end({ kernel, conversation }: ServedKernel, restart: boolean): Promise<void> {
  await conversation.ask("shutdown_request", { restart }, { channel: "control" });
  await kernel.exit;
  conversation.close();
}
