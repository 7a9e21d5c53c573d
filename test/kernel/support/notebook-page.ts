// A notebook with cell ids over a real kernel, as a page of JupyterLab has it open: cells are sent with their ids, and
// what a person then sees below each is kept. To start a kernel costs more than most tests do, so the tests of a file
// share one, and `%reset` makes it a new notebook for each.

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Conversation, Exchange } from "./conversation.ts";
import { Screen } from "./screen.ts";
import { SharedKernel } from "./shared-kernel.ts";

/** The page of a file's tests: a new notebook for each of them. */
export function freshPage(): NotebookPage {
  const page = sharedPage();
  beforeEach(() => page.reset());
  return page;
}

/** The page of a file's tests, each of which finds what those before it have left. */
export function sharedPage(): NotebookPage {
  const page = new NotebookPage();
  beforeAll(() => page.open());
  afterAll(() => page.close());
  return page;
}

export class NotebookPage {
  readonly screen = new Screen();
  readonly #shared = new SharedKernel();

  get conversation(): Conversation {
    return this.#shared.conversation;
  }

  open(): Promise<void> {
    return this.#shared.start((message) => this.screen.hear(message));
  }

  close(): Promise<void> {
    return this.#shared.stop();
  }

  /** Forgets all cells, all names and all modes; only the numbers of cells go on. */
  async reset(): Promise<void> {
    await this.conversation.execute("%reset\n%reactive auto\n%types on");
    this.conversation.forget();
    this.screen.clear();
  }

  /** Runs a cell to its end. */
  async run(cell: string, code: string, metadata: object = {}): Promise<Exchange> {
    return this.conversation.end(await this.send(cell, code, metadata));
  }

  /** Runs cells in their order, by their ids. */
  async runAll(cells: Readonly<Record<string, string>>): Promise<void> {
    for (const [cell, code] of Object.entries(cells)) await this.run(cell, code);
  }

  /** @returns the id of the request */
  async send(
    cell: string,
    code: string,
    metadata: object = {},
    page: { session?: string } = {},
  ): Promise<string> {
    const msg_id = randomUUID();
    this.screen.sent(cell, msg_id);
    const content = { code, stop_on_error: true, allow_stdin: true };
    return this.conversation.client.send("shell", "execute_request", content, {
      ...page,
      msg_id,
      metadata: { cellId: cell, ...metadata },
    });
  }
}
