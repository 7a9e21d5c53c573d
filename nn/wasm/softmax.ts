// softmax of dense rows, and its logarithm: the largest number, then the powers and their sum, then the quotients (or
// the differences from the sum's logarithm). The row is read three times and stays in the cache.

import { type Code, f32, f32x4, forRange, i32, type Local, v128 } from "./code.ts";
import { exp } from "./exponentials.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { foldings, Lanes } from "./lanes.ts";
import { log } from "./logarithms.ts";
import { eachColumn } from "./row-loop.ts";

const operands = { out: "i32", x: "i32", columns: "i32" } as const;

/** Items are rows. The powers of a row are summed in eight lanes, so `columns` should be a few thousands at most. */
export function softmaxKernel(result: "softmax" | "logSoftmax"): Kernel<keyof typeof operands> {
  return defineKernel(result, operands, (run, p) => {
    const { row, rowBytes, at, xRow, outRow, x, out } = run.integers(
      "row",
      "rowBytes",
      "at",
      "xRow",
      "outRow",
      "x",
      "out",
    );
    const { largest, total, single } = run.vectors("largest", "total", "single");
    const values = Object.values(run.vectors("value0", "value1"));
    const sums = Object.values(run.vectors("sum0", "sum1"));
    const maxima = [new Lanes(foldings.largest, run, "a"), new Lanes(foldings.largest, run, "b")];
    const goTo: Code = [x.set(i32.add(xRow.get, at.get)), out.set(i32.add(outRow.get, at.get))];
    const loop = { at, rowBytes, goTo };
    const perVector = (make: (value: Local, sum: Local, offset: number) => Code): Code[] =>
      values.map((value, i) => make(value, sums[i] ?? value, 16 * i));

    const [low] = maxima;
    const [value, sum] = [values[0], sums[0]];
    if (!low || !value || !sum) return;
    const findLargest: Code = [
      maxima.map((lanes) => lanes.begin),
      eachColumn(
        loop,
        [maxima.map((lanes, i) => lanes.read(x, 16 * i)), maxima.map((lanes) => lanes.take([]))],
        [low.read(x, 0), low.take([])],
        low.takeOne(x, []),
      ),
      maxima.slice(1).map((lanes) => low.join(lanes)),
      low.joinLanes,
      largest.set(splatFirst(low.lanes)),
    ];

    const power = (numbers: Code): Code => exp(f32x4.sub(numbers, largest.get), run);
    // the logarithm has no use for the powers, but V8 joins two vectors for the sake of their stores alone
    const addPowers: Code = [
      sums.map((each) => each.set(f32x4.const(0))),
      eachColumn(
        loop,
        [
          perVector((each, _, offset) => each.set(power(v128.load(x.get, offset)))),
          perVector((each, _, offset) => v128.store(out.get, each.get, offset)),
          perVector((each, each4) => each4.set(f32x4.add(each4.get, each.get))),
        ],
        [
          value.set(power(v128.load(x.get))),
          v128.store(out.get, value.get),
          sum.set(f32x4.add(sum.get, value.get)),
        ],
        [
          value.set(power(v128.load32_splat(x.get))),
          v128.store32_lane(out.get, value.get, 0),
          single.set(v128.shuffle32(value.get, run.constant(0), [0, 4, 4, 4])),
          sum.set(f32x4.add(sum.get, single.get)),
        ],
      ),
      value.set(sums.slice(1).reduce<Code>((all, each) => f32x4.add(all, each.get), sum.get)),
      total.set(
        f32x4.splat(
          [0, 1, 2, 3]
            .map((lane) => f32x4.extract_lane(value.get, lane))
            .reduce((all, each) => f32.add(all, each)),
        ),
      ),
    ];

    const resultOf = (load: (address: Code) => Code): Code =>
      result === "softmax"
        ? f32x4.div(load(out.get), total.get)
        : f32x4.sub(f32x4.sub(load(x.get), largest.get), total.get);
    const finish: Code = [
      result === "softmax" ? [] : total.set(splatFirst(log(total.get, run))),
      eachColumn(
        loop,
        [
          perVector((each, _, offset) => each.set(resultOf((address) => v128.load(address, offset)))),
          perVector((each, _, offset) => v128.store(out.get, each.get, offset)),
        ],
        v128.store(out.get, resultOf(v128.load)),
        [value.set(resultOf(v128.load32_splat)), v128.store32_lane(out.get, value.get, 0)],
      ),
    ];

    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      forRange(row, p.begin.get, p.end.get, 1, [
        xRow.set(i32.add(p.x.get, i32.mul(row.get, rowBytes.get))),
        outRow.set(i32.add(p.out.get, i32.mul(row.get, rowBytes.get))),
        findLargest,
        addPowers,
        finish,
      ]),
    );
  });
}

/** The first lane in all four; V8 joins vectors only with those that it sees to be alike throughout. */
function splatFirst(vector: Code): Code {
  return f32x4.splat(f32x4.extract_lane(vector, 0));
}
