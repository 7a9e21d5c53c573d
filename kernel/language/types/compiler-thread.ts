// The thread that talks to the compiler: it waits for each answer, so that nobody else has to. When the compiler's
// process dies, the request that it died of fails, its cell is taken out, and a new process opens what is left.

import { parentPort, workerData } from "node:worker_threads";
import { Compiler } from "./compiler.ts";
import { ShadowFolder } from "./folder.ts";
import { LocalFiles } from "./local-files.ts";
import type {
  CheckRequest,
  CompilerThreadData,
  Diagnostic,
  GrowRequest,
  Numbered,
  ThreadMessage,
} from "./messages.ts";
import type { Slot } from "./slots.ts";

const data: CompilerThreadData = workerData;
const folder = new ShadowFolder(data.notebook);
const localFiles = new LocalFiles();
let slots: readonly Slot[] = data.slots;

const missingModule = 2307;

function send(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

function openCompiler(): Compiler {
  const started = new Compiler(folder);
  send({ type: "started", pid: started.pid });
  started.open(slots);
  send({ type: "opened" });
  return started;
}

function check(id: number, { contents, variables }: CheckRequest): void {
  const changed = localFiles.changed();
  if (changed.length > 0) compiler.refresh(changed);
  for (const { slot, text } of contents) compiler.put(folder.pathOf(slot), text);

  const checked = contents.at(-1);
  if (checked === undefined) return;
  const path = folder.pathOf(checked.slot);
  const diagnostics = diagnose(path);
  send({ type: "checked", id, diagnostics });

  // What follows is for later cells; the one that was checked runs meanwhile.
  if (contents.some(({ hasImports }) => hasImports)) localFiles.follow(compiler.localFiles());
  if (diagnostics.length > 0 || variables.length === 0) return;
  const types = compiler.primitiveTypes(path, variables);
  if (types.size > 0) send({ type: "types", slot: checked.slot.index, types });
}

/** A module that is not found may have been installed or written since the compiler looked for it. */
function diagnose(path: string): Diagnostic[] {
  const first = compiler.diagnose(path);
  if (!first.some(({ code }) => code === missingModule)) return first;
  compiler.refreshAll();
  return compiler.diagnose(path);
}

function grow(id: number, request: GrowRequest): void {
  const added = request.slots.slice(slots.length);
  slots = request.slots;
  folder.writeSlots(slots, added);
  compiler.grow(slots, added);
  send({ type: "done", id });
}

function handle({ id, request }: Numbered): void {
  try {
    if (request.type === "check") check(id, request);
    else grow(id, request);
  } catch (error) {
    send({ type: "failed", id, reason: error instanceof Error ? error.message : String(error) });
    compiler.close();
    for (const { slot } of request.type === "check" ? request.contents : []) folder.writeSlots(slots, [slot]);
    compiler = openCompiler();
  }
}

send({ type: "folder", root: folder.root });
folder.writeSlots(slots, slots);
let compiler = openCompiler();
parentPort?.on("message", handle);
