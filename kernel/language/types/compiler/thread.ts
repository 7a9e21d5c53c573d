// The thread that talks to the compiler: it waits for each answer, so that nobody else has to. When the compiler's
// process dies, the request that it died of fails, the cells that came with it are taken out, and a new process opens
// what is left.

import { parentPort, workerData } from "node:worker_threads";
import type {
  Answers,
  CompilerRequest,
  CompilerThreadData,
  Diagnostic,
  Draft,
  GrowRequest,
  NumberedRequest,
  ThreadMessage,
} from "../messages.ts";
import type { Slot } from "../slots.ts";
import { Compiler } from "./compiler.ts";
import { completionsAt } from "./completions.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { removeAbandonedFolders, ShadowFolder } from "./folder.ts";
import { LocalFiles } from "./local-files.ts";
import { quickInfoAt } from "./quick-info.ts";
import { simpleTypes } from "./simple-types.ts";
import { withTensorOperators } from "./tensor-diagnostics.ts";

const data: CompilerThreadData = workerData;
const folder = new ShadowFolder(data.root, data.notebook);
const localFiles = new LocalFiles();
let slots: readonly Slot[] = data.slots;
let tsconfig = data.tsconfig;

const missingModule = 2307;

function send(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

function openCompiler(): Compiler {
  const started = new Compiler(folder);
  send({ type: "started", pid: started.pid });
  started.open(slots, tsconfig);
  send({ type: "opened" });
  return started;
}

function answer(request: CompilerRequest): Answers[keyof Answers] {
  switch (request.type) {
    case "check":
      return check(folder.pathOf(request.slot));
    case "types":
      return simpleTypes(compiler.project, folder.pathOf(request.slot), request.variables);
    case "complete":
      return inDraft(request.draft, (path, offset) =>
        completionsAt(compiler.project, path, offset, request.prefix),
      );
    case "inspect":
      return inDraft(request.draft, (path, offset) =>
        quickInfoAt(compiler.project, path, { name: request.name, offset }),
      );
    case "grow":
      return grow(request);
    case "settings":
      tsconfig = request.tsconfig;
      return compiler.follow(tsconfig, slots);
  }
}

/** A module that is not found may have been installed or written since the compiler looked for it. */
function check(path: string): readonly Diagnostic[] {
  let found = diagnosticsOf(compiler.project, path);
  if (found.some(({ code }) => code === missingModule)) {
    compiler.refreshAll();
    found = diagnosticsOf(compiler.project, path);
  }
  return withTensorOperators(compiler.project, path, found);
}

function inDraft<Result>(
  { dialect, text, offset }: Draft,
  look: (path: string, offset: number) => Result,
): Result {
  const path = folder.draftPath(dialect);
  compiler.put(path, text);
  return look(path, offset);
}

function grow(request: GrowRequest): undefined {
  const added = request.slots.slice(slots.length);
  slots = request.slots;
  folder.writeSlots(slots, added);
  compiler.grow(slots, added);
}

function handle({ id, contents, request }: NumberedRequest): void {
  try {
    const changed = localFiles.changed();
    if (changed.length > 0) compiler.refresh(changed);
    for (const { slot, text } of contents) compiler.put(folder.pathOf(slot), text);
    if (contents.some(({ hasImports }) => hasImports)) localFiles.follow(compiler.localFiles());
    send({ type: "answer", id, to: request.type, answer: answer(request) });
    compiler.disposeOldSnapshots();
  } catch (error) {
    send({ type: "failed", id, reason: error instanceof Error ? error.message : String(error) });
    if (request.type !== "check" && compiler.answers()) return; // it did not like the question, no more
    compiler.close();
    const lost = contents.map(({ slot }) => slot);
    folder.writeSlots(slots, lost);
    compiler = openCompiler();
  }
}

folder.writeSlots(slots, slots);
let compiler = openCompiler();
parentPort?.on("message", handle);
setTimeout(removeAbandonedFolders, 5000).unref(); // when nobody waits any more
