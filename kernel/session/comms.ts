// Comms: free-form conversations between a front-end's code and the kernel's. The cells' process holds the controls;
// here is which comms are open, and which message of a front-end each answer belongs to. A front-end's message
// counts as being dealt with until the cells' process has heard it, so that front-ends hold back what a person moves
// meanwhile and send only the newest value.

import {
  type CellEvent,
  type CommContent,
  type CommRequest,
  widgetControlTarget,
} from "../channel/messages.ts";
import { type Header, isObject, type JsonObject, type Message } from "../wire/message.ts";
import { textField } from "./content.ts";
import type { Iopub } from "./iopub.ts";
import type { Cells } from "./parts.ts";
import type { Runs } from "./runs.ts";

type CommEvent = Extract<CellEvent, { type: "comm" }>;

interface Pending {
  readonly header: Header;
  readonly handled: () => void;
}

export class Comms {
  readonly #iopub: Iopub;
  readonly #cells: Cells;
  readonly #targets = new Map<string, string>();
  readonly #pending = new Map<number, Pending>();
  /** controls that say that their readers stand still -> the session of the page where they do */
  readonly #standing = new Map<string, string>();
  #count = 0;

  constructor(iopub: Iopub, cells: Cells) {
    this.#iopub = iopub;
    this.#cells = cells;
  }

  /** The open comms, of one target or of all, as comm_info_reply has them. */
  list(target: string | undefined): JsonObject {
    const open = [...this.#targets].filter(([, name]) => target === undefined || name === target);
    return Object.fromEntries(open.map(([id, target_name]) => [id, { target_name }]));
  }

  /** Only one target can be opened from outside; any other is closed, as the protocol asks. */
  open(request: Message): Promise<undefined> | undefined {
    const id = textField(request, "comm_id");
    if (request.content.target_name === widgetControlTarget) {
      this.#targets.set(id, widgetControlTarget);
      return this.#forward("comm_open", id, request);
    }
    this.#iopub.publish(request.header, "comm_close", { comm_id: id, data: {} });
    return undefined;
  }

  /** comm_msg and comm_close. For a comm that is not open nobody is there to hear them. */
  hear(request: Message, message: "comm_msg" | "comm_close"): Promise<undefined> | undefined {
    const id = request.content.comm_id;
    if (typeof id !== "string" || !this.#targets.has(id)) return undefined;
    if (message === "comm_close") this.#targets.delete(id);
    return this.#forward(message, id, request);
  }

  async #forward(message: CommRequest["message"], comm: string, request: Message): Promise<undefined> {
    const { header, metadata } = request;
    const { data: given } = request.content;
    const data = given !== undefined && isObject(given) ? given : {};
    const buffers = request.buffers.map((buffer) => buffer.toString("base64"));
    const handled = Promise.withResolvers<void>();
    this.#pending.set(this.#count + 1, { header, handled: handled.resolve });
    this.#tell({ message, comm, data, metadata, buffers });
    await handled.promise;
    return undefined;
  }

  #tell(content: CommContent): void {
    this.#count += 1;
    this.#cells.comm({ type: "comm", id: this.#count, ...content });
  }

  /**
   * A page has moved a control, and the cells that read it have run again.
   * @param isStanding whether that is not seen there, because the page was loaded after a person ran them
   */
  moved({ header, content }: Message, isStanding: boolean): void {
    const comm = header.msg_type === "comm_msg" ? content.comm_id : undefined;
    if (typeof comm === "string") this.#mark(comm, header.session, isStanding);
  }

  /** A person runs a cell on that page: if others still stand still, the next move says so again. */
  ran({ header: { session } }: Message): void {
    for (const [comm, page] of this.#standing) if (page === session) this.#mark(comm, page, false);
  }

  #mark(comm: string, page: string, isStanding: boolean): void {
    if (!this.#targets.has(comm)) return;
    const wasStanding = this.#standing.has(comm);
    if (isStanding) this.#standing.set(comm, page);
    else this.#standing.delete(comm);
    if (isStanding === wasStanding) return;
    const data = { method: "custom", content: { event: "standing", isStanding } };
    this.#tell({ message: "comm_msg", comm, data, metadata: {}, buffers: [] });
  }

  /** The cells' process has heard a message, and with it those before, even if an interrupt cut one short. */
  handled(id: number): void {
    for (const [each, { handled }] of this.#pending) {
      if (each > id) return;
      this.#pending.delete(each);
      handled();
    }
  }

  /** @returns a promise while readers are slower than the cells */
  publish(event: CommEvent, runs: Runs): Promise<void> | undefined {
    const { message, comm, target, data, metadata } = event;
    if (message === "comm_open") this.#targets.set(comm, target ?? "");
    if (message === "comm_close") this.#targets.delete(comm);
    const pending = event.request === undefined ? undefined : this.#pending.get(event.request);
    const parent = pending?.header ?? runs.find(event.cell)?.request.header ?? null;
    const content = { comm_id: comm, data, ...(target === undefined ? {} : { target_name: target }) };
    const buffers = event.buffers.map((buffer) => Buffer.from(buffer, "base64"));
    return this.#iopub.publish(parent, message, content, { metadata, buffers });
  }

  /** The cells' process has ended, and with it every control. */
  clear(): void {
    for (const comm_id of this.#targets.keys())
      this.#iopub.publish(null, "comm_close", { comm_id, data: {} });
    this.#targets.clear();
    this.#standing.clear();
    this.handled(Number.POSITIVE_INFINITY);
  }
}
