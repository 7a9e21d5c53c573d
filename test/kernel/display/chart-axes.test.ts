// The sides of charts, as they are drawn: their numbers are read off the SVG.

import { describe, expect, it } from "vitest";
import { chart } from "../../../kernel/display/chart/short-forms.ts";
import { thinned } from "../../../kernel/display/chart/thinned.ts";
import { drawChart } from "../../../kernel/display/drawing/draw.ts";
import { present } from "../../../kernel/display/present.ts";
import { pngOf } from "./png.ts";

interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

const many = (count: number, value: (index: number) => number) =>
  Array.from({ length: count }, (_, i) => value(i));

function svgOf(shown: object): string {
  return drawChart("vega-lite", JSON.stringify(present(shown).data["application/vnd.vegalite.v5+json"])).svg;
}

/** The numbers along a side, as they are seen, from left to right or from top to bottom. */
function labels(svg: string, side: "X" | "Y"): Label[] {
  const [, axis = ""] = svg.split(new RegExp(`aria-label="${side}-axis`));
  const [, shown = ""] = axis.split("role-axis-label");
  const [texts = ""] = shown.split("</g>");
  return [...texts.matchAll(/translate\(([-\d.]+),([-\d.]+)\)"[^>]*opacity="1"[^>]*>([^<]*)</g)]
    .map(([, x, y, text = ""]) => ({ text, x: Number(x), y: Number(y) }))
    .sort((a, b) => (side === "X" ? a.x - b.x : a.y - b.y));
}

const texts = (shown: object, side: "X" | "Y") => labels(svgOf(shown), side).map(({ text }) => text);

describe("an axis of whole numbers", () => {
  it.each(many(29, (i) => i + 2))("has no number between the indices of %i values", (count) => {
    const shown = texts(chart.line(many(count, (i) => i / 7)), "X");
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.length).toBeLessThan(13);
    for (const text of shown) expect(text).toMatch(/^\d+$/);
  });

  it.each([
    ["epochs", chart.line([0.5, 0.3, 0.2], { at: [1, 2, 3] }), "X", ["1", "2", "3"]],
    ["amounts", chart.bar({ one: 1, two: 2 }), "X", ["0", "1", "2"]],
    ["negative amounts", chart.bar({ one: -1, two: 2 }), "X", ["−1", "0", "1", "2"]],
    ["counts", chart.histogram([3]), "Y", ["1", "0"]],
    ["edges of bins", chart.histogram([1, 2, 2, 3]), "X", ["1", "2", "3", "4"]],
    ["points", chart.scatter([1, 2, 3], [0.5, 0.6, 0.7]), "X", ["1", "2", "3"]],
    ["columns", chart.heatmap([[1, 2, 3]]), "X", ["0", "1", "2"]],
    ["one value", chart.line([4]), "X", ["0"]],
  ] as const)("tells %s", (_name, shown, side, expected) => {
    expect(texts(shown, side)).toEqual(expected);
  });
});

describe("numbers along an axis stand apart, at their places", () => {
  const charts: readonly (readonly [string, object])[] = [
    ["few", chart.line([1, 2])],
    ["fractions", chart.line([0, 1], { at: [0, 1.0001] })],
    ["thousands", chart.line(many(1001, (i) => i))],
    ["ten thousands", chart.line(many(99_999, (i) => i))],
    ["millions", chart.bar({ a: 24e6, b: 1 })],
    [
      "frequencies",
      chart.line(
        many(50, (i) => i),
        { at: many(50, (i) => i * 440) },
      ),
    ],
    [
      "a narrow chart",
      chart.line(
        many(500, (i) => i * 1000),
        { width: 90, height: 40 },
      ),
    ],
    ["a heat map", chart.heatmap(many(50, (i) => i).map((i) => many(50, (j) => i * j)))],
    ["a wide heat map", chart.heatmap([many(1000, (i) => i)])],
    ["a picture", chart.heatmap(many(200, (i) => i).map((i) => many(300, (j) => i * j)))],
    ["a logarithm", chart.scatter([1, 1e5], [1, 1000], { xScale: "log", yScale: "log" })],
    ["bars on a logarithm", chart.bar({ a: 10, b: 4e9 }, { xScale: "log" })],
  ];
  it.each(charts)("%s", (_name, shown) => {
    const svg = svgOf(shown);
    const [across, down] = [labels(svg, "X"), labels(svg, "Y")];
    expect(across.length).toBeGreaterThan(0);
    // A letter of this size is 6 to 7 pixels wide; each label has its middle at its place.
    for (const [i, { text, x }] of across.entries()) {
      const next = across[i + 1];
      if (next) expect(next.x - x).toBeGreaterThan((6 * (text.length + next.text.length)) / 2);
    }
    for (const [i, { y }] of down.entries()) expect((down[i + 1]?.y ?? Infinity) - y).toBeGreaterThan(10);
    expect(svg).not.toMatch(/text-anchor="start"[^>]*role-axis-label/);
  });
});

it.each([
  ["large", chart.line([0, 4e9]), "4G"],
  ["small", chart.line([0, 5e-6]), "5µ"],
  ["usual", chart.line([0, 100_000]), "100,000"],
])("%s numbers are written short", (_name, shown, expected) => {
  expect(texts(shown, "Y")).toContain(expected);
});

describe("a logarithmic axis", () => {
  it("has each power at the same distance", () => {
    const svg = svgOf(chart.line([1, 10, 100, 1000], { yScale: "log", y: "loss" }));
    const places = Object.fromEntries(labels(svg, "Y").map(({ text, y }) => [text, y]));
    const [one = 0, ten = 0, hundred = 0] = [places["1"], places["10"], places["100"]];
    expect(one - ten).toBeGreaterThan(20);
    expect(ten - hundred).toBeCloseTo(one - ten, 3);
  });

  it("has bars from its ground, as long as their logarithms", () => {
    const svg = svgOf(chart.bar({ a: 100, b: 10_000 }, { xScale: "log" }));
    const bars = [...svg.matchAll(/aria-roledescription="bar" d="([^"]*)"/g)].map(([, path = ""]) =>
      [...path.matchAll(/([-\d.]+),[-\d.]+/g)].map(([, x]) => Number(x)),
    );
    expect(bars.map((xs) => Math.min(...xs))).toEqual([0, 0]);
    const [short = 0, long = 0] = bars.map((xs) => Math.max(...xs));
    expect(long / short).toBeCloseTo(3); // three powers above 10, and one
  });

  it.each([
    [
      "a zero on it",
      () => chart.line([1, 0], { yScale: "log" }),
      'yScale "log" shows numbers above 0 only, got 0',
    ],
    [
      "a negative place",
      () => chart.line([1], { at: [-1], xScale: "log" }),
      'xScale "log" shows numbers above 0',
    ],
    ["a bar without length", () => chart.bar({ a: 0 }, { xScale: "log" }), '"symlog" shows all'],
    [
      "an unknown scale",
      () => chart.scatter([1], [1], { xScale: JSON.parse('"lgo"') }),
      'xScale has to be "linear", "log" or "symlog", not "lgo"',
    ],
  ])("refuses %s", (_name, make, message) => {
    expect(make).toThrow(message);
  });

  it("leaves out what is no number, and with symlog shows every sign", () => {
    expect(texts(chart.line([1, Number.NaN, 10], { yScale: "log" }), "Y")).toContain("10");
    expect(texts(chart.line([-100, 0, 100], { yScale: "symlog" }), "Y")).toContain("0");
  });
});

