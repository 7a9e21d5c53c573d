// Every request but execute_request: its reply, and busy and idle around it, on shell and on control.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { outline } from "../support/conversation.ts";
import { startSession, type TestSession } from "../support/test-session.ts";

let kernel: TestSession;

beforeAll(async () => {
  kernel = await startSession();
});

afterAll(() => kernel.close());

const cases: [type: string, content: object, reply: object][] = [
  ["kernel_info_request", {}, { status: "ok", protocol_version: "5.5", implementation: "lamella" }],
  ["connect_request", {}, { status: "ok", shell_port: expect.any(Number), hb_port: expect.any(Number) }],
  ["is_complete_request", { code: "1 + 1" }, { status: "complete" }],
  ["is_complete_request", { code: "x?" }, { status: "complete" }],
  ["is_complete_request", { code: "if (x) {" }, { status: "incomplete", indent: "  " }],
  [
    "complete_request",
    { code: "Math.", cursor_pos: 5 },
    { status: "ok", matches: [], cursor_start: 5, cursor_end: 5 },
  ],
  [
    "complete_request",
    { code: "🙂", cursor_pos: 9 },
    { status: "ok", cursor_start: 1, cursor_end: 1, metadata: {} },
  ],
  [
    "inspect_request",
    { code: "Math", cursor_pos: 2 },
    { status: "ok", found: false, data: {}, metadata: {} },
  ],
  ["history_request", { hist_access_type: "tail", n: 10 }, { status: "ok", history: [] }],
  ["comm_info_request", {}, { status: "ok", comms: {} }],
  ["interrupt_request", {}, { status: "ok" }],
  [
    "usage_request",
    {},
    {
      hostname: expect.any(String),
      pid: process.pid,
      kernel_memory: expect.any(Number),
      cpu_count: expect.any(Number),
      host_virtual_memory: { total: expect.any(Number), available: expect.any(Number) },
    },
  ],
  ["debug_request", { seq: 7, command: "attach" }, { request_seq: 7, command: "attach", success: false }],
];

describe.each(["shell", "control"] as const)("on %s", (channel) => {
  it.each(cases)("%s %j is answered, between busy and idle", async (type, content, expected) => {
    const { reply, published } = await kernel.conversation.ask(type, content, { channel });
    expect(reply).toMatchObject({ channel, content: expected });
    expect(reply.header.msg_type).toBe(type.replace("_request", "_reply"));
    expect(outline(published)).toEqual(["status busy", "status idle"]);
  });
});

describe("kernel_info", () => {
  it("says what editors, language servers and exporters need to know of the language", async () => {
    const { reply } = await kernel.conversation.ask("kernel_info_request", {});
    expect(reply.content.language_info).toEqual({
      name: "typescript",
      version: expect.stringMatching(/^7\./),
      mimetype: "application/typescript",
      file_extension: ".ts",
      codemirror_mode: "typescript",
      pygments_lexer: "typescript",
      nbconvert_exporter: "script",
    });
  });
});

describe("features", () => {
  it("that the kernel does not have are not promised: a debugger, subshells", async () => {
    const { reply } = await kernel.conversation.ask("kernel_info_request", {});
    expect(reply.content).toMatchObject({ debugger: false, supported_features: [] });
  });
});

describe("usage", () => {
  it("counts what the kernel's children have and do, and what the machine does", async () => {
    const usage = async () => (await kernel.conversation.ask("usage_request", {})).reply.content;
    const before = Number((await usage()).kernel_memory);
    const held = "const held = new Uint8Array(2 ** 27).fill(1); console.log('held'); for (;;) held[0]++;";
    const child = spawn(process.execPath, ["-e", held]);
    await once(child.stdout, "data");
    const during = await usage();
    child.kill("SIGKILL");
    expect(Number(during.kernel_memory) - before).toBeGreaterThan(2 ** 27);
    expect(during.kernel_cpu).toBeGreaterThan(0);
    expect(during.host_cpu_percent).toBeGreaterThan(0);
    expect(during.host_cpu_percent).toBeLessThanOrEqual(100);
  });
});

describe("a request that cannot be served", () => {
  it.each<[string, object, string]>([
    ["is_complete_request", {}, "code of is_complete_request must be a string, but is missing"],
    ["complete_request", { code: 5 }, "code of complete_request must be a string, but is 5"],
    [
      "complete_request",
      { code: "", cursor_pos: "1" },
      'cursor_pos of complete_request must be a number, but is "1"',
    ],
    ["execute_request", { code: 5 }, "code of execute_request must be a string, but is 5"],
    ["execute_request", { code: "", silent: 1 }, "silent of execute_request must be true or false, but is 1"],
    ["unheard_of_request", {}, "this kernel knows no unheard_of_request"],
    ["create_subshell_request", {}, "this kernel knows no create_subshell_request"],
  ])("%s %j gets an error reply that says why", async (type, content, evalue) => {
    const { reply, published } = await kernel.conversation.ask(type, content);
    expect(reply.content).toMatchObject({ status: "error", ename: "BadRequest", evalue, traceback: [] });
    expect(outline(published)).toEqual(["status busy", "status idle"]);
  });
});

describe("a comm", () => {
  const send = async (type: string) => {
    const id = await kernel.conversation.client.send("shell", type, {
      comm_id: "c",
      target_name: "t",
      data: {},
    });
    await kernel.conversation.idle(id);
    return kernel.conversation.publishedBy(id);
  };

  it("for an unknown target is closed at once", async () => {
    const published = await send("comm_open");
    expect(outline(published)).toEqual(["status busy", "comm_close", "status idle"]);
    expect(published[1]?.content).toEqual({ comm_id: "c", data: {} });
  });

  it.each(["comm_msg", "comm_close"])("that is not open does not mind a %s", async (type) => {
    expect(outline(await send(type))).toEqual(["status busy", "status idle"]);
  });
});

describe("a message that nobody knows", () => {
  it("and that is no request is ignored, with one line on stderr", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const id = await kernel.conversation.client.send("shell", "greeting", {});
    await kernel.conversation.idle(id);
    const lines = stderr.mock.calls.map(([line]) => String(line));
    stderr.mockRestore();
    expect(lines).toEqual(["lamella: ignored a message of type greeting\n"]);
  });
});
