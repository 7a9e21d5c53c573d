// What a person may count on, through the whole kernel and a client of our own: each line here is something that a
// kernel can get wrong without anybody noticing it at once.

import { describe, expect, it } from "vitest";
import { Request } from "zeromq";
import { type Exchange, outline } from "./support/conversation.ts";
import { sharedKernel } from "./support/shared-kernel.ts";

const shared = sharedKernel();

/** What a cell shows: its result as text, or its error; undefined for nothing. */
function shown({ reply, published }: Exchange): unknown {
  if (reply.content.status !== "ok") return `${reply.content.ename}: ${reply.content.evalue}`;
  const result = published.find(({ header }) => header.msg_type === "execute_result");
  return result && Object(result.content.data)["text/plain"];
}

function text({ published }: Exchange): string {
  return published.map(({ content }) => content.text ?? "").join("");
}

describe("a cell may hold", () => {
  it.each<[what: string, cells: string[], shows: unknown]>([
    ["a let that becomes a const of another type", ["let a1 = 1", "const a1 = 'one'", "a1"], "'one'"],
    ["a var that becomes a function", ["var a2 = 1", "function a2() { return 2 }", "a2()"], "2"],
    ["a class again, with other members", ["class A3 { x = 1 }", "class A3 { y = 2 }; new A3().y"], "2"],
    [
      "for await",
      ["let sum4 = 0; for await (const n of (async function* () { yield 1; yield 2 })()) sum4 += n; sum4"],
      "3",
    ],
    [
      "using, which is disposed when the cell ends",
      [
        "const log5: string[] = []; using a5 = { [Symbol.dispose]() { log5.push('disposed') } }; log5.push('ran')",
        "log5",
      ],
      "[ 'ran', 'disposed' ]",
    ],
    [
      "await using",
      [
        "const log6: string[] = []; await using a6 = { async [Symbol.asyncDispose]() { log6.push('disposed') } }",
        "log6",
      ],
      "[ 'disposed' ]",
    ],
    [
      "decorators",
      [
        "function twice7(f: () => number, _: ClassMethodDecoratorContext) { return () => 2 * f() }",
        "class A7 { @twice7 size() { return 4 } }; new A7().size()",
      ],
      "8",
    ],
    ["a constant enum", ["const enum A8 { x = 3 }; A8.x"], "3"],
    ["a namespace", ["namespace A9 { export const x = 1; export let y = 2 }", "A9.x + A9.y"], "3"],
    ["export", ["export const a10 = 1; export default function b10() { return a10 }", "b10()"], "1"],
    ["import.meta", ["import.meta.url.startsWith('file:')"], "true"],
    [
      "WebAssembly, with its types",
      ["const m12: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1 }); m12.buffer.byteLength"],
      "65536",
    ],
    ["shared memory", ["new Int32Array(new SharedArrayBuffer(8)).length"], "2"],
    [
      "a worker thread",
      [
        "import { Worker } from 'node:worker_threads'; import { once } from 'node:events'",
        "const worker = new Worker(\"require('node:worker_threads').parentPort.postMessage(5)\", { eval: true });" +
          "(await once(worker, 'message'))[0] as number",
      ],
      "5",
    ],
    [
      "a type error of no consequence in a comment",
      ["// @ts-expect-error\nconst n15: number = 'a'; n15"],
      "'a'",
    ],
  ])("%s", async (_what, cells, shows) => {
    const exchanges: Exchange[] = [];
    for (const cell of cells) exchanges.push(await shared.conversation.execute(cell));
    expect(exchanges.slice(0, -1).map(({ reply }) => reply.content.status)).toEqual(
      cells.slice(0, -1).map(() => "ok"),
    );
    expect(exchanges.map(shown).at(-1)).toBe(shows);
  });
});

