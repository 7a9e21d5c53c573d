// What cells print. `process.stdout`, `process.stderr` and `console` write events, never the file descriptors 1
// and 2: so text keeps its place among displays and results, and is seen while a loop still runs. (Native code
// and child processes do use the descriptors; the parent passes that text on without a place in the order.)

import { Console } from "node:console";
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { emitOutput } from "./capture.ts";
import { currentRun } from "./current-run.ts";

type Written = (error?: Error | null) => void;

/** Only `write` is our own: a stream's own bookkeeping would stay stuck after an interrupt in mid-write. */
class EventStream extends Writable {
  readonly fd: number;
  readonly isTTY = false;
  readonly #name: "stdout" | "stderr";
  readonly #decoder = new StringDecoder("utf8");

  constructor(name: "stdout" | "stderr", fd: number) {
    super({ decodeStrings: false });
    this.#name = name;
    this.fd = fd;
  }

  override write(chunk: unknown, encoding?: BufferEncoding | Written, written?: Written): boolean {
    const text = this.#text(chunk, typeof encoding === "string" ? encoding : "utf8");
    if (text !== "") emitOutput({ type: "stream", cell: currentRun(), name: this.#name, text });
    const callback = typeof encoding === "function" ? encoding : written;
    if (callback !== undefined) process.nextTick(callback);
    return true;
  }

  /** Bytes may end in the middle of a character; its rest comes with the next write. */
  #text(chunk: unknown, encoding: BufferEncoding): string {
    if (typeof chunk === "string") {
      const isText = encoding === "utf8" || encoding === "utf-8";
      return isText ? chunk : this.#decoder.write(Buffer.from(chunk, encoding));
    }
    if (chunk instanceof Uint8Array) return this.#decoder.write(Buffer.from(chunk));
    throw new TypeError(`process.${this.#name}.write expects a string or bytes, not ${typeof chunk}`);
  }

  /** As with Node's own: these streams stay open. */
  override end(): this {
    return this;
  }
}

/** Redirects everything this process prints through Node. Has to come before anything is printed. */
export function redirectStreams(): void {
  const stdout = new EventStream("stdout", 1);
  const stderr = new EventStream("stderr", 2);
  Object.defineProperty(process, "stdout", { value: stdout, configurable: true, enumerable: true });
  Object.defineProperty(process, "stderr", { value: stderr, configurable: true, enumerable: true });
  // In place, so that `import console from "node:console"` is redirected too. Node's own methods would also feed
  // the inspector, which keeps the last thousand printed objects alive.
  Object.assign(console, new Console({ stdout, stderr, colorMode: false, ignoreErrors: false }));
}
