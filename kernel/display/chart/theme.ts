// How charts look unless their specification says otherwise: quiet axes, a light grid, colours that differ in
// lightness as well as in hue, on the ground that all pictures have.

import { blue, ground, hairline, ink, orange, quietInk } from "../drawing/colors.ts";

const font = "Inter, system-ui, sans-serif";

export const palette = [blue, orange, "#2f8a68", "#b8497c", "#8a6bc1", "#a3790a", "#2b91b8", "#6b737d"];

/** A `config` of Vega-Lite. */
export const theme = {
  background: ground,
  font,
  padding: 12,
  view: {
    stroke: null,
    continuousWidth: 420,
    continuousHeight: 260,
    discreteWidth: { step: 32 },
    discreteHeight: { step: 28 },
  },
  title: {
    color: ink,
    fontSize: 14,
    fontWeight: 600,
    anchor: "start",
    offset: 12,
    subtitleColor: quietInk,
    subtitleFontSize: 12,
    subtitlePadding: 4,
  },
  axis: {
    labelColor: quietInk,
    labelFontSize: 11,
    labelPadding: 6,
    labelFlush: false, // a number stands at its place, at the ends too
    labelOverlap: true,
    labelSeparation: 8,
    labelLimit: 260,
    titleColor: ink,
    titleFontSize: 12,
    titleFontWeight: 600,
    titlePadding: 10,
    domain: false,
    ticks: false,
    gridColor: hairline,
    gridOpacity: 0.8,
  },
  axisBand: { grid: false },
  legend: {
    labelColor: quietInk,
    labelFontSize: 11,
    titleColor: ink,
    titleFontSize: 12,
    titleFontWeight: 600,
    symbolType: "circle",
    symbolSize: 80,
    labelLimit: 260,
  },
  header: { labelColor: ink, labelFontSize: 12, titleColor: ink, titleFontSize: 12, titleFontWeight: 600 },
  range: {
    category: palette,
    heatmap: { scheme: "viridis" },
    ramp: { scheme: "viridis" },
    ordinal: { scheme: "viridis" },
  },
  mark: { color: palette[0] },
  bar: { cornerRadiusEnd: 3 },
  line: { strokeWidth: 2, strokeCap: "round", strokeJoin: "round" },
  point: { filled: true, size: 50 },
  area: { fillOpacity: 0.3, line: true },
  rule: { color: quietInk },
  text: { color: ink, fontSize: 11 },
};