describe("a result is shown:", () => {
  it.each<[code: string, shows: string | undefined]>([
    ["null", "null"],
    ["undefined", undefined],
    ["10n ** 20n", "100000000000000000000n"],
    ["''", "''"],
    ["NaN", "NaN"],
    ["Symbol('s')", "Symbol(s)"],
    ["6 * 7", "42"],
    ["6 * 7;", undefined],
  ])("%s", async (code, shows) => {
    expect(shown(await shared.conversation.execute(code))).toBe(shows);
  });

  it("a string of 20 million letters, cut and saying so; all of it where that is asked for", async () => {
    const cut = String(shown(await shared.conversation.execute("'x'.repeat(20_000_000)")));
    expect(cut).toMatch(/^'x{10000,}' *\.\.\. 19990000 more characters$/);
    const { published } = await shared.conversation.execute(
      "display('x'.repeat(20_000_000), { limit: Infinity })",
    );
    const [whole] = published.filter(({ header }) => header.msg_type === "display_data");
    expect(String(Object(whole?.content.data)["text/plain"]).length).toBe(20_000_002);
  });

  it("20 MB of HTML", async () => {
    const { published } = await shared.conversation.execute(
      "display(html(['<p>' + 'x'.repeat(20_000_000) + '</p>'] as never))",
    );
    const [display] = published.filter(({ header }) => header.msg_type === "display_data");
    expect(String(Object(display?.content.data)["text/html"]).length).toBeGreaterThan(20_000_000);
  });
});

describe("a cell that fails", () => {
  it.each<[what: string, code: string, error: RegExp]>([
    ["at run time", "console.log('before'); throw new TypeError('on purpose')", /^TypeError: on purpose$/],
    ["with a text", "throw 'a text'", /^Uncaught: a text$/],
    ["by its syntax", "const = 3", /^SyntaxError: /],
    ["by its types", "const n: number = 'a'", /^TS2322: /],
    ["by a name that is not there, before anything has run", "console.log('before'); nowhere", /^TS2304: /],
    ["by a stack that overflows", "const f = (): number => f() + 1; f()", /^RangeError: Maximum call stack/],
    [
      "by a buffer of 2 ** 50 bytes",
      "new ArrayBuffer(2 ** 50)",
      /^RangeError: Array buffer allocation failed$/,
    ],
    ["in a magic", "%nonsense", /^UnknownMagic: /],
  ])("%s answers completely, shows the error, and the next cell runs", async (_what, code, error) => {
    const exchange = await shared.conversation.execute(code);
    const { content } = exchange.reply;
    const { ename, evalue, traceback } = content;
    expect(content).toEqual({
      status: "error",
      ename: expect.any(String),
      evalue: expect.any(String),
      traceback: expect.any(Array),
      execution_count: expect.any(Number),
      payload: [],
      user_expressions: {},
    });
    expect(shown(exchange)).toMatch(error);
    const shows = exchange.published.filter(({ header }) => header.msg_type === "error");
    expect(shows.map((message) => message.content)).toEqual([{ ename, evalue, traceback }]);
    const ran = error.source.includes("on purpose");
    expect(text(exchange)).toBe(ran ? "before\n" : "");
    expect(shown(await shared.conversation.execute("1 + 1"))).toBe("2");
  });

  it("does not let the cells run that were sent with it, unless it says so", async () => {
    const { client } = shared.conversation;
    const failing = { code: "throw new Error('first')" };
    const send = (content: object) => client.send("shell", "execute_request", content);
    const stopping = [await send(failing), await send({ code: "1" }), await send({ code: "2" })];
    const aborted = await Promise.all(stopping.map((id) => shared.conversation.end(id)));
    expect(aborted.map(({ reply }) => reply.content.status)).toEqual(["error", "aborted", "aborted"]);
    expect(aborted.map(({ published }) => outline(published).at(-1))).toEqual(Array(3).fill("status idle"));
    const going = [await send({ ...failing, stop_on_error: false }), await send({ code: "3" })];
    const after = await Promise.all(going.map((id) => shared.conversation.end(id)));
    expect(after.map(({ reply }) => reply.content.status)).toEqual(["error", "ok"]);
  });
});

