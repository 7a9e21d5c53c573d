// The kernel as front-ends see it: every message finds its handler here, and every request is framed by `busy`
// and `idle`. Cells wait in a queue; everything else is answered at once, also while a cell runs.

import type { CellEvent } from "../channel/messages.ts";
import { readMagics } from "../language/magics.ts";
import type { ConnectionInfo } from "../wire/connection.ts";
import { createMessage, type JsonObject, type Message } from "../wire/message.ts";
import type { Channel } from "../wire/sockets.ts";
import { commClose, commInfo, commMessage, commOpen } from "./comm-requests.ts";
import { Comms } from "./comms.ts";
import { complete } from "./completion/complete.ts";
import { connect } from "./connect.ts";
import { BadRequest, errorContent } from "./content.ts";
import type { Context, Handler } from "./context.ts";
import { debug } from "./debug.ts";
import { abort, execute } from "./execute.ts";
import { ExecutionQueue } from "./execution-queue.ts";
import { history } from "./history/history.ts";
import { HistoryStore } from "./history/history-store.ts";
import { Input } from "./input.ts";
import { inspect } from "./inspect.ts";
import { interrupt, interruptRun } from "./interrupt.ts";
import { Iopub } from "./iopub.ts";
import { isComplete } from "./is-complete.ts";
import { kernelInfo } from "./kernel-info.ts";
import type { Cells, Language, Transport, Types } from "./parts.ts";
import { publishOutput } from "./publish-output.ts";
import { publishResult } from "./publish-result.ts";
import { ReactiveCells } from "./reactive/cells.ts";
import { moved } from "./reactive/moved.ts";
import { Runs } from "./runs.ts";
import { Scope } from "./scope.ts";
import { end, shutdown } from "./shutdown.ts";
import { TypeChecks } from "./type-checks.ts";
import { usage } from "./usage.ts";

/** Shell and control serve the same requests, but for execute_request, which is shell's alone. */
const handlers = new Map<string, Handler>([
  ["kernel_info_request", kernelInfo],
  ["connect_request", connect],
  ["is_complete_request", isComplete],
  ["complete_request", complete],
  ["inspect_request", inspect],
  ["history_request", history],
  ["comm_info_request", commInfo],
  ["comm_open", commOpen],
  ["comm_msg", commMessage],
  ["comm_close", commClose],
  ["interrupt_request", interrupt],
  ["shutdown_request", shutdown],
  ["debug_request", debug],
  ["usage_request", usage],
]);

export interface SessionOptions {
  /** the kernel's identity in the headers of its messages */
  readonly id: string;
  readonly connection: ConnectionInfo;
  readonly transport: Transport;
  readonly cells: Cells;
  readonly language: Language;
  readonly types: Types;
  /** where history is kept, ":memory:" for nowhere */
  readonly historyFile: string;
}

export class Session {
  readonly #id: string;
  readonly #transport: Transport;
  readonly #context: Context;
  /** the last word of a control in a front-end */
  #commMessage: Message | undefined;
  readonly #ended = Promise.withResolvers<void>();

  constructor({ id, connection, transport, cells, language, types, historyFile }: SessionOptions) {
    this.#id = id;
    this.#transport = transport;
    const iopub = new Iopub(id, transport);
    const scope = new Scope();
    this.#context = {
      connection,
      cells,
      language,
      iopub,
      history: new HistoryStore(historyFile, report),
      runs: new Runs(),
      reactive: new ReactiveCells(iopub, (cause) => this.#context.queue.add("changes", cause)),
      scope,
      types,
      typeChecks: new TypeChecks(types, iopub, scope.missing),
      input: new Input(id, transport, cells),
      comms: new Comms(iopub, cells),
      queue: new ExecutionQueue({
        execute: ({ kind, request }) => this.#answer("shell", request, kind === "cell" ? execute : moved),
        abort: ({ kind, request }) => this.#answer("shell", request, kind === "cell" ? abort : moved),
      }),
    };
  }

  /** Resolves when a shutdown has been asked for and answered. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** A message of a front-end. */
  receive(channel: Channel, message: Message): void {
    const type = message.header.msg_type;
    if (channel === "stdin") {
      if (type === "input_reply") this.#context.input.answer(message);
    } else if (channel === "shell" && type === "execute_request") {
      if (resets(message)) void this.#context.cells.endStuck(); // it would wait behind that cell for ever
      this.#context.queue.add("cell", message);
    } else {
      if (type === "comm_msg") this.#commMessage = message;
      this.#answer(channel, message, handlers.get(type) ?? refuse);
    }
  }

