// A place for what code prints and shows. ipywidgets lets the front-end catch messages for it; here the process does,
// so that it also works while no front-end listens, and in front-ends that cannot.

import type { CodeOutput } from "./host.ts";
import type { ModelKind } from "./model.ts";
import type { Models } from "./models.ts";
import { Transcript } from "./transcript.ts";
import { Widget, type WidgetOptions } from "./widget.ts";

/** How often front-ends hear of what is printed on and on, in milliseconds. */
const interval = 50;

const kind: ModelKind = { model: "OutputModel", view: "OutputView", module: "@jupyter-widgets/output" };

export class Output extends Widget {
  readonly #models: Models;
  #transcript = new Transcript();
  #told = 0;
  #telling: NodeJS.Timeout | undefined;

  constructor(models: Models, options: WidgetOptions) {
    super(models, { kind, state: { msg_id: "", outputs: [] } }, options);
    this.#models = models;
  }

  /**
   * Runs code; what it prints and shows is added here instead of below the cell, also what it leads to later: by timers,
   * or after an `await`. What it throws is the caller's.
   * @returns what the code returns
   */
  capture<Result>(code: () => Result): Result {
    const transcript = this.#transcript;
    const take = (output: CodeOutput) => {
      transcript.take(output);
      if (transcript === this.#transcript) this.#tellSoon(); // else it was replaced meanwhile
    };
    try {
      return this.#models.host.capture(take, code);
    } finally {
      this.#tell();
    }
  }

  /** As `capture`, in place of what was there, which goes when the first thing comes. */
  recapture<Result>(code: () => Result): Result {
    this.#transcript = this.#transcript.successor();
    return this.capture(code);
  }

  /** Shows values below what is there. */
  append(...values: readonly unknown[]): void {
    for (const value of values) {
      const bundle = this.present(value);
      this.#transcript.take({ type: "display", cell: 0, bundle, id: null, update: false });
    }
    this.#transcript.settle();
    this.#tell();
  }

  /** Shows values in place of what was there. */
  show(...values: readonly unknown[]): void {
    this.#transcript = new Transcript();
    this.append(...values);
  }

  clear(): void {
    this.show();
  }

  #tellSoon(): void {
    if (performance.now() - this.#told > interval) this.#tell();
    else this.#telling ??= setTimeout(() => this.#tell(), interval);
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#told = performance.now();
    this.change({ outputs: this.#transcript.outputs });
  }

  describe(): string {
    return this.#transcript.text;
  }

  draw(): string {
    return this.#transcript.markup;
  }
}
