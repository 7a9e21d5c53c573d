// TypeScript's own process. Its API starts it and does not tell which process that is, so Node is asked.

import { ChildProcess } from "node:child_process";
import diagnosticsChannel from "node:diagnostics_channel";
import { API } from "typescript/unstable/sync";

/** @throws Error if the process could not be started */
export function startTypeScript(folder: string): [api: API, pid: number] {
  let child: unknown;
  const note = (message: unknown) => {
    child = Object(message).process;
  };
  diagnosticsChannel.subscribe("child_process", note);
  const api = new API({ cwd: folder });
  diagnosticsChannel.unsubscribe("child_process", note);
  if (child instanceof ChildProcess && child.pid !== undefined) return [api, child.pid];
  throw new Error("the compiler's process could not be started");
}
