// Pictures in numbered colours to an animated PNG (the APNG chapter of PNG's third edition), which every browser
// plays. The frames share one palette, and each is only the rectangle that changes: an animation in which little moves
// stays small, and is written fast.

import { deflateSync } from "node:zlib";
import type { Patch } from "./indexed-canvas.ts";
import type { Color } from "./palette.ts";
import { chunk, header, signature } from "./png.ts";

export interface AnimationFrame {
  /** what changes */
  readonly patch: Patch;
  /** how long the picture then stays */
  readonly milliseconds: number;
}

/** How hard to compress: the small ones are a fifth smaller and take twenty times as long. */
const levels = { fast: 3, small: 9 } as const;

/**
 * An animation that never ends; a plain PNG if it has one frame. The first frame is the whole picture; it is also what
 * is shown where animations are not played.
 * @param colors the colours by their numbers; number 0 is transparent, and leaves in later frames what was there
 * @throws RangeError without frames, or if a frame does not lie within the first one
 */
export function encodeApng(
  colors: readonly Color[],
  frames: readonly AnimationFrame[],
  effort: keyof typeof levels,
): Uint8Array {
  const whole = frames[0]?.patch;
  if (!whole) throw new RangeError("an animation needs at least one frame");
  let sequence = 0;
  const parts = frames.flatMap(({ patch, milliseconds }, i) => {
    if (patch.left + patch.width > whole.width || patch.top + patch.height > whole.height) {
      const size = `${patch.width} × ${patch.height} at ${patch.left}, ${patch.top}`;
      throw new RangeError(
        `frame ${i} does not lie within the first one of ${whole.width} × ${whole.height}: ${size}`,
      );
    }
    const data = deflateSync(rowsOf(patch), { level: levels[effort] });
    if (frames.length === 1) return [chunk("IDAT", data)];
    const control = chunk("fcTL", frameControl(sequence++, patch, milliseconds));
    if (i === 0) return [control, chunk("IDAT", data)];
    return [control, chunk("fdAT", Buffer.concat([uint32(sequence++), data]))];
  });
  const channels = colors.flatMap((color) => [(color >> 16) & 255, (color >> 8) & 255, color & 255]);
  return Buffer.concat([
    signature,
    header(whole, 3),
    ...(frames.length === 1 ? [] : [chunk("acTL", Buffer.concat([uint32(frames.length), uint32(0)]))]),
    chunk("PLTE", Uint8Array.from(channels)),
    chunk("tRNS", Uint8Array.of(0)),
    ...parts,
    chunk("IEND", new Uint8Array()),
  ]);
}

/** Each row after the number of its filter, 0 for none. */
function rowsOf({ width, height, pixels }: Patch): Uint8Array {
  const rows = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  return rows;
}

/** The frame is laid over the one before (blend 1), which stays as it is (dispose 0). */
function frameControl(
  sequence: number,
  { left, top, width, height }: Patch,
  milliseconds: number,
): Uint8Array {
  const times = Buffer.alloc(6);
  times.writeUInt16BE(milliseconds, 0);
  times.writeUInt16BE(1000, 2);
  times.set([0, 1], 4);
  return Buffer.concat([...[sequence, width, height, left, top].map(uint32), times]);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
