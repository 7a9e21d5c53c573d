// Charts: the specification for front-ends that draw themselves, a PNG for all others.

import { describe, expect, it } from "vitest";
import { drawChart } from "../../../kernel/display/drawing/draw.ts";
import { present } from "../../../kernel/display/present.ts";
import { pngOf } from "./png.ts";

const schema = "https://vega.github.io/schema/vega-lite/v5.json";
const bars = {
  $schema: schema,
  data: {
    values: [
      { kind: "normal", weights: 9 },
      { kind: "separable", weights: 3 },
    ],
  },
  mark: { type: "bar", color: "#ff0000" },
  encoding: {
    y: { field: "kind", type: "nominal", title: null },
    x: { field: "weights", type: "quantitative" },
  },
};

describe("a Vega-Lite specification", () => {
  const bundle = present(bars);

  it("comes as specification, PNG and words, which the specification has, too", () => {
    expect(Object.keys(bundle.data)).toEqual(["application/vnd.vegalite.v5+json", "image/png", "text/plain"]);
    expect(bundle.data["application/vnd.vegalite.v5+json"]).toMatchObject({
      ...bars,
      description: "bar chart: weights by kind, 2 values",
    });
    expect(bundle.data["text/plain"]).toBe("bar chart: weights by kind, 2 values");
  });

  it("shows its marks and its words", () => {
    const { svg } = drawChart("vega-lite", JSON.stringify(bars));
    expect(svg).toContain(">separable</text>");
    expect(svg.match(/aria-roledescription="bar"/g)).toHaveLength(2);
  });

  it("has a PNG of the size it tells, with the marks' colour in it", () => {
    const { width, height, at } = pngOf(bundle);
    expect(bundle.metadata["image/png"]).toEqual({ width: width / 2, height: height / 2 });
    const colors = new Set(
      Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width)).join()),
    );
    expect(colors).toContain("255,0,0,255");
    expect(at(0, 0)).toEqual([246, 248, 250, 255]); // the ground of all pictures
  });

  it("keeps its own look where it has one", () => {
    const own = present({ ...bars, config: { background: "#112233", axis: { grid: false } } });
    expect(own.data["application/vnd.vegalite.v5+json"]).toMatchObject({
      config: { background: "#112233", axis: { grid: false, domain: false } },
    });
    expect(pngOf(own).at(1, 1)).toEqual([0x11, 0x22, 0x33, 255]);
  });

  it("may hold typed arrays", () => {
    const { data } = present({
      ...bars,
      data: { values: [...Float32Array.of(1, 2)].map((weights, i) => ({ kind: i, weights })) },
      usermeta: Float32Array.of(1, 2),
    });
    expect(data["application/vnd.vegalite.v5+json"]).toMatchObject({ usermeta: [1, 2] });
  });

  it("that is wrong is still sent, and the text says what is wrong", () => {
    const { data } = present({
      $schema: schema,
      mark: "bar",
      encoding: { x: { field: "a", type: "no-such-type" } },
      transform: [{ calculate: "((" }],
    });
    expect(Object.keys(data)).toEqual(["application/vnd.vegalite.v5+json", "text/plain"]);
    expect(data["text/plain"]).toMatch(/^bar chart, which cannot be drawn: /);
  });
});

it("an object with toSpec() is the chart it gives", () => {
  expect(Object.keys(present({ toSpec: () => bars }).data)).toContain("application/vnd.vegalite.v5+json");
});

it("a Vega specification is a chart too", () => {
  const { data } = present({
    $schema: "https://vega.github.io/schema/vega/v5.json",
    width: 20,
    height: 10,
    marks: [
      {
        type: "rect",
        encode: { enter: { width: { value: 20 }, height: { value: 10 }, fill: { value: "red" } } },
      },
    ],
  });
  expect(Object.keys(data)).toEqual(["application/vnd.vega.v5+json", "image/png", "text/plain"]);
});

it("an object with another schema is none", () => {
  expect(Object.keys(present({ $schema: "https://json-schema.org/draft/2020-12/schema" }).data)).toEqual([
    "text/plain",
  ]);
});
