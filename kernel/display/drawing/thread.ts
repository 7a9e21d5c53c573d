// The drawing thread's entry: one job after the other, each answered through the port and announced by a counter
// that the other side waits on.

import { type MessagePort, workerData } from "node:worker_threads";
import { chartSvg } from "./chart-svg.ts";
import type { Answer, Request } from "./jobs.ts";
import { animateSvgs, rasterizeSvg, svgPixels } from "./rasterize-svg.ts";

const { port, answered }: { readonly port: MessagePort; readonly answered: Int32Array } = workerData;

let last: Promise<void> = Promise.resolve();
port.on("message", (request: Request) => {
  last = last.then(() => answer(request));
});

async function answer({ number, job }: Request): Promise<void> {
  const reply = await answerTo({ number, job }).catch(
    (error: unknown): Answer => ({
      number,
      status: "error",
      message: error instanceof Error ? error.message : String(error),
    }),
  );
  port.postMessage(reply);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
}

async function answerTo({ number, job }: Request): Promise<Answer> {
  switch (job.kind) {
    case "pixels":
      return { number, status: "pixels", pixels: await svgPixels(job.svg) };
    case "rasterize":
      return { number, status: "picture", picture: await rasterizeSvg(job.svg, "fine") };
    case "animate":
      return { number, status: "picture", picture: await animateSvgs(job.frames) };
    case "chart": {
      const svg = await chartSvg(job.grammar, job.spec);
      return { number, status: "picture", picture: await rasterizeSvg(svg, "coarse") };
    }
  }
}
