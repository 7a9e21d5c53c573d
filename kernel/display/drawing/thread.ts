// The drawing thread's entry: one job after the other, each answered through the port and announced by a counter
// that the other side waits on.

import { type MessagePort, workerData } from "node:worker_threads";
import { chartSvg } from "./chart-svg.ts";
import type { Answer, Job, Request, SvgPicture } from "./jobs.ts";
import { diagramSvg } from "./node-link-svg.ts";
import { rasterizeSvg } from "./rasterize-svg.ts";

const { port, answered }: { readonly port: MessagePort; readonly answered: Int32Array } = workerData;

let last: Promise<void> = Promise.resolve();
port.on("message", (request: Request) => {
  last = last.then(() => answer(request));
});

async function answer({ number, job }: Request): Promise<void> {
  let reply: Answer;
  try {
    reply = { number, status: "ok", picture: await draw(job) };
  } catch (error) {
    reply = { number, status: "error", message: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(reply);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
}

async function draw(job: Job): Promise<SvgPicture> {
  if (job.kind === "rasterize") return rasterizeSvg(job.svg, "fine");
  if (job.kind === "diagram") return rasterizeSvg(await diagramSvg(job.diagram), "flat", job.ratio);
  return rasterizeSvg(await chartSvg(job.grammar, job.spec), "flat");
}
