// Elementwise kernels: rows of numbers in, rows of numbers out. Items are rows; an operand's row stride is 0 when
// all rows share it, and a "splat" operand has one number per row instead of a whole row.

import { type Code, f32x4, forRange, i32, type Local, repeatWhile, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import * as math from "./math.ts";
import { storePartial } from "./partial.ts";

type Binary = (a: Code, b: Code) => Code;

/** What a formula makes of a value that it uses more than once. */
function twice(x: Code, f: FunctionBuilder, formula: (value: Code) => Code): Code {
  const value = f.scratch("value");
  return [value.set(x), formula(value.get)];
}

/** min(max(x + 3, 0), 6) / 6 */
function hardsigmoid(x: Code, f: FunctionBuilder): Code {
  const shifted = f32x4.add(x, f.constant(3));
  return f32x4.mul(f32x4.pmin(f32x4.pmax(shifted, f.constant(0)), f.constant(6)), f.constant(1 / 6));
}

/** Functions that treat positive and negative numbers differently, the latter by a parameter. NaN stays. */
const twoSidedFunctions = {
  /** x, or parameter * x */
  leakyRelu: (x, parameter, f) =>
    twice(x, f, (value) =>
      f32x4.add(positivePart(value, f), f32x4.mul(f32x4.pmin(value, f.constant(0)), parameter)),
    ),
  /** x, or parameter * (e^x - 1) */
  elu: (x, parameter, f) =>
    twice(x, f, (value) => {
      const negative = math.exp(f32x4.pmin(value, f.constant(0)), f);
      return f32x4.add(positivePart(value, f), f32x4.mul(f32x4.sub(negative, f.constant(1)), parameter));
    }),
} satisfies Record<string, (x: Code, parameter: Code, f: FunctionBuilder) => Code>;

function positivePart(x: Code, f: FunctionBuilder): Code {
  return f32x4.pmax(x, f.constant(0));
}

const unaryFunctions = {
  neg: f32x4.neg,
  abs: f32x4.abs,
  sqrt: f32x4.sqrt,
  square: (x, f) => twice(x, f, (value) => f32x4.mul(value, value)),
  ceil: f32x4.ceil,
  floor: f32x4.floor,
  trunc: f32x4.trunc,
  round: f32x4.nearest,
  rsqrt: (x, f) => f32x4.div(f.constant(1), f32x4.sqrt(x)),
  log: math.log,
  reciprocal: (x, f) => f32x4.div(f.constant(1), x),
  relu: (x, f) => f32x4.pmax(x, f.constant(0)),
  exp: math.exp,
  sigmoid: math.sigmoid,
  tanh: math.tanh,
  erf: math.erf,
  gelu: math.gelu,
  geluTanh: math.geluTanh,
  silu: (x, f) => twice(x, f, (value) => f32x4.mul(value, math.sigmoid(value, f))),
  hardsigmoid,
  hardswish: (x, f) => twice(x, f, (value) => f32x4.mul(value, hardsigmoid(value, f))),
} satisfies Record<string, math.VectorFunction>;

const binaryFunctions = {
  add: f32x4.add,
  sub: f32x4.sub,
  mul: f32x4.mul,
  div: f32x4.div,
  maximum: f32x4.max,
  minimum: f32x4.min,
} satisfies Record<string, Binary>;

const comparisons = {
  eq: f32x4.eq,
  ne: f32x4.ne,
  lt: f32x4.lt,
  gt: f32x4.gt,
  le: f32x4.le,
  ge: f32x4.ge,
} satisfies Record<string, Binary>;

export type UnaryName = keyof typeof unaryFunctions;
export type TwoSidedName = keyof typeof twoSidedFunctions;
export type BinaryName = keyof typeof binaryFunctions;
export type ComparisonName = keyof typeof comparisons;
export type Columns = "dense" | "splat";

/** out[row, column] = f(x[row, column]) */
export function unaryKernel(name: UnaryName): Kernel<"out" | "x" | "columns" | "xRow"> {
  const formula: math.VectorFunction = unaryFunctions[name];
  const operands = { out: "i32", x: "i32", columns: "i32", xRow: "i32" } as const;
  return defineKernel(`unary ${name}`, operands, (run, p) => {
    writeRows(run, p, (row) => {
      const x = denseOperand(run, p.x, p.xRow, row);
      return { ...x, value: (offset) => formula(x.value(offset), run) };
    });
  });
}

/** out[row, column] = f(x[row, column], parameter) */
export function twoSidedKernel(name: TwoSidedName): Kernel<"out" | "x" | "columns" | "xRow" | "parameter"> {
  const operands = { out: "i32", x: "i32", columns: "i32", xRow: "i32", parameter: "f32" } as const;
  return defineKernel(`two-sided ${name}`, operands, (run, p) => {
    const { parameters } = run.vectors("parameters");
    writeRows(run, p, (row) => {
      const x = denseOperand(run, p.x, p.xRow, row);
      return {
        start: [x.start, parameters.set(f32x4.splat(p.parameter.get))],
        pointers: x.pointers,
        value: (offset) => twoSidedFunctions[name](x.value(offset), parameters.get, run),
      };
    });
  });
}

/** out[row, column] = x[row, column], but at least `least` and at most `most`; NaN stays. */
export function clampKernel(): Kernel<"out" | "x" | "columns" | "xRow" | "least" | "most"> {
  const operands = { out: "i32", x: "i32", columns: "i32", xRow: "i32", least: "f32", most: "f32" } as const;
  return defineKernel("clamp", operands, (run, p) => {
    const { leasts, mosts } = run.vectors("leasts", "mosts");
    writeRows(run, p, (row) => {
      const x = denseOperand(run, p.x, p.xRow, row);
      return {
        start: [x.start, leasts.set(f32x4.splat(p.least.get)), mosts.set(f32x4.splat(p.most.get))],
        pointers: x.pointers,
        value: (offset) => f32x4.pmin(f32x4.pmax(x.value(offset), leasts.get), mosts.get),
      };
    });
  });
}

const binaryOperands = { out: "i32", a: "i32", b: "i32", columns: "i32", aRow: "i32", bRow: "i32" } as const;
export type BinaryOperand = keyof typeof binaryOperands;

const operand = { dense: denseOperand, splat: splatOperand };

/** out[row, column] = f(a[row, column], b[row, column]), or b[row] where it is a splat */
export function binaryKernel(name: BinaryName, aColumns: Columns, bColumns: Columns): Kernel<BinaryOperand> {
  const formula: Binary = binaryFunctions[name];
  return defineKernel(`binary ${name} a=${aColumns} b=${bColumns}`, binaryOperands, (run, p) => {
    writeRows(run, p, (row) => {
      const a = operand[aColumns](run, p.a, p.aRow, row);
      const b = operand[bColumns](run, p.b, p.bRow, row);
      return {
        start: [a.start, b.start],
        pointers: [...a.pointers, ...b.pointers],
        value: (offset) => formula(a.value(offset), b.value(offset)),
      };
    });
  });
}

/** The number whose bits are those of the integer 1. */
const oneAsBits = 2 ** -149;

/** out[row, column] = 1 where a comparison of a and b holds, else 0, in bytes; operands as in binaryKernel */
export function comparisonKernel(
  name: ComparisonName,
  aColumns: Columns,
  bColumns: Columns,
): Kernel<BinaryOperand> {
  return defineKernel(`comparison ${name} a=${aColumns} b=${bColumns}`, binaryOperands, (run, p) => {
    const { row, outRow: out, foursEnd, rest } = run.integers("row", "outRow", "foursEnd", "rest");
    const { truths } = run.vectors("truths");
    const a = operand[aColumns](run, p.a, p.aRow, row);
    const b = operand[bColumns](run, p.b, p.bRow, row);
    const compare = [
      truths.set(v128.and(comparisons[name](a.value(0), b.value(0)), run.constant(oneAsBits))),
      truths.set(v128.lowBytes(truths)),
    ];
    run.emit(
      rest.set(i32.and(p.columns.get, i32.const(3))),
      forRange(row, p.begin.get, p.end.get, 1, [
        out.set(i32.add(p.out.get, i32.mul(row.get, p.columns.get))),
        a.start,
        b.start,
        foursEnd.set(i32.add(out.get, i32.and(p.columns.get, i32.const(-4)))),
        when(
          i32.lt_u(out.get, foursEnd.get),
          repeatWhile(i32.lt_u(out.get, foursEnd.get), [
            compare,
            v128.store32_lane(out.get, truths.get, 0),
            out.increase(4),
            [...a.pointers, ...b.pointers].map((pointer) => pointer.increase(16)),
          ]),
        ),
        when(rest.get, [
          compare,
          [0, 1, 2].map((lane) =>
            when(
              i32.lt_u(i32.const(lane), rest.get),
              v128.store8_lane(i32.add(out.get, i32.const(lane)), truths.get, lane),
            ),
          ),
        ]),
      ]),
    );
  });
}

/** out[row, column] = x[row, column] * scale[row mod channels] + shift[row mod channels] */
export function affineKernel(): Kernel<"out" | "x" | "columns" | "xRow" | "scale" | "shift" | "channels"> {
  const operands = {
    out: "i32",
    x: "i32",
    columns: "i32",
    xRow: "i32",
    scale: "i32",
    shift: "i32",
    channels: "i32",
  } as const;
  return defineKernel("affine", operands, (run, p) => {
    const { channel } = run.integers("channel");
    const { scale, shift } = run.vectors("scale", "shift");
    writeRows(run, p, (row) => {
      const x = denseOperand(run, p.x, p.xRow, row);
      return {
        start: [
          x.start,
          channel.set(i32.shl(i32.rem_u(row.get, p.channels.get), i32.const(2))),
          scale.set(v128.load32_splat(i32.add(p.scale.get, channel.get))),
          shift.set(v128.load32_splat(i32.add(p.shift.get, channel.get))),
        ],
        pointers: x.pointers,
        value: (offset) => f32x4.madd(x.value(offset), scale.get, shift.get),
      };
    });
  });
}

/** What one row is made of. */
interface RowFormula {
  /** what happens once, at the beginning of the row */
  readonly start: Code;
  /** what moves along the row */
  readonly pointers: readonly Local[];
  /** four numbers, `offset` bytes behind the pointers */
  value(offset: number): Code;
}

/** Writes the loops over rows and columns: eight numbers at a time, then four, then what is left. */
function writeRows(
  run: FunctionBuilder,
  p: Readonly<Record<"begin" | "end" | "out" | "columns", Local>>,
  formulaOf: (row: Local) => RowFormula,
): void {
  const { row, outRow: out, rowBytes, pairsEnd } = run.integers("row", "outRow", "rowBytes", "pairsEnd");
  const { first, last } = run.vectors("first", "last");
  const { start, pointers, value } = formulaOf(row);
  const advance = (bytes: number) => [out, ...pointers].map((pointer) => pointer.increase(bytes));
  run.emit(
    rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
    forRange(row, p.begin.get, p.end.get, 1, [
      out.set(i32.add(p.out.get, i32.mul(row.get, rowBytes.get))),
      start,
      pairsEnd.set(i32.add(out.get, i32.and(rowBytes.get, i32.const(-32)))),
      when(
        i32.lt_u(out.get, pairsEnd.get),
        repeatWhile(i32.lt_u(out.get, pairsEnd.get), [
          first.set(value(0)),
          last.set(value(16)),
          v128.store(out.get, first.get, 0), // V8 joins the two only if no load comes between the stores
          v128.store(out.get, last.get, 16),
          advance(32),
        ]),
      ),
      when(i32.and(rowBytes.get, i32.const(16)), [v128.store(out.get, value(0)), advance(16)]),
      when(i32.and(rowBytes.get, i32.const(12)), [
        last.set(value(0)),
        storePartial(run, out.get, last, p.columns.get),
      ]),
    ]),
  );
}

/** A row of numbers. */
function denseOperand(run: FunctionBuilder, base: Local, stride: Local, row: Local): RowFormula {
  const pointer = run.local(`${base.name}Row`);
  return {
    start: pointer.set(i32.add(base.get, i32.mul(row.get, stride.get))),
    pointers: [pointer],
    value: (offset) => v128.load(pointer.get, offset),
  };
}

/** One number for the whole row. */
function splatOperand(run: FunctionBuilder, base: Local, stride: Local, row: Local): RowFormula {
  const splat = run.local(`${base.name}Splat`, "v128");
  return {
    start: splat.set(v128.load32_splat(i32.add(base.get, i32.mul(row.get, stride.get)))),
    pointers: [],
    value: () => splat.get,
  };
}
