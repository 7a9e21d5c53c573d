// ONNX Runtime, in WebAssembly and native: both are given the same model and the same calls.

import type { Prepare, Prepared } from "./engine.ts";
import { onnxModel } from "./onnx-model.ts";

export const prepareOnnxWeb: Prepare = async (job) => {
  const { InferenceSession, Tensor, env } = await import("onnxruntime-web");
  env.wasm.numThreads = job.threads;
  const session = await InferenceSession.create(onnxModel(job), { graphOptimizationLevel: "all" });
  const input = new Tensor("float32", job.input.data, job.input.shape);
  return prepared(`onnxruntime-web ${env.versions.web}`, () => session.run({ input }));
};

export const prepareOnnxNative: Prepare = async (job) => {
  const { InferenceSession, Tensor, env } = await import("onnxruntime-node");
  const session = await InferenceSession.create(onnxModel(job), {
    graphOptimizationLevel: "all",
    intraOpNumThreads: job.threads,
    interOpNumThreads: 1,
  });
  const input = new Tensor("float32", job.input.data, job.input.shape);
  return prepared(`onnxruntime-node ${env.versions.node}`, () => session.run({ input }));
};

type Outputs = Readonly<Record<string, { readonly data: unknown }>>;

function prepared(engine: string, run: () => Promise<Outputs>): Prepared {
  return {
    engine,
    run,
    output: async () => {
      const data = (await run()).output?.data;
      if (!(data instanceof Float32Array)) throw new Error(`${engine}: the output is not float32`);
      return Float32Array.from(data);
    },
  };
}
