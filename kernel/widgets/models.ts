// All models that are open, and their conversation with the front-ends: each model is one comm, opened when it is
// made and closed when nobody needs it. The target `jupyter.widget.control` gives all of them to a page that has been
// loaded anew. What a front-end says may be anything, so it is looked at before it is used.

import type { CommContent, CommRequest, Json, JsonRecord } from "../channel/messages.ts";
import type { Host } from "./host.ts";
import { pack, type State, unpack } from "./model.ts";

const widgetTarget = "jupyter.widget";
const metadata = { version: "2.1.0" };
const controlMetadata = { version: "1.0.0" };

/** A model as its registry sees it. */
export interface Model {
  readonly id: string;
  readonly state: State;
  /** Takes what a front-end has changed, as far as it is sound. @returns whether the value is another one now */
  accept(changes: State): boolean;
  /** Something that is no change of state, as the click of a button. */
  hear(content: Json): void;
}

export class Models {
  readonly host: Host;
  readonly #open = new Map<string, Model>();
  /** the comms of front-ends on which they ask for all states */
  readonly #controls = new Set<string>();
  /** the message that is being dealt with */
  #request: number | undefined;
  #moved: Set<object> | undefined;

  constructor(host: Host) {
    this.host = host;
  }

  /** the open models */
  get all(): readonly Model[] {
    return [...this.#open.values()];
  }

  open(model: Model): void {
    this.#open.set(model.id, model);
    const { state, bufferPaths, buffers } = pack(model.state);
    this.#send({
      message: "comm_open",
      comm: model.id,
      target: widgetTarget,
      data: { state, buffer_paths: bufferPaths },
      metadata,
      buffers,
    });
  }

  /** Tells the front-ends fields of a model. Nothing is said about one that is closed. */
  update(model: Model, changes: State, method: "update" | "echo_update" = "update"): void {
    if (!this.#open.has(model.id)) return;
    const { state, bufferPaths, buffers } = pack(changes);
    const data = { method, state, buffer_paths: bufferPaths };
    this.#send({ message: "comm_msg", comm: model.id, data, metadata, buffers });
  }

  close(model: Model): void {
    if (!this.#open.delete(model.id)) return;
    this.#send({ message: "comm_close", comm: model.id, data: {}, metadata, buffers: [] });
  }

  /** Code has changed the value of a widget: who reads it follows, as if a person had moved it. */
  noteChange(widget: object): void {
    if (this.#moved) this.#moved.add(widget);
    else this.host.moved(new Set([widget]), false);
  }

  /** Takes a message of a front-end. */
  receive(request: CommRequest): void {
    this.#request = request.id;
    this.#moved = new Set();
    try {
      this.#take(request);
      if (this.#moved.size > 0) this.host.moved(this.#moved, true);
    } finally {
      this.#request = undefined;
      this.#moved = undefined;
    }
  }

  #take({ message, comm, data, buffers }: CommRequest): void {
    if (message === "comm_open") {
      this.#controls.add(comm); // the kernel process lets no other target through
    } else if (message === "comm_close") {
      const model = this.#open.get(comm);
      this.#controls.delete(comm);
      if (model) this.close(model);
    } else if (this.#controls.has(comm)) {
      if (data.method === "request_states") this.#sendAll(comm);
    } else {
      const model = this.#open.get(comm);
      if (model) this.#hear(model, data, buffers);
    }
  }

  #hear(model: Model, data: JsonRecord, buffers: readonly string[]): void {
    switch (data.method) {
      case "update": {
        if (!isRecord(data.state)) return;
        const changes = unpack(data.state, data.buffer_paths, buffers);
        const known = Object.keys(changes).filter((key) => Object.hasOwn(model.state, key));
        const isMoved = model.accept(changes);
        // What was refused is echoed as it is here, so every view shows the value that the cells see.
        this.update(
          model,
          Object.fromEntries(known.map((key) => [key, model.state[key] ?? null])),
          "echo_update",
        );
        if (isMoved) this.noteChange(model);
        return;
      }
      case "request_state":
        this.update(model, model.state);
        return;
      case "custom":
        model.hear(data.content ?? null);
    }
  }

  #sendAll(comm: string): void {
    const states: { [id: string]: Json } = {};
    const paths: string[][] = [];
    const all: string[] = [];
    for (const [id, model] of this.#open) {
      const { state, bufferPaths, buffers } = pack(model.state);
      states[id] = {
        model_name: state._model_name ?? null,
        model_module: state._model_module ?? null,
        model_module_version: state._model_module_version ?? null,
        state,
      };
      paths.push(...bufferPaths.map((path) => [id, "state", ...path]));
      all.push(...buffers);
    }
    const data = { method: "update_states", states, buffer_paths: paths };
    this.#send({ message: "comm_msg", comm, data, metadata: controlMetadata, buffers: all });
  }

  #send(comm: CommContent): void {
    this.host.send(comm, { cell: this.host.currentRun().serial, request: this.#request });
  }
}

export function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
