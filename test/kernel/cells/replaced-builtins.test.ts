// A cell may replace any part of JavaScript in its process: the notebook goes on, or says what is wrong; it never hangs.

import { afterEach, describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

let notebook = new Notebook();
afterEach(async () => {
  await notebook.supervisor.shutdown();
  notebook = new Notebook();
});

const harmless = [
  "JSON.stringify = () => 'x'",
  "JSON.parse = () => 'x'",
  "Object.prototype.toJSON = () => 'x'",
  "Array.prototype.toJSON = () => 'x'",
  "String.prototype.toJSON = () => 'x'",
  "Array.prototype[0] = 'x'",
  "Object.defineProperty(Array.prototype, 0, { set() {}, get: () => 'x' })",
  "Array.prototype.shift = () => 'x'",
  "Promise.prototype.then = () => {}",
  "Promise.prototype.then = undefined",
  "Promise = undefined",
  "Function.prototype.call = () => 'x'",
  "Function.prototype.apply = () => 'x'",
  "Function.prototype.bind = () => 'x'",
  "Reflect.apply = () => 'x'",
  "Atomics.store = Atomics.wait = () => { throw new Error('x') }",
  "Buffer.prototype.write = Buffer.prototype.writeUInt32LE = () => 0",
  "Buffer.allocUnsafe = () => 'x'",
  "require('node:fs').writeSync = () => 0; require('node:module').syncBuiltinESMExports()",
  "Object.prototype.type = 'x'; Object.prototype.cell = -1; Object.prototype.status = 'x'",
  "Object.defineProperty(Object.prototype, 'next', { set() { throw new Error('x') }, configurable: true })",
];

/** What the code around a cell works with, replaced by a function that throws, and by one that gives nonsense. */
const needed = [
  ...["Array.prototype.filter", "Array.prototype.map", "Array.prototype.push", "Array.prototype.includes"],
  ...["Array.prototype[Symbol.iterator]", "Map.prototype.get", "Map.prototype.set", "Map.prototype.keys"],
  ...[
    "Map.prototype.delete",
    "Set.prototype[Symbol.iterator]",
    "Object.hasOwn",
    "Object.is",
    "Object.assign",
  ],
  ...[
    "Object.keys",
    "Object.entries",
    "Object.create",
    "Reflect.defineProperty",
    "String.prototype.includes",
  ],
  ...["Object.getPrototypeOf([][Symbol.iterator]()).next", "Object.getPrototypeOf(new Map().keys()).next"],
];
const sabotage = [
  ...needed.map((name) => `${name} = () => { throw new TypeError('replaced') }`),
  ...needed.slice(0, 8).map((name) => `${name} = () => 7`),
  "Buffer = undefined",
  "Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), 'byteLength', { get() { throw 1; } })",
];

describe("a cell that replaces a part of JavaScript", () => {
  it.each(harmless)("is told the end of, and so are those after it: %s", async (code) => {
    expect((await notebook.run(code)).outcome).toEqual({ status: "ok" });
    expect(await notebook.value("console.log('said'); $cell.result(await 2)")).toBe("2");
    expect(notebook.printed("stdout")).toBe("said\n");
    expect(notebook.scopesLost).toBe(0);
  });

  it.each(sabotage)("ends, and so do those after it, if in an error: %s", async (code) => {
    for (const body of [`$.x = 1; ${code}`, "$.y = 2", "$cell.result(1 + 1)"]) {
      const { outcome } = await notebook.run(body, { defines: ["x", "y"] });
      const end = outcome.status === "ok" ? "ok" : outcome.error.name;
      expect(end).toMatch(/^(ok|TypeError|BrokenProcess|ProcessOutOfOrder|ProcessExited)$/);
    }
  });

  it("so that nothing can run any more says how to go on", async () => {
    await notebook.run("Array.prototype.filter = () => { throw new TypeError('replaced') }");
    expect(await notebook.error("1")).toEqual({
      name: "BrokenProcess",
      message:
        "A cell has replaced a part of JavaScript that the kernel works with in the cells' process " +
        "(TypeError: replaced). %reset gives a fresh one.",
      traceback: [expect.stringMatching(/^BrokenProcess: A cell has replaced/)],
    });
    await notebook.supervisor.restart();
    expect(await notebook.value("$cell.result(1 + 1)")).toBe("2");
  });
});
