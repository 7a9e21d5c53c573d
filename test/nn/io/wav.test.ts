// Sound files, written here byte by byte as the format says.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { io } from "../../../nn/index.ts";

const folder = mkdtempSync(join(tmpdir(), "lamella-wav-"));

function file(
  format: number,
  bits: number,
  channels: number,
  samples: Buffer,
  before = Buffer.alloc(0),
): string {
  const header = Buffer.alloc(24);
  header.write("fmt ", 0, "latin1");
  header.writeUInt32LE(16, 4);
  header.writeUInt16LE(format, 8);
  header.writeUInt16LE(channels, 10);
  header.writeUInt32LE(8000, 12);
  header.writeUInt16LE(bits, 22);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(samples.length);
  const path = join(folder, `${format}-${bits}-${channels}-${before.length}.wav`);
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from("RIFF\0\0\0\0WAVE", "latin1"),
      before,
      header,
      Buffer.from("data"),
      size,
      samples,
    ]),
  );
  return path;
}

const floats = Buffer.alloc(8);
floats.writeFloatLE(0.25, 0);
floats.writeFloatLE(-1, 4);

describe("readWav", () => {
  it.each([
    ["PCM of 8 bits", 1, 8, Buffer.from([128, 0, 192]), [0, -1, 0.5]],
    ["PCM of 16 bits", 1, 16, Buffer.from([0, 0, 0, 0x80, 0, 0x40]), [0, -1, 0.5]],
    ["PCM of 24 bits", 1, 24, Buffer.from([0, 0, 0, 0, 0, 0x80, 0, 0, 0x40]), [0, -1, 0.5]],
    ["PCM of 32 bits", 1, 32, Buffer.from([0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x40]), [0, -1, 0.5]],
    ["float32", 3, 32, floats, [0.25, -1]],
  ])("reads %s", (_name, format, bits, samples, values) => {
    const { waveform, sampleRate } = io.readWav(file(format, bits, 1, samples));
    expect(waveform.toArray()).toEqual([values]);
    expect(sampleRate).toBe(8000);
  });

  it("gives each channel a row", () => {
    const { waveform } = io.readWav(file(1, 8, 2, Buffer.from([128, 0, 192, 128])));
    expect(waveform.toArray()).toEqual([
      [0, 0.5],
      [-1, 0],
    ]);
  });

  it("skips other parts, also those of odd length", () => {
    const other = Buffer.from("LIST\x03\0\0\0abc\0", "latin1");
    expect(io.readWav(file(1, 8, 1, Buffer.from([0]), other)).waveform.toArray()).toEqual([[-1]]);
  });

  it("says what it cannot read", () => {
    expect(() => io.readWav(file(2, 4, 1, Buffer.from([0])))).toThrow(
      /expected PCM .* has format 2 of 4 bits/,
    );
    const none = join(folder, "none.wav");
    writeFileSync(none, "no sound");
    expect(() => io.readWav(none)).toThrow(/expected a WAV file/);
  });
});
