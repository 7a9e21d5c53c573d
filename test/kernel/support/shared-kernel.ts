// One kernel that all tests of a file, or of a part of it, talk with.

import { afterAll, beforeAll } from "vitest";
import type { Conversation } from "./conversation.ts";
import { converse, type KernelOptions, type RunningKernel, stop } from "./kernel-process.ts";
import type { RawMessage } from "./raw-client.ts";

/** Starts a kernel before the tests around this call, and ends it after them. */
export function sharedKernel(): SharedKernel {
  const shared = new SharedKernel();
  beforeAll(() => shared.start());
  afterAll(() => shared.stop());
  return shared;
}

export class SharedKernel {
  #running: readonly [RunningKernel, Conversation] | undefined;

  get kernel(): RunningKernel {
    return this.#started[0];
  }

  get conversation(): Conversation {
    return this.#started[1];
  }

  async start(onMessage?: (message: RawMessage) => void, options: KernelOptions = {}): Promise<void> {
    this.#running = await converse(options, onMessage);
  }

  async stop(): Promise<void> {
    this.conversation.close();
    await stop(this.kernel);
  }

  get #started(): readonly [RunningKernel, Conversation] {
    if (this.#running === undefined) throw new Error("the kernel has not been started");
    return this.#running;
  }
}
