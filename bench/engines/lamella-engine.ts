// Ours: the modules that people use, under noGrad as they would run them.

import * as torch from "../../nn/index.ts";
import { startThreads } from "../../nn/threads/pool.ts";
import { vectorBits } from "../../nn/wasm/simd.ts";
import type { Prepare } from "./engine.ts";
import type { FloatTensor } from "./tensor-file.ts";
import { workloads } from "./workloads.ts";

function toTensor({ shape, data }: FloatTensor): torch.Tensor {
  return torch.tensor(data, { dtype: "float32" }).reshape([...shape]);
}

export const prepareLamella: Prepare = async ({ workload: name, threads, state, input }) => {
  torch.setNumThreads(threads);
  startThreads();
  const workload = workloads.find((each) => each.name === name);
  if (!workload) throw new Error(`no workload "${name}"`);
  const model = workload.model().eval();
  // the counters of batch normalisation, which only training reads, stay as they are
  model.loadStateDict(Object.fromEntries([...state].map(([key, value]) => [key, toTensor(value)])), {
    strict: false,
  });
  const x = toTensor(input);
  return {
    engine: `lamella, vectors of ${vectorBits()} bits`,
    run: () =>
      torch.noGrad(() =>
        torch.scope(() => {
          model(x);
        }),
      ),
    output: async () => Float32Array.from(torch.noGrad(() => model(x)).contiguous().data),
  };
};
