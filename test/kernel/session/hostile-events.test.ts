// Events of the cells' process that are events, but that no process of ours would send: of runs that there are not, twice,
// out of order. They lead to nonsense on the screen, as any code of a cell can, and to nothing else, whoever has sent the
// cells: a front-end that names none, JupyterLab, or VS Code, where outputs are written again later.

import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { checkEvent } from "../../../kernel/supervisor/check-event.ts";
import { Writers } from "../../../kernel/supervisor/writers.ts";
import { anyEvent } from "../support/events.ts";
import { startSession } from "../support/test-session.ts";

const frontEnds: readonly (readonly [name: string, metadata: object])[] = [
  ["a client that names no cells", {}],
  ["JupyterLab", { cellId: "a" }],
  ["VS Code", { cellId: "vscode-notebook-cell:/a.ipynb#W0" }],
];

it.each(frontEnds)("any events leave a session that works: %s", async (_name, metadata) => {
  let latest = 0;
  const kernel = await startSession({
    work({ request, emit }) {
      latest = request.cell;
      emit({ type: "stream", name: "stdout", text: "works" });
      return undefined;
    },
  });
  const { conversation, session } = kernel;
  const writers = new Writers();
  const property = fc.asyncProperty(fc.array(anyEvent, { minLength: 20, maxLength: 50 }), async (events) => {
    for (const each of events) {
      const event = checkEvent(Number(each.cell) < 3 ? { ...each, cell: latest } : each);
      writers.hear(event);
      writers.whoWrote(1);
      await session.onEvent(event);
    }
    const content = { code: "work" };
    const { reply, published } = await conversation.ask("execute_request", content, { metadata });
    session.onScopeLost();
    expect(reply.content.status).toBe("ok");
    expect(published.map(({ content }) => content.text)).toContain("works");
    conversation.forget();
  });
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await fc.assert(property, { numRuns: 50 });
  stderr.mockRestore();
  await kernel.close();
});
