// How elementwise kernels are put together: operands that lie in rows, a formula of four lanes of each, and results that are
// elements or truth values. The formula may raise a flag, by which the caller learns that it must compute in another way.

import { type Code, f32x4, i32, type Local, v128, when } from "./code.ts";
import { byName, type FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import {
  type Columns,
  type ElementBytes,
  type RowFormula,
  rowOperand,
  together,
  writeRows,
  writeTruthRows,
} from "./rows.ts";

/** How an operand lies in its rows. */
export interface Source {
  readonly columns: Columns;
  readonly bytes: ElementBytes;
}

const common = { out: "i32", columns: "i32", flag: "i32", first: "f32", second: "f32" } as const;
const bases = ["a", "b", "c"] as const;
type Base = (typeof bases)[number];

/** Address and row stride of each operand; out, columns and flag; two numbers that all rows share. */
export type ElementwiseOperand = keyof typeof common | Base | `${Base}Row`;
export type ElementwiseKernel = Kernel<ElementwiseOperand>;

export type Formula = (
  operands: Readonly<Record<Base, Local>>,
  f: FunctionBuilder,
  parameters: { readonly first: Code; readonly second: Code },
) => Code;

export const elementwiseOperands = {
  ...common,
  a: "i32",
  aRow: "i32",
  b: "i32",
  bRow: "i32",
  c: "i32",
  cRow: "i32",
} as const;

/** What stands for the operands that a kernel does not look at. */
export const unused: Readonly<Record<ElementwiseOperand, number>> = byName(
  ["out", "columns", "flag", "first", "second", "a", "aRow", "b", "bRow", "c", "cRow"],
  () => 0,
);

/**
 * out[row, column] = formula of the operands there, as elements of four bytes, or as truth values where it gives masks. With
 * fewer than three operands the others are not looked at. Where lanes have been flagged, 1 is written to the flag's address.
 */
export function elementwiseKernel(
  name: string,
  sources: readonly Source[],
  result: "elements" | "truths",
  formula: Formula,
): ElementwiseKernel {
  const layout = sources.map(({ columns, bytes }) => `${columns}${bytes}`).join(" ");
  return defineKernel(`elementwise ${name} ${layout}`, elementwiseOperands, (run, p) => {
    const { firsts, seconds, flagged } = run.scratches("firsts", "seconds", "flagged");
    const values = byName(bases, (base) => run.scratch(`${base}Values`));
    const parameters = { first: firsts.get, second: seconds.get };
    const write = result === "elements" ? writeRows : writeTruthRows;
    run.emit(firsts.set(f32x4.splat(p.first.get)), seconds.set(f32x4.splat(p.second.get)));
    write(run, p, (row): RowFormula => {
      const rows = sources.map(({ columns, bytes }, i) => {
        const base = bases[i] ?? "a";
        const operand = rowOperand(run, { base: p[base], stride: p[`${base}Row`] }, row, columns, bytes);
        return { ...operand, read: (vector: number) => values[base].set(operand.value(vector)) };
      });
      return {
        ...together(rows),
        value: (vector) => [rows.map(({ read }) => read(vector)), formula(values, run, parameters)],
      };
    });
    run.emit(when(v128.any_true(flagged.get), i32.store(p.flag.get, i32.const(1))));
  });
}
