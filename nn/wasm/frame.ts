// Framing planes for a sliding window: each plane of an image is copied into a larger one whose border has a value
// of no effect (zero in a sum), so that no tap has to ask whether it lies outside. With strides the pixels are also
// sorted by their remainder modulo the stride (one window for each), after which every tap reads neighbouring pixels.

import { type Code, f32, f32x4, forRange, i32, type Local, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { storePartial } from "./partial.ts";

const operands = {
  source: "i32",
  target: "i32",
  /** bytes from plane to plane; those of the target a multiple of 64 */
  sourcePlane: "i32",
  targetPlane: "i32",
  /** bytes from one copied row, and one copied pixel, to the next */
  sourceRow: "i32",
  targetRow: "i32",
  sourceColumn: "i32",
  windows: "i32",
  windowCount: "i32",
  /** the value of the border */
  fill: "f32",
} as const;

export type FrameOperand = keyof typeof operands;

/** 32-bit integers that describe a window: its offset in source and target plane in bytes, its rows, its columns. */
const windowFields = 4;

/** Pixels of the source from one pixel of a window's row to the next. */
export type ColumnStep = 1 | 2 | "any";

/** Items are planes. */
export function frameKernel(step: ColumnStep): Kernel<FrameOperand> {
  return defineKernel(`frame step=${step}`, operands, (run, p) => {
    const { plane, window, row, at } = run.integers("plane", "window", "row", "at");
    const { from, to, columns, target } = run.integers("from", "to", "columns", "target");
    const { fill } = run.vectors("fill");
    const copyRow =
      step === 1
        ? copyDenseRow(run, from, to, columns)
        : copySparseRow(run, from, to, columns, step, p.sourceColumn);
    run.emit(
      fill.set(f32x4.splat(p.fill.get)),
      forRange(plane, p.begin.get, p.end.get, 1, [
        target.set(i32.add(p.target.get, i32.mul(plane.get, p.targetPlane.get))),
        forRange(at, target.get, i32.add(target.get, p.targetPlane.get), 32, [
          v128.store(at.get, fill.get, 0),
          v128.store(at.get, fill.get, 16),
        ]),
        forRange(window, i32.const(0), p.windowCount.get, 1, [
          at.set(i32.add(p.windows.get, i32.mul(window.get, i32.const(4 * windowFields)))),
          from.set(i32.add(p.source.get, i32.mul(plane.get, p.sourcePlane.get))),
          from.increase(i32.load(at.get, 0)),
          to.set(i32.add(target.get, i32.load(at.get, 4))),
          columns.set(i32.load(at.get, 12)),
          forRange(row, i32.const(0), i32.load(at.get, 8), 1, [
            copyRow,
            from.increase(p.sourceRow.get),
            to.increase(p.targetRow.get),
          ]),
        ]),
      ]),
    );
  });
}

/** Eight pixels at a time, or four in short rows; the last ones overlap those before. */
function copyDenseRow(run: FunctionBuilder, from: Local, to: Local, columns: Local): Code {
  const { column, last } = run.integers("column", "last");
  const { few } = run.vectors("few");
  const copyAt = (place: Local, offset: number) =>
    v128.store(i32.add(to.get, place.get), v128.load(i32.add(from.get, place.get), offset), offset);
  const copyBy = (pixels: number): Code => {
    const offsets = Array.from({ length: pixels / 4 }, (_, vector) => 16 * vector);
    const copy = (place: Local): Code => offsets.map((offset) => copyAt(place, offset));
    return [
      last.set(i32.shl(i32.sub(columns.get, i32.const(pixels)), i32.const(2))),
      forRange(column, i32.const(0), last.get, 4 * pixels, copy(column)),
      copy(last),
    ];
  };
  return when(
    i32.lt_u(columns.get, i32.const(4)),
    [few.set(v128.load(from.get)), storePartial(run, to.get, few, columns.get)],
    when(i32.lt_u(columns.get, i32.const(8)), copyBy(4), copyBy(8)),
  );
}

/** Four pixels at a time, then one by one. */
function copySparseRow(
  run: FunctionBuilder,
  from: Local,
  to: Local,
  columns: Local,
  step: 2 | "any",
  stepBytes: Local,
): Code {
  const { pixel, place, wholeEnd, rowEnd } = run.integers("pixel", "place", "wholeEnd", "rowEnd");
  const { four } = run.vectors("four");
  const next = pixel.increase(stepBytes.get);
  const evenPixels = [
    four.set(v128.shuffle32(v128.load(pixel.get), v128.load(pixel.get, 16), [0, 2, 4, 6])),
    pixel.increase(32),
  ];
  const anyPixels = [
    four.set(v128.load32_splat(pixel.get)),
    [1, 2, 3].map((lane) => [next, four.set(v128.load32_lane(pixel.get, four.get, lane))]),
    next,
  ];
  return [
    pixel.set(from.get),
    wholeEnd.set(i32.add(to.get, i32.shl(i32.and(columns.get, i32.const(-4)), i32.const(2)))),
    rowEnd.set(i32.add(to.get, i32.shl(columns.get, i32.const(2)))),
    forRange(place, to.get, wholeEnd.get, 16, [
      step === 2 ? evenPixels : anyPixels,
      v128.store(place.get, four.get),
    ]),
    forRange(place, place.get, rowEnd.get, 4, [f32.store(place.get, f32.load(pixel.get)), next]),
  ];
}
