// The kernel process: `node main.ts <connection file>`. It binds the sockets, starts the cells' process beside
// them, and answers until it is told to stop. Nothing here waits for the cells' process, so kernel_info, the first
// thing a front-end asks, is answered at once.

import { rmSync } from "node:fs";
import { whenGone } from "./channel/starter.ts";
import { checkAnyCompleteness, compileAnyCell } from "./language/analysis.ts";
import { TypeChecker } from "./language/types/type-checker.ts";
import { historyFile } from "./session/history/history-file.ts";
import { Session } from "./session/session.ts";
import { Supervisor } from "./supervisor/supervisor.ts";
import { readConnectionFile } from "./wire/connection.ts";
import { newKernelSession } from "./wire/replays.ts";
import { bindSockets } from "./wire/sockets.ts";

/** Serves until the front-end asks for a shutdown, then ends this process; a failure is one message and exit code 1. */
export async function main(connectionFile: string): Promise<never> {
  try {
    await serve(connectionFile);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`lamella: ${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

async function serve(connectionFile: string): Promise<void> {
  const connection = readConnectionFile(connectionFile);
  const directory = process.cwd();
  const cells = new Supervisor({
    directory,
    onEvent: (event) => session.onEvent(event),
    onScopeLost: () => session.onScopeLost(),
  });
  cells.start();
  const types = new TypeChecker(directory);
  const id = newKernelSession();
  const binding = bindSockets(connection, id, (channel, message) => session.receive(channel, message));
  // Made before anything is waited for: the cells' process or a front-end may be heard as soon as that happens.
  const session = new Session({
    id,
    connection,
    transport: { send: async (channel, message) => (await binding).send(channel, message) },
    cells,
    language: { compileCell: compileAnyCell, checkCompleteness: checkAnyCompleteness },
    types,
    historyFile: historyFile(),
  });
  const sockets = await binding;

  process.on("SIGINT", () => session.interrupt());
  process.on("SIGTERM", () => session.shutdown());
  shutDownWithFrontEnd(session, connectionFile);
  await session.ended;
  await types.close();
  await sockets.close();
}

/** Jupyter tells a kernel which process has started it; a kernel that has lost it would run on for ever. */
function shutDownWithFrontEnd(session: Session, connectionFile: string): void {
  const parent = Number(process.env.JPY_PARENT_PID);
  if (!Number.isInteger(parent) || parent <= 1) return;
  whenGone(parent, () => {
    rmSync(connectionFile, { force: true }); // with its key; nobody else will
    void session.shutdown();
  });
}

if (import.meta.main) {
  const [, , connectionFile] = process.argv;
  if (connectionFile !== undefined) await main(connectionFile);
  process.stderr.write("usage: node main.ts <connection file>\n");
  process.exit(2);
}
