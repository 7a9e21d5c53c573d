// A notebook for tests: the real cells' process under the real supervisor, given cells in their compiled form.

import { tmpdir } from "node:os";
import MagicString from "magic-string";
import type { CellError, CellEvent, Finished } from "../../../kernel/channel/messages.ts";
import { Supervisor } from "../../../kernel/supervisor/supervisor.ts";

type EventOf<Type extends CellEvent["type"]> = Extract<CellEvent, { type: Type }>;

export class Notebook {
  readonly events: CellEvent[] = [];
  readonly supervisor: Supervisor;
  scopesLost = 0;
  #serial = 0;
  #watchers: (() => void)[] = [];

  constructor(options: { readonly directory?: string } = {}) {
    this.supervisor = new Supervisor({
      directory: options.directory ?? tmpdir(),
      onEvent: (event) => {
        this.events.push(event);
        for (const watch of this.#watchers) watch();
      },
      onScopeLost: () => {
        this.scopesLost += 1;
      },
    });
  }

  /** Runs the body of a compiled cell, with `$` for the scope and `$cell` for the cell's own things. */
  run(
    body: string,
    options: {
      readonly defines?: readonly string[];
      readonly silent?: boolean;
      readonly isConsole?: boolean;
    } = {},
  ): Promise<Finished> {
    this.#serial += 1;
    const code = new MagicString(body).prepend('async ($, $cell) => {"use strict";\n').append("\n}");
    return this.supervisor.execute({
      type: "execute",
      cell: this.#serial,
      file: `cell-${this.#serial}.ts`,
      source: body,
      code: code.toString(),
      map: code.generateMap({ hires: true }).toString(),
      defines: options.defines ?? [],
      silent: options.silent ?? false,
      isConsole: options.isConsole,
    });
  }

  /** Runs a cell that must succeed; its result as text. */
  async value(body: string): Promise<unknown> {
    const finished = await this.run(body);
    if (finished.outcome.status !== "ok") throw new Error(finished.outcome.error.traceback.join("\n"));
    return this.of("result", finished.cell)[0]?.bundle.data["text/plain"];
  }

  /** Runs a cell that must fail. */
  async error(body: string): Promise<CellError> {
    const { outcome } = await this.run(body);
    if (outcome.status === "ok") throw new Error("the cell did not fail");
    return outcome.error;
  }

  /** The events of one type so far, of all runs or of one. */
  of<Type extends CellEvent["type"]>(type: Type, cell?: number): EventOf<Type>[] {
    const isWanted = (event: CellEvent): event is EventOf<Type> =>
      event.type === type && (cell === undefined || ("cell" in event && event.cell === cell));
    return this.events.filter(isWanted);
  }

  /** What a run, or all of them, printed to one stream. */
  printed(name: "stdout" | "stderr", cell?: number): string {
    const streams = this.of("stream", cell).filter((event) => event.name === name);
    return streams.map(({ text }) => text).join("");
  }

  /** Resolves as soon as the condition holds, which is looked at with every event. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const watch = () => {
        if (!condition()) return;
        this.#watchers = this.#watchers.filter((each) => each !== watch);
        resolve();
      };
      this.#watchers.push(watch);
    });
  }
}