it.each([
  ["a line", chart.line([1, 2]), "index", null],
  ["a named line", chart.line({ loss: [1, 2] }), "index", "loss"],
  ["lines", chart.line({ loss: [1, 2], other: [1, 2] }), "index", null],
  ["places", chart.line([1, 2], { at: [1, 2], x: "Hz", y: "dB" }), "Hz", "dB"],
  ["a histogram", chart.histogram([1, 2]), "value", "count"],
  ["points", chart.scatter([1], [2]), "x", "y"],
  ["a heat map", chart.heatmap([[1]]), "column", "row"],
  ["a heat map with names", chart.heatmap([[1]], { x: "key", y: "query" }), "key", "query"],
  ["a picture", chart.heatmap([many(3000, (i) => i)], { x: "time" }), "time", "row"],
  ["no title", chart.scatter([1], [2], { x: "", y: "" }), null, null],
])("the sides of %s have their titles", (_name, shown, x, y) => {
  const svg = svgOf(shown);
  const title = (side: "X" | "Y") =>
    new RegExp(`aria-label="${side}-axis titled '([^']*)'`).exec(svg)?.[1] ?? null;
  expect([title("X"), title("Y")]).toEqual([x, y]);
});

describe("a large heat map", () => {
  it("is a picture with its rows from the top, hard edges, and the mean of what has no pixel of its own", () => {
    // four quarters of 500 x 500, and a spike that a mean keeps and leaving out would lose
    const quarter = (i: number, j: number) => (i < 500 ? 0 : 2) + (j < 500 ? 0 : 1);
    const shown = chart.heatmap(many(1000, (i) => i).map((i) => many(1000, (j) => quarter(i, j))));
    expect(present(shown).data["text/plain"]).toBe("heat map of 1000 × 1000 numbers: colours from 0 to 3");
    expect(JSON.stringify(shown)).toContain("each colour is the mean of 4 × 4 numbers");
    const { width, height, at } = pngOf(present(shown));
    const colors = new Map<string, number>();
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) colors.set(at(x, y).join(), (colors.get(at(x, y).join()) ?? 0) + 1);
    const quarters = [...colors].sort((a, b) => b[1] - a[1]).filter(([, count]) => count > 50_000);
    // ground, and both ends of viridis with a third and two thirds of it between
    expect(quarters.map(([color]) => color)).toEqual(
      expect.arrayContaining(["68,1,84,255", "253,231,36,255"]),
    );
    expect(quarters).toHaveLength(5);
  });

  it("shows where there is no number", () => {
    const shown = chart.heatmap(many(60, (i) => i).map((i) => many(60, (j) => (i === j ? Number.NaN : i))));
    expect(present(shown).data["text/plain"]).toContain("from 0 to 59");
    expect(
      present(chart.heatmap(many(60, () => 0).map(() => many(60, () => Number.NaN)))).data,
    ).toHaveProperty("image/png");
  });
});

