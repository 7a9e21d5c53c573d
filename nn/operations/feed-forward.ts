// Two linear layers with a GELU in between, a few rows at a time: what lies between is wider than input and output,
// and written and read three times, which a cache can bear and memory cannot. For inference only; the numbers are
// those of the operations one by one, bit for bit.

import { empty, type NDArray } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { Storage } from "../array/storage.ts";
import { Temporaries } from "../array/temporaries.ts";
import { viewAs } from "../array/views.ts";
import { run } from "../threads/pool.ts";
import { unused } from "../wasm/elementwise.ts";
import { panelRows } from "../wasm/multiply.ts";
import { unaryKernel } from "../wasm/unary.ts";
import { linearInto } from "./matmul.ts";
import type { Operation } from "./operation.ts";
import { pointerOf } from "./product.ts";

/** Numbers between the layers that are alive at a time: so many that their reading and writing stays in the cache. */
const aliveElements = 98_304;

/** Rows of panels: so many keep several threads busy even where they are long. */
const leastRows = 8 * panelRows;

/** Elements whose GELU takes some ten microseconds. */
const stepElements = 32_768;

export interface FeedForwardOptions {
  readonly approximate: "none" | "tanh";
}

/**
 * linear(gelu(linear(x, weight, bias)), otherWeight, otherBias), all of them float32. Inputs: x, weight, bias,
 * otherWeight, otherBias. Whoever calls has made sure that they fit.
 */
export const feedForward: Operation<
  readonly [x: NDArray, weight: NDArray, bias: NDArray, otherWeight: NDArray, otherBias: NDArray],
  FeedForwardOptions
> = {
  name: "FeedForward",
  forward([x, weight, bias, otherWeight, otherBias], { approximate }) {
    const [hidden = 0, depth = 0] = weight.shape;
    const [columns = 0] = otherWeight.shape;
    const rows = elementCount(x.shape.slice(0, -1));
    const out = empty([...x.shape.slice(0, -1), columns], "float32");
    using temporaries = new Temporaries();
    const flat = viewAs(temporaries.contiguous(x), [rows, depth]);
    const most = Math.max(Math.floor(aliveElements / hidden / panelRows) * panelRows, leastRows);
    const between = new Storage(
      "float32",
      Math.min(most, rows) * hidden,
      "what lies between two linear layers",
    );
    const gelu = unaryKernel(approximate === "tanh" ? "geluTanh" : "gelu", "dense");
    for (let first = 0; first < rows; first += most) {
      const count = Math.min(most, rows - first);
      linearInto(between.pointer, pointerOf(flat) + 4 * first * depth, count, weight, bias);
      run(gelu, count, Math.max(1, Math.round(stepElements / hidden)), {
        ...unused,
        out: between.pointer,
        a: between.pointer,
        columns: hidden,
        aRow: 4 * hidden,
      });
      linearInto(out.storage.pointer + 4 * first * columns, between.pointer, count, otherWeight, otherBias);
    }
    between.release();
    return out;
  },
  gradient: "none", // for inference only
};
