// jax-js on its WebAssembly backend, compiled by `jit`, one thread. It takes part in a matrix product and one
// convolution. Its arrays count their uses: whoever passes one on and still needs it passes `ref`.

import * as jax from "@jax-js/jax";
import type { Prepare } from "./engine.ts";
import type { Node } from "./graph.ts";
import { type FloatTensor, named } from "./tensor-file.ts";

export const prepareJax: Prepare = async ({ nodes, state, input }) => {
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  const [node] = nodes;
  if (!node || nodes.length > 1) throw new Error("jax: takes a single layer");
  const layer = jax.jit(layerOf(node));
  const [x, weight, bias] = [input, named(state, "weight"), named(state, "bias")].map(toArray);
  if (!x || !weight || !bias) throw new Error("jax: a layer needs input, weight and bias");
  const infer = () => layer(x.ref, weight.ref, bias.ref);
  return {
    engine: "jax-js 0.1.25 (1 thread)",
    run: async () => (await infer().blockUntilReady()).dispose(),
    output: async () => Float32Array.from(await infer().data()),
  };
};

function toArray({ shape, data }: FloatTensor): jax.Array {
  return jax.numpy.array(data, { shape: [...shape] });
}

function layerOf(node: Node): (x: jax.Array, weight: jax.Array, bias: jax.Array) => jax.Array {
  if (node.op === "linear") {
    return (x, weight, bias) => jax.numpy.matmul(x, jax.numpy.transpose(weight)).add(bias);
  }
  if (node.op === "convolution" && node.dimensions === 2 && node.groups === 1) {
    const { stride, padding } = node;
    return (x, weight, bias) =>
      jax.lax
        .convGeneralDilated(
          x,
          weight,
          [stride, stride],
          [
            [padding, padding],
            [padding, padding],
          ],
        )
        .add(bias.reshape([1, -1, 1, 1]));
  }
  throw new Error(`jax: takes no ${node.op} here`);
}
