// A sound that takes fewer bytes: its channels as one, then half as many samples a second as long as speech stays
// clear, then only its beginning.

/** Channels of equal lengths, at least one. */
export interface Sound {
  readonly channels: readonly [Samples, ...Samples[]];
  /** how many samples a second has */
  readonly sampleRate: number;
}

export type Samples = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Below half of this, consonants are lost. */
const leastRate = 16_000;
/** Shorter than this, nothing is heard. */
const leastSeconds = 0.05;
const bytesOfSample = 2;

/** The sound itself if it has no more than so many bytes, or a lighter one; undefined if too little of it would be left. */
export function lighter(sound: Sound, bytes: number): Sound | undefined {
  const { channels, sampleRate } = sound;
  const [first, ...others] = channels;
  const most = Math.floor(bytes / (bytesOfSample * channels.length));
  if (first.length <= most) return sound;
  if (others.length > 0) return lighter({ channels: [mixed(channels)], sampleRate }, bytes);
  if (sampleRate >= leastRate && sampleRate % 2 === 0) {
    // What would be cut off in the end need not be filtered.
    return lighter({ channels: [halved(first.subarray(0, most * 4))], sampleRate: sampleRate / 2 }, bytes);
  }
  return most >= leastSeconds * sampleRate ? { channels: [first.subarray(0, most)], sampleRate } : undefined;
}

function mixed(channels: Sound["channels"]): Float32Array {
  return Float32Array.from(channels[0], (_, i) => {
    const sum = channels.reduce((total, channel) => total + Number(channel[i]), 0);
    return sum / channels.length;
  });
}

/** So many samples before and after are looked at. */
const reach = 15;

/** A windowed sinc that lets the lower half of the frequencies pass: what lies above would come back as other tones. */
const lowPass = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => {
  const t = i - reach;
  const sinc = t === 0 ? 0.5 : Math.sin((Math.PI * t) / 2) / (Math.PI * t);
  return sinc * (0.54 + 0.46 * Math.cos((Math.PI * t) / (reach + 1)));
});

/** Every second sample, of half as many frequencies. */
function halved(samples: Samples): Float32Array {
  return Float32Array.from({ length: Math.ceil(samples.length / 2) }, (_, i) => {
    let sum = 0;
    for (let tap = 0; tap < lowPass.length; tap += 1) {
      sum += (lowPass[tap] ?? 0) * Number(samples[2 * i + tap - reach] ?? 0);
    }
    return sum;
  });
}
