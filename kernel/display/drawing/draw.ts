// Drawing takes libraries that load slowly and only work asynchronously (a chart compiler, a rasteriser in
// WebAssembly), but a value has to be shown at once, or output would change its order. So a thread draws, started
// with the first picture, and this side waits for it.

import { extname } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import {
  type Answer,
  type ChartGrammar,
  type Job,
  pixelRatio,
  type Request,
  type SvgPicture,
} from "./jobs.ts";
import type { Diagram } from "./node-link.ts";

/** How long a picture may take, in milliseconds: a chart whose data never arrive must not hold the cell for ever. */
const patience = 30_000;

/**
 * The SVG as a PNG.
 * @throws Error if the text is no SVG
 */
export function rasterize(svg: string): SvgPicture {
  return draw({ kind: "rasterize", svg });
}

/**
 * The chart that a specification describes.
 * @throws Error if the specification is wrong, or its data cannot be loaded
 */
export function drawChart(grammar: ChartGrammar, spec: string): SvgPicture {
  return draw({ kind: "chart", grammar, spec });
}

/** Nodes and links, laid out; its PNG has `scale` of the usual pixels each way. */
export function drawDiagram(diagram: Diagram, scale = 1): SvgPicture {
  return draw({ kind: "diagram", diagram, ratio: scale * pixelRatio });
}

let thread: DrawingThread | undefined;
let isDrawing = false;

/** Nobody waits any more for the picture that is being drawn: it must not hold up the next one. */
export function abandonDrawing(): void {
  if (!isDrawing) return;
  isDrawing = false;
  thread?.stop();
  thread = undefined;
}

function draw(job: Job): SvgPicture {
  abandonDrawing(); // one that was interrupted
  thread ??= new DrawingThread();
  isDrawing = true;
  const answer = thread.ask(job);
  if (answer === undefined) {
    abandonDrawing();
    throw new Error(`the picture was not drawn within ${patience / 1000} seconds`);
  }
  isDrawing = false;
  if (answer.status === "error") throw new Error(answer.message);
  return answer.picture;
}

class DrawingThread {
  readonly #answered = new Int32Array(new SharedArrayBuffer(4));
  readonly #port;
  readonly #worker: Worker;
  #count = 0;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    const entry = new URL(`./thread${extname(import.meta.filename)}`, import.meta.url);
    this.#port = port1;
    this.#worker = new Worker(entry, {
      workerData: { port: port2, answered: this.#answered },
      transferList: [port2],
      stdout: true, // it has nothing to say on the notebook's streams
      stderr: true,
    });
    this.#worker.unref();
    port1.unref();
  }

  /** Waits for the answer; undefined if it does not come in time. */
  ask(job: Job): Answer | undefined {
    this.#count += 1;
    const request: Request = { number: this.#count, job };
    this.#port.postMessage(request);
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      const seen = Atomics.load(this.#answered, 0);
      for (;;) {
        const received: { readonly message: Answer } | undefined = receiveMessageOnPort(this.#port);
        if (received === undefined) break;
        // An interrupted cell leaves its answer behind.
        if (received.message.number === this.#count) return received.message;
      }
      Atomics.wait(this.#answered, 0, seen, deadline - Date.now());
    }
    return undefined;
  }

  stop(): void {
    void this.#worker.terminate();
  }
}
