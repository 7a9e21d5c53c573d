// One operation at a time, ours and PyTorch's, measured in the same way: the lowest time of a call of as many as the budget
// allows. LAMELLA_PYTHON names a Python that has torch.

import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import * as torch from "../nn/index.ts";

const python = process.env.LAMELLA_PYTHON ?? "/usr/bin/python3";

export interface Measuring {
  /** milliseconds that an operation is measured for */
  readonly budget: number;
  /** calls that are measured together */
  readonly batch: number;
}

/** Milliseconds of one call. */
export function lowestOf(call: () => unknown, { budget, batch }: Measuring): number {
  let lowest = Infinity;
  const began = performance.now();
  for (let run = 0; run < 5 || performance.now() - began < budget; run += 1) {
    const start = performance.now();
    torch.scope(() => {
      for (let i = 0; i < batch; i++) call();
    });
    lowest = Math.min(lowest, (performance.now() - start) / batch);
  }
  return lowest;
}

/** The same of PyTorch's expressions over the names that `preparation` makes; none when there is no torch. */
export function timePython(
  expressions: readonly string[],
  preparation: string,
  threads: number,
  { budget, batch }: Measuring,
): readonly number[] {
  const program = `
import json, sys, time, torch
import torch.nn.functional as F
torch.set_num_threads(${threads}); torch.manual_seed(0); torch.set_grad_enabled(False)
${preparation}
out = []
for text in json.load(sys.stdin):
    code, times, began = compile(f"for _ in range(${batch}): {text}", text, "exec"), [], time.perf_counter()
    while len(times) < 5 or time.perf_counter() - began < ${budget / 1000}:
        start = time.perf_counter(); exec(code); times.append(1000 * (time.perf_counter() - start) / ${batch})
    out.append(min(times))
print(json.dumps(out))`;
  const run = spawnSync(python, ["-c", program], {
    input: JSON.stringify(expressions),
    encoding: "utf8",
    timeout: 120_000,
  });
  return run.status === 0 ? JSON.parse(run.stdout) : [];
}
