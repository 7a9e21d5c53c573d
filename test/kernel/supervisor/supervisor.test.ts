import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { Notebook } from "../cells/notebook.ts";

let notebook = new Notebook();
afterEach(async () => {
  await notebook.supervisor.shutdown();
  notebook = new Notebook();
});

/** Whether the process still runs; one that only waits to be collected by its parent does not. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(5);
}

function childrenOf(pid: number): number[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const lists = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, "utf8"));
  return lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number));
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8");
}

/** The process ids that cells have printed with `pid:`. */
function printedIds(): number[] {
  return [...notebook.printed("stdout").matchAll(/pid:(\d+)/g)].map(([, pid]) => Number(pid));
}

const tellPid = "console.log('pid:' + process.pid);";
const startSleeper =
  "$.sleeper = (await $cell.import('node:child_process')).spawn('sleep', ['600']); console.log('pid:' + $.sleeper.pid);";

describe("a cells' process that dies", () => {
  const deaths = [
    {
      name: "by process.exit",
      body: "process.exit(3)",
      error: "ProcessExited",
      message: "exited with code 3",
    },
    {
      name: "by process.exit in a timer",
      body: "setTimeout(() => process.exit(4), 5); await new Promise(() => {})",
      error: "ProcessExited",
      message: "exited with code 4",
    },
    { name: "by abort", body: "process.abort()", error: "ProcessKilled", message: "ended by SIGABRT" },
    {
      name: "by a signal",
      body: "process.kill(process.pid, 'SIGKILL'); while (true) {}",
      error: "ProcessKilled",
      message: "ended by SIGKILL",
    },
  ];
  it.each(deaths)(
    "$name ends the cell with an error, and the next runs in a fresh one",
    async ({ body, error, message }) => {
      await notebook.run("$.x = 1");
      expect(await notebook.error(body)).toMatchObject({
        name: error,
        message: expect.stringContaining(message),
      });
      expect(notebook.scopesLost).toBe(1);
      expect(await notebook.value("$cell.result('x' in $)")).toBe("false");
      expect(notebook.printed("stderr")).toBe(""); // the engine's own last words are not for the person
    },
  );

  it("of memory says what the limit was", async () => {
    process.env.NODE_OPTIONS = "--max-old-space-size=64";
    notebook.supervisor.start();
    delete process.env.NODE_OPTIONS;
    const { name, message } = await notebook.error(
      "const all = []; while (true) all.push(new Array(1e6).fill(0.5))",
    );
    expect(name).toBe("OutOfMemory");
    expect(message).toMatch(/ran out of JavaScript heap \(the limit is \d\d\d? MB\)/);
    expect(await notebook.value("$cell.result(1)")).toBe("1");
    expect(notebook.printed("stderr")).toBe("");
  });

  it("while no cell runs is told with the latest cell", async () => {
    const { cell } = await notebook.run("setTimeout(() => process.exit(5), 5)");
    await notebook.until(() => notebook.of("error").length > 0);
    expect(notebook.of("error", cell)[0]?.error).toMatchObject({ name: "ProcessExited" });
    expect(await notebook.value("$cell.result(1)")).toBe("1");
  });

  it("hands on everything it has printed before", async () => {
    const { cell } = await notebook.run("for (let i = 0; i < 5000; i += 1) console.log(i); process.exit(1)");
    expect(notebook.printed("stdout", cell).trim().split("\n")).toHaveLength(5000);
  });

  it("takes with it what it has started", async () => {
    await notebook.run(`${startSleeper} process.exit(0)`);
    await untilGone(printedIds()[0] ?? 0);
  });

  it("before it has begun ends the cell with an error too", async () => {
    const lost = new Notebook({ directory: join(tmpdir(), "no", "such", "folder") });
    expect(await lost.error("1")).toMatchObject({ name: "ProcessNotStarted" });
    expect(await lost.error("1")).toMatchObject({ name: "ProcessNotStarted" });
  });
});

describe("a cells' process that cannot be understood any more", () => {
  const fs = "const fs = await $cell.import('node:fs');";
  const closed = "it has closed the pipe by which it tells what happens";
  it.each([
    ["text", "fs.writeSync(4, 'hello'.repeat(10))", "no message begins with the bytes 68656c6c6f68656c"],
    ["a short line", "fs.writeSync(4, 'abc\\n')", "no message begins with the bytes 6162630a"],
    [
      "many bytes",
      "fs.writeSync(4, new Uint8Array(1e6))",
      "no message begins with the bytes 0000000000000000",
    ],
    ["no event", "send('{}')", "a message is no event: {}"],
    ["half an event", `send('{"type":"display","cell":1}')`, "no event: { type: 'display', cell: 1 }"],
    ["many levels", `send('['.repeat(1e5) + ']'.repeat(1e5))`, "a message is no event: [ [ [Array] ] ]"],
    ["no JSON", "send('{')", "a message is not JSON"],
    ["nothing more", "fs.closeSync(4)", closed],
    ["nothing more, in a loop", "fs.closeSync(4); while (true) {}", closed],
    ["into a file of its own", "fs.closeSync(4); fs.openSync('/dev/null', 'w')", closed],
  ])("since it writes %s is ended, and the next cell runs in a fresh one", async (_what, code, fault) => {
    const send = `const send = (text) => fs.writeSync(4, Buffer.concat([
      Buffer.from([1, 0x6d, 0x61, 0x4c]), Buffer.from(new Uint32Array([text.length]).buffer), Buffer.from(text)]));`;
    const { name, message } = await notebook.error(`${fs} ${send} ${code}; await new Promise(() => {});`);
    expect(name).toBe("ProcessOutOfOrder");
    expect(message).toContain(fault);
    expect(await notebook.value("$cell.result(1 + 1)")).toBe("2");
  });
});

