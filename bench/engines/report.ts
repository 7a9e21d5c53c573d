// The table: a row for each workload, our time and each peer's with the ratio to ours (above 1: we are faster),
// geometric means at the end, and how far the goals are.

import type { Cell, Row } from "./measure.ts";
import type { EngineChoice } from "./running-engine.ts";
import type { Workload } from "./workloads.ts";

/** `workloads` are those of the rows, in the same order; `machine` says what they ran on. */
export function markdown(rows: readonly Row[], workloads: readonly Workload[], machine: string): string {
  return [machine, timeTable(rows), goalTable(rows, workloads), remarks(rows)].join("\n\n");
}

function timeTable(rows: readonly Row[]): string {
  const columns = columnsOf(rows);
  const title = ({ engine, threads }: EngineChoice) => `${engine} ${threads}T`;
  const body = rows.map((row) => [
    `${row.workload} ${row.title}`,
    ...columns.map((column) => timeText(row, find(row, column))),
  ]);
  const means = columns.map((column) => {
    if (column.engine === "lamella") return "";
    const ratios = rows.flatMap((row) => ratio(row, find(row, column)) ?? []);
    return ratios.length > 0 ? `${geometricMean(ratios).toFixed(2)}x` : "-";
  });
  return table(["milliseconds (times ours)", ...columns.map(title)], [...body, ["geometric mean", ...means]]);
}

/** All engines and thread counts that occur, in the order of the cells. */
function columnsOf(rows: readonly Row[]): EngineChoice[] {
  const columns = new Map<string, EngineChoice>();
  for (const { cells } of rows) {
    for (const { engine, threads } of cells) columns.set(`${engine} ${threads}`, { engine, threads });
  }
  const order = ["lamella", "tfjs", "ort-web", "jax", "ort-node", "torch"];
  return [...columns.values()].sort((a, b) => order.indexOf(a.engine) - order.indexOf(b.engine));
}

function find(row: Row, { engine, threads }: EngineChoice): Cell | undefined {
  return row.cells.find((cell) => cell.engine === engine && cell.threads === threads);
}

/** The cell's time over Lamella's on the same number of threads. */
function ratio(row: Row, cell: Cell | undefined): number | undefined {
  const ours = cell && find(row, { engine: "lamella", threads: cell.threads })?.milliseconds;
  return ours && cell.milliseconds && cell.milliseconds / ours;
}

function timeText(row: Row, cell: Cell | undefined): string {
  if (!cell) return "";
  if (cell.milliseconds === undefined) return "none, see below";
  const times = ratio(row, cell);
  const suffix = cell.engine === "lamella" || !times ? "" : ` (${times.toFixed(2)}x)`;
  return cell.milliseconds.toPrecision(3) + suffix;
}

function goalTable(rows: readonly Row[], workloads: readonly Workload[]): string {
  const head = ["goal", "faster than tfjs 1T", "time over torch 1T", "time over torch 2T"];
  const body = workloads.map(({ name, goals }, i) => {
    const times = (engine: string, threads: number) => {
      const row = rows[i];
      return row && ratio(row, find(row, { engine, threads }));
    };
    const [tfjs, one, two] = [times("tfjs", 1), times("torch", 1), times("torch", 2)];
    const [most1, most2] = goals.torch;
    return [
      name,
      tfjs ? verdict(tfjs, tfjs >= goals.tfjs, `at least ${goals.tfjs}`) : "",
      one ? verdict(1 / one, 1 / one <= most1, `at most ${most1}`) : "",
      two ? verdict(1 / two, 1 / two <= most2, `at most ${most2}`) : "",
    ];
  });
  return table(head, body);
}

function verdict(value: number, met: boolean, goal: string): string {
  return `${value.toFixed(2)} ${met ? "meets" : "**misses**"} ${goal}`;
}

/** Names and versions, and why cells are without a time. */
function remarks(rows: readonly Row[]): string {
  const cells = rows.flatMap(({ workload, cells }) => cells.map((cell) => ({ ...cell, workload })));
  const names = [...new Set(cells.flatMap(({ name }) => name ?? []))];
  const failures = cells
    .filter(({ failure }) => failure !== undefined)
    .map(({ workload, engine, threads, failure }) => `- ${workload}, ${engine} ${threads}T: ${failure}`);
  return [`Engines: ${names.join("; ")}.`, ...failures].join("\n");
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, each) => sum + Math.log(each), 0) / values.length);
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => (i === 0 ? "---" : "--:"));
  return [line(head), line(rule), ...body.map(line)].join("\n");
}
