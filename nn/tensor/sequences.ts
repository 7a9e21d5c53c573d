// Tensors of regular numbers: evenly spaced ones, and the identity matrix.

import { converterTo, type DType } from "../array/dtype.ts";
import { empty, full } from "../array/ndarray.ts";
import { type CreationOptions, finish, type NumbersAndOptions, parsed } from "./creation-arguments.ts";
import { withRoom } from "./room.ts";
import { Tensor } from "./tensor.ts";

/**
 * The numbers start, start + step, ... before end: `arange(end)`, `arange(start, end)`, `arange(start, end, step)`,
 * each with options after them if need be. Whole numbers give int64.
 */
export function arange(...args: NumbersAndOptions): Tensor {
  const { shape: numbers, options } = parsed(args);
  if (numbers.length === 0 || numbers.length > 3) {
    throw new TypeError(
      `arange: expected an end, or start, end and perhaps a step, got ${numbers.length} numbers`,
    );
  }
  const dtype = options.dtype ?? (numbers.every(Number.isInteger) ? "int64" : "float32");
  const bounds = dtype === "int64" ? numbers.map(Math.trunc) : numbers;
  const [from = 0, to = 0, step = 1] = bounds.length === 1 ? [0, ...bounds] : bounds;
  if (step === 0 || (to - from) * step < 0) {
    throw new RangeError(`arange: step ${step} does not lead from ${from} to ${to}`);
  }
  const length = Math.ceil((to - from) / step);
  const at = inRegisters(
    dtype,
    length,
    (i) => from + i * step,
    (count) => count * step,
  );
  return tabulated("arange", length, at, { ...options, dtype });
}

/** `steps` numbers from `start` to `end`, both included, evenly spaced. */
export function linspace(start: number, end: number, steps: number, options: CreationOptions = {}): Tensor {
  const dtype = options.dtype ?? "float32";
  const round = dtype === "float32" ? Math.fround : (value: number) => value;
  const [first, last] = [round(start), round(end)];
  const step = round(round(last - first) / Math.max(steps - 1, 1));
  // from both ends towards the middle, as PyTorch, so that the last value is exactly `end`
  const half = Math.floor(steps / 2);
  const exact = (i: number) => (i < half || steps === 1 ? first + i * step : last - (steps - 1 - i) * step);
  return tabulated(
    "linspace",
    steps,
    inRegisters(dtype, steps, exact, (count) => round(count * step)),
    options,
  );
}

/**
 * The numbers of a float32 sequence to the last bit as PyTorch makes them: in registers of 8, two at a time, the first of
 * each `exact` and the others so many `steps` on. What does not fill two registers is exact, as is every other dtype.
 */
function inRegisters(
  dtype: DType,
  length: number,
  exact: (i: number) => number,
  steps: (count: number) => number,
): (i: number) => number {
  if (dtype !== "float32") return exact;
  const whole = length - (length % 16);
  return (i) => (i < whole ? Math.fround(exact(i - (i % 8))) + steps(i % 8) : exact(i));
}

/** `steps` numbers from base^start to base^end, both included, each the same factor larger than the one before. */
export function logspace(
  start: number,
  end: number,
  steps: number,
  { base = 10, ...options }: CreationOptions & { readonly base?: number } = {},
): Tensor {
  const step = (end - start) / Math.max(steps - 1, 1);
  return tabulated("logspace", steps, (i) => base ** (start + i * step), options);
}

function tabulated(
  name: string,
  length: number,
  at: (i: number) => number,
  options: CreationOptions,
): Tensor {
  const dtype = options.dtype ?? "float32";
  const array = withRoom(name, () => empty([length], dtype));
  const values = array.storage.data();
  const convert = converterTo(dtype);
  for (let i = 0; i < length; i++) values[i] = convert(at(i));
  return finish(Tensor.from(array, name), options);
}

/** The identity matrix of n rows; with `m`, ones on the diagonal of n rows and m columns. */
export function eye(...args: NumbersAndOptions): Tensor {
  const { shape, options } = parsed(args);
  const [n = 0, m = n] = shape;
  const array = withRoom("eye", () => full([n, m], 0, options.dtype ?? "float32"));
  const values = array.storage.data();
  for (let i = 0; i < Math.min(n, m); i++) values[i * m + i] = 1;
  return finish(Tensor.from(array, "eye"), options);
}
