// Saves what a loop keeps in variables of its own when an interrupt ends it. Termination skips every `finally`, so the
// loop cannot write them back itself; the debugger can: it pauses the main thread wherever it is, finds the block with
// `$loop` in it, and assigns to the notebook's scope what is beside it. See language/edits/loops.ts for the other half.

import { type Debugger, Session } from "node:inspector";

const holder = "$loop";

/** Whether a cell's code has loops that keep variables. */
export function keepsLoopVariables(code: string): boolean {
  return code.includes(`${holder} = `);
}

/**
 * Lets V8 hash all scripts, as it does when the debugger is enabled for the first time: it takes some 50 ms, which an
 * interrupt would have to wait for.
 */
export function prepareDebugger(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Debugger.enable", () => session.disconnect());
}

/**
 * Pauses the main thread, which can be paused wherever it can be terminated, saves the variables of the loop it is in,
 * and lets it go on into its termination.
 */
export function saveAndTerminate(session: Session, terminate: () => void): void {
  session.once("Debugger.paused", async ({ params: { callFrames } }) => {
    await saveInnermost(session, callFrames);
    terminate();
    session.post("Debugger.disable");
  });
  session.post("Debugger.enable");
  pause(session);
}

/** Asks for the pause; once more does no harm. */
export function pause(session: Session): void {
  session.post("Debugger.pause");
}

async function saveInnermost(session: Session, callFrames: readonly Debugger.CallFrame[]): Promise<void> {
  for (const { callFrameId, scopeChain } of callFrames) {
    for (const scope of scopeChain) {
      const names = await namesIn(session, scope);
      if (!names.includes(holder)) continue;
      const variables = names.filter((name) => name !== holder);
      await write(session, callFrameId, variables);
      return;
    }
  }
}

function namesIn(session: Session, { type, object: { objectId } }: Debugger.Scope): Promise<string[]> {
  if (type !== "block" || objectId === undefined) return Promise.resolve([]);
  return new Promise((resolve) => {
    session.post("Runtime.getProperties", { objectId, ownProperties: true }, (_error, found) =>
      resolve(found?.result.map(({ name }) => name) ?? []),
    );
  });
}

/** Each for itself: a variable that has no value yet cannot be read. */
function write(session: Session, callFrameId: string, names: readonly string[]): Promise<void> {
  const assignments = names.map((name) => `try { ${holder}.${name} = ${name}; } catch {}`);
  return new Promise((resolve) => {
    session.post("Debugger.evaluateOnCallFrame", { callFrameId, expression: assignments.join(" ") }, () =>
      resolve(),
    );
  });
}
