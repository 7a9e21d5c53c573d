// `display.audio(waveform, sampleRate)`: sound, seen and heard. The player gets a WAV file in a data address, which
// every browser plays and front-ends leave in notebooks that they do not trust. Of a sound that is too heavy for an
// output the player has less, and says so; the curves are of all of it.

import type { MimeBundle } from "../../channel/messages.ts";
import { htmlBundle, imgMarkup } from "../html-picture.ts";
import { type Detail, Drawing, sizeOf } from "../limit.ts";
import { checkedRate, timeAxis } from "../tensor/axis.ts";
import { drawCurves } from "../tensor/curves.ts";
import { isTensor, type TensorLike } from "../tensor/tensor-like.ts";
import { lighter, type Sound } from "./lighter.ts";
import { headerSize, wavOf } from "./wav.ts";

/** More are no loudspeakers, but another axis. */
const mostChannels = 8;

/**
 * A player for a waveform [T] or [C, T], values from -1 to 1 (what lies outside is clipped), with its curves. A batch of
 * one, [1, C, T], and one channel whose axis comes last, [T, 1], are read as what they are.
 * @throws TypeError for anything but such a tensor, RangeError for a sample rate that is not positive
 */
export function audio(waveform: TensorLike, sampleRate: number): Drawing {
  const sound = { channels: channelsOf(waveform), sampleRate: checkedRate(sampleRate) };
  const [{ length }, ...others] = sound.channels;
  const text = `sound, ${channelsText(others.length + 1)}, ${secondsText(length, sampleRate)} at ${sampleRate} Hz`;
  const curves = drawCurves(
    sound.channels.map((values, i) => ({ label: others.length === 0 ? "" : String(i), values })),
    { axis: timeAxis(length, sampleRate) },
  );
  const picture = imgMarkup(curves, `waveform of ${text}`);
  const bundle = (note: string, player: string): MimeBundle =>
    htmlBundle(
      `<div><small>${[text, note].filter(Boolean).join(" · ")}</small></div>${picture}${player}`,
      text,
    );
  return new Drawing((detail) => {
    // The longest note that there may be, and the player's own markup.
    const rest = sizeOf(bundle("x".repeat(200), playerMarkup("")));
    const played = lighter(sound, ((detail.limit - rest) * 3) / 4 - headerSize);
    if (!played) return bundle(`too heavy to be played within ${kilobytes(detail)}`, "");
    const wav = Buffer.from(wavOf(played)).toString("base64");
    return bundle(played === sound ? "" : lessText(sound, played, detail), playerMarkup(wav));
  });
}

function playerMarkup(wav: string): string {
  return `<div><audio controls src="data:audio/wav;base64,${wav}"></audio></div>`;
}

/** The channels of a waveform, each by itself: at least one. */
function channelsOf(waveform: unknown): Sound["channels"] {
  const shape = isTensor(waveform) ? shapeOf(waveform.shape) : undefined;
  if (!isTensor(waveform) || !shape) {
    throw new TypeError(
      `display.audio plays a tensor [T] or [C, T], got ${isTensor(waveform) ? `[${waveform.shape.join(", ")}]` : typeof waveform}`,
    );
  }
  const [channels, length] = shape;
  if (channels > mostChannels) {
    const hint = length <= mostChannels ? "; if time comes first, it has to be transposed" : "";
    throw new TypeError(
      `display.audio plays at most ${mostChannels} channels, got [${waveform.shape.join(", ")}]${hint}`,
    );
  }
  const { data } = waveform;
  const [first = data, ...others] = Array.from({ length: channels }, (_, channel) =>
    data.subarray(channel * length, (channel + 1) * length),
  );
  return [first, ...others];
}

/** Channels and length; undefined for what is no single sound. */
function shapeOf(shape: readonly number[]): readonly [channels: number, length: number] | undefined {
  const [length, channels, batch] = shape.toReversed();
  if (length === undefined || shape.length > 3 || (batch ?? 1) !== 1) return undefined;
  if (length === 1 && channels !== undefined) return [1, channels];
  return [channels ?? 1, length];
}

function lessText({ channels }: Sound, played: Sound, detail: Detail): string {
  const length = secondsText(played.channels[0].length, played.sampleRate);
  const mono = played.channels.length < channels.length ? " as one channel" : "";
  return `the player has ${length} of it${mono} at ${played.sampleRate} Hz, to stay below ${kilobytes(detail)}; { limit: Infinity } plays all`;
}

const kilobytes = ({ limit }: Detail) => `${Math.round(limit / 1000)} kB`;
const channelsText = (count: number) => (count === 1 ? "1 channel" : `${count} channels`);
const secondsText = (length: number, rate: number) => `${(length / rate).toFixed(2)} s`;
