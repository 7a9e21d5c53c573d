// What a process and all it has started use of the machine, from Linux's /proc. Where there is none, only what the
// process knows of itself.

import { readdirSync, readFileSync } from "node:fs";

export interface Usage {
  /** bytes; what several processes share is divided among them */
  readonly memory: number;
  /** seconds since the processes have started */
  readonly cpuTime: number;
}

const ticksPerSecond = 100; // Linux fixes the unit of /proc, whatever its timer does

/** The usage of a process, this one unless told otherwise, and of its descendants. */
export function usageOfProcessTree(root = process.pid): Usage {
  const all = usagesOfProcessTree(root);
  if (all.length === 0) {
    const { user, system } = process.cpuUsage(); // microseconds
    return { memory: process.memoryUsage.rss(), cpuTime: (user + system) / 1e6 };
  }
  const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0);
  return {
    memory: sum(all.map(({ memory }) => memory)),
    cpuTime: sum(all.map(({ cpuTime }) => cpuTime)),
  };
}

/** The usage of each of them, the process itself first; empty where there is no /proc. */
export function usagesOfProcessTree(root: number): Usage[] {
  return [root, ...descendantsOf(root)].flatMap((pid) => usageOf(pid) ?? []);
}

function descendantsOf(pid: number): number[] {
  const threads = ifThere(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  const lists = threads.map((thread) =>
    ifThere(() => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")),
  );
  const children = lists.flatMap((list) => list?.split(" ").filter(Boolean).map(Number) ?? []);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Undefined if the process has ended meanwhile. */
function usageOf(pid: number): Usage | undefined {
  return ifThere(() => {
    const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name before may hold anything
    const [user, system] = [Number(fields[11]), Number(fields[12])];
    return { memory: Number(kilobytes) * 1024, cpuTime: (user + system) / ticksPerSecond };
  });
}

function ifThere<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
