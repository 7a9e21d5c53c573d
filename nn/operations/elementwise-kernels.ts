// Which kernel computes which elementwise operation, for which types of elements.

import { bytesPerElement, type DType } from "../array/dtype.ts";
import type { NDArray } from "../array/ndarray.ts";
import {
  type BinaryName,
  binaryKernel,
  type ComparisonName,
  chooseKernel,
  comparisonKernel,
  lerpKernel,
} from "../wasm/binary.ts";
import { convertKernel } from "../wasm/convert.ts";
import { isTruthName, type TruthName, truthKernel } from "../wasm/truths.ts";
import {
  type IntegerName,
  integerKernel,
  type ParametricName,
  type PredicateName,
  parametricKernel,
  predicateKernel,
  type UnaryName,
  unaryKernel,
} from "../wasm/unary.ts";
import { compute } from "./elementwise-rows.ts";

/** What each of these makes is undefined where there is no kernel for it, or where the kernel gives up. */
export function unaryByKernel(name: UnaryName, x: NDArray): NDArray | undefined {
  if (x.dtype !== "float32") return undefined;
  return compute([x], { dtype: "float32", kernelFor: ([columns]) => columns && unaryKernel(name, columns) });
}

export function integerByKernel(name: IntegerName, x: NDArray): NDArray | undefined {
  if (x.dtype !== "int64") return undefined;
  return compute([x], {
    dtype: "int64",
    kernelFor: ([columns]) => columns && integerKernel(name, columns),
    mayFlag: true,
  });
}

/** Truth values. */
export function predicateByKernel(name: PredicateName, x: NDArray): NDArray | undefined {
  if (x.dtype !== "float32") return undefined;
  return compute([x], { dtype: "bool", kernelFor: ([columns]) => columns && predicateKernel(name, columns) });
}

/** A function with two parameters. */
export function parametricByKernel(
  name: ParametricName,
  x: NDArray,
  first: number,
  second = 0,
): NDArray | undefined {
  if (x.dtype !== "float32") return undefined;
  return compute([x], {
    dtype: "float32",
    kernelFor: ([columns]) => columns && parametricKernel(name, columns),
    first,
    second,
  });
}

/** Two arrays of one dtype. */
export function binaryByKernel(name: BinaryName, a: NDArray, b: NDArray): NDArray | undefined {
  const { dtype } = a;
  if (b.dtype !== dtype || dtype === "float64") return undefined;
  if (dtype === "bool") return isTruthName(name) ? truthsByKernel(name, [a, b]) : undefined;
  const mayFlag = dtype === "int64" || name === "fmod" || name === "remainder" || name === "floorDivide";
  return compute([a, b], { dtype, kernelFor: (columns) => binaryKernel(name, dtype, columns), mayFlag });
}

/** Truth values of two arrays of one dtype. */
export function compareByKernel(name: ComparisonName, a: NDArray, b: NDArray): NDArray | undefined {
  const { dtype } = a;
  if (b.dtype !== dtype || dtype === "float64") return undefined;
  if (dtype === "bool") return truthsByKernel(name, [a, b]);
  return compute([a, b], { dtype: "bool", kernelFor: (columns) => comparisonKernel(name, dtype, columns) });
}

/** Truth values of truth values. */
export function truthsByKernel(name: TruthName, inputs: readonly NDArray[]): NDArray | undefined {
  return compute(inputs, { dtype: "bool", kernelFor: (columns) => truthKernel(name, columns) });
}

/** So much of the way from a to b; all float32. */
export function lerpByKernel(a: NDArray, b: NDArray, weight: NDArray): NDArray | undefined {
  return compute([a, b, weight], { dtype: "float32", kernelFor: lerpKernel });
}

/** The elements in another dtype. */
export function convertByKernel(x: NDArray, dtype: DType): NDArray | undefined {
  const from = x.dtype;
  if (from === "float64" || dtype === "float64" || from === dtype) return undefined;
  const mayFlag = from === "float32" && dtype === "int64"; // numbers that do not fit
  return compute([x], {
    dtype,
    kernelFor: ([columns]) => columns && convertKernel(from, dtype, columns),
    mayFlag,
  });
}

/** a where the condition (bool) holds, else b; both of one dtype of four bytes. */
export function chooseByKernel(condition: NDArray, a: NDArray, b: NDArray): NDArray | undefined {
  const { dtype } = a;
  if (b.dtype !== dtype || bytesPerElement(dtype) !== 4) return undefined;
  return compute([condition, a, b], { dtype, kernelFor: chooseKernel });
}
