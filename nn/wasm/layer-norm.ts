// Layer normalisation of dense rows: the mean, then the mean squared distance from it, then
// (x - mean) / sqrt(variance + eps) * weight + bias. The row is read three times and stays in the cache.

import { type Code, f32, f32x4, forRange, i32, type Local, repeatWhile, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { eachColumn, type RowLoop } from "./row-loop.ts";

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
    const values = Object.values(run.vectors("value0", "value1"));
    const distance = run.local("distance", "f32");
    const numbers = f32.convert_i32_u(p.columns.get);
    // addresses in variables: V8 joins two loads only where it sees that they begin at the same one
    const places = run.integers("xAt", "outAt", "weightAt", "biasAt");
    const goTo = (place: Local, base: Local): Code => place.set(i32.add(base.get, at.get));
    const goToX = goTo(places.xAt, x);
    const goToAll = [
      goToX,
      goTo(places.outAt, out),
      weighted ? goTo(places.weightAt, p.weight) : [],
      biased ? goTo(places.biasAt, p.bias) : [],
    ];
    const inRow = { at, rowBytes, goTo: goToX };

    const normal4 = (offset: number): Code => {
      const normal = f32x4.mul(f32x4.sub(v128.load(places.xAt.get, offset), means.get), inverses.get);
      const scaled = weighted ? f32x4.mul(normal, v128.load(places.weightAt.get, offset)) : normal;
      return biased ? f32x4.add(scaled, v128.load(places.biasAt.get, offset)) : scaled;
    };
    const normal1 = f32.mul(f32.sub(f32.load(places.xAt.get), mean.get), inverse.get);
    const scaled1 = weighted ? f32.mul(normal1, f32.load(places.weightAt.get)) : normal1;
    const shifted1 = biased ? f32.add(scaled1, f32.load(places.biasAt.get)) : scaled1;

    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      forRange(row, p.begin.get, p.end.get, 1, [
        x.set(i32.add(p.x.get, i32.mul(row.get, rowBytes.get))),
        out.set(i32.add(p.out.get, i32.mul(row.get, rowBytes.get))),
        sumRow(run, inRow, mean, (offset) => v128.load(places.xAt.get, offset), f32.load(places.xAt.get)),
        mean.set(f32.div(mean.get, numbers)),
        means.set(f32x4.splat(mean.get)),
        sumRow(
          run,
          inRow,
          inverse,
          (offset) => [
            distances.set(f32x4.sub(v128.load(places.xAt.get, offset), means.get)),
            f32x4.mul(distances.get, distances.get),
          ],
          [distance.set(f32.sub(f32.load(places.xAt.get), mean.get)), f32.mul(distance.get, distance.get)],
        ),
        inverse.set(f32.div(f32.const(1), f32.sqrt(f32.add(f32.div(inverse.get, numbers), p.eps.get)))),
        inverses.set(f32x4.splat(inverse.get)),
        eachColumn(
          { at, rowBytes, goTo: goToAll },
          [
            values.map((value, i) => value.set(normal4(16 * i))),
            values.map((value, i) => v128.store(places.outAt.get, value.get, 16 * i)),
          ],
          v128.store(places.outAt.get, normal4(0)),
          f32.store(places.outAt.get, shifted1),
        ),
      ]),
    );
  });
}

/** So many bytes of a row are summed up by themselves, since each addition to a sum that has grown long loses digits. */
const blockBytes = 4096;

/** Sums up over a row, in eight lanes that are added at the end. `four` makes what is summed of four numbers. */
function sumRow(
  run: FunctionBuilder,
  { at, rowBytes, goTo }: RowLoop,
  sum: Local,
  four: (offset: number) => Code,
  one: Code,
): Code {
  const { low, high, lowTotal, highTotal } = run.vectors("low", "high", "lowTotal", "highTotal");
  const { blockEnd } = run.integers("blockEnd");
  const add = (sums: Local, offset: number): Code => sums.set(f32x4.add(sums.get, four(offset)));
  const addTo = (total: Local, part: Local): Code => total.set(f32x4.add(total.get, part.get));
  const clear = (sums: readonly Local[]): Code => sums.map((each) => each.set(f32x4.const(0)));
  const lanes = [0, 1, 2, 3].map((lane) => f32x4.extract_lane(lowTotal.get, lane));
  const whole = i32.and(rowBytes.get, i32.const(-32));
  return [
    clear([lowTotal, highTotal]),
    sum.set(f32.const(0)),
    at.set(i32.const(0)),
    repeatWhile(i32.lt_u(at.get, whole), [
      blockEnd.set(i32.add(at.get, i32.const(blockBytes))),
      when(i32.lt_u(whole, blockEnd.get), blockEnd.set(whole)),
      clear([low, high]),
      forRange(at, at.get, blockEnd.get, 32, [goTo, add(low, 0), add(high, 16)]),
      addTo(lowTotal, low),
      addTo(highTotal, high),
    ]),
    forRange(at, at.get, i32.and(rowBytes.get, i32.const(-16)), 16, [goTo, add(lowTotal, 0)]),
    forRange(at, at.get, rowBytes.get, 4, [goTo, sum.set(f32.add(sum.get, one))]),
    addTo(lowTotal, highTotal),
    sum.set(lanes.reduce((total, lane) => f32.add(total, lane), sum.get)),
  ];
}
