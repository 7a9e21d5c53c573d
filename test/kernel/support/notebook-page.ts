// A notebook with cell ids over a real kernel, as a page of JupyterLab has it open: cells are sent with their ids, and
// what a person then sees below each is kept.

import { randomUUID } from "node:crypto";
import type { Conversation, Exchange } from "./conversation.ts";
import { converse, type RunningKernel, stop } from "./kernel-process.ts";
import { Screen } from "./screen.ts";

export class NotebookPage {
  readonly screen: Screen;
  readonly conversation: Conversation;
  readonly #kernel: RunningKernel;

  private constructor(screen: Screen, kernel: RunningKernel, conversation: Conversation) {
    this.screen = screen;
    this.#kernel = kernel;
    this.conversation = conversation;
  }

  static async open(): Promise<NotebookPage> {
    const screen = new Screen();
    const [kernel, conversation] = await converse({}, (message) => screen.hear(message));
    return new NotebookPage(screen, kernel, conversation);
  }

  /** Runs a cell to its end. */
  async run(cell: string, code: string, metadata: object = {}): Promise<Exchange> {
    return this.conversation.end(await this.send(cell, code, metadata));
  }

  /** @returns the id of the request */
  async send(cell: string, code: string, metadata: object = {}): Promise<string> {
    const msg_id = randomUUID();
    this.screen.sent(cell, msg_id);
    const content = { code, stop_on_error: true, allow_stdin: true };
    return this.conversation.client.send("shell", "execute_request", content, {
      msg_id,
      metadata: { cellId: cell, ...metadata },
    });
  }

  async close(): Promise<void> {
    this.conversation.close();
    await stop(this.#kernel);
  }
}
