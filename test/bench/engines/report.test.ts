import { describe, expect, it } from "vitest";
import type { Cell, Row } from "../../../bench/engines/measure.ts";
import { markdown } from "../../../bench/engines/report.ts";

function cell(engine: string, threads: number, milliseconds: number): Cell {
  const base = { engine, threads, name: engine, first: 12, deviation: 0, rounds: [] };
  return { ...base, milliseconds, failure: undefined };
}

const rows: Row[] = [
  {
    workload: "W3b",
    title: "a convolution",
    cells: [cell("lamella", 1, 2), cell("lamella", 2, 1), cell("tfjs", 1, 12), cell("torch", 2, 0.5)],
  },
  {
    workload: "W5",
    title: "a block",
    cells: [
      cell("lamella", 1, 4),
      cell("lamella", 2, 3),
      cell("tfjs", 1, 6),
      { ...cell("torch", 2, 0), milliseconds: undefined, failure: "differs: 40 times the tolerance" },
    ],
  },
];

describe("the report", () => {
  const lines = markdown(rows, "a machine").split("\n");
  const line = (start: string) => lines.find((each) => each.startsWith(start));

  it("sets each peer's time beside ours on as many threads", () => {
    expect(line("| W3b a convolution")).toBe(
      "| W3b a convolution | 2.00 | 1.00 | 12.0 (6.00x) | 0.500 (0.50x) |",
    );
  });

  it("takes the geometric mean over the rows that have a time", () => {
    expect(line("| geometric mean")).toBe("| geometric mean |  |  | 3.00x | 0.50x |");
  });

  it("says which goals are met: at least 5 times tfjs, at most PyTorch's time", () => {
    expect(line("| W3b |")).toBe("| W3b | 6.00 meets 5 |  |  | 2.00 **misses** 1 | 12 |");
    expect(line("| W5 |")).toBe("| W5 | 1.50 **misses** 5 |  |  |  | 12 |");
  });

  it("gives wrong numbers no time, and says why", () => {
    expect(line("| W5 a block")).toBe("| W5 a block | 4.00 | 3.00 | 6.00 (1.50x) | none, see below |");
    expect(lines.at(-1)).toBe("- W5, torch 2T: differs: 40 times the tolerance");
  });
});
