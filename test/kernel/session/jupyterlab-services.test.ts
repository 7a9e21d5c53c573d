// The kernel under @jupyterlab/services, the library through which JupyterLab and VS Code speak to kernels. It
// checks every message it gets, and it decides what a cell's end, a restart or an input is.

import { type Kernel, KernelManager, KernelMessage, ServerConnection } from "@jupyterlab/services";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JupyterServer, startJupyterServer } from "../support/jupyter-server.ts";

let server: JupyterServer;
let manager: KernelManager;
let kernel: Kernel.IKernelConnection;

beforeAll(async () => {
  server = await startJupyterServer();
  const { baseUrl } = server;
  const serverSettings = ServerConnection.makeSettings({ baseUrl, wsUrl: baseUrl.replace("http", "ws") });
  manager = new KernelManager({ serverSettings });
  await manager.ready;
  kernel = await manager.startNew({ name: "lamella" });
});

afterAll(async () => {
  await kernel.shutdown();
  manager.dispose();
  await server.close();
});

type Output = KernelMessage.IIOPubMessage;

/** Runs a cell as a notebook does. */
async function execute(code: string): Promise<[KernelMessage.IExecuteReplyMsg, Output[]]> {
  const outputs: Output[] = [];
  const future = kernel.requestExecute({ code, stop_on_error: true }, false);
  future.onIOPub = (message) => {
    if (message.header.msg_type !== "status") outputs.push(message);
  };
  return [await future.done, outputs];
}

/** The next message published by a running cell for which `matches` holds. */
function until(
  future: ReturnType<typeof kernel.requestExecute>,
  matches: (message: Output) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    future.onIOPub = (message) => {
      if (matches(message)) resolve();
    };
  });
}

const types = (outputs: Output[]) => outputs.map(({ header }) => header.msg_type);

describe("JupyterLab's client", () => {
  it("learns the language", async () => {
    const info = await kernel.info;
    expect(info.language_info).toMatchObject({ name: "typescript", file_extension: ".ts" });
    expect(info.protocol_version).toBe("5.5");
    expect(kernel.supportsSubshells).toBe(false);
  });

  it("gets a cell's outputs, then its end", async () => {
    const code = 'console.log("a");\ndisplay({ b: 1 });\nconst sum: number = 1 + 1;\nsum';
    const [reply, outputs] = await execute(code);
    expect(reply.content.status).toBe("ok");
    expect(types(outputs)).toEqual(["execute_input", "stream", "display_data", "execute_result"]);
    expect(outputs.at(-1)?.content).toMatchObject({ data: { "text/plain": "2" } });
  });

  it("gets an error as an error", async () => {
    const [reply, outputs] = await execute('throw new TypeError("wrong")');
    expect(reply.content).toMatchObject({ status: "error", ename: "TypeError", evalue: "wrong" });
    expect(types(outputs)).toEqual(["execute_input", "error"]);
  });

  it("sees the cells after a failing one aborted", async () => {
    const replies = await Promise.all([execute("let = ;"), execute("1"), execute("2")]);
    expect(replies.map(([reply]) => reply.content.status)).toEqual(["error", "aborted", "aborted"]);
  });

  it("updates a display of an earlier cell", async () => {
    const [, outputs] = await execute('const slot = display("old", { id: "slot" });');
    await execute('slot.update("new")');
    expect(types(outputs)).toEqual(["execute_input", "display_data", "update_display_data"]);
  });

  it("answers a cell's question", async () => {
    const future = kernel.requestExecute({ code: 'console.log(await prompt("name? "))', allow_stdin: true });
    const printed: unknown[] = [];
    future.onStdin = (message) => {
      if (!KernelMessage.isInputRequestMsg(message)) throw new Error(`unexpected ${message.header.msg_type}`);
      future.sendInputReply({ value: message.content.prompt, status: "ok" }, message.header);
    };
    future.onIOPub = ({ header, content }) => {
      if (header.msg_type === "stream") printed.push(Object(content).text);
    };
    await future.done;
    expect(printed).toEqual(["name? \n"]);
  });

  it.each([
    ["requestComplete", () => kernel.requestComplete({ code: "Math.", cursor_pos: 5 }), { status: "ok" }],
    [
      "requestInspect",
      () => kernel.requestInspect({ code: "Math", cursor_pos: 2, detail_level: 0 }),
      { found: true },
    ],
    ["requestIsComplete", () => kernel.requestIsComplete({ code: "if (true) {" }), { status: "incomplete" }],
    [
      "requestHistory",
      () => kernel.requestHistory({ hist_access_type: "tail", n: 5, output: false, raw: true }),
      { history: expect.arrayContaining([[1, expect.any(Number), expect.any(String)]]) },
    ],
    ["requestCommInfo", () => kernel.requestCommInfo({}), { comms: {} }],
  ])("gets its answer to %s", async (_name, request, content) => {
    expect((await request())?.content).toMatchObject(content);
  });

  it("sees a comm for an unknown target closed", async () => {
    const comm = kernel.createComm("nobody");
    const closed = new Promise((resolve) => {
      comm.onClose = resolve;
    });
    comm.open();
    expect(await closed).toMatchObject({ header: { msg_type: "comm_close" }, content: { data: {} } });
  });

  it("interrupts, and the state is kept", async () => {
    const looping = kernel.requestExecute({ code: 'var kept = 5; console.log("on"); while (true) {}' });
    await until(looping, ({ header }) => header.msg_type === "stream");
    await kernel.interrupt();
    expect((await looping.done).content).toMatchObject({ status: "error", ename: "Interrupted" });
    const [, outputs] = await execute("kept");
    expect(outputs.at(-1)?.content).toMatchObject({ data: { "text/plain": "5" } });
  });

  it("shows busy while a cell runs, also after another request, and idle after it", async () => {
    await expect.poll(() => kernel.status).toBe("idle");
    const statuses: string[] = [];
    kernel.statusChanged.connect((_, status) => statuses.push(status));
    const code = 'console.log("on"); await new Promise((resolve) => setTimeout(resolve, 100))';
    const running = kernel.requestExecute({ code });
    await until(running, ({ header }) => header.msg_type === "stream");
    await kernel.requestCommInfo({});
    await running.done;
    await expect.poll(() => statuses).toEqual(["busy", "idle", "busy", "idle"]);
  });

  it("restarts into an empty scope", async () => {
    await execute("var gone = 1;");
    await kernel.restart();
    const [, outputs] = await execute("typeof gone");
    expect(outputs.at(-1)?.content).toMatchObject({
      data: { "text/plain": "'undefined'" },
      execution_count: 1,
    });
  });
});
