// What a person sees of a run on the terminal, and what a log file keeps of it.

import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { describeFailure, progressOn } from "../../../kernel/headless/progress.ts";
import type { Progress } from "../../../kernel/headless/run.ts";

const place = { number: 3, count: 12, line: "const x = torch.randn(2, 3);" };
const steps: Progress[] = [
  { type: "started", place },
  { type: "finished", place, ok: true, milliseconds: 41.6 },
  { type: "finished", place, ok: false, milliseconds: 2345 },
  { type: "written", path: "out/lesson.ipynb" },
];

/** The text that a run's steps write to a terminal or a file of so many columns. */
function written(isTTY: boolean, columns: number, ...progress: Progress[]): string {
  const pieces: string[] = [];
  const report = progressOn({
    isTTY,
    columns,
    write: (piece: string | Uint8Array) => pieces.push(String(piece)) > 0,
  });
  for (const step of progress) report(step);
  return pieces.join("");
}

describe("progress", () => {
  it("in a log is a plain line for each cell that finished and each file written", () => {
    expect(
      written(false, 60, ...steps)
        .split("\n")
        .map((line) => line.trim().replace(/ {2,}/g, "  ")),
    ).toEqual([
      "✓  3/12  const x = torch.randn(2, 3);  42 ms",
      "✗  3/12  const x = torch.randn(2, 3);  2.3 s",
      "→ out/lesson.ipynb",
      "",
    ]);
  });

  it("on a terminal shows a cell while it runs, and then rewrites its line", () => {
    const [running, finished] = written(true, 60, ...steps).split("\r\x1b[2K");
    expect(running).toContain("const x = torch.randn(2, 3);");
    expect(running).not.toContain("\n");
    expect(finished).toMatch(/42 ms.*\n/);
  });

  it("on a terminal shows what a cell says, in the room there is, and a log does not", () => {
    const said = { type: "said", place, text: `epoch 3 of 20 ${"x".repeat(99)}` } as const;
    const [, line = ""] = written(true, 80, said).split("\r\x1b[2K");
    expect(stripVTControlCharacters(line)).toMatch(/const x = .* {2}epoch 3 of 20 x+…$/);
    expect(stripVTControlCharacters(line).length).toBeLessThan(80);
    expect(stripVTControlCharacters(written(true, 20, said))).toMatch(/…$/);
    expect(written(false, 80, said)).toBe("");
  });

  it("cuts a line that is wider than the terminal", () => {
    const wide = { ...place, line: "x".repeat(200) };
    const text = written(false, 50, { type: "finished", place: wide, ok: true, milliseconds: 1 });
    expect(text.trimEnd().length).toBeLessThanOrEqual(50);
  });
});

describe("a failure", () => {
  const failure = { place, name: "TypeError", message: "x is null", traceback: [] as string[] };

  it("names the notebook, the cell and the cause", () => {
    expect(describeFailure("a.ipynb", failure)).toBe(
      "a.ipynb: cell 3 of 12 failed: const x = torch.randn(2, 3);\nTypeError: x is null",
    );
  });

  it("shows the traceback, without its colours where none are wanted", () => {
    const traced = { ...failure, traceback: ["\x1b[31mTypeError\x1b[0m: x is null", "    at cell [3]:1:7"] };
    expect(describeFailure("a.ipynb", traced)).toContain("\nTypeError: x is null\n    at cell [3]:1:7");
  });
});
