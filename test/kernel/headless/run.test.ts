// Notebooks run through a real kernel: what a run writes, and how it ends when a cell, the cells' process or the
// kernel does.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type DestinationOptions, destinationsOf } from "../../../kernel/headless/destinations.ts";
import type { CodeCell, Notebook, Output } from "../../../kernel/headless/notebook.ts";
import { formatNotebook, readNotebook } from "../../../kernel/headless/notebook-file.ts";
import { type Progress, type RunOptions, runNotebook } from "../../../kernel/headless/run.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamella-test-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const old: Output = { output_type: "stream", name: "stdout", text: "from an earlier run" };

function codeCell(source: string, index: number, tags: string[] = []): CodeCell {
  return {
    cell_type: "code",
    id: `cell-${index}`,
    source,
    metadata: { tags },
    execution_count: 9,
    outputs: [old],
  };
}

async function runPath(path: string, options: DestinationOptions & RunOptions) {
  const [destination] = await destinationsOf([path], options);
  if (!destination) throw new Error("a notebook has a destination");
  return await runNotebook(destination, options);
}

/** Writes the notebook, runs it in place, and reads what the run has written. */
async function run(cells: readonly CodeCell[], options: DestinationOptions & RunOptions = {}) {
  const path = join(folder, "lesson.ipynb");
  const notebook: Notebook = { cells, metadata: { authors: ["us"] } };
  writeFileSync(path, formatNotebook(notebook));
  const failure = await runPath(path, { inPlace: true, ...options });
  const written = await readNotebook(join(options.out ?? folder, "lesson.ipynb"));
  return {
    failure,
    written,
    outputs: written.cells.map((cell) => (cell.cell_type === "code" ? cell.outputs : [])),
  };
}

const sources = (...texts: string[]) => texts.map((text, index) => codeCell(text, index));
const names = (outputs: readonly Output[]) =>
  outputs.map((output) => (output.output_type === "error" ? output.ename : output.output_type));

describe("a run", () => {
  it("writes new outputs, counts and the language, and keeps the notebook's own metadata", async () => {
    const { failure, written, outputs } = await run(
      sources("const a: number = 20;\nconsole.log('hi')", "", "a + 1"),
    );
    expect(failure).toBeUndefined();
    expect(outputs).toEqual([
      [{ output_type: "stream", name: "stdout", text: "hi\n" }],
      [],
      [{ output_type: "execute_result", execution_count: 2, data: { "text/plain": "21" }, metadata: {} }],
    ]);
    expect(written.cells.map((cell) => cell.cell_type === "code" && cell.execution_count)).toEqual([
      1,
      null,
      2,
    ]);
    expect(written.metadata).toMatchObject({ authors: ["us"], language_info: { name: "typescript" } });
  });

  it("happens in the notebook's folder", async () => {
    writeFileSync(join(folder, "data.txt"), "beside the notebook");
    const { outputs } = await run(sources('(await import("node:fs")).readFileSync("data.txt", "utf8")'));
    expect(outputs[0]).toMatchObject([{ data: { "text/plain": "'beside the notebook'" } }]);
  });

  it("puts output that comes late into the cell that started it", async () => {
    const late = "setTimeout(() => console.log('late'), 20);";
    const { outputs } = await run(sources(late, "await new Promise((resolve) => setTimeout(resolve, 200));"));
    expect(outputs).toEqual([[{ output_type: "stream", name: "stdout", text: "late\n" }], []]);
  });

  it("writes the notebook and its page into a folder of their own, and leaves the notebook alone", async () => {
    const out = join(folder, "made", "for", "it");
    const { outputs } = await run(sources("40 + 2"), { inPlace: false, out, html: true });
    expect(outputs[0]).toMatchObject([{ data: { "text/plain": "42" } }]);
    expect(readFileSync(join(out, "lesson.html"), "utf8")).toContain("<pre>42</pre>");
    expect(readFileSync(join(folder, "lesson.ipynb"), "utf8")).toContain("from an earlier run");
  });

  it("tells its steps, and what a cell says last", async () => {
    const steps: Progress[] = [];
    const source = "for (const i of progress(2, { label: 'epoch' })) console.log('a\\n\\x1b[31mb', i);";
    await run(sources("// one\n1", source), { onProgress: (step) => steps.push(step) });
    const said = steps.flatMap((step) => (step.type === "said" ? [step.text.replace(/\(.*/, "")] : []));
    expect(said).toContain("b 1");
    expect(said.at(-1)).toBe(`epoch ${"█".repeat(20)} 2 of 2 `);
    expect(steps.filter(({ type }) => type !== "said")).toMatchObject([
      { type: "started", place: { number: 1, count: 2, line: "// one" } },
      { type: "finished", ok: true },
      { type: "started", place: { number: 2, count: 2, line: source } },
      { type: "finished", ok: true },
      { type: "written", path: join(folder, "lesson.ipynb") },
    ]);
  });
});

describe("a run ends", () => {
  it("at the first cell that fails, names it, and leaves no old result behind it", async () => {
    const { failure, outputs } = await run(
      sources("1", "console.log('so far');\nthrow new ReferenceError('missing')", "3"),
    );
    expect(failure).toMatchObject({
      place: { number: 2, count: 3, line: "console.log('so far');" },
      name: "ReferenceError",
      message: "missing",
    });
    expect(outputs.map(names)).toEqual([["execute_result"], ["stream", "ReferenceError"], []]);
  });

  it("not at a cell that is tagged to fail", async () => {
    const { failure, outputs } = await run([
      codeCell("throw new RangeError('shown on purpose')", 0, ["raises-exception"]),
      codeCell("2", 1),
    ]);
    expect(failure).toBeUndefined();
    expect(outputs.map(names)).toEqual([["RangeError"], ["execute_result"]]);
  });

  it.each([
    ["the cells' process exits", "process.exit(3)", "ProcessExited", "code 3"],
    [
      "the kernel dies",
      'process.kill(process.ppid, "SIGKILL"); await new Promise(() => {});',
      "KernelDied",
      "SIGKILL",
    ],
  ])("when %s, with the outputs so far", async (_name, source, name, cause) => {
    const { failure, outputs } = await run(sources("1", source, "3"));
    expect(failure).toMatchObject({ name, place: { number: 2, line: source } });
    expect(failure?.message).toContain(cause);
    expect(outputs.map(names)).toEqual([["execute_result"], [name], []]);
  });

  it("when it is aborted, even in an endless loop", async () => {
    const abort = new AbortController();
    const { failure, outputs } = await run(sources("1", "while (true) {}", "3"), {
      signal: abort.signal,
      onProgress: ({ type, ...step }) => {
        if (type === "started" && "place" in step && step.place.number === 2)
          abort.abort(new Error("enough"));
      },
    });
    expect(failure).toMatchObject({ message: "enough", place: { number: 2 } });
    expect(outputs.map(names)).toEqual([["execute_result"], ["Error"], []]);
  });

  it("before it begins if no kernel starts", async () => {
    vi.stubEnv("NODE_OPTIONS", "--no-such-option");
    await expect(run(sources("1"))).rejects.toThrow("the kernel process ended unasked, with exit code 9");
  });

  it("before it begins if the file is no notebook", async () => {
    const path = join(folder, "notes.ipynb");
    writeFileSync(path, "{}");
    await expect(runPath(path, { out: join(folder, "out") })).rejects.toThrow(
      `${path}: nbformat: expected 4, found nothing`,
    );
  });
});
