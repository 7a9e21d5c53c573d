// Tensors of regular numbers: evenly spaced ones, and the identity matrix.

import { integer, number } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { converterTo, type DType } from "../array/dtype.ts";
import { empty, full } from "../array/ndarray.ts";
import {
  type CreationOptions,
  creation,
  creationArguments,
  finish,
  type NumbersAndOptions,
} from "./creation-arguments.ts";
import { withRoom } from "./room.ts";
import { Tensor } from "./tensor.ts";

const names = ["start", "end", "step"];

function finite(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(`arange: ${name}: expected a finite number, got ${shown(value)}`);
}

/**
 * The numbers start, start + step, ... before end: `arange(end)`, `arange(start, end)`, `arange(start, end, step)`,
 * each with options after them if need be. Whole numbers give int64.
 */
export function arange(...args: NumbersAndOptions): Tensor {
  const last = args.at(-1);
  const hasOptions = typeof last === "object";
  const options = creationArguments.read("arange", hasOptions ? [last] : []);
  const numbers = (hasOptions ? args.slice(0, -1) : args).map((each, i) => finite(names[i] ?? "step", each));
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
export function linspace(
  start: number,
  end: number,
  steps: number,
  ...given: Given<typeof creationArguments, CreationOptions>
): Tensor {
  const options = creationArguments.read("linspace", given);
  checkEnds("linspace", start, end, steps);
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

const logspaceArguments = optional(
  (base = 10) => ({
    /** whose powers the numbers are */
    base: number("base", base),
  }),
  creation,
);
export interface LogspaceOptions extends OptionsOf<typeof logspaceArguments> {}

/** `steps` numbers from base^start to base^end, both included, each the same factor larger than the one before. */
export function logspace(
  start: number,
  end: number,
  steps: number,
  ...given: Given<typeof logspaceArguments, LogspaceOptions>
): Tensor {
  const { base, ...options } = logspaceArguments.read("logspace", given);
  checkEnds("logspace", start, end, steps);
  const step = (end - start) / Math.max(steps - 1, 1);
  return tabulated("logspace", steps, (i) => base ** (start + i * step), options);
}

function checkEnds(name: string, start: number, end: number, steps: number): void {
  inFunction(name, () => {
    number("start", start);
    number("end", end);
    integer("steps", steps, 0);
  });
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

const eyeArguments = optional(
  (m?: number) => ({
    /** the number of columns: as many as rows, if left out */
    m: m === undefined ? m : integer("m", m, 0),
  }),
  creation,
);
export interface EyeOptions extends OptionsOf<typeof eyeArguments> {}

/** The identity matrix of n rows; with `m`, ones on the diagonal of n rows and m columns. */
export function eye(n: number, ...given: Given<typeof eyeArguments, EyeOptions>): Tensor {
  const { m = n, dtype = "float32", ...options } = eyeArguments.read("eye", given);
  inFunction("eye", () => integer("n", n, 0));
  const array = withRoom("eye", () => full([n, m], 0, dtype));
  const values = array.storage.data();
  for (let i = 0; i < Math.min(n, m); i++) values[i * m + i] = 1;
  return finish(Tensor.from(array, "eye"), options);
}
