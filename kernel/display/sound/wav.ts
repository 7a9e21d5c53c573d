// WAV files, of 16-bit samples: a RIFF header of 44 bytes, then the channels' samples in turn, little-endian.

import type { Sound } from "./lighter.ts";

export const headerSize = 44;

/** Values from -1 to 1; what lies outside is clipped, what is no number is silence. */
export function wavOf({ channels, sampleRate }: Sound): Uint8Array {
  const [{ length }] = channels;
  const rate = Math.round(sampleRate);
  const bytes = Buffer.alloc(headerSize + 2 * channels.length * length);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16); // the size of what follows, up to "data"
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(channels.length, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * channels.length * 2, 28);
  bytes.writeUInt16LE(channels.length * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(bytes.length - headerSize, 40);
  for (const [channel, samples] of channels.entries()) {
    for (let i = 0; i < length; i += 1) {
      const value = Math.min(1, Math.max(-1, Number(samples[i]) || 0));
      bytes.writeInt16LE(Math.round(value * 32767), headerSize + 2 * (i * channels.length + channel));
    }
  }
  return bytes;
}
