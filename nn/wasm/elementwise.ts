// Elementwise kernels: rows of numbers in, rows of numbers out. Items are rows; an operand's row stride is 0 when
// all rows share it, and a "splat" operand has one number per row instead of a whole row.

import { type Code, f32x4, forRange, i32, type Local, v128, when } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import * as math from "./math.ts";
import type { FunctionBuilder } from "./module.ts";
import { storePartial } from "./partial.ts";

type Binary = (a: Code, b: Code) => Code;

const unaryFunctions = {
  neg: f32x4.neg,
  abs: f32x4.abs,
  sqrt: f32x4.sqrt,
  square: (x, fresh) => {
    const value = fresh("value");
    return [value.set(x), f32x4.mul(value.get, value.get)];
  },
  reciprocal: (x) => f32x4.div(f32x4.const(1), x),
  relu: (x) => f32x4.max(x, f32x4.const(0)),
  exp: math.exp,
  sigmoid: math.sigmoid,
  tanh: math.tanh,
  gelu: math.gelu,
  geluTanh: math.geluTanh,
} satisfies Record<string, math.VectorFunction>;

const binaryFunctions = {
  add: f32x4.add,
  sub: f32x4.sub,
  mul: f32x4.mul,
  div: f32x4.div,
  maximum: f32x4.max,
  minimum: f32x4.min,
} satisfies Record<string, Binary>;

export type UnaryName = keyof typeof unaryFunctions;
export type BinaryName = keyof typeof binaryFunctions;
export type Columns = "dense" | "splat";

/** out[row, column] = f(x[row, column]) */
export function unaryKernel(name: UnaryName): Kernel<"out" | "x" | "columns" | "xRow"> {
  const f: math.VectorFunction = unaryFunctions[name];
  const operands = { out: "i32", x: "i32", columns: "i32", xRow: "i32" } as const;
  return defineKernel(`unary ${name}`, operands, (run, p) => {
    const fresh = recycled(run);
    forEachRow(run, p, (row) => {
      const x = rowAddress(run, p.x, p.xRow, row);
      return {
        start: x.set,
        value: (column, offset) => f(v128.load(i32.add(x.local.get, column), offset), fresh),
      };
    });
  });
}

/** out[row, column] = f(a[row, column], b[row, column]), or b[row] where it is a splat */
export function binaryKernel(
  name: BinaryName,
  aColumns: Columns,
  bColumns: Columns,
): Kernel<"out" | "a" | "b" | "columns" | "aRow" | "bRow"> {
  const f: Binary = binaryFunctions[name];
  const operands = { out: "i32", a: "i32", b: "i32", columns: "i32", aRow: "i32", bRow: "i32" } as const;
  return defineKernel(`binary ${name} a=${aColumns} b=${bColumns}`, operands, (run, p) => {
    forEachRow(run, p, (row) => {
      const a = operand(run, rowAddress(run, p.a, p.aRow, row), aColumns);
      const b = operand(run, rowAddress(run, p.b, p.bRow, row), bColumns);
      return {
        start: [a.start, b.start],
        value: (column, offset) => f(a.value(column, offset), b.value(column, offset)),
      };
    });
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
    const [channel, scale, shift] = [
      run.local("channel"),
      run.local("scale", "v128"),
      run.local("shift", "v128"),
    ];
    forEachRow(run, p, (row) => {
      const x = rowAddress(run, p.x, p.xRow, row);
      return {
        start: [
          x.set,
          channel.set(i32.shl(i32.rem_u(row.get, p.channels.get), i32.const(2))),
          scale.set(v128.load32_splat(i32.add(p.scale.get, channel.get))),
          shift.set(v128.load32_splat(i32.add(p.shift.get, channel.get))),
        ],
        value: (column, offset) =>
          f32x4.madd(v128.load(i32.add(x.local.get, column), offset), scale.get, shift.get),
      };
    });
  });
}

interface RowFormula {
  /** what happens once at the beginning of a row */
  readonly start: Code;
  /** four results, of the columns at `column` + `offset` bytes */
  value(column: Code, offset: number): Code;
}

/** Writes the loops over rows and columns: eight numbers at a time, then four, then what is left. */
function forEachRow(
  run: FunctionBuilder,
  p: Readonly<Record<"begin" | "end" | "out" | "columns", Local>>,
  formulaOf: (row: Local) => RowFormula,
): void {
  const [row, at, out, rowBytes] = [
    run.local("row"),
    run.local("at"),
    run.local("outRow"),
    run.local("rowBytes"),
  ];
  const last = run.local("last", "v128");
  const { start, value } = formulaOf(row);
  const target = i32.add(out.get, at.get);
  run.emit(
    rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
    forRange(row, p.begin.get, p.end.get, 1, [
      out.set(i32.add(p.out.get, i32.mul(row.get, rowBytes.get))),
      start,
      forRange(at, i32.const(0), i32.and(rowBytes.get, i32.const(-32)), 32, [
        v128.store(target, value(at.get, 0), 0),
        v128.store(target, value(at.get, 16), 16),
      ]),
      when(i32.and(rowBytes.get, i32.const(16)), [v128.store(target, value(at.get, 0)), at.increase(16)]),
      when(i32.and(rowBytes.get, i32.const(12)), [
        last.set(value(at.get, 0)),
        storePartial(run, target, last, p.columns.get),
      ]),
    ]),
  );
}

function rowAddress(
  run: FunctionBuilder,
  base: Local,
  stride: Local,
  row: Local,
): { local: Local; set: Code } {
  const local = run.local(`${base.name}Row`);
  return { local, set: local.set(i32.add(base.get, i32.mul(row.get, stride.get))) };
}

function operand(run: FunctionBuilder, address: { local: Local; set: Code }, columns: Columns): RowFormula {
  if (columns === "dense") {
    return {
      start: address.set,
      value: (column, offset) => v128.load(i32.add(address.local.get, column), offset),
    };
  }
  const splat = run.local("splat", "v128");
  return {
    start: [address.set, splat.set(v128.load32_splat(address.local.get))],
    value: () => splat.get,
  };
}

/** Locals by name, made once and used again by every copy of a formula. */
function recycled(run: FunctionBuilder): math.Fresh {
  const locals = new Map<string, Local>();
  return (name) => {
    const local = locals.get(name) ?? run.local(name, "v128");
    locals.set(name, local);
    return local;
  };
}
