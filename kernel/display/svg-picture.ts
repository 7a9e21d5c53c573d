// Every SVG travels with a PNG: JupyterLab hides SVG in a notebook that it does not trust, and a notebook that CI
// has run is such a one.

import type { MimeBundle } from "../channel/messages.ts";
import { rasterize } from "./drawing/draw.ts";
import { base64 } from "./mime-bundle.ts";

const namespace = 'xmlns="http://www.w3.org/2000/svg"';

/**
 * The bundle with a PNG beside its SVG, if it has an SVG without one.
 * @throws Error if the text is no SVG
 */
export function withPng(bundle: MimeBundle): MimeBundle {
  const text = bundle.data["image/svg+xml"];
  if (typeof text !== "string" || "image/png" in bundle.data) return bundle;
  // In a page an SVG does without its namespace; as a picture of its own it cannot.
  const svg = text.includes("xmlns=") ? text : text.replace("<svg", `<svg ${namespace}`);
  const { png, width, height } = rasterize(svg);
  return {
    data: {
      "text/plain": `SVG picture, ${width} × ${height} pixels`,
      ...bundle.data,
      "image/svg+xml": svg,
      "image/png": base64(png),
    },
    metadata: { ...bundle.metadata, "image/png": { width, height } },
  };
}
