// The numbered colours of a picture, or of all frames of an animation. Every one was asked for, or is a step between
// two of them at the soft edge of a letter, so that nothing has to be guessed when the picture becomes a PNG.

import { fullCoverage } from "./coverage.ts";

/** Red, green and blue as one number, 0xrrggbb. */
export type Color = number;

/** The number that is no colour, but lets what is behind show through. */
export const transparent = 0;
const mostColors = 256;

/** The colours of one picture or of all frames of an animation; their numbers are given out as they are needed. */
export class Palette {
  readonly #colors: Color[] = [0];
  readonly #numbers = new Map<Color, number>();
  readonly #mixtures = new Map<number, Uint8Array>();

  get colors(): readonly Color[] {
    return this.#colors;
  }

  /** @throws RangeError if there are 256 colours already */
  numberOf(color: Color): number {
    const number = this.#numbers.get(color) ?? this.#add(color);
    if (number === undefined) throw new RangeError(`a palette holds ${mostColors} colours`);
    return number;
  }

  /** For an ink, where to look up its mixture: at ground * 8 + coverage, 0 where it is not known yet. */
  mixturesOf(ink: number): Uint8Array {
    const known = this.#mixtures.get(ink);
    if (known) return known;
    const mixtures = new Uint8Array(mostColors * 8);
    this.#mixtures.set(ink, mixtures);
    return mixtures;
  }

  /** The number of the colour of a ground that an ink covers in part; the nearer of the two if there is no room. */
  mix(ground: number, ink: number, coverage: number): number {
    const share = coverage / fullCoverage;
    const color = over(this.#colors[ground] ?? 0, this.#colors[ink] ?? 0, share);
    return this.#numbers.get(color) ?? this.#add(color) ?? (share < 0.5 ? ground : ink);
  }

  #add(color: Color): number | undefined {
    if (this.#colors.length === mostColors) return undefined;
    this.#numbers.set(color, this.#colors.length);
    return this.#colors.push(color) - 1;
  }
}

/** An ink that covers a share of a ground. */
function over(ground: Color, ink: Color, share: number): Color {
  const level = (shift: number) => {
    const [under, above] = [(ground >> shift) & 255, (ink >> shift) & 255];
    return Math.round(under + (above - under) * share) << shift;
  };
  return level(16) | level(8) | level(0);
}
