// The whole kernel, as a process, under a client that shares no code with it: from the first request to the end of
// both processes. What single parts do in detail has its tests beside those parts.

import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createConnectionFile } from "../../kernel/wire/connection.ts";
import { type Conversation, outline } from "./support/conversation.ts";
import {
  converse,
  type KernelOptions,
  type RunningKernel,
  startKernel,
  stop,
} from "./support/kernel-process.ts";
import { sharedKernel } from "./support/shared-kernel.ts";

/** The result of a cell as plain text, or its error. */
async function run(conversation: Conversation, code: string): Promise<string | undefined> {
  const { reply, published } = await conversation.execute(code);
  if (reply.content.status !== "ok") return `${reply.content.ename}: ${reply.content.evalue}`;
  const result = published.find(({ header }) => header.msg_type === "execute_result");
  const data = result?.content.data;
  return data && typeof data === "object" && "text/plain" in data ? String(data["text/plain"]) : undefined;
}

async function printed(conversation: Conversation, code: string): Promise<unknown[]> {
  const { published } = await conversation.execute(code);
  return published
    .filter(({ header }) => header.msg_type === "stream")
    .map(({ content }) => [content.name, content.text]);
}

/** Whether a process still exists. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("a notebook", () => {
  const shared = sharedKernel();

  it.each<[what: string, code: string, result: string | undefined]>([
    ["a sum", "1 + 1", "2"],
    ["types", "interface Point { x: number }\nconst p: Point = { x: 3 };\np.x as number", "3"],
    ["a name of an earlier cell", "p.x + 1", "4"],
    ["a const again, as another type", 'const p = "text"; p', "'text'"],
    ["a const as a class", "class p { static y = 5 }; p.y", "5"],
    ["an enum", "enum Colour { Red, Green }\nColour.Green", "1"],
    ["top-level await", "const later = await Promise.resolve(7); later", "7"],
    ["an import", 'import { basename } from "node:path";\nbasename("/a/b.ts")', "'b.ts'"],
    ["nothing to show", "const hidden = 1;", undefined],
    ["a semicolon at the end", "hidden + 1;", undefined],
    ["a type error that runs all the same", 'const n: number = "a" as never; n', "'a'"],
    ["a name that is not there", "nowhere", "TS2304: Cannot find name 'nowhere'."],
    [
      "an assignment to a const",
      "hidden = 2",
      expect.stringMatching(/^TypeError: hidden is a constant .*cell \[9\]/),
    ],
    ["a syntax error", "let = ;", expect.stringMatching(/^SyntaxError: /)],
  ])("runs %s", async (_what, code, result) => {
    expect(await run(shared.conversation, code)).toEqual(result);
  });

  it("shows an error with the cell's own line", async () => {
    const code = "function fail(n: number): never {\n  throw new RangeError('bad ' + n);\n}\nfail(3);";
    const { reply, published } = await shared.conversation.execute(code);
    expect(reply.content).toMatchObject({ status: "error", ename: "RangeError", evalue: "bad 3" });
    const number = reply.content.execution_count;
    const traceback = String(Object(reply.content.traceback).join("\n"));
    expect(traceback).toContain("> 2 |   throw new RangeError('bad ' + n);");
    expect(traceback).toContain(`at fail (cell [${number}]:2:9)`);
    expect(outline(published)).toEqual(["status busy", "execute_input", "error", "status idle"]);
  });

  it("prints on both streams, in order", async () => {
    const code = 'console.log("a");\nconsole.error("b");\nprocess.stdout.write("c\\n");';
    expect(await printed(shared.conversation, code)).toEqual([
      ["stdout", "a\n"],
      ["stderr", "b\n"],
      ["stdout", "c\n"],
    ]);
  });

  it("loses none of ten thousand lines", async () => {
    const streams = await printed(shared.conversation, "for (let i = 0; i < 10_000; i++) console.log(i);");
    const text = streams.map((stream) => Object(stream)[1]).join("");
    expect(text).toBe(Array.from({ length: 10_000 }, (_, i) => `${i}\n`).join(""));
  });

  it("shows what a busy loop prints while it is busy", async () => {
    const id = await shared.conversation.client.send("shell", "execute_request", {
      code: 'console.log("looping"); while (true) {}',
    });
    await shared.conversation.until(({ content }) => content.text === "looping\n");
    await shared.conversation.ask("interrupt_request", {}, { channel: "control" });
    expect((await shared.conversation.end(id)).reply.content.status).toBe("error");
  });

  it("gives late output to the cell that started it", async () => {
    const { id } = await shared.conversation.execute('setTimeout(() => console.log("late"), 50);');
    await shared.conversation.execute("await new Promise((resolve) => setTimeout(resolve, 200))");
    expect(outline(shared.conversation.publishedBy(id)).at(-1)).toBe("stream late\n");
  });

  it("asks the person", async () => {
    const request = { code: 'await prompt("name? ")', allow_stdin: true };
    const id = await shared.conversation.client.send("shell", "execute_request", request);
    const question = await shared.conversation.until(({ content }) => content.prompt === "name? ");
    await shared.conversation.client.send(
      "stdin",
      "input_reply",
      { value: "Ada" },
      { parent_header: question.header },
    );
    const { published } = await shared.conversation.end(id);
    expect(published.at(-2)?.content.data).toMatchObject({ "text/plain": "'Ada'" });
  });

  it.each([
    ["a busy loop", "var kept = 1; while (true) {}", "interrupt_request"],
    ["an await that never ends", "var kept = 2; await new Promise(() => {})", "interrupt_request"],
    ["a busy loop", "var kept = 3; while (true) {}", "SIGINT"],
    ["an await that never ends", "var kept = 4; await new Promise(() => {})", "SIGINT"],
  ])("interrupts %s (%s, by %s) and keeps its state", async (_what, code, how) => {
    const id = await shared.conversation.client.send("shell", "execute_request", {
      code: `console.log("on"); ${code}`,
    });
    await shared.conversation.until(
      ({ parent_header, content }) => parent_header.msg_id === id && content.text === "on\n",
    );
    if (how === "SIGINT") shared.kernel.process.kill("SIGINT");
    else await shared.conversation.ask(how, {}, { channel: "control" });
    expect((await shared.conversation.end(id)).reply.content).toMatchObject({
      status: "error",
      ename: "Interrupted",
    });
    expect(await run(shared.conversation, "kept")).toBe(/kept = (\d)/.exec(code)?.[1]);
  });

  it.each([
    ["process.exit(3)", /exited with code 3/],
    ["process.abort()", /SIGABRT/],
  ])("survives %s: the error says so, and the next cell runs in a fresh process", async (code, message) => {
    await run(shared.conversation, "const constant = 1;");
    expect(await run(shared.conversation, code)).toMatch(message);
    expect(await run(shared.conversation, "typeof constant")).toBe("'undefined'");
    expect(await run(shared.conversation, "let constant = 2; constant")).toBe("2"); // not a constant of a scope that is gone
  });
});

describe("the end", () => {
  let kernel: RunningKernel;
  let conversation: Conversation;

  const start = async (options: KernelOptions = {}) => {
    [kernel, conversation] = await converse(options);
  };

  afterEach(async () => {
    conversation.close();
    await stop(kernel);
  });

  const cellsPid = async () => Number(await run(conversation, "process.pid"));

  it.each<[state: string, code: string | undefined]>([
    ["idle", undefined],
    ["in a busy loop", 'console.log("on"); while (true) {}'],
    ["in an await", 'console.log("on"); await new Promise(() => {})'],
    ["with a live timer", 'setInterval(() => {}, 1000); console.log("on")'],
  ])("by shutdown_request, %s: a reply, exit code 0, no process left", async (_state, code) => {
    await start();
    const cells = await cellsPid();
    if (code !== undefined) {
      await conversation.client.send("shell", "execute_request", { code });
      await conversation.until(({ content }) => content.text === "on\n");
    }
    const { reply } = await conversation.ask("shutdown_request", { restart: false }, { channel: "control" });
    expect(reply.content).toEqual({ status: "ok", restart: false });
    expect(await kernel.exit).toEqual({ code: 0, signal: null });
    expect(isAlive(cells)).toBe(false);
    const errors = conversation.heard.filter(({ header }) => header.msg_type === "error");
    expect(errors).toHaveLength(code?.includes("while") || code?.includes("await") ? 1 : 0);
  });

  it("by SIGTERM: exit code 0, no process left", async () => {
    await start();
    const cells = await cellsPid();
    kernel.process.kill("SIGTERM");
    expect(await kernel.exit).toEqual({ code: 0, signal: null });
    expect(isAlive(cells)).toBe(false);
  });

  it("by SIGKILL: no process left, even from a busy loop", async () => {
    await start();
    const cells = await cellsPid();
    await conversation.client.send("shell", "execute_request", {
      code: 'console.log("on"); while (true) {}',
    });
    await conversation.until(({ content }) => content.text === "on\n");
    kernel.process.kill("SIGKILL");
    await kernel.exit;
    await expect.poll(() => isAlive(cells), { timeout: 5000 }).toBe(false);
  });
});

describe("a port that is taken", () => {
  it("ends the kernel with exit code 1", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const taken = Object(server.address()).port;
    const folder = mkdtempSync(join(tmpdir(), "lamella-taken-"));
    const connection = await createConnectionFile(join(folder, "kernel.json"));
    const kernel = await startKernel({ connection: { ...connection, hb_port: taken }, stderr: "ignore" });
    expect(await kernel.exit).toEqual({ code: 1, signal: null });
    server.close();
  });
});

describe("a front-end that has died", () => {
  it("takes the kernel with it", async () => {
    const gone = 2 ** 22 - 1; // beyond what Linux numbers processes by unless told so
    const [kernel, conversation] = await converse({ env: { JPY_PARENT_PID: String(gone) } });
    expect(await kernel.exit).toEqual({ code: 0, signal: null });
    conversation.close();
  });
});
