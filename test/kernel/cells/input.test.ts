import { afterAll, describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

const notebook = new Notebook();
afterAll(() => notebook.supervisor.shutdown());

/** Runs a cell that asks once, and answers. */
async function answered(body: string, value: string | null): Promise<{ shows: unknown; question: unknown }> {
  const asked = notebook.of("input").length;
  const shown = notebook.value(body);
  await notebook.until(() => notebook.of("input").length > asked);
  const question = notebook.of("input")[asked];
  if (question !== undefined) notebook.supervisor.replyInput({ type: "input", cell: question.cell, value });
  return { shows: await shown, question };
}

describe("a question", () => {
  it("waits for its answer without await", async () => {
    const { shows, question } = await answered(
      "const name = prompt('Name?'); $cell.result('I am ' + name)",
      "Ada",
    );
    expect(question).toMatchObject({ prompt: "Name?", password: false });
    expect(shows).toBe("'I am Ada'");
  });

  it("can hide what is typed", async () => {
    const { question } = await answered("prompt('Key?', { password: true })", "secret");
    expect(question).toMatchObject({ password: true });
  });

  it("is answered by null where nobody can be asked", async () => {
    expect((await answered("$cell.result(prompt('?'))", null)).shows).toBe("null");
  });

  it("may be put from a timer, and after an await", async () => {
    const body = `
      await new Promise((resolve) => setTimeout(resolve, 1));
      $cell.result(await new Promise((resolve) => setTimeout(() => resolve(prompt("?")), 1)));`;
    expect((await answered(body, "late")).shows).toBe("'late'");
  });

  it("that was interrupted does not take the next one's answer", async () => {
    const run = notebook.run("prompt('first')");
    await notebook.until(() => notebook.of("input").some(({ prompt }) => prompt === "first"));
    await notebook.supervisor.interrupt();
    const { cell } = await run;
    notebook.supervisor.replyInput({ type: "input", cell, value: "too late" });
    expect((await answered("$cell.result(prompt('second'))", "in time")).shows).toBe("'in time'");
  });

  const confirmations = [
    { value: "y", shows: "true" },
    { value: " Yes", shows: "true" },
    { value: "n", shows: "false" },
    { value: "", shows: "false" },
    { value: null, shows: "false" },
  ];
  it.each(confirmations)("of yes or no, answered $value, gives $shows", async ({ value, shows }) => {
    expect((await answered("$cell.result(confirm('Really?'))", value)).shows).toBe(shows);
  });
});
