// Lamella's logo: thin plates, one above the other, as the layers of a network are drawn. The vector form is the
// source; launchers want pixels too, which are drawn from it when the kernel is installed.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { initWasm, Resvg } from "@resvg/resvg-wasm";

/** A plate seen from above at a slant, with its thin edge: `y` is the height of its left and right corner. */
function plate(y: number, top: string, edge: string): string {
  const side = `M4 ${y} L32 ${y + 13} L60 ${y} V${y + 4} L32 ${y + 17} L4 ${y + 4} Z`;
  const face = `M4 ${y} L32 ${y - 13} L60 ${y} L32 ${y + 13} Z`;
  return `<path d="${side}" fill="${edge}"/><path d="${face}" fill="${top}"/>`;
}

export const logoSvg = [
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">`,
  plate(44, "#1f4f8f", "#163a69"),
  plate(31, "#3178c6", "#22588f"),
  plate(18, "#8fc7ff", "#5b9bdb"),
  `</svg>\n`,
].join("");

/** The logo as a PNG of `size` times `size` pixels. */
export async function logoPng(size: number): Promise<Uint8Array> {
  await loaded();
  return new Resvg(logoSvg, { fitTo: { mode: "width", value: size } }).render().asPng();
}

let loading: Promise<void> | undefined;

/** The renderer can be loaded only once in a process. */
function loaded(): Promise<void> {
  const module = fileURLToPath(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"));
  loading ??= readFile(module).then((bytes) => initWasm(bytes));
  return loading;
}
