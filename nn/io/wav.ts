// Sound as tensors, as torchaudio gives it: [C, T] with values in [-1, 1], and the sample rate beside it.

import { fromValues } from "../array/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";
import { looksLike, readBytes } from "./file-kind.ts";

export interface Wav {
  /** [channels, samples], float32 */
  readonly waveform: Tensor;
  /** samples in a second */
  readonly sampleRate: number;
}

const pcm = 1;
const float = 3;
/** The format's own code stands further behind in the chunk. */
const extensible = 0xfffe;

/** Reads a WAV file: PCM of 8, 16, 24 or 32 bits, or float32. Whole numbers are divided by the largest. */
export function readWav(path: string | URL): Wav {
  const bytes = readBytes("readWav", path);
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WAVE") {
    throw new TypeError(`readWav: expected a WAV file, and ${path} is none: it ${looksLike(bytes)}`);
  }
  const chunks = chunksOf(bytes);
  const [format, samples] = [chunks.get("fmt "), chunks.get("data")];
  if (!format || format.length < 16 || !samples) {
    throw new TypeError(`readWav: ${path} is damaged: it has no format or no samples`);
  }
  const code = format.readUInt16LE(0);
  const kind = code === extensible && format.length >= 26 ? format.readUInt16LE(24) : code;
  const channels = format.readUInt16LE(2);
  const bits = format.readUInt16LE(14);
  const read = reader(kind, bits);
  if (!read || channels === 0) {
    throw new TypeError(
      `readWav: expected PCM of 8, 16, 24 or 32 bits, or float32; ${path} has format ${kind} of ${bits} bits, ${channels} channels`,
    );
  }
  const length = Math.floor(samples.length / (channels * (bits / 8)));
  const values = new Float32Array(channels * length);
  for (let i = 0; i < length; i += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      values[channel * length + i] = read(samples, (i * channels + channel) * (bits / 8));
    }
  }
  const waveform = Tensor.from(fromValues(values, [channels, length], "float32"), "readWav");
  return { waveform, sampleRate: format.readUInt32LE(4) };
}

/** The parts of a RIFF file by their names; each begins at an even place. A part that is cut off is what there is. */
function chunksOf(bytes: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    chunks.set(bytes.toString("latin1", at, at + 4), bytes.subarray(at + 8, at + 8 + size));
    at += 8 + size + (size % 2);
  }
  return chunks;
}

type Reader = (bytes: Buffer, at: number) => number;

function reader(kind: number, bits: number): Reader | undefined {
  if (kind === float && bits === 32) return (bytes, at) => bytes.readFloatLE(at);
  if (kind !== pcm) return undefined;
  switch (bits) {
    case 8:
      return (bytes, at) => (bytes.readUInt8(at) - 128) / 128; // the only unsigned one
    case 16:
    case 24:
    case 32:
      return (bytes, at) => bytes.readIntLE(at, bits / 8) / 2 ** (bits - 1);
    default:
      return undefined;
  }
}
