// Numbers to colours. Perceptual maps only: equal steps of a value look like equal steps, in grey print too.

export type ColormapName = "viridis" | "gray" | "coolwarm";

export type Rgb = readonly [red: number, green: number, blue: number];

/** Values that are no finite number stand out, because they are what a person looks for. */
export const notANumber: Rgb = [229, 72, 77];

/** Colours at equal distances; between them the map is linear. */
const stops: Readonly<Record<ColormapName, readonly Rgb[]>> = {
  // viridis by N. Smith and S. van der Walt (CC0), every tenth
  viridis: [
    [68, 1, 84],
    [72, 35, 116],
    [64, 67, 135],
    [52, 94, 141],
    [41, 120, 142],
    [32, 144, 140],
    [34, 167, 132],
    [68, 190, 112],
    [121, 209, 81],
    [189, 222, 38],
    [253, 231, 36],
  ],
  gray: [
    [0, 0, 0],
    [255, 255, 255],
  ],
  // K. Moreland, "Diverging Color Maps for Scientific Visualization" (2009); for values on both sides of zero
  coolwarm: [
    [59, 76, 192],
    [98, 130, 234],
    [141, 176, 254],
    [184, 208, 249],
    [221, 221, 221],
    [245, 196, 173],
    [244, 154, 123],
    [222, 96, 77],
    [180, 4, 38],
  ],
};

/** The colour at a place of the map from 0 to 1; places outside are at its ends. */
export function colorAt(name: ColormapName, place: number): Rgb {
  if (Number.isNaN(place)) return notANumber;
  const colors = stops[name];
  const position = Math.min(1, Math.max(0, place)) * (colors.length - 1);
  const below = colors[Math.floor(position)] ?? notANumber;
  const above = colors[Math.ceil(position)] ?? below;
  const part = position - Math.floor(position);
  const between = (channel: 0 | 1 | 2) =>
    Math.round(below[channel] + (above[channel] - below[channel]) * part);
  return [between(0), between(1), between(2)];
}

/** 256 colours of the map, as bytes red, green, blue: what a picture looks values up in. */
export function colorTable(name: ColormapName): Uint8Array {
  const colors = Array.from({ length: 256 }, (_, i) => colorAt(name, i / 255));
  return Uint8Array.from(colors.flat());
}
