// `display.compare({ normal, separable }, x)`: what modules that do the same cost, side by side: their parameters and
// the multiplications with additions for one input, as bars with the numbers and how many times fewer they are.

import { type Displayable, jupyterDisplay } from "../mime-bundle.ts";
import { journey } from "../network/costs.ts";
import { short } from "../network/journey.ts";
import { isEngineTensor } from "../network/trace.ts";
import { isWatched } from "../network/watched-module.ts";
import { chartForms } from "./chart.ts";
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
  const text = textTable(costs);
  const forms = chartForms({ ...specification(costs), description: text });
  return { [jupyterDisplay]: () => ({ ...forms, data: { ...forms?.data, "text/plain": text } }) };
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

const barWidth = 150; // CSS pixels
/** How much room the longest bar leaves for its number, in lengths of that bar. */
const roomForNumbers = 0.75;
const measureColor = "#7a889a";

function specification(costs: readonly Cost[]): object {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    data: {
      values: costs.map((cost, i) => ({
        ...cost,
        isFirst: i === 0,
        parametersLabel: label(costs, cost, "parameters"),
        multiplyAddsLabel: label(costs, cost, "multiplyAdds"),
      })),
    },
    spacing: 24,
    hconcat: [panel(costs, "parameters", "Parameters"), panel(costs, "multiplyAdds", "Multiply-adds")],
  };
}

function label(costs: readonly Cost[], cost: Cost, amount: Amount): string {
  return [short(cost[amount]), ratio(costs, cost, amount)].filter(Boolean).join(", ");
}

function panel(costs: readonly Cost[], amount: Amount, title: string): object {
  const most = Math.max(1, ...costs.map((cost) => cost[amount]));
  return {
    title: { text: title, fontSize: 12, offset: 6, frame: "group" },
    width: barWidth * (1 + roomForNumbers),
    height: { step: 30 },
    encoding: {
      y: {
        field: "name",
        type: "nominal",
        sort: null,
        axis: amount === "parameters" ? { title: null, labelLimit: 240 } : null,
      },
      x: {
        field: amount,
        type: "quantitative",
        axis: null,
        scale: { domain: [0, most * (1 + roomForNumbers)], nice: false },
      },
    },
    layer: [
      {
        mark: "bar",
        encoding: {
          color: { condition: { test: "datum.isFirst", value: measureColor }, value: palette[0] },
        },
      },
      {
        mark: { type: "text", align: "left", dx: 6 },
        encoding: { text: { field: `${amount}Label` } },
      },
    ],
  };
}