const busy = [
  { state: "idle", body: "" },
  { state: "in a loop", body: "while (true) {}" },
  { state: "awaiting", body: "await new Promise(() => {})" },
  { state: "asking", body: "prompt('?')" },
  { state: "in a child process", body: "(await $cell.import('node:child_process')).execSync('sleep 600')" },
  { state: "deaf to SIGTERM", body: "process.on('SIGTERM', () => {}); while (true) {}" },
];

describe("a cells' process that is killed from outside", () => {
  const states = [...busy, { state: "printing", body: "while (true) console.log('x'.repeat(100))" }];
  it.each(states)("$state tells so, and the next cell runs in a fresh one", async ({ body }) => {
    const run = notebook.run(`$.x = 1; ${tellPid} ${body}`);
    await notebook.until(() => printedIds().length === 1);
    if (body === "") await run;
    process.kill(printedIds()[0] ?? 0, "SIGKILL");
    const killed = { name: "ProcessKilled", message: expect.stringContaining("ended by SIGKILL") };
    if (body !== "") expect((await run).outcome).toMatchObject({ status: "error", error: killed });
    await notebook.until(() => notebook.scopesLost === 1);
    if (body === "") expect(notebook.of("error")).toMatchObject([{ error: killed }]);
    expect(await notebook.value("$cell.result('x' in $)")).toBe("false");
  });

  it("while it starts is replaced", async () => {
    const run = notebook.run("$cell.result(1)");
    const [starting] = childrenOf(process.pid).filter((pid) => commandOf(pid).includes("/cells/process."));
    process.kill(starting ?? 0, "SIGKILL");
    expect((await run).outcome).toMatchObject({ status: "error", error: { name: "ProcessKilled" } });
    expect(await notebook.value("$cell.result(2)")).toBe("2");
  });
});

describe("a shutdown", () => {
  it.each(busy)("$state leaves nothing behind", async ({ body }) => {
    const run = notebook.run(`${tellPid} ${startSleeper} ${body}`);
    await notebook.until(() => printedIds().length === 2);
    await notebook.supervisor.shutdown();
    for (const pid of printedIds()) await untilGone(pid);
    if (body === "") expect(notebook.of("error")).toEqual([]);
    else expect((await run).outcome).toMatchObject({ status: "error", error: { name: "ProcessEnded" } });
  });
});

describe("a restart", () => {
  it.each(busy)("$state gives a fresh process", async ({ body }) => {
    const run = notebook.run(`$.x = 1; ${tellPid} ${body}`);
    await notebook.until(() => printedIds().length === 1);
    await notebook.supervisor.restart();
    await run;
    expect(await notebook.value(`${tellPid} $cell.result('x' in $)`)).toBe("false");
    expect(new Set(printedIds()).size).toBe(2);
    expect(notebook.scopesLost).toBe(1);
  });
});

describe("a kernel process that is killed", () => {
  it.each(["while (true) {}", "await new Promise(() => {})"])(
    "takes the cells' process with it: %s",
    async (body) => {
      const supervisor = new URL("../../../kernel/supervisor/supervisor.ts", import.meta.url).href;
      const request = {
        type: "execute",
        cell: 1,
        file: "cell-1.ts",
        source: "",
        map: "",
        defines: [],
        silent: false,
      };
      const code = `async ($, $cell) => { ${tellPid} ${body} }`;
      const program = `
      const { Supervisor } = await import(${JSON.stringify(supervisor)});
      const onEvent = (event) => { if (event.type === "stream") process.stdout.write(event.text); };
      new Supervisor({ directory: ".", onEvent }).execute(${JSON.stringify({ ...request, code })});`;
      const kernel = spawn(process.execPath, ["--input-type=module", "-e", program]);
      const pid = await new Promise<number>((resolve) => {
        kernel.stdout.on("data", (text) => resolve(Number(/pid:(\d+)/.exec(String(text))?.[1])));
      });
      expect(isAlive(pid)).toBe(true);
      kernel.kill("SIGKILL");
      await untilGone(pid);
    },
  );
});
