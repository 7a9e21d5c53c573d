// The table: a row for each workload, our time and each peer's with the ratio to ours (above 1: we are faster),
// geometric means at the end, and how far the goals are.

import type { Cell, Row } from "./measure.ts";
import type { EngineChoice } from "./running-engine.ts";
import { type Goals, meanGoals, workloads } from "./workloads.ts";

/** `machine` says what the rows were measured on. */
export function markdown(rows: readonly Row[], machine: string): string {
  return [machine, timeTable(rows), goalTable(rows), remarks(rows)].join("\n\n");
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
    const mean = meanRatio(rows, column);
    return mean === undefined ? "" : `${mean.toFixed(2)}x`;
  });
  return table(["milliseconds (times ours)", ...columns.map(title)], [...body, ["geometric mean", ...means]]);
}

/** All engines and thread counts that occur. */
function columnsOf(rows: readonly Row[]): EngineChoice[] {
  const columns = new Map<string, EngineChoice>();
  for (const { cells } of rows) {
    for (const { engine, threads } of cells) columns.set(`${engine} ${threads}`, { engine, threads });
  }
  return [...columns.values()];
}

function find(row: Row, { engine, threads }: EngineChoice): Cell | undefined {
  return row.cells.find((cell) => cell.engine === engine && cell.threads === threads);
}

/** The cell's time over Lamella's on the same number of threads. */
function ratio(row: Row, cell: Cell | undefined): number | undefined {
  const ours = cell && find(row, { engine: "lamella", threads: cell.threads })?.milliseconds;
  return ours && cell.milliseconds && cell.milliseconds / ours;
}

/** The geometric mean over the rows where the peer has a time. */
function meanRatio(rows: readonly Row[], peer: EngineChoice): number | undefined {
  const logarithms = rows.flatMap((row) => {
    const times = ratio(row, find(row, peer));
    return times === undefined ? [] : [Math.log(times)];
  });
  if (logarithms.length === 0) return undefined;
  return Math.exp(logarithms.reduce((sum, each) => sum + each, 0) / logarithms.length);
}

function timeText(row: Row, cell: Cell | undefined): string {
  if (!cell) return "";
  if (cell.milliseconds === undefined) return "none, see below";
  const times = ratio(row, cell);
  const suffix = cell.engine === "lamella" || !times ? "" : ` (${times.toFixed(2)}x)`;
  return cell.milliseconds.toPrecision(3) + suffix;
}

interface GoalColumn {
  readonly title: string;
  readonly peer: EngineChoice;
  /** which way a good figure goes: how many times faster we are, or our time over the peer's */
  readonly sense: "at least" | "at most";
  goal(goals: Goals): number | undefined;
}

const goalColumns: readonly GoalColumn[] = [
  {
    title: "times faster than tfjs",
    peer: { engine: "tfjs", threads: 1 },
    sense: "at least",
    goal: ({ tfjs }) => tfjs,
  },
  {
    title: "times faster than ort-web",
    peer: { engine: "ort-web", threads: 1 },
    sense: "at least",
    goal: ({ ortWeb }) => ortWeb,
  },
  {
    title: "time over torch, 1T",
    peer: { engine: "torch", threads: 1 },
    sense: "at most",
    goal: ({ torch }) => torch[0],
  },
  {
    title: "time over torch, 2T",
    peer: { engine: "torch", threads: 2 },
    sense: "at most",
    goal: ({ torch }) => torch[1],
  },
];

function goalTable(rows: readonly Row[]): string {
  const body = rows.map((row) => {
    const goals = workloads.find(({ name }) => name === row.workload)?.goals;
    const first = find(row, { engine: "lamella", threads: 1 })?.first;
    return [
      row.workload,
      ...goalColumns.map((column) =>
        verdict(ratio(row, find(row, column.peer)), goals && column.goal(goals), column),
      ),
      first === undefined ? "" : first.toFixed(0),
    ];
  });
  const complete = rows.length === workloads.length; // the goals for the means are over all workloads
  const means = goalColumns.map((column) =>
    verdict(meanRatio(rows, column.peer), complete ? column.goal(meanGoals) : undefined, column),
  );
  const head = ["goals", ...goalColumns.map(({ title }) => title), "first run, ms"];
  return table(head, [...body, ["geometric mean", ...means, ""]]);
}

function verdict(times: number | undefined, goal: number | undefined, { sense }: GoalColumn): string {
  if (times === undefined) return "";
  const value = sense === "at least" ? times : 1 / times;
  if (goal === undefined) return value.toFixed(2);
  const met = sense === "at least" ? value >= goal : value <= goal;
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

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => (i === 0 ? "---" : "--:"));
  return [line(head), line(rule), ...body.map(line)].join("\n");
}
