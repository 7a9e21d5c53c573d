// Controls without the cells' process: what they say to front-ends, and whom they tell that they were moved, is kept.

import { AsyncLocalStorage } from "node:async_hooks";
import type { CommContent, Json } from "../../../kernel/channel/messages.ts";
import type { Cause, CodeOutput, OwnRun } from "../../../kernel/widgets/host.ts";
import { Models } from "../../../kernel/widgets/models.ts";
import { createUi } from "../../../kernel/widgets/ui.ts";

export class FakeProcess {
  readonly sent: (CommContent & Cause)[] = [];
  readonly moved: object[] = [];
  readonly read: object[] = [];
  readonly failures: unknown[] = [];
  /** the run that code belongs to */
  run = 1;
  /** runs whose cells have run again */
  readonly over = new Set<number>();
  /** how many messages of front-ends there were */
  requests = 0;
  readonly #captures = new AsyncLocalStorage<(output: CodeOutput) => void>();

  readonly models = new Models({
    send: (comm, cause) => this.sent.push({ ...comm, ...cause }),
    keep: () => {},
    read: (widget) => this.read.push(widget),
    moved: (widgets) => this.moved.push(...widgets),
    currentRun: () => this.#runOf(this.run),
    capture: (take, code) => this.#captures.run(take, code),
    present: (value) => ({ data: { "text/plain": String(value) }, metadata: {} }),
    fail: (_run, error) => this.failures.push(error),
  });

  readonly ui = createUi(this.models, () => {});

  /** A front-end says something about a widget. */
  say(widget: { readonly id: string }, data: { readonly [key: string]: Json }): void {
    this.requests += 1;
    this.models.receive({
      type: "comm",
      id: this.requests,
      message: "comm_msg",
      comm: widget.id,
      data,
      metadata: {},
      buffers: [],
    });
  }

  /** A person moves a control. */
  move(widget: { readonly id: string }, state: { readonly [key: string]: Json }): void {
    this.say(widget, { method: "update", state, buffer_paths: [] });
  }

  /** What `console.log` is to a cell. */
  print(text: string): void {
    this.take({ type: "stream", cell: this.run, name: "stdout", text: `${text}\n` });
  }

  /** What the process does with all that code prints and shows. */
  take(output: CodeOutput): void {
    this.#captures.getStore()?.(output);
  }

  #runOf(run: number): OwnRun {
    const isOver = () => this.over.has(run);
    return {
      serial: run,
      enter: this.#enter.bind(this, run),
      get isOver() {
        return isOver();
      },
    };
  }

  #enter(run: number, code: () => void): void {
    const before = this.run;
    this.run = run;
    code();
    this.run = before;
  }
}
