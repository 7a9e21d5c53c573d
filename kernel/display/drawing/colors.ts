// The colours that pictures share. A picture travels as PNG and does not know on which page it will stand, and no ink
// reads well on both a white one and a dark one: letters need a contrast of 4.5 to what is behind them (WCAG's AA), and
// between white and JupyterLab's dark #111 lies 18.9, less than 4.5 times 4.5. So every picture with words brings its
// ground along, a light card, the same for all.

/** A colour as SVG and charts write it, `#rrggbb`. */
export type HexColor = `#${string}`;

export const ground: HexColor = "#f6f8fa";
export const ink: HexColor = "#1f2328";
/** of what is said beside the matter: captions, the numbers of axes */
export const quietInk: HexColor = "#57606a";
/** lines that part or guide, and carry nothing */
export const hairline: HexColor = "#d0d7de";
/** of curves and bars */
export const blue: HexColor = "#2f6fc0";
export const orange: HexColor = "#ad4500";

/** How far what a picture shows stands from the edge of its ground, in CSS pixels. */
export const margin = 10;

/** 0xrrggbb */
export function colorNumber(color: HexColor): number {
  return Number.parseInt(color.slice(1), 16);
}

/** As a pixel is kept: opaque, red in the lowest byte. */
export function colorPixel(color: HexColor): number {
  const number = colorNumber(color);
  return ((255 << 24) | ((number & 255) << 16) | (number & 0xff00) | (number >> 16)) >>> 0;
}
