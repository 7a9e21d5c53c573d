// SVG to PNG, by resvg, with a font of our own, so that a picture looks alike on every machine.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { reduceColors } from "./few-colors.ts";
import { pixelRatio, type SvgPicture } from "./jobs.ts";
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
 * @param edges "flat" where areas have few colours: the soft edges between them may then be coarser
 * @param ratio device pixels to a CSS pixel each way
 * @throws Error if the text is no SVG
 */
export async function rasterizeSvg(
  svg: string,
  edges: "fine" | "flat",
  ratio = pixelRatio,
): Promise<SvgPicture> {
  const { pixels, width, height } = await render(svg, ratio);
  if (edges === "flat") reduceColors(pixels);
  return { svg, png: encodePng(pixels, "drawing"), width, height };
}

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
