// usage_request: what the kernel, with all its processes, and the machine use. JupyterLab's resource monitor asks
// again and again; the load of a processor is that between two requests.

import { availableParallelism, cpus, freemem, hostname, totalmem } from "node:os";
import type { JsonObject } from "../wire/message.ts";
import { usageOfProcessTree } from "./process-tree.ts";

/** Counters that only grow; their differences are the load. */
interface Sample {
  /** seconds of wall clock, and of processor time that the kernel's processes had */
  readonly time: number;
  readonly cpuTime: number;
  /** milliseconds of all processors together: busy, and any */
  readonly busy: number;
  readonly total: number;
}

let before: Sample | undefined;

export function usage(): JsonObject {
  const { memory, cpuTime } = usageOfProcessTree();
  const now: Sample = { time: performance.now() / 1000, cpuTime, ...hostTimes() };
  const load = before === undefined ? {} : loadBetween(before, now);
  before = now;
  return {
    hostname: hostname(),
    pid: process.pid,
    kernel_memory: memory,
    cpu_count: availableParallelism(),
    ...load,
    host_virtual_memory: hostMemory(),
  };
}

/** Percentages, of one processor for the kernel, of all of them for the machine. */
function loadBetween(before: Sample, now: Sample): JsonObject {
  const share = (part: number, whole: number) => (whole > 0 ? Math.max(0, (100 * part) / whole) : 0);
  return {
    kernel_cpu: share(now.cpuTime - before.cpuTime, now.time - before.time),
    host_cpu_percent: share(now.busy - before.busy, now.total - before.total),
  };
}

function hostTimes(): Pick<Sample, "busy" | "total"> {
  let [busy, total] = [0, 0];
  for (const { times } of cpus()) {
    const all = times.user + times.nice + times.sys + times.irq + times.idle;
    total += all;
    busy += all - times.idle;
  }
  return { busy, total };
}

function hostMemory(): JsonObject {
  const [total, available] = [totalmem(), freemem()];
  const used = total - available;
  return { total, available, used, free: available, percent: (100 * used) / total };
}
