// What the README promises first: its example runs as it stands, with its types checked, and gives what it says.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import type { CodeCell } from "../kernel/headless/notebook.ts";
import { formatNotebook, readNotebook } from "../kernel/headless/notebook-file.ts";
import { runNotebook } from "../kernel/headless/run.ts";

it("the README's example runs and gives the shape that it says", async () => {
  const readme = readFileSync(resolve(import.meta.dirname, "../README.md"), "utf8");
  const [, source = ""] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const [, promised] = /\/\/ (torch\.Size\(.*\))\n$/.exec(source) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "lamella-test-"));
  try {
    const path = join(folder, "readme.ipynb");
    const cell: CodeCell = {
      cell_type: "code",
      id: "example",
      source,
      metadata: {},
      execution_count: null,
      outputs: [],
    };
    writeFileSync(path, formatNotebook({ cells: [cell], metadata: {} }));
    expect(await runNotebook({ source: path, notebook: path, page: undefined })).toBeUndefined();
    const { cells } = await readNotebook(path);
    const outputs = cells.flatMap((each) => (each.cell_type === "code" ? each.outputs : []));
    const texts = outputs.map((output) => ("data" in output ? output.data["text/plain"] : output));
    expect(texts).toHaveLength(2);
    expect(texts[0]).toContain("depthwise: Conv2d 3×3 16→16, depthwise");
    expect(texts[1]).toBe(promised);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
