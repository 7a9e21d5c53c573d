// Where the elements of an array stand that are not zero, counted in row-major order: what masks come to.

import { empty, type NDArray } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { run } from "../threads/pool.ts";
import { truePlacesKernel } from "../wasm/true-places.ts";
import { inType } from "./elementwise-operation.ts";
import { pointerOf } from "./product.ts";

/** The places as an int64 vector, which `temporaries` gives back. */
export function truePlaces(x: NDArray, temporaries: Temporaries): NDArray {
  const count = elementCount(x.shape);
  using own = new Temporaries();
  const truths = own.contiguous(inType("bool", x, own));
  const total = own.add(empty([1], "int64"));
  const places = temporaries.add(empty([count + 1], "int64"));
  run(truePlacesKernel(), 1, 1, {
    out: pointerOf(places),
    x: truths.storage.pointer + truths.offset,
    count,
    total: pointerOf(total),
  });
  return { ...places, shape: [total.storage.data()[0] ?? 0] };
}
