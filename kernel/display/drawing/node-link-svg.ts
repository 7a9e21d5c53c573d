// A laid-out diagram as SVG: light boxes with dark letters on the ground of all pictures.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import { ground, type HexColor, ink, orange, quietInk } from "./colors.ts";
import type { Diagram, DiagramLink, DiagramNode, Tone } from "./node-link.ts";
import { type Layout, layOut, type Place, type Placed, type Point } from "./node-link-layout.ts";
import { path, round } from "./node-link-path.ts";
import {
  badgeWidth,
  copyStep,
  firstLine,
  labelFont,
  noteSize,
  tabFont,
  tabSize,
  titleSize,
  widthOf,
  wordGap,
} from "./node-link-sizes.ts";

const bypassColor: HexColor = orange;
const onDark: HexColor = "#ffffff";
const groupGround: HexColor = "#eceff3";
const groupLine: HexColor = "#a9b1bb";

const tones: Readonly<Record<Tone, { readonly fill: HexColor; readonly line: HexColor }>> = {
  blue: { fill: "#d6e6fa", line: "#4a8fdd" },
  green: { fill: "#d3ecdf", line: "#3f9b78" },
  yellow: { fill: "#f8ecc4", line: "#c9a227" },
  pink: { fill: "#f7d9e5", line: "#b8497c" },
  teal: { fill: "#cfeaf0", line: "#4297ad" },
  violet: { fill: "#e4dbf5", line: "#8a6bc1" },
  grey: { fill: "#e6e9ed", line: "#8b949e" },
  quiet: { fill: ground, line: quietInk },
  stale: { fill: "#fbe8b3", line: "#d9a400" },
};

/** The diagram, laid out, as SVG. */
export async function diagramSvg(diagram: Diagram): Promise<string> {
  const { width, height, nodes, links } = await layOut(diagram);
  const dots = new Set(nodes.flatMap(({ node }) => (node.kind === "dot" ? [node.id] : [])));
  const parts = [
    ...nodes.map(({ node, place }) => (node.kind === "group" ? nodeMarkup(node, place) : "")),
    ...links.map(({ link, points }) => path(points, styleOf(link), !dots.has(link.to))),
    ...nodes.map(({ node, place }) => (node.kind === "group" ? "" : nodeMarkup(node, place))),
    ...nodes.map((placed) => tab(placed, links)),
    ...links.map(({ link, label }) => {
      return label
        ? write(link.label, { x: label.x, y: label.y + 10.5 }, labelFont, styleOf(link).color)
        : "";
    }),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" ` +
    `font-family="Inter, sans-serif"><title>${escapeMarkup(diagram.title)}</title>` +
    `<rect width="100%" height="100%" fill="${ground}"/>${parts.join("")}</svg>`
  );
}

function styleOf({ kind }: DiagramLink): { readonly color: HexColor; readonly width: number } {
  return kind === "bypass" ? { color: bypassColor, width: 2 } : { color: quietInk, width: 1.5 };
}

/** Each text is given its width: a page without our font squeezes another one into it. */
function write(text: string, { x, y }: Point, size: number, color: HexColor, bold = false): string {
  if (text === "") return "";
  const length = widthOf(text, size, bold);
  return (
    `<text x="${round(x)}" y="${round(y)}" font-size="${size}"${bold ? ' font-weight="600"' : ""} fill="${color}" ` +
    `textLength="${round(length)}" lengthAdjust="spacingAndGlyphs">${escapeMarkup(text)}</text>`
  );
}

