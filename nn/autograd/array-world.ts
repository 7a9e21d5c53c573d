// The walk in plain arrays. Its steps make many arrays that nobody needs any more a moment later, and the largest of them
// would pile up until the garbage collector comes; so each is given back as soon as no gradient waits in it.

import { denseCopy } from "../array/dense-copy.ts";
import { full, isContiguous, type NDArray } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import type { Storage } from "../array/storage.ts";
import type { InPlaceOfArrays, Inputs } from "../operations/operation.ts";
import { mathsOf } from "./maths.ts";
import type { World } from "./node.ts";

/** @param attempt runs an operation of this name; it may run it again after memory has been found */
export function arrayWorld(
  attempt: (name: string, make: () => NDArray) => NDArray = (_, make) => make(),
): World<NDArray> {
  /** memory that the walk has made -> how many values wait in it */
  const uses = new Map<Storage, number>();
  let made: NDArray[] = [];
  const add = (array: NDArray): NDArray => {
    uses.set(array.storage, 0);
    made.push(array);
    return array;
  };
  const giveBackUnused = ({ storage }: NDArray): void => {
    if (uses.get(storage) !== 0) return;
    uses.delete(storage);
    storage.release();
  };
  return {
    isRecorded: false,
    maths: mathsOf<NDArray>({
      // what a rule gives on without a change may be one of its inputs
      apply: (operation, inputs, options) =>
        add(attempt(operation.name, () => operation.forward(asInputs(inputs), options))),
      view: (operation, x, options) => operation.view(x, options),
      isContiguous,
      isRecorded: false,
      full: (shape, value, dtype) => add(attempt("backward", () => full(shape, value, dtype))),
    }),
    valueOf: (array) => array,
    arrayOf: (array) => array,
    handOut(array) {
      const isWhole = isContiguous(array) && array.storage.length === elementCount(array.shape);
      if (!isWhole || (uses.get(array.storage) ?? 2) > 1) return { array: denseCopy(array), node: undefined };
      uses.delete(array.storage);
      return { array, node: undefined };
    },
    step(compute, returned) {
      const outer = made;
      made = [];
      try {
        const result = compute();
        for (const each of returned(result)) {
          // a value that is returned outlives the step that made it: the step around this one has to give it back
          if (each && uses.get(each.storage) === 0) outer.push(each);
        }
        return result;
      } finally {
        const kept = new Set(outer.map(({ storage }) => storage));
        for (const each of made) if (!kept.has(each.storage)) giveBackUnused(each);
        made = outer;
      }
    },
    keep({ storage }) {
      const count = uses.get(storage);
      if (count !== undefined) uses.set(storage, count + 1);
    },
    drop(array) {
      const count = uses.get(array.storage);
      if (count === undefined) return;
      uses.set(array.storage, count - 1);
      giveBackUnused(array);
    },
  };
}

/** Arrays in place of arrays are what an operation takes. */
function asInputs<In extends Inputs>(inputs: InPlaceOfArrays<In, NDArray>): In;
function asInputs(inputs: Inputs): Inputs {
  return inputs;
}
