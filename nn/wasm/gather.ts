// Gathering the right-hand matrix of a convolution whose rows of pixels are too short for wide tiles: pixels are
// taken in the order of the output, row after row, and packed into panels as pack.ts does:
//
//     target[panel][k][lane] = source[shift k + pixel (panel * lanes + lane)]
//
// The pixels of a panel that lie side by side in the source, as in a kernel of 1 x 1, are copied as vectors.

import { type Code, f32, forRange, i32, v128, when } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

const operands = {
  source: "i32",
  target: "i32",
  /** bytes from one image (or group of channels) to the next in source and target */
  sourceStride: "i32",
  targetStride: "i32",
  /** shifts of the rows, and positions of the pixels, in bytes */
  table: "i32",
  depth: "i32",
  pixels: "i32",
  pixelCount: "i32",
  panels: "i32",
} as const;

export type GatherOperand = keyof typeof operands;

/** Items are panels, image after image. */
export function gatherKernel(lanes: number): Kernel<GatherOperand> {
  return defineKernel(`gather lanes=${lanes}`, operands, (run, p) => {
    const { item, image, panel, from, to } = run.integers("item", "image", "panel", "from", "to");
    const { lane, row, rowsEnd, at } = run.integers("lane", "row", "rowsEnd", "at");
    const { sideBySide } = run.integers("sideBySide");
    const positions = Array.from({ length: lanes }, (_, i) => run.local(`position${i}`));
    const [first, last] = [positions[0], positions.at(-1)];
    if (!first || !last) return;
    const vectors = Array.from({ length: lanes / 4 }, (_, vector) => vector);
    const eachRow = (copy: Code): Code =>
      forRange(row, p.table.get, rowsEnd.get, 4, [copy, to.increase(4 * lanes)]);
    run.emit(
      rowsEnd.set(i32.add(p.table.get, i32.shl(p.depth.get, i32.const(2)))),
      forRange(item, p.begin.get, p.end.get, 1, [
        image.set(i32.div_u(item.get, p.panels.get)),
        panel.set(i32.rem_u(item.get, p.panels.get)),
        from.set(i32.add(p.source.get, i32.mul(image.get, p.sourceStride.get))),
        to.set(i32.add(p.target.get, i32.mul(image.get, p.targetStride.get))),
        to.increase(i32.mul(panel.get, i32.mul(p.depth.get, i32.const(4 * lanes)))),
        positions.map((position, i) => [
          lane.set(i32.add(i32.mul(panel.get, i32.const(lanes)), i32.const(i))),
          when(i32.ge_u(lane.get, p.pixelCount.get), lane.set(i32.sub(p.pixelCount.get, i32.const(1)))),
          position.set(i32.add(from.get, i32.load(i32.add(p.pixels.get, i32.shl(lane.get, i32.const(2)))))),
        ]),
        sideBySide.set(i32.eq(i32.sub(last.get, first.get), i32.const(4 * (lanes - 1)))),
        when(
          i32.and(
            sideBySide.get,
            i32.ge_u(p.pixelCount.get, i32.mul(i32.add(panel.get, i32.const(1)), i32.const(lanes))),
          ),
          eachRow([
            at.set(i32.add(first.get, i32.load(row.get))),
            vectors.map((vector) => v128.store(to.get, v128.load(at.get, 16 * vector), 16 * vector)),
          ]),
          eachRow([
            at.set(i32.load(row.get)),
            positions.map((position, i) => f32.store(to.get, f32.load(i32.add(position.get, at.get)), 4 * i)),
          ]),
        ),
      ]),
    );
  });
}
