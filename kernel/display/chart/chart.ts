// Charts: a specification of Vega-Lite or Vega, or an object whose `toSpec()` gives one. The specification travels
// to front-ends that draw it themselves, interactively; with it goes a PNG for all others.

import type { Json, MimeBundle } from "../../channel/messages.ts";
import { drawChart } from "../drawing/draw.ts";
import type { ChartGrammar } from "../drawing/jobs.ts";
import { base64 } from "../mime-bundle.ts";
import { describeChart } from "./description.ts";
import { theme } from "./theme.ts";

/** The MIME types that JupyterLab and VS Code have in common. */
const mimes = { "vega-lite": "application/vnd.vegalite.v5+json", vega: "application/vnd.vega.v5+json" };

/** The chart's forms; undefined if the value is no chart. */
export function chartForms(value: object): MimeBundle | undefined {
  const specification = specificationOf(value);
  const grammar = specification && grammarOf(specification);
  if (!specification || !grammar) return undefined;
  const description = describeChart(specification);
  // Front-ends that draw the chart themselves give its description to screen readers.
  const full = { ...(grammar === "vega-lite" ? themed(specification) : specification), description };
  const spec = travelling(full);
  const drawn = pictureForms(grammar, JSON.stringify(spec), description);
  return { ...drawn, data: { [mimes[grammar]]: spec, ...drawn.data } };
}

function specificationOf(value: object): object | undefined {
  if (!("toSpec" in value) || typeof value.toSpec !== "function") return value;
  const specification: unknown = value.toSpec();
  return typeof specification === "object" && specification !== null ? specification : undefined;
}

function grammarOf(specification: object): ChartGrammar | undefined {
  if (!("$schema" in specification) || typeof specification.$schema !== "string") return undefined;
  const [, grammar] = /\/(vega-lite|vega)\/v\d/.exec(specification.$schema) ?? [];
  return grammar === "vega-lite" || grammar === "vega" ? grammar : undefined;
}

/** The chart with our look, below its own `config`. */
function themed(specification: object): object {
  const own: unknown = "config" in specification ? specification.config : undefined;
  return { ...specification, config: merged(theme, typeof own === "object" && own !== null ? own : {}) };
}

function merged(base: object, over: object): object {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isPlain(below) && isPlain(value) ? merged(below, value) : value;
  }
  return result;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is left of a value in JSON; typed arrays, which JSON would spell as objects, become arrays. */
function travelling(value: object): Json {
  return JSON.parse(
    JSON.stringify(value, (_key, part: unknown) =>
      ArrayBuffer.isView(part) && !(part instanceof DataView) ? Array.from(Object(part)) : part,
    ),
  );
}

/** A chart that cannot be drawn here is still sent; its front-end may know more, and the text tells why. */
function pictureForms(grammar: ChartGrammar, spec: string, description: string): MimeBundle {
  try {
    const { png, width, height } = drawChart(grammar, spec);
    return {
      data: {
        "image/png": base64(png),
        "text/plain": description,
      },
      metadata: { "image/png": { width, height } },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { data: { "text/plain": `${description}, which cannot be drawn: ${reason}` }, metadata: {} };
  }
}
