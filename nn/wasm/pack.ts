// Packing a matrix into panels: the numbers that one step of the product needs (six rows of `a`, or 16 columns
// of `b`, called lanes here) come to lie side by side, and the steps follow one another without a gap:
//
//     target[panel][k][lane] = source[panel * lanes + lane, k]
//
// The last panel may have fewer lanes; the rest of it repeats the last one and is never looked at.

import { type Code, f32, forRange, i32, type Local, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

const operands = {
  source: "i32",
  target: "i32",
  /** lanes in all, and steps of each */
  count: "i32",
  depth: "i32",
  /** bytes in the source from one lane, and from one step, to the next */
  laneStride: "i32",
  depthStride: "i32",
} as const;

export type PackOperand = keyof typeof operands;

/** How the source lies in memory: the steps of a lane without a gap ("depth"), or else ("any"). */
export type PackOrder = "depth" | "any";

/** Items are panels. */
export function packKernel(lanes: number, order: PackOrder): Kernel<PackOperand> {
  return defineKernel(`pack lanes=${lanes} order=${order}`, operands, (run, p) => {
    const { panel, target, k } = run.integers("panel", "target", "k");
    const sources = Array.from({ length: lanes }, (_, lane) => run.local(`source${lane}`));
    const wholeSteps = i32.and(p.depth.get, i32.const(-4));
    run.emit(
      forRange(panel, p.begin.get, p.end.get, 1, [
        pointToLanes(run, p, panel, sources),
        target.set(i32.add(p.target.get, i32.mul(panel.get, i32.mul(p.depth.get, i32.const(4 * lanes))))),
        k.set(i32.const(0)),
        order === "depth"
          ? forRange(k, i32.const(0), wholeSteps, 4, [
              transposeGroups(run, sources, target, lanes),
              sources.map((source) => source.increase(16)),
              target.increase(16 * lanes),
            ])
          : [],
        forRange(k, k.get, p.depth.get, 1, [
          sources.map((source, lane) => f32.store(target.get, f32.load(source.get), 4 * lane)),
          sources.map((source) => source.increase(p.depthStride.get)),
          target.increase(4 * lanes),
        ]),
      ]),
    );
  });
}

/** Each lane's address in the source; lanes that do not exist take the last one that does. */
function pointToLanes(
  run: FunctionBuilder,
  p: Readonly<Record<PackOperand, Local>>,
  panel: Local,
  sources: readonly Local[],
): Code {
  const lane = run.local("lane");
  return sources.map((source, i) => [
    lane.set(i32.add(i32.mul(panel.get, i32.const(sources.length)), i32.const(i))),
    when(i32.ge_u(lane.get, p.count.get), lane.set(i32.sub(p.count.get, i32.const(1)))),
    source.set(i32.add(p.source.get, i32.mul(lane.get, p.laneStride.get))),
  ]);
}

/** Four steps of all lanes, four lanes at a time: a 4 x 4 transposition by two rounds of shuffles. */
function transposeGroups(
  run: FunctionBuilder,
  sources: readonly Local[],
  target: Local,
  lanes: number,
): Code {
  const { r0, r1, r2, r3 } = run.vectors("r0", "r1", "r2", "r3");
  const { low0, low1, high0, high1 } = run.vectors("low0", "low1", "high0", "high1");
  const groups = Array.from({ length: Math.ceil(lanes / 4) }, (_, group) =>
    sources.slice(4 * group, 4 * group + 4),
  );
  return groups.map((group, index) => {
    const rows = [r0, r1, r2, r3].slice(0, group.length);
    const [third, fourth] = group.length === 4 ? [r2, r3] : [r0, r1]; // a group of two uses half of the result
    const columns: Code[] = [
      v128.shuffle32(low0.get, low1.get, [0, 1, 4, 5]),
      v128.shuffle32(low0.get, low1.get, [2, 3, 6, 7]),
      v128.shuffle32(high0.get, high1.get, [0, 1, 4, 5]),
      v128.shuffle32(high0.get, high1.get, [2, 3, 6, 7]),
    ];
    return [
      rows.map((row, i) => row.set(v128.load(group[i]?.get ?? []))),
      low0.set(v128.shuffle32(r0.get, r1.get, [0, 4, 1, 5])),
      high0.set(v128.shuffle32(r0.get, r1.get, [2, 6, 3, 7])),
      low1.set(v128.shuffle32(third.get, fourth.get, [0, 4, 1, 5])),
      high1.set(v128.shuffle32(third.get, fourth.get, [2, 6, 3, 7])),
      columns.map((column, step) => {
        const at = i32.add(target.get, i32.const(4 * lanes * step + 16 * index));
        return group.length === 4 ? v128.store(at, column) : v128.store64_lane(at, column, 0);
      }),
    ];
  });
}
