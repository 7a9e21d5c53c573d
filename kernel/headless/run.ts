// Runs a notebook without a server: every code cell, from the first to the last, through a kernel process of its own
// and the same sockets and messages that JupyterLab uses. The cells carry no ids, as with nbclient: the kernel
// takes them in the order in which they come.

import { writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { JsonObject, Message } from "../wire/message.ts";
import type { Destination } from "./destinations.ts";
import { type KernelProcess, startKernel } from "./kernel-process.ts";
import { type CodeCell, mayFail, type Notebook, type Output } from "./notebook.ts";
import { readNotebook, writeNotebook } from "./notebook-file.ts";
import { OutputCollector } from "./outputs.ts";
import { renderReport } from "./report.ts";

export interface RunOptions {
  onProgress?(progress: Progress): void;
  /** Ends the run before its last cell; what was reached is still written. */
  readonly signal?: AbortSignal;
}

/** A code cell as a person finds it: its place among the code cells, from 1, and the first line of its text. */
export interface CellPlace {
  readonly number: number;
  readonly count: number;
  readonly line: string;
}

export type Progress =
  | { readonly type: "started"; readonly place: CellPlace }
  /** the last line of what the cell has printed or shown, as its progress */
  | { readonly type: "said"; readonly place: CellPlace; readonly text: string }
  | {
      readonly type: "finished";
      readonly place: CellPlace;
      readonly ok: boolean;
      readonly milliseconds: number;
    }
  | { readonly type: "written"; readonly path: string };

export interface Failure {
  readonly place: CellPlace;
  readonly name: string;
  readonly message: string;
  readonly traceback: readonly string[];
}

/**
 * Runs a notebook and writes it with its new outputs. The first cell that fails ends the run, unless it is
 * tagged `raises-exception`; cells that were not reached lose their outputs, so that no old result stays among new.
 * @returns the failure that ended the run, or undefined
 * @throws Error if the file is no notebook, or no kernel starts
 */
export async function runNotebook(
  destination: Destination,
  options: RunOptions = {},
): Promise<Failure | undefined> {
  const { source } = destination;
  const notebook = await readNotebook(source);
  const kernel = await startKernel(dirname(resolve(source)));
  try {
    const run = await runCells(notebook, kernel, options);
    await write(run.notebook, destination, options);
    return run.failure;
  } finally {
    await kernel.stop();
  }
}

interface Run {
  readonly notebook: Notebook;
  readonly failure: Failure | undefined;
}

async function runCells(notebook: Notebook, kernel: KernelProcess, options: RunOptions): Promise<Run> {
  const ending = Promise.race([kernel.death, abortOf(options.signal)]);
  ending.catch(() => {}); // heard with each request, and no matter after the last
  const info = await Promise.race([kernel.client.request("shell", "kernel_info_request", {}), ending]);
  const outputs = new OutputCollector();
  const counts = new Map<number, number>();
  let failure: Failure | undefined;

  for (const [index, place] of placesOf(notebook)) {
    const cell = notebook.cells[index];
    if (cell?.cell_type !== "code") continue;
    options.onProgress?.({ type: "started", place });
    const start = performance.now();
    const reply = kernel.client.request("shell", "execute_request", executeContent(cell), {
      onMessage(message) {
        outputs.collect(index, message);
        const text = lastLine(message);
        if (text !== "") options.onProgress?.({ type: "said", place, text });
      },
    });
    try {
      const { content } = await Promise.race([reply, ending]);
      counts.set(index, Number(content.execution_count));
      if (content.status !== "ok" && !mayFail(cell)) failure = failureOf(content, place);
    } catch (error) {
      failure = { place, ...nameAndMessage(error), traceback: [] };
      outputs.append(index, errorOutput(failure)); // of its own end the kernel publishes nothing
    }
    options.onProgress?.({ type: "finished", place, ok: !failure, milliseconds: performance.now() - start });
    if (failure) break;
  }

  return { notebook: withOutputs(notebook, outputs, counts, info), failure };
}

/** The code cells that hold code, by their index in the notebook. */
function placesOf(notebook: Notebook): Map<number, CellPlace> {
  const indices = notebook.cells.flatMap((cell, index) =>
    cell.cell_type === "code" && cell.source.trim() !== "" ? [index] : [],
  );
  const firstLine = (index: number) => notebook.cells[index]?.source.trim().split("\n", 1)[0] ?? "";
  return new Map(
    indices.map((index, order) => [
      index,
      { number: order + 1, count: indices.length, line: firstLine(index) },
    ]),
  );
}

function executeContent(cell: CodeCell): JsonObject {
  return {
    code: cell.source,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: !mayFail(cell),
  };
}

function failureOf(reply: JsonObject, place: CellPlace): Failure {
  const traceback = Array.isArray(reply.traceback) ? reply.traceback.map(String) : [];
  return { place, name: String(reply.ename), message: String(reply.evalue), traceback };
}

function errorOutput({ name, message }: Failure): Output {
  return { output_type: "error", ename: name, evalue: message, traceback: [`${name}: ${message}`] };
}

function withOutputs(
  notebook: Notebook,
  outputs: OutputCollector,
  counts: ReadonlyMap<number, number>,
  { content }: Message,
): Notebook {
  return {
    metadata: { ...notebook.metadata, language_info: content.language_info ?? {} },
    cells: notebook.cells.map((cell, index) =>
      cell.cell_type === "code"
        ? { ...cell, execution_count: counts.get(index) ?? null, outputs: outputs.outputsOf(index) }
        : cell,
    ),
  };
}

async function write(notebook: Notebook, destination: Destination, options: RunOptions): Promise<void> {
  const { source, notebook: path, page } = destination;
  await writeNotebook(path, notebook);
  options.onProgress?.({ type: "written", path });
  if (page === undefined) return;
  await writeFile(page, renderReport(notebook, { directory: dirname(source), title: basename(source) }));
  options.onProgress?.({ type: "written", path: page });
}

/** Of a message with output, what stands last on the screen; else the empty text. */
function lastLine({ header, content }: Message): string {
  const { data } = content;
  const isDisplay = header.msg_type === "display_data" || header.msg_type === "update_display_data";
  const plain =
    isDisplay && typeof data === "object" && data !== null && "text/plain" in data ? data["text/plain"] : "";
  const text = header.msg_type === "stream" ? content.text : plain;
  return (
    stripVTControlCharacters(String(text))
      .trimEnd()
      .split(/[\r\n]/)
      .at(-1) ?? ""
  );
}

/** Rejects with the signal's reason when it is aborted; without a signal, never. */
function abortOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function nameAndMessage(error: unknown): { name: string; message: string } {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { name, message };
}