  /** An event of the cells' process; the next one should wait for the promise, if there is one. */
  onEvent(event: CellEvent): Promise<void> | undefined {
    const { runs, iopub, input, typeChecks } = this.#context;
    switch (event.type) {
      case "result":
        return publishResult(event, this.#context);
      case "input":
        runs.find(event.cell)?.showing?.ask();
        iopub.flush(); // what the cell printed comes before its question
        input.ask(event, runs.find(event.cell));
        return undefined;
      case "moved":
        this.#onMoved(event);
        return undefined;
      case "reassigned":
        this.#onReassigned(event.names);
        return undefined;
      case "folder":
        typeChecks.enter(event.path);
        return undefined;
      case "comm":
        return this.#context.comms.publish(event, runs);
      case "commHandled":
        this.#context.comms.handled(event.id);
        return undefined;
      case "ready":
      case "looked":
      case "finished":
      case "inheriting":
      case "waiting":
        return undefined; // `cells` itself acts on them
      default:
        return publishOutput(event, runs, iopub);
    }
  }

  /** The cells' process has ended, and every name of the notebook with it. */
  onScopeLost(): void {
    this.#context.comms.clear();
    this.#context.scope.clear();
    this.#context.reactive.clear();
    this.#context.typeChecks.clear();
  }

  interrupt(): Promise<void> {
    return interruptRun(this.#context);
  }

  /** Ends the cells' process and answers what waits, without a request that asked for it. */
  async shutdown(): Promise<void> {
    await end(this.#context);
    this.#ended.resolve();
  }

  /** The cells that have read them run when no other runs; until then, further moves are part of this one. */
  #onMoved({ moved, cell }: Extract<CellEvent, { type: "moved" }>): void {
    const { reactive, queue, runs } = this.#context;
    const cause = cell === undefined ? this.#commMessage : runs.find(cell)?.request;
    if (cause && reactive.move(moved)) queue.add("changes", cause);
  }

  /** Those who use the names are stale, as soon as no cell runs. */
  #onReassigned(names: readonly string[]): void {
    const { reactive, queue } = this.#context;
    const [cause] = names.flatMap((name) => reactive.runOf(name) ?? []);
    if (cause && reactive.move([], names)) queue.add("changes", cause.request);
  }

  async #answer(channel: "shell" | "control", request: Message, handler: Handler): Promise<void> {
    const { iopub, queue } = this.#context;
    const { header, identities } = request;
    const started = new Date().toISOString();
    iopub.status(header, "busy");
    const content = await this.#handle(request, handler);
    if (content) {
      const type = header.msg_type.replace(/_request$/, "_reply");
      const options = { parent: header, identities, metadata: { started } };
      this.#transport.send(channel, createMessage(this.#id, type, content, options));
    }
    iopub.status(header, "idle");
    // Front-ends show the last status they heard. If a cell is running, this request was answered beside it.
    const running = queue.running?.header;
    if (running && running !== header) iopub.status(running, "busy");
    if (handler === shutdown) this.#ended.resolve();
  }

  async #handle(request: Message, handler: Handler): Promise<JsonObject | undefined> {
    try {
      return await handler(request, this.#context);
    } catch (failure) {
      const error = failure instanceof Error ? failure : new Error(String(failure));
      return { status: "error", ...errorContent(error) };
    }
  }
}

/** Whether a cell begins with `%reset`. */
function resets({ content: { code } }: Message): boolean {
  return typeof code === "string" && readMagics(code).magics.some(({ name }) => name === "reset");
}

/** A request nobody handles still gets its reply, or its sender would wait for ever. */
const refuse: Handler = ({ header }) => {
  if (header.msg_type.endsWith("_request")) throw new BadRequest(`this kernel knows no ${header.msg_type}`);
  report(`ignored a message of type ${header.msg_type}`);
  return undefined;
};

/** For whoever runs the server: front-ends do not see it. */
function report(message: string): void {
  process.stderr.write(`lamella: ${message}\n`);
}
