// SVG to PNG, by resvg, with a font of our own, so that a picture looks alike on every machine.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { encodeApng } from "./apng.ts";
import { type Frame, pixelRatio, type SvgPicture } from "./jobs.ts";
import { encodePng, type Pixels } from "./png.ts";

const { resolve } = createRequire(import.meta.url);

const fontFiles = [
  "400Regular/Inter_400Regular.ttf",
  "600SemiBold/Inter_600SemiBold.ttf",
  "700Bold/Inter_700Bold.ttf",
];

const fonts: Promise<Uint8Array[]> = readFile(resolve("@resvg/resvg-wasm/index_bg.wasm"))
  .then((bytes) => initWasm(bytes))
  .then(() => Promise.all(fontFiles.map((file) => readFile(resolve(`@expo-google-fonts/inter/${file}`)))));

/**
 * @param edges "coarse" where soft edges may have few steps, so that the colours fit into a palette
 * @throws Error if the text is no SVG
 */
export async function rasterizeSvg(svg: string, edges: "fine" | "coarse"): Promise<SvgPicture> {
  const { pixels, width, height } = await render(svg, pixelRatio);
  if (edges === "coarse") coarsenEdges(pixels.rgba);
  return { svg, png: encodePng(pixels, "drawing"), width, height };
}

/**
 * Pixels with coarse edges.
 * @throws Error if the text is no SVG
 */
export async function svgPixels(svg: string): Promise<Pixels> {
  const { pixels } = await render(svg, pixelRatio);
  coarsenEdges(pixels.rgba);
  return pixels;
}

/** @throws Error if one of the texts is no SVG */
export async function animateSvgs(frames: readonly Frame[]): Promise<SvgPicture> {
  const rendered = [];
  for (const { svg, milliseconds } of frames)
    rendered.push({ ...(await render(svg, animationRatio)), svg, milliseconds });
  const last = rendered.at(-1);
  if (!last) throw new RangeError("an animation needs at least one frame");
  const png = encodeApng(rendered.map(({ pixels, milliseconds }) => ({ ...pixels, milliseconds })));
  return { svg: last.svg, png, width: last.width, height: last.height };
}

/** Device pixels to a CSS pixel of an animation, whose many frames have to stay small. */
const animationRatio = 1.5;

interface Rendered {
  readonly pixels: Pixels;
  /** in CSS pixels */
  readonly width: number;
  readonly height: number;
}

async function render(svg: string, ratio: number): Promise<Rendered> {
  const font = {
    fontBuffers: await fonts,
    loadSystemFonts: false,
    defaultFontFamily: "Inter",
    sansSerifFamily: "Inter",
  };
  const resvg = new Resvg(svg, { fitTo: { mode: "zoom", value: ratio }, font });
  const image = resvg.render();
  try {
    return {
      pixels: { width: image.width, height: image.height, rgba: withStraightAlpha(image.pixels) },
      width: Math.ceil(resvg.width),
      height: Math.ceil(resvg.height),
    };
  } finally {
    image.free();
    resvg.free();
  }
}

/** The renderer multiplies colours by their alpha; PNG does not. */
function withStraightAlpha(pixels: Uint8Array): Uint8Array {
  const rgba = Uint8Array.from(pixels);
  const whole = new Uint32Array(rgba.buffer);
  for (let i = 0; i < rgba.length; i += 4) {
    if (whole[i / 4] === 0) continue;
    const alpha = rgba[i + 3] ?? 0;
    if (alpha === 0 || alpha === 255) continue;
    for (let channel = i; channel < i + 3; channel += 1) {
      rgba[channel] = Math.min(255, Math.round(((rgba[channel] ?? 0) * 255) / alpha));
    }
  }
  return rgba;
}

/** Sixteen steps are enough for the soft edges of letters, and leave the palette to the colours of values. */
function coarsenEdges(rgba: Uint8Array): void {
  const whole = new Uint32Array(rgba.buffer);
  for (let i = 0; i < rgba.length; i += 4) {
    if (whole[i / 4] === 0 || rgba[i + 3] === 255) continue;
    for (let channel = i; channel < i + 4; channel += 1) {
      rgba[channel] = 17 * Math.round((rgba[channel] ?? 0) / 17);
    }
    if (rgba[i + 3] === 0) rgba.fill(0, i, i + 3);
  }
}