function nodeMarkup(node: DiagramNode, place: Place): string {
  const { x, y, width, height } = place;
  const center = x + width / 2;
  switch (node.kind) {
    case "dot":
      return `<circle cx="${round(center)}" cy="${round(y + height / 2)}" r="${width / 2}" fill="${quietInk}"/>`;
    case "sign": {
      const left = center - widthOf(node.text, 17, true) / 2;
      return (
        `<circle cx="${round(center)}" cy="${round(y + height / 2)}" r="${width / 2 - 0.75}" fill="#ffffff" stroke="${quietInk}" stroke-width="1.5"/>` +
        write(node.text, { x: left, y: y + height / 2 + 6 }, 17, ink, true)
      );
    }
    case "pill": {
      const left = center - widthOf(node.text, titleSize, true) / 2;
      return (
        rectangle(place, height / 2, quietInk, quietInk) +
        write(node.text, { x: left, y: y + height / 2 + 4.5 }, titleSize, onDark, true)
      );
    }
    case "group":
      return (
        copiesBehind(node.copies, place, 8, ground, groupLine) + rectangle(place, 8, groupGround, groupLine)
      );
    case "box": {
      const { fill, line } = tones[node.tone];
      const isQuiet = node.tone === "quiet";
      const badge = badgeWidth(node.copies);
      const left = center - (firstLine(node.title, node.detail) + badge) / 2;
      const baseline = node.note === "" ? y + height / 2 + 4.5 : y + 18;
      const detail = { x: left + widthOf(node.title, titleSize, true) + wordGap, y: baseline };
      const noteLeft = center - (widthOf(node.note, noteSize) + badge) / 2;
      return (
        copiesBehind(node.copies, place, 6, fill, line) +
        rectangle(place, 6, fill, line, isQuiet) +
        write(node.title, { x: left, y: baseline }, titleSize, isQuiet ? quietInk : ink, true) +
        write(node.detail, detail, titleSize, isQuiet ? quietInk : ink) +
        write(node.note, { x: noteLeft, y: y + 33 }, noteSize, quietInk) +
        times(node.copies, place, y + height / 2 + 4.5)
      );
    }
  }
}

function rectangle(
  { x, y, width, height }: Place,
  radius: number,
  fill: HexColor,
  line: HexColor,
  dashed = false,
): string {
  const dashes = dashed ? ' stroke-dasharray="4 3"' : "";
  return (
    `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}" ` +
    `fill="${fill}" stroke="${line}" stroke-width="1.25"${dashes}/>`
  );
}

/** A group's name stands in a tab at that corner of its frame where no link enters; else it covers the link. */
function tab({ node, place }: Placed, links: Layout["links"]): string {
  if (node.kind !== "group") return "";
  const { width, height } = tabSize(node);
  const corners = [place.x, place.x + place.width - width];
  const isCrossed = (x: number) =>
    links.some(({ points }) =>
      points.some((from, i) => {
        const to = points[i + 1];
        return (
          to !== undefined &&
          Math.max(from.x, to.x) > x - 4 &&
          Math.min(from.x, to.x) < x + width + 4 &&
          Math.max(from.y, to.y) > place.y &&
          Math.min(from.y, to.y) < place.y + height
        );
      }),
    );
  const x = corners.find((corner) => !isCrossed(corner)) ?? place.x;
  const baseline = place.y + height / 2 + 4;
  const [title, note] = [widthOf(node.title, tabFont, true), widthOf(node.note, tabFont)];
  const at = (along: number): Point => ({ x: x + 10 + along, y: baseline });
  return (
    rectangle({ x, y: place.y, width, height }, 8, quietInk, quietInk) +
    write(node.title, at(0), tabFont, onDark, true) +
    write(node.note, at(title + wordGap), tabFont, onDark) +
    (node.copies > 1
      ? write(`×${node.copies}`, at(title + (note > 0 ? note + wordGap : 0) + wordGap), tabFont, onDark, true)
      : "")
  );
}

/** One card behind is enough to say that there are several. */
function copiesBehind(copies: number, place: Place, radius: number, fill: HexColor, line: HexColor): string {
  if (copies === 1) return "";
  return [2, 1]
    .map((step) => ({ ...place, x: place.x + step * copyStep, y: place.y + step * copyStep }))
    .map((behind) => rectangle(behind, radius, fill, line))
    .join("");
}

function times(copies: number, { x, width }: Place, y: number): string {
  if (copies === 1) return "";
  const text = `×${copies}`;
  return write(text, { x: x + width - 10 - widthOf(text, titleSize, true), y }, titleSize, ink, true);
}
