// Layer normalisation of dense rows: the mean, then the mean squared distance from it, then
// (x - mean) / sqrt(variance + eps) * weight + bias. The row is read three times and stays in the cache.

import { type Code, f32, f32x4, forRange, i32, type Local, v128 } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

const operands = {
  out: "i32",
  x: "i32",
  columns: "i32",
  weight: "i32",
  bias: "i32",
  eps: "f32",
} as const;

export interface LayerNormShape {
  /** multiply by the weights */
  readonly weighted: boolean;
  /** add the bias */
  readonly biased: boolean;
}

/** Items are rows. */
export function layerNormKernel({ weighted, biased }: LayerNormShape): Kernel<keyof typeof operands> {
  return defineKernel(`layerNorm weighted=${weighted} biased=${biased}`, operands, (run, p) => {
    const {
      row,
      xRow: x,
      outRow: out,
      rowBytes,
      at,
    } = run.integers("row", "xRow", "outRow", "rowBytes", "at");
    const [mean, inverse] = [run.local("mean", "f32"), run.local("inverse", "f32")];
    const { means, inverses, distances } = run.vectors("means", "inverses", "distances");
    const distance = run.local("distance", "f32");
    const numbers = f32.convert_i32_u(p.columns.get);
    const here = (base: Local): Code => i32.add(base.get, at.get);
    const loops = { at, rowBytes };

    const normal4 = f32x4.mul(f32x4.sub(v128.load(here(x)), means.get), inverses.get);
    const normal1 = f32.mul(f32.sub(f32.load(here(x)), mean.get), inverse.get);
    const scaled4 = weighted ? f32x4.mul(normal4, v128.load(here(p.weight))) : normal4;
    const scaled1 = weighted ? f32.mul(normal1, f32.load(here(p.weight))) : normal1;
    const shifted4 = biased ? f32x4.add(scaled4, v128.load(here(p.bias))) : scaled4;
    const shifted1 = biased ? f32.add(scaled1, f32.load(here(p.bias))) : scaled1;

    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      forRange(row, p.begin.get, p.end.get, 1, [
        x.set(i32.add(p.x.get, i32.mul(row.get, rowBytes.get))),
        out.set(i32.add(p.out.get, i32.mul(row.get, rowBytes.get))),
        sumRow(run, loops, mean, v128.load(here(x)), f32.load(here(x))),
        mean.set(f32.div(mean.get, numbers)),
        means.set(f32x4.splat(mean.get)),
        sumRow(
          run,
          loops,
          inverse,
          [distances.set(f32x4.sub(v128.load(here(x)), means.get)), f32x4.mul(distances.get, distances.get)],
          [distance.set(f32.sub(f32.load(here(x)), mean.get)), f32.mul(distance.get, distance.get)],
        ),
        inverse.set(f32.div(f32.const(1), f32.sqrt(f32.add(f32.div(inverse.get, numbers), p.eps.get)))),
        inverses.set(f32x4.splat(inverse.get)),
        eachColumn(loops, v128.store(here(out), shifted4), f32.store(here(out), shifted1)),
      ]),
    );
  });
}

interface ColumnLoop {
  /** bytes from the beginning of the row */
  readonly at: Local;
  readonly rowBytes: Local;
}

/** Runs `four` for every whole vector of the row, then `one` for each number that is left. */
function eachColumn({ at, rowBytes }: ColumnLoop, four: Code, one: Code): Code {
  return [
    forRange(at, i32.const(0), i32.and(rowBytes.get, i32.const(-16)), 16, four),
    forRange(at, at.get, rowBytes.get, 4, one),
  ];
}

/** Sums up over a row, in four lanes that are added at the end. */
function sumRow(run: FunctionBuilder, loop: ColumnLoop, sum: Local, four: Code, one: Code): Code {
  const sums = run.local("sums", "v128");
  const lanes = [0, 1, 2, 3].map((lane) => f32x4.extract_lane(sums.get, lane));
  return [
    sums.set(f32x4.const(0)),
    sum.set(f32.const(0)),
    eachColumn(loop, sums.set(f32x4.add(sums.get, four)), sum.set(f32.add(sum.get, one))),
    sum.set(lanes.reduce((total, lane) => f32.add(total, lane), sum.get)),
  ];
}
