// Rules by which an operation finds the dtype of its result, or refuses the dtype of its input.

import { type DType, isFloating } from "../array/dtype.ts";

/** The input's own. */
export function same(dtype: DType): DType {
  return dtype;
}

/** Functions of real numbers make float32 of integers and truth values. */
export function real(dtype: DType): DType {
  return isFloating(dtype) ? dtype : "float32";
}

/** Integers and truth values add up to integers. */
export function counted(dtype: DType): DType {
  return isFloating(dtype) ? dtype : "int64";
}

/** The input's own; truth values have no such operation. */
export function notBool(name: string): (dtype: DType) => DType {
  return (dtype) => {
    if (dtype === "bool") throw new TypeError(`${name} is not defined for bool arrays`);
    return dtype;
  };
}

/** The input's own; integers and truth values have no such operation. */
export function onlyFloating(name: string): (dtype: DType) => DType {
  return (dtype) => {
    if (isFloating(dtype)) return dtype;
    throw new TypeError(`${name}: the input dtype should be float32 or float64, got ${dtype}`);
  };
}
