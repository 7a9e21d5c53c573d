// From a moved control to the pictures that follow it, on the lesson notebooks/reactive.ipynb: a real kernel, spoken to over
// its sockets. The time runs from the front-end's message to each update that it sets off, and to the last of them.
//
// usage: node bench/slider.ts [MOVES]   (30 of each control if not given); it gives medians

import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { converse, stop } from "../test/kernel/support/kernel-process.ts";
import type { RawMessage } from "../test/kernel/support/raw-client.ts";
import { median } from "./median.ts";

const [, , moves = "30"] = process.argv;
const notebook = fileURLToPath(new URL("../notebooks/reactive.ipynb", import.meta.url));

/** The cell of each display on the screen. */
const cellOf = new Map<string, string>();
const cellOfRequest = new Map<string, string>();
/** how often the kernel was idle again after a message */
const idles = new Map<string, number>();
let onIdle: (value?: unknown) => void = () => {};
const updates: { readonly cell: string; readonly at: number }[] = [];

const [kernel, conversation] = await converse({ directory: dirname(notebook) }, hear);

function hear({ header, parent_header, content }: RawMessage): void {
  if (content.execution_state === "idle") {
    const parent = String(parent_header.msg_id);
    idles.set(parent, (idles.get(parent) ?? 0) + 1);
    onIdle();
  }
  const { display_id: id } = Object(content.transient);
  if (header.msg_type === "display_data")
    cellOf.set(id, cellOfRequest.get(String(parent_header.msg_id)) ?? "none");
  if (header.msg_type === "update_display_data")
    updates.push({ cell: cellOf.get(id) ?? "none", at: performance.now() });
}

const { cells } = JSON.parse(readFileSync(notebook, "utf8"));
for (const { cell_type: type, id: cellId, source } of cells) {
  if (type !== "code") continue;
  const code = Array.isArray(source) ? source.join("") : source;
  const request = await conversation.client.send(
    "shell",
    "execute_request",
    { code },
    { metadata: { cellId } },
  );
  cellOfRequest.set(request, cellId);
  const { reply } = await conversation.end(request);
  if (reply.content.status !== "ok") throw new Error(`${cellId} failed: ${reply.content.evalue}`);
}

/** Until what changes by itself stands still. */
while (performance.now() - (updates.at(-1)?.at ?? 0) < 1000) await delay(100);

/** The field of a control's state that a person changes, and the values that it can have. */
function fieldOf(state: Record<string, unknown>): { key: string; values: number[] } | undefined {
  if (state._model_name === "ToggleButtonsModel")
    return { key: "index", values: Object.keys(Object(state._options_labels)).map(Number) };
  if (state._model_name !== "IntSliderModel") return undefined;
  const [min, max, step] = [Number(state.min), Number(state.max), Number(state.step)];
  return {
    key: "value",
    values: Array.from({ length: Math.floor((max - min) / step) + 1 }, (_, index) => min + index * step),
  };
}

/** Moves a control once; gives the milliseconds to the last update of each cell that follows. */
async function move(comm_id: string, state: object): Promise<Map<string, number>> {
  updates.length = 0;
  const started = performance.now();
  const message = await conversation.client.send("shell", "comm_msg", {
    comm_id,
    data: { method: "update", state, buffer_paths: [] },
  });
  // one idle is that of the message, one of what follows it
  while ((idles.get(message) ?? 0) < 2) await new Promise((resolve) => (onIdle = resolve));
  return new Map(updates.map(({ cell, at }) => [cell, at - started]));
}

/** What is there, which must not grow with the moves. */
async function standing(): Promise<string> {
  const { reply } = await conversation.ask("comm_info_request", {});
  const { published } = await conversation.execute("Math.round(process.memoryUsage().rss / 2 ** 20)");
  const result = published.find(({ header }) => header.msg_type === "execute_result");
  const megabytes = Object(result?.content.data)["text/plain"];
  return `${Object.keys(Object(reply.content.comms)).length} comms, ${megabytes} MB in the cells' process`;
}

console.log(`at first: ${await standing()}`);
const opened = conversation.heard.filter(({ header }) => header.msg_type === "comm_open");
for (const { content } of opened) {
  const { state } = Object(content.data);
  const field = fieldOf(state);
  if (field === undefined) continue;
  const { key, values } = field;
  const all: Map<string, number>[] = [];
  for (let turn = 1; turn <= Number(moves); turn++) {
    const index = values.indexOf(state[key]) + turn;
    all.push(await move(String(content.comm_id), { [key]: values[index % values.length] }));
  }
  const totals = all.flatMap((each) => (each.size === 0 ? [] : Math.max(...each.values()))); // else nothing changed
  const names = [...new Set(all.flatMap((each) => [...each.keys()]))];
  const each = names.map((cell) => {
    const times = all.flatMap((one) => one.get(cell) ?? []);
    return `${cell} ${median(times).toFixed(0)}`;
  });
  const [lowest, middle] = [Math.min(...totals), median(totals)].map((total) => total.toFixed(1));
  console.log(
    `${state.description}: ${middle} ms to the last update, lowest ${lowest}; by cells: ${each.join(", ")}`,
  );
}

console.log(`in the end: ${await standing()}`);
conversation.close();
await stop(kernel);
