// A chart's specification to SVG, by Vega, without a browser. Loaded with the first chart only.

import type { ChartGrammar } from "./jobs.ts";

/**
 * @param spec the specification as JSON text; relative addresses of its data are those of the notebook's folder
 * @throws Error if the specification is wrong
 */
export async function chartSvg(grammar: ChartGrammar, spec: string): Promise<string> {
  const vega = await import("vega");
  const parsed = JSON.parse(spec);
  const vegaSpec =
    grammar === "vega-lite"
      ? (await import("vega-lite")).compile(parsed, { logger: silent(vega) }).spec
      : parsed;
  const view = new vega.View(vega.parse(vegaSpec), {
    renderer: "none",
    logger: silent(vega),
    loader: vega.loader({ mode: "file", baseURL: process.cwd() }),
  });
  try {
    // What draws the SVG here knows cells with hard edges by the older of the two names.
    return (await view.toSVG()).replaceAll(" image-rendering: pixelated;", "");
  } finally {
    view.finalize();
  }
}

function silent(vega: typeof import("vega")) {
  return vega.logger(vega.None);
}
