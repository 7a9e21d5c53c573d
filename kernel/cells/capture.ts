// What code prints and shows may go to a place of its own instead of below its cell: into an output widget. As with the
// run it belongs to, the answer follows timers and promises.

import { AsyncLocalStorage } from "node:async_hooks";
import type { CodeOutput } from "../widgets/host.ts";
import { emit } from "./events.ts";

type Take = (output: CodeOutput) => void;

const captures = new AsyncLocalStorage<Take>();

/** Where displays were captured, by their ids: what updates them later goes there too. */
const places = new Map<string, Take>();
const rememberedPlaces = 1000;

/** Runs code, and with it everything it leads to later; `take` gets what that prints and shows. */
export function capture<Result>(take: Take, code: () => Result): Result {
  return captures.run(take, code);
}

/** To be called with everything that code prints and shows. */
export function emitOutput(output: CodeOutput): void {
  const take = takerOf(output);
  if (take === undefined) emit(output);
  else take(output);
}

function takerOf(output: CodeOutput): Take | undefined {
  if (output.type !== "display" || output.id === null) return captures.getStore();
  if (output.update) return places.get(output.id);
  const take = captures.getStore();
  if (take === undefined) return undefined;
  places.set(output.id, take);
  const [oldest] = places.keys();
  if (places.size > rememberedPlaces && oldest !== undefined) places.delete(oldest);
  return take;
}
