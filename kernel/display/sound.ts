// `display.audio(waveform, sampleRate)`: sound, seen and heard. The player gets a WAV file in a data address, which
// every browser plays and front-ends leave in notebooks that they do not trust.

import { htmlBundle, imgMarkup } from "./html-picture.ts";
import { type Displayable, jupyterDisplay } from "./mime-bundle.ts";
import { timeAxis } from "./tensor/axis.ts";
import { drawCurves, rowCurves } from "./tensor/curves.ts";
import { isTensor, type TensorLike } from "./tensor/tensor-like.ts";

const headerSize = 44;

/**
 * A player for a waveform [T] or [C, T], values from -1 to 1 (what lies outside is clipped), with its curves.
 * @throws TypeError for anything but such a tensor, RangeError for a sample rate that is not positive
 */
export function audio(waveform: TensorLike, sampleRate: number): Displayable {
  if (!isTensor(waveform) || waveform.shape.length > 2 || waveform.shape.length === 0) {
    throw new TypeError(
      `display.audio plays a tensor [T] or [C, T], got ${isTensor(waveform) ? `[${waveform.shape.join(", ")}]` : typeof waveform}`,
    );
  }
  if (!(sampleRate > 0)) throw new RangeError(`the sample rate has to be positive, not ${sampleRate}`);
  const [length = 0, channels = 1] = waveform.shape.toReversed();
  const { data } = waveform;
  const seconds = (length / sampleRate).toFixed(2);
  const text = `sound, ${channels === 1 ? "1 channel" : `${channels} channels`}, ${seconds} s at ${sampleRate} Hz`;
  const wav = Buffer.from(wavOf(data, channels, length, sampleRate)).toString("base64");
  const curves = drawCurves(rowCurves(data, channels), { axis: timeAxis(length, sampleRate) });
  const bundle = htmlBundle(
    `<div><small>${text}</small></div>${imgMarkup(curves, `waveform of ${text}`)}` +
      `<div><audio controls src="data:audio/wav;base64,${wav}"></audio></div>`,
    text,
  );
  return { [jupyterDisplay]: () => bundle };
}

/** A WAV file of 16-bit samples: a RIFF header of 44 bytes, then the channels' samples in turn, little-endian. */
function wavOf(data: ArrayLike<number>, channels: number, length: number, sampleRate: number): Uint8Array {
  const bytes = Buffer.alloc(headerSize + 2 * channels * length);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16); // the size of what follows, up to "data"
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * channels * 2, 28);
  bytes.writeUInt16LE(channels * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(bytes.length - headerSize, 40);
  for (let i = 0; i < length; i += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const value = Math.min(1, Math.max(-1, Number(data[channel * length + i]) || 0));
      bytes.writeInt16LE(Math.round(value * 32767), headerSize + 2 * (i * channels + channel));
    }
  }
  return bytes;
}
