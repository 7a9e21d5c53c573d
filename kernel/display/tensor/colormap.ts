// Numbers to colours. Perceptual maps only: equal steps of a value look like equal steps, in grey print too.

export type ColormapName = "viridis" | "magma" | "gray" | "coolwarm";

export type Rgb = readonly [red: number, green: number, blue: number];

/** Values that are no finite number stand out, because they are what a person looks for. None is in a map. */
export const specialColors = {
  nan: { name: "red", rgb: [229, 72, 77] },
  plusInfinity: { name: "pink", rgb: [240, 90, 214] },
  minusInfinity: { name: "cyan", rgb: [0, 200, 255] },
} as const satisfies Record<string, { readonly name: string; readonly rgb: Rgb }>;

/** The colour of a value that is no finite number; undefined for the others. */
export function specialColor(value: number): Rgb | undefined {
  if (Number.isFinite(value)) return undefined;
  if (Number.isNaN(value)) return specialColors.nan.rgb;
  return value > 0 ? specialColors.plusInfinity.rgb : specialColors.minusInfinity.rgb;
}

/** Where all values are equal a map has nothing to say: no place of the map is meant, so no colour of it is shown. */
export const neutral: Rgb = [140, 146, 153];

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
  // magma by the same (CC0), every tenth
  magma: [
    [0, 0, 4],
    [21, 14, 55],
    [60, 15, 113],
    [101, 26, 128],
    [140, 41, 129],
    [183, 55, 121],
    [222, 73, 104],
    [247, 112, 92],
    [254, 159, 109],
    [254, 207, 146],
    [252, 253, 191],
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
  const colors = stops[name];
  const position = Math.min(1, Math.max(0, place)) * (colors.length - 1);
  const below = colors[Math.floor(position)] ?? neutral;
  const above = colors[Math.ceil(position)] ?? below;
  const part = position - Math.floor(position);
  const between = (channel: 0 | 1 | 2) =>
    Math.round(below[channel] + (above[channel] - below[channel]) * part);
  return [between(0), between(1), between(2)];
}

/** How many colours of a map a picture has: more are not told apart, and make it heavier. */
export const tableSize = 96;

const tables = new Map<ColormapName, Uint32Array>();

/** The colours of the map as whole pixels, red in the lowest byte, opaque: what a picture looks values up in. */
export function colorTable(name: ColormapName): Uint32Array {
  const known = tables.get(name);
  if (known) return known;
  const table = Uint32Array.from({ length: tableSize }, (_, i) =>
    pixelOf(colorAt(name, i / (tableSize - 1))),
  );
  tables.set(name, table);
  return table;
}

/** An opaque colour as one number, in the order of bytes of a picture. */
export function pixelOf([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
