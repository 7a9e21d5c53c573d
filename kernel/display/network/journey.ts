// `display.shapes(model, x)`: the input's journey through a model, layer by layer: the shape that comes out, the
// parameters, and the multiplications with additions, as a table of text and as one with bars.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import { htmlBundle } from "../html-picture.ts";
import { type Displayable, jupyterDisplay } from "../mime-bundle.ts";
import { journey, type Stop } from "./costs.ts";
import { isEngineTensor } from "./trace.ts";
import { isWatched } from "./watched-module.ts";

/**
 * The journey as a display.
 * @throws TypeError for a value that is no module, or no tensor
 */
export function shapes(model: unknown, x: unknown): Displayable {
  if (!isWatched(model)) throw new TypeError(`display.shapes: expected a module, got ${typeof model}`);
  if (!isEngineTensor(x)) throw new TypeError(`display.shapes: expected an input tensor x, got ${typeof x}`);
  const stops = journey(model, x);
  const parameters = stops.reduce((sum, stop) => sum + stop.parameters, 0);
  const multiplyAdds = stops.reduce((sum, stop) => sum + stop.multiplyAdds, 0);
  const totals = [
    `Input: [${x.shape.join(", ")}]`,
    `Total parameters: ${parameters.toLocaleString("en-US")}`,
    `Total multiply-adds: ${short(multiplyAdds)}`,
  ];
  const bundle = htmlBundle(tableMarkup(stops, totals), textTable(stops, totals));
  return { [jupyterDisplay]: () => bundle };
}

const titles = ["Layer", "Output shape", "Parameters", "Multiply-adds"] as const;

function cells({ name, kind, again, isUsed, outputShape, parameters, multiplyAdds }: Stop): string[] {
  return [
    name === "" ? kind : `${name.split(".").at(-1)}: ${kind}`,
    outputShape ? `[${outputShape.join(", ")}]` : isUsed ? "--" : "(not used)",
    parameters > 0 ? parameters.toLocaleString("en-US") : again ? "(again)" : "--",
    multiplyAdds > 0 ? multiplyAdds.toLocaleString("en-US") : "--",
  ];
}

function textTable(stops: readonly Stop[], totals: readonly string[]): string {
  const rows = stops.map((stop) => {
    const [layer, ...rest] = cells(stop);
    return ["  ".repeat(stop.depth) + layer, ...rest];
  });
  const widths = titles.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  const rule = "=".repeat(widths.reduce((a, b) => a + b) + 2 * (widths.length - 1));
  return [rule, line(titles), rule, ...rows.map(line), rule, ...totals, rule].join("\n");
}

const longestBar = 120;

/** Only styles that front-ends leave in notebooks that they do not trust; text in the front-end's own colour. */
function tableMarkup(stops: readonly Stop[], totals: readonly string[]): string {
  const mostParameters = Math.max(1, ...stops.map(({ parameters }) => parameters));
  const mostMultiplyAdds = Math.max(1, ...stops.map(({ multiplyAdds }) => multiplyAdds));
  const left = 'style="text-align: left"';
  const rows = stops.map((stop) => {
    // Front-ends that clean HTML take `white-space` away; a space that does not break stays.
    const [layer = "", shape = "", parameters = "", multiplyAdds = ""] = cells(stop).map((cell) =>
      escapeMarkup(cell).replaceAll(" ", "&nbsp;"),
    );
    const indent = "&nbsp;".repeat(4 * stop.depth);
    return (
      `<tr><td ${left}>${indent}${layer}</td><td ${left}><code>${shape}</code></td>` +
      `<td>${parameters}</td><td ${left}>${bar(stop.parameters / mostParameters, "#4a8fdd")}</td>` +
      `<td>${multiplyAdds}</td><td ${left}>${bar(stop.multiplyAdds / mostMultiplyAdds, "#d06a26")}</td></tr>`
    );
  });
  return (
    `<table><thead><tr><th ${left}>${titles[0]}</th><th ${left}>${titles[1]}</th>` +
    `<th colspan="2" ${left}>${titles[2]}</th><th colspan="2" ${left}>${titles[3]}</th></tr></thead>` +
    `<tbody>${rows.join("")}</tbody></table><p>${totals.map(escapeMarkup).join(" · ")}</p>`
  );
}

function bar(share: number, color: string): string {
  if (share === 0) return "";
  const width = Math.max(1, Math.round(share * longestBar));
  return `<div style="background-color: ${color}; width: ${width}px; height: 9px"></div>`;
}

/** For example `4.91 M`; below a million all digits. */
export function short(value: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1e12, " T"],
    [1e9, " G"],
    [1e6, " M"],
  ];
  const [unit, name] = units.find(([size]) => value >= size) ?? [1, ""];
  return unit === 1 ? value.toLocaleString("en-US") : `${(value / unit).toFixed(2)}${name}`;
}
