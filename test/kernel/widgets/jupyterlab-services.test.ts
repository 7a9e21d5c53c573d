// Controls under @jupyterlab/services, the library through which JupyterLab and VS Code speak to kernels: comms that it
// accepts, bytes beside their state, and two pages on one kernel.

import { type Kernel, KernelManager, type KernelMessage, ServerConnection } from "@jupyterlab/services";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type JupyterServer, startJupyterServer } from "../support/jupyter-server.ts";

let server: JupyterServer;
let manager: KernelManager;
let kernel: Kernel.IKernelConnection;

interface Opened {
  readonly comm: Kernel.IComm;
  readonly message: KernelMessage.ICommOpenMsg;
}
let opened: Opened[] = [];

beforeAll(async () => {
  server = await startJupyterServer();
  const { baseUrl } = server;
  const serverSettings = ServerConnection.makeSettings({ baseUrl, wsUrl: baseUrl.replace("http", "ws") });
  manager = new KernelManager({ serverSettings });
  await manager.ready;
  kernel = await manager.startNew({ name: "lamella" });
  kernel.registerCommTarget("jupyter.widget", (comm, message) => {
    opened.push({ comm, message });
  });
});

beforeEach(() => {
  opened = [];
});

afterAll(async () => {
  await kernel.shutdown();
  manager.dispose();
  await server.close();
});

/** Runs a cell as a notebook does; `onOutput` also hears what comes after its end. */
async function run(cellId: string, code: string, onOutput = (_output: KernelMessage.IIOPubMessage) => {}) {
  const future = kernel.requestExecute({ code }, false, { cellId });
  future.onIOPub = onOutput;
  const { content } = await future.done;
  expect(content.status).toBe("ok");
}

const stateOf = ({ message }: Opened) => Object(message.content.data.state);

function openedAs(model: string): Opened {
  const found = opened.find((each) => stateOf(each)._model_name === model);
  if (found === undefined) throw new Error(`no ${model} was opened`);
  return found;
}

it("lets the library open a control, move it, and hear its echo and the cells that follow", async () => {
  await run("a", "const k = ui.intSlider({ max: 10 }); k");
  const { comm, message } = openedAs("IntSliderModel");
  expect(message.metadata.version).toBe("2.1.0");
  const followed = new Promise((resolve) => {
    const onOutput = ({ header, content }: KernelMessage.IIOPubMessage) => {
      if (header.msg_type === "update_display_data") resolve(Object(content).data);
    };
    void run("b", "k.value * 2", onOutput).then(() => comm.send({ method: "update", state: { value: 7 } }));
  });
  const echoed = new Promise((resolve) => {
    comm.onMsg = ({ content }) => resolve(content.data);
  });
  expect(await echoed).toMatchObject({ method: "echo_update", state: { value: 7 } });
  expect(await followed).toEqual({ "text/plain": "14" });
});

it("gives it the bytes of a picture beside the state", async () => {
  await run("picture", "ui.image(new Uint8Array([1, 2, 3]))");
  const { message } = openedAs("ImageModel");
  expect(message.content.data.buffer_paths).toEqual([["value"]]);
  const [buffer] = message.buffers ?? [];
  if (buffer === undefined) throw new Error("no buffer came");
  const bytes = ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset)
    : new Uint8Array(buffer);
  expect([...bytes]).toEqual([1, 2, 3]);
});

it("tells a second page on the kernel what the first one moves", async () => {
  await run("c", "const m = ui.intSlider({ max: 10 }); m");
  const { comm } = openedAs("IntSliderModel");
  const other = manager.connectTo({ model: kernel.model, handleComms: true });
  await other.info;
  const { content } = await other.requestCommInfo({ target_name: "jupyter.widget" });
  expect(content.status === "ok" && Object.keys(content.comms)).toContain(comm.commId);
  const mirrored = other.createComm("jupyter.widget", comm.commId);
  const told = new Promise((resolve) => {
    mirrored.onMsg = (message) => resolve(message.content.data);
  });
  comm.send({ method: "update", state: { value: 4 } });
  expect(await told).toMatchObject({ method: "echo_update", state: { value: 4 } });
  other.dispose();
});