describe("while a cell is in a loop that gives nobody a turn", () => {
  it("the heartbeat, and requests on control and shell, are answered", async () => {
    const looping = await shared.conversation.client.send("shell", "execute_request", {
      code: "console.log('in the loop'); while (true) {}",
    });
    await shared.conversation.until(({ content }) => content.text === "in the loop\n");
    const { transport, ip, hb_port } = shared.kernel.connection;
    const heartbeat = new Request({ linger: 0 });
    heartbeat.connect(transport === "ipc" ? `ipc://${ip}-${hb_port}` : `tcp://${ip}:${hb_port}`);
    await heartbeat.send("beat");
    expect(String((await heartbeat.receive())[0])).toBe("beat");
    heartbeat.close();
    const requests: [type: string, content: object][] = [
      ["kernel_info_request", {}],
      ["complete_request", { code: "Math.sq", cursor_pos: 7 }],
      ["inspect_request", { code: "Math.max", cursor_pos: 8, detail_level: 0 }],
      ["is_complete_request", { code: "1 +" }],
      ["history_request", { hist_access_type: "tail", n: 1, output: false, raw: true }],
      ["comm_info_request", {}],
    ];
    for (const [type, content] of requests) {
      for (const channel of ["control", "shell"] as const) {
        expect((await shared.conversation.ask(type, content, { channel })).reply.content.status).not.toBe(
          "error",
        );
      }
    }
    await shared.conversation.ask("interrupt_request", {}, { channel: "control" });
    expect((await shared.conversation.end(looping)).reply.content.ename).toBe("Interrupted");
  });
});

describe("cells that are sent faster than they run", () => {
  it("are all answered in their order, 500 of them with types", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 500; i += 1) {
      ids.push(await shared.conversation.client.send("shell", "execute_request", { code: `${i} as number` }));
    }
    await shared.conversation.end(String(ids.at(-1)));
    const wanted = new Set(ids);
    const replies = shared.conversation.heard.filter(
      ({ header, parent_header }) =>
        header.msg_type === "execute_reply" && wanted.has(String(parent_header.msg_id)),
    );
    expect(replies.map(({ parent_header }) => parent_header.msg_id)).toEqual(ids);
    expect(replies.every(({ content }) => content.status === "ok")).toBe(true);
  }, 120_000);

  it("show their output whole, each before its idle", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      const code = `for (let i = 0; i < 100; i += 1) console.log(${i}, i)`;
      ids.push(await shared.conversation.client.send("shell", "execute_request", { code }));
    }
    for (const [i, id] of ids.entries()) {
      const exchange = await shared.conversation.end(id);
      expect(text(exchange).replaceAll("busy", "")).toBe(
        Array.from({ length: 100 }, (_, line) => `${i} ${line}\n`).join(""),
      );
      expect(outline(exchange.published).at(-1)).toBe("status idle");
      expect(exchange.published).toEqual(shared.conversation.publishedBy(id)); // nothing came later
    }
  });
});

describe("a message whose signature is wrong", () => {
  it("runs nothing, and nobody is shown the key or the right signature", async () => {
    const { client } = shared.conversation;
    const heardBefore = shared.conversation.heard.length;
    const parts = [
      '{"msg_id":"forged","msg_type":"execute_request"}',
      "{}",
      "{}",
      '{"code":"globalThis.forged = 1"}',
    ];
    for (const wrong of ["", "0".repeat(64), client.sign(parts).replace(/^./, "g"), client.sign([])]) {
      await client.sendFrames("shell", ["<IDS|MSG>", wrong, ...parts]);
    }
    expect(shown(await shared.conversation.execute("'forged' in globalThis"))).toBe("false");
    const heard = JSON.stringify(shared.conversation.heard.slice(heardBefore).map(({ content }) => content));
    expect(heard).not.toContain(client.sign(parts));
    expect(heard).not.toContain(shared.kernel.connection.key);
  });
});
