// Whether two arrays hold the same elements.

import type { NDArray } from "../array/ndarray.ts";
import { sameShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { eq } from "./elementwise.ts";
import { noOptions } from "./operation.ts";
import { all } from "./reductions.ts";

/** NaN is the same as nothing. */
export function areEqual(a: NDArray, b: NDArray): boolean {
  if (!sameShape(a.shape, b.shape)) return false;
  using temporaries = new Temporaries();
  const equal = temporaries.add(eq.forward([a, b], noOptions));
  const result = temporaries.add(all.forward([equal], { dims: [], keepdim: false }));
  return result.storage.data()[0] === 1;
}
