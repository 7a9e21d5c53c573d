// The outlines of a TrueType font: which curves a character is, and how far the next one stands. For pictures whose
// letters we paint ourselves, many frames in a few milliseconds, where a whole rasteriser would be too slow. Kerning
// and ligatures are left out: these are short captions and numbers.

export interface OutlinePoint {
  readonly x: number;
  readonly y: number;
  /** false for the control point of a quadratic curve */
  readonly onCurve: boolean;
}

const wordArguments = 1;
const argumentsAreOffsets = 2;
const anyScale = 0x08 | 0x40 | 0x80;
const moreParts = 0x20;

export class TrueTypeFont {
  /** The size of the square that all coordinates are in. */
  readonly unitsPerEm: number;
  readonly #data: DataView;
  readonly #tables = new Map<string, number>();
  readonly #advances: number;
  readonly #longOffsets: boolean;
  readonly #characters: number;

  /** @throws Error if a table is missing, as in fonts with another kind of outlines */
  constructor(bytes: Uint8Array) {
    this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < this.#u16(4); i += 1) {
      const entry = 12 + 16 * i;
      const tag = String.fromCharCode(...bytes.subarray(entry, entry + 4));
      this.#tables.set(tag, this.#data.getUint32(entry + 8));
    }
    this.unitsPerEm = this.#u16(this.#table("head") + 18);
    this.#longOffsets = this.#u16(this.#table("head") + 50) === 1;
    this.#advances = this.#u16(this.#table("hhea") + 34);
    this.#characters = this.#characterMap();
  }

  /** The number of the character's glyph; 0, an empty box, if the font has none. */
  glyphOf(character: string): number {
    const code = character.codePointAt(0) ?? 0;
    const map = this.#characters;
    const segments = this.#u16(map + 6); // twice their number: the length of each of the four lists
    for (let i = 0; i < segments; i += 2) {
      if (this.#u16(map + 14 + i) < code) continue;
      const start = this.#u16(map + 16 + segments + i);
      if (start > code) return 0;
      const delta = this.#u16(map + 16 + 2 * segments + i);
      const rangeAt = map + 16 + 3 * segments + i;
      const range = this.#u16(rangeAt);
      if (range === 0) return (code + delta) & 0xffff;
      const glyph = this.#u16(rangeAt + range + 2 * (code - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  }

  /** How far the next glyph stands to the right. */
  advanceOf(glyph: number): number {
    return this.#u16(this.#table("hmtx") + 4 * Math.min(glyph, this.#advances - 1));
  }

  /** The closed curves of a glyph; y points upwards. */
  contoursOf(glyph: number): OutlinePoint[][] {
    const [from, end] = [this.#glyphOffset(glyph), this.#glyphOffset(glyph + 1)];
    if (from === end) return []; // a space
    const at = this.#table("glyf") + from;
    const count = this.#data.getInt16(at);
    return count < 0 ? this.#composite(at + 10) : this.#simple(at + 10, count);
  }

  #simple(at: number, count: number): OutlinePoint[][] {
    const ends = Array.from({ length: count }, (_, i) => this.#u16(at + 2 * i) + 1);
    const total = ends.at(-1) ?? 0;
    let next = at + 2 * count;
    next += 2 + this.#u16(next); // the hinting program
    const flags: number[] = [];
    while (flags.length < total) {
      const flag = this.#data.getUint8(next++);
      const copies = flag & 8 ? this.#data.getUint8(next++) : 0;
      for (let i = 0; i <= copies; i += 1) flags.push(flag);
    }
    const coordinates = (short: number, same: number): number[] => {
      let value = 0;
      return flags.map((flag) => {
        if (flag & short) {
          const distance = this.#data.getUint8(next++);
          value += flag & same ? distance : -distance;
        } else if (!(flag & same)) {
          value += this.#data.getInt16(next);
          next += 2;
        }
        return value;
      });
    };
    const xs = coordinates(2, 16);
    const ys = coordinates(4, 32);
    const points = flags.map((flag, i) => ({ x: xs[i] ?? 0, y: ys[i] ?? 0, onCurve: (flag & 1) === 1 }));
    return ends.map((end, i) => points.slice(ends[i - 1] ?? 0, end));
  }

  /** Other glyphs, each moved, as in the three dots of an ellipsis. */
  #composite(at: number): OutlinePoint[][] {
    const contours: OutlinePoint[][] = [];
    for (let next = at, flags = moreParts; flags & moreParts; ) {
      flags = this.#u16(next);
      if (flags & anyScale || !(flags & argumentsAreOffsets)) {
        throw new Error("this font has scaled parts of glyphs, which are not supported");
      }
      const words = (flags & wordArguments) !== 0;
      const dx = words ? this.#data.getInt16(next + 4) : this.#data.getInt8(next + 4);
      const dy = words ? this.#data.getInt16(next + 6) : this.#data.getInt8(next + 5);
      for (const contour of this.contoursOf(this.#u16(next + 2))) {
        contours.push(contour.map(({ x, y, onCurve }) => ({ x: x + dx, y: y + dy, onCurve })));
      }
      next += words ? 8 : 6;
    }
    return contours;
  }

  #glyphOffset(glyph: number): number {
    const table = this.#table("loca");
    return this.#longOffsets ? this.#data.getUint32(table + 4 * glyph) : 2 * this.#u16(table + 2 * glyph);
  }

  /** The map of the characters that have 16 bits, which is a list of segments (format 4). */
  #characterMap(): number {
    const table = this.#table("cmap");
    for (let i = 0; i < this.#u16(table + 2); i += 1) {
      const map = table + this.#data.getUint32(table + 8 + 8 * i);
      if (this.#u16(map) === 4) return map;
    }
    throw new Error("this font has no map of characters in segments");
  }

  #table(tag: string): number {
    const at = this.#tables.get(tag);
    if (at === undefined) throw new Error(`this font has no table ${tag}`);
    return at;
  }

  #u16(at: number): number {
    return this.#data.getUint16(at);
  }
}