describe("a curve of too many points", () => {
  it.each([
    ["one peak", many(50_000, (i) => (i === 33_333 ? 10 : 0)), 10],
    ["one trough", many(50_000, (i) => (i === 4 ? -10 : 0)), 0],
  ])("keeps %s", (_name, values, greatest) => {
    const kept = thinned(values, 2500).map((index) => values[index] ?? Number.NaN);
    expect(kept.length).toBeLessThanOrEqual(2500);
    expect(Math.max(...kept)).toBe(greatest);
    expect(Math.min(...kept)).toBe(Math.min(...values));
  });

  it("keeps a fast wave at its full height, everywhere", () => {
    const values = many(100_000, (i) => Math.sin(i)); // of every 40th value it is a slow one
    const kept = thinned(values, 2500).map((index) => values[index] ?? 0);
    for (let start = 0; start + 10 <= kept.length; start += 10) {
      expect(Math.max(...kept.slice(start, start + 10))).toBeGreaterThan(0.99);
      expect(Math.min(...kept.slice(start, start + 10))).toBeLessThan(-0.99);
    }
  });

  it("keeps gaps, and their places in order", () => {
    const indices = thinned(
      many(10_000, (i) => (i === 7000 ? Number.NaN : i)),
      100,
    );
    expect(indices).toContain(7000);
    expect(indices).toEqual([...indices].sort((a, b) => a - b));
    expect(thinned([1, 2, 3], 3)).toEqual([0, 1, 2]);
  });
});

it("a series with values for some places only goes on between them", () => {
  const sparse: number[] = [];
  [sparse[0], sparse[10]] = [0.9, 0.5];
  const { values } = chart.line({ train: [1, 0.5], sparse }).data as { values: string };
  expect(values.split("\n")).toEqual([
    "x,y,name",
    '0,1,"train"',
    '1,0.5,"train"',
    '0,0.9,"sparse"',
    '10,0.5,"sparse"',
  ]);
});
