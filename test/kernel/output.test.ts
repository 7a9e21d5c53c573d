// What a cell writes, by whatever way, arrives whole, in order and before `idle`; much of it fills nobody's memory.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Subscriber } from "zeromq";
import { address } from "../../kernel/wire/connection.ts";
import { type Conversation, outline } from "./support/conversation.ts";
import { converse, stop } from "./support/kernel-process.ts";
import type { RawMessage } from "./support/raw-client.ts";
import { sharedKernel } from "./support/shared-kernel.ts";

const shared = sharedKernel();

function textOf(messages: readonly RawMessage[], name = "stdout"): string {
  const streams = messages.filter(
    ({ header, content }) => header.msg_type === "stream" && content.name === name,
  );
  return streams.map(({ content }) => content.text).join("");
}

/** The most memory a process has ever held, in MB. */
function peakMemory(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

/** Everything before `idle`: what comes later is lost on the clients that stop there. */
async function publishedBy(code: string): Promise<readonly RawMessage[]> {
  const { published } = await shared.conversation.execute(code);
  expect(published.at(-1)?.content.execution_state).toBe("idle");
  return published;
}

/** The reply alone: what is published about the request may have to wait. */
async function replyOf(talk: Conversation, type: string): Promise<RawMessage> {
  const id = await talk.client.send("control", type, {});
  return talk.until(({ channel, parent_header }) => channel === "control" && parent_header.msg_id === id);
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}\n`).join("");

describe("text written to the descriptors themselves is there before idle, whole", () => {
  const count = 20_000;
  it.each<[writer: string, code: string]>([
    [
      "by a child process",
      `(await import("node:child_process")).execSync("seq 0 ${count - 1}", { stdio: "inherit" });`,
    ],
    [
      "by code that writes there",
      `const { writeSync } = await import("node:fs");
       for (let i = 0; i < ${count}; i++) writeSync(1, i + "\\n");`,
    ],
    [
      "by a worker thread",
      `const { Worker } = await import("node:worker_threads");
       const text = "for (let i = 0; i < ${count}; i++) require('node:fs').writeSync(1, i + '\\\\n')";
       const worker = new Worker(text, { eval: true });
       await new Promise((resolve) => worker.on("exit", resolve));`,
    ],
  ])("%s", async (_writer, code) => {
    expect(textOf(await publishedBy(code))).toBe(numbers(count));
  });

  it("but a child process that goes on writing does not hold up the end", async () => {
    const { reply } = await shared.conversation.execute(
      `const { spawn } = await import("node:child_process");
       const endless = spawn("yes", { stdio: ["ignore", "inherit", "ignore"] });
       await new Promise((resolve) => setTimeout(resolve, 20));`,
    );
    expect(reply.content.status).toBe("ok");
    await shared.conversation.execute(
      "endless.kill(); await new Promise((resolve) => endless.on('exit', resolve));",
    );
  });
});

describe("much text", () => {
  it("of 500,000 lines arrives whole, and neither process holds it", async () => {
    const count = 500_000;
    const filler = "-".repeat(90);
    const pid = Number(textOf(await publishedBy("console.log(process.pid)")));
    const text = textOf(
      await publishedBy(`for (let i = 0; i < ${count}; i++) console.log(i + " ${filler}")`),
    );
    expect(text.length).toBe(numbers(count).length + count * 91);
    expect(text.endsWith(`\n${count - 1} ${filler}\n`)).toBe(true);
    expect(peakMemory(shared.kernel.process.pid ?? 0)).toBeLessThan(300);
    expect(peakMemory(pid)).toBeLessThan(300);
  }, 60_000);

  it("of 50 MB in one line arrives whole", async () => {
    const length = 50 * 2 ** 20;
    const text = textOf(await publishedBy(`console.log("x".repeat(${length}))`));
    expect(text.length).toBe(length + 1);
  }, 60_000);
});

describe("a reader that takes nothing", () => {
  it("stops the cell, not the kernel's answers, and gets everything when it reads again", async () => {
    const [own, talk] = await converse();
    const slow = new Subscriber({ receiveHighWaterMark: 1, linger: 0 });
    slow.connect(address(own.connection, "iopub"));
    slow.subscribe();
    const [, , , welcome] = await slow.receive();
    expect(String(welcome)).toContain("iopub_welcome");

    const count = 3000;
    const id = await talk.client.send("shell", "execute_request", {
      code: `for (let i = 0; i < ${count}; i++) console.log(String(i).padEnd(100_000));`,
    });
    // The other reader is given no more than the slow one, so its messages stop coming; requests are still answered.
    for (let seen = -1; seen < talk.publishedBy(id).length; ) {
      seen = talk.publishedBy(id).length;
      for (let i = 0; i < 200; i++) await replyOf(talk, "kernel_info_request");
    }
    expect(outline(talk.publishedBy(id))).not.toContain("status idle");
    expect(peakMemory(own.process.pid ?? 0)).toBeLessThan(500);

    const ended = talk.end(id);
    const texts: string[] = [];
    for await (const [, , , header, parent, , content] of slow) {
      if (JSON.parse(String(parent)).msg_id !== id) continue;
      if (JSON.parse(String(header)).msg_type === "stream") texts.push(JSON.parse(String(content)).text);
      if (JSON.parse(String(content)).execution_state === "idle") break;
    }
    expect(texts.join("").match(/\d+/g)?.map(Number)).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(textOf((await ended).published)).toBe(texts.join(""));
    slow.close();
    talk.close();
    await stop(own);
  }, 60_000);
});
