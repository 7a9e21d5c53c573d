// Events of the cells' process that are events, but that no process of ours would send: of runs that there are not, twice,
// out of order. They lead to nonsense on the screen, as any code of a cell can, and to nothing else.

import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { checkEvent } from "../../../kernel/supervisor/check-event.ts";
import { Writers } from "../../../kernel/supervisor/writers.ts";
import { anyEvent } from "../support/events.ts";
import { startSession } from "../support/test-session.ts";

it("any events leave a session that works", async () => {
  const kernel = await startSession({
    work({ emit }) {
      emit({ type: "stream", name: "stdout", text: "works" });
      return undefined;
    },
  });
  const { conversation, session } = kernel;
  const writers = new Writers();
  const property = fc.asyncProperty(fc.array(anyEvent, { minLength: 20, maxLength: 50 }), async (events) => {
    for (const each of events) {
      const event = checkEvent(each);
      writers.hear(event);
      writers.whoWrote(1);
      await session.onEvent(event);
    }
    session.onScopeLost();
    const { reply, published } = await conversation.execute("work");
    expect(reply.content.status).toBe("ok");
    expect(published.map(({ content }) => content.text)).toContain("works");
    conversation.forget();
  });
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await fc.assert(property, { numRuns: 50 });
  stderr.mockRestore();
  await kernel.close();
});
