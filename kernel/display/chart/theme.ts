// How charts look unless their specification says otherwise: quiet axes, a light grid, colours that differ in
// lightness as well as in hue. The chart has no ground of its own, and its words and lines are
// of a grey that reads on white and on black, so it fits light and dark front-ends.

const ink = "#7b838d";
const quiet = "#808790";
const line = "#8087904d";
const font = "Inter, system-ui, sans-serif";

export const palette = [
  "#4a8fdd",
  "#e07b39",
  "#3f9b78",
  "#b8497c",
  "#8a6bc1",
  "#c9a227",
  "#5aa3c7",
  "#7d8590",
];

/** A `config` of Vega-Lite. */
export const theme = {
  background: "transparent",
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
    subtitleColor: quiet,
    subtitleFontSize: 12,
    subtitlePadding: 4,
  },
  axis: {
    labelColor: quiet,
    labelFontSize: 11,
    labelPadding: 6,
    titleColor: ink,
    titleFontSize: 12,
    titleFontWeight: 600,
    titlePadding: 10,
    domain: false,
    ticks: false,
    gridColor: line,
    gridOpacity: 0.8,
  },
  axisBand: { grid: false },
  legend: {
    labelColor: quiet,
    labelFontSize: 11,
    titleColor: ink,
    titleFontSize: 12,
    titleFontWeight: 600,
    symbolType: "circle",
    symbolSize: 80,
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
  rule: { color: quiet },
  text: { color: ink, fontSize: 11 },
};
