// `display.compare({ normal, separable }, x)`: what modules that do the same cost, below each other: their parameters and
// the multiplications with additions for one input, as bars with the numbers and how many times fewer they are. It is
// HTML, not a picture, so that its words stay as large as the page's, on a phone, too.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import { htmlBundle } from "../html-picture.ts";
import { type Displayable, jupyterDisplay } from "../mime-bundle.ts";
import { journey } from "../network/costs.ts";
import { short } from "../network/journey.ts";
import { isEngineTensor } from "../network/trace.ts";
import { isWatched } from "../network/watched-module.ts";
import { palette } from "./theme.ts";

/** What one module costs. */
interface Cost {
  readonly name: string;
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly outputShape: string;
}

type Amount = "parameters" | "multiplyAdds";

/**
 * Compares modules, by names of one's own; the first is what the others are measured by.
 * @throws TypeError for a value that is no module, or an x that is no tensor, RangeError without any
 */
export function compare(modules: Readonly<Record<string, unknown>>, x: unknown): Displayable {
  const costs = Object.entries(modules).map(([name, module]) => costOf(name, module, x));
  if (costs.length === 0) throw new RangeError("display.compare: expected at least one module, got none");
  return { [jupyterDisplay]: () => htmlBundle(markup(costs), textTable(costs)) };
}

function costOf(name: string, module: unknown, x: unknown): Cost {
  if (!isWatched(module)) {
    throw new TypeError(`display.compare: expected modules, got ${typeof module} for "${name}"`);
  }
  if (!isEngineTensor(x)) throw new TypeError(`display.compare: expected an input tensor x, got ${typeof x}`);
  const stops = journey(module, x);
  const sum = (amount: Amount) => stops.reduce((total, stop) => total + stop[amount], 0);
  const [whole] = stops;
  return {
    name,
    parameters: sum("parameters"),
    multiplyAdds: sum("multiplyAdds"),
    outputShape: whole?.outputShape ? `[${whole.outputShape.join(", ")}]` : "--",
  };
}

/** How an amount stands to the first one; empty for the first, and where there is nothing to divide by. */
function ratio(costs: readonly Cost[], cost: Cost, amount: Amount): string {
  const [own, first] = [cost[amount], costs[0]?.[amount] ?? 0];
  if (cost === costs[0] || own === 0 || first === 0) return "";
  if (own === first) return "as many";
  return own < first ? `${times(first / own)} fewer` : `${times(own / first)} more`;
}

const times = (factor: number) => `${Number(factor.toPrecision(factor < 10 ? 2 : 3))}×`;

function textTable(costs: readonly Cost[]): string {
  const rows = costs.map((cost) => [
    cost.name,
    cost.parameters.toLocaleString("en-US"),
    ratio(costs, cost, "parameters"),
    cost.multiplyAdds.toLocaleString("en-US"),
    ratio(costs, cost, "multiplyAdds"),
    cost.outputShape,
  ]);
  const table = [["", "Parameters", "", "Multiply-adds", "", "Output shape"], ...rows];
  const widths = table[0]?.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0))) ?? [];
  const isNumber = (column: number) => column === 1 || column === 3;
  return table
    .map((row) =>
      row
        .map((cell, i) => (isNumber(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const longestBar = 150; // CSS pixels
const measureColor = "#7a889a";

function markup(costs: readonly Cost[]): string {
  const rows = [
    heading("Parameters"),
    ...bars(costs, "parameters"),
    heading("Multiply-adds"),
    ...bars(costs, "multiplyAdds"),
    heading("Output shape"),
    ...shapes(costs),
  ];
  return `<table>${rows.join("")}</table>`;
}

function heading(title: string): string {
  return `<tr><th colspan="2" style="text-align:left">${title}</th></tr>`;
}

function bars(costs: readonly Cost[], amount: Amount): string[] {
  const most = Math.max(1, ...costs.map((cost) => cost[amount]));
  return costs.map((cost) => {
    const width = Number(((longestBar * cost[amount]) / most).toFixed(1));
    const color = cost === costs[0] ? measureColor : palette[0];
    const look = `display:inline-block;vertical-align:middle;height:14px;border-radius:2px;margin:0 6px 0 0;width:${width}px;background-color:${color}`;
    const exact = cost[amount].toLocaleString("en-US");
    const relation = ratio(costs, cost, amount);
    const facts = `<span title="${exact}">${short(cost[amount])}</span>${relation && ` <small>${relation}</small>`}`;
    return row(cost.name, `<span style="${look}"></span>${facts}`);
  });
}

/** The shape of each output, once if all have the same. */
function shapes(costs: readonly Cost[]): string[] {
  const areAlike = costs.every(({ outputShape }) => outputShape === costs[0]?.outputShape);
  if (areAlike && costs.length > 1) return [row("all", costs[0]?.outputShape ?? "")];
  return costs.map(({ name, outputShape }) => row(name, outputShape));
}

function row(name: string, content: string): string {
  return `<tr><td style="text-align:left">${escapeMarkup(name)}</td><td style="text-align:left">${content}</td></tr>`;
}
