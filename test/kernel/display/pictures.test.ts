// Layers, filters and the short forms of charts.

import { describe, expect, it } from "vitest";
import { binned } from "../../../kernel/display/chart/bins.ts";
import { chart } from "../../../kernel/display/chart/short-forms.ts";
import { present } from "../../../kernel/display/present.ts";
import { kernels } from "../../../kernel/display/tensor/kernels.ts";
import { layerMaps } from "../../../kernel/display/tensor/layers.ts";
import { isModule, type ModuleLike } from "../../../kernel/display/tensor/module-like.ts";
import * as torch from "../../../nn/index.ts";
import { pngOf } from "./png.ts";

const { nn } = torch;
const html = (value: unknown) => String(present(value).data["text/html"]);
const images = (value: unknown) => html(value).match(/<img [^>]*alt="[^"]+"/g)?.length ?? 0;

function watched(model: unknown): ModuleLike {
  if (!isModule(model)) throw new TypeError("no module");
  return model;
}

describe("what the layers of a model see", () => {
  const model = new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.BatchNorm2d(4), new nn.ReLU());
  const x = torch.randn(2, 3, 12, 12);

  it("is a picture for each layer, in the order of their calls", () => {
    const { data } = present(layerMaps(watched(model), x));
    expect(data["text/plain"]).toBe("0: [2, 4, 10, 10]\n1: [2, 4, 10, 10]\n2: [2, 4, 10, 10]");
    expect(images(layerMaps(watched(model), x))).toBe(3);
  });

  it("has the names of the axes that a layer of two dimensions gives, also after a layer that keeps the shape", () => {
    const shown = html(layerMaps(watched(model), x));
    expect(shown.match(/<small>N<\/small>&nbsp;2, <small>C<\/small>&nbsp;4, /g)).toHaveLength(3);
    expect(html(layerMaps(watched(new nn.Sequential(new nn.ReLU())), x))).not.toContain("<small>N</small>");
  });

  it.each([
    ["maps", new nn.Conv2d(3, 4, 3), [1, 3, 8, 8], ["each on its own scale", "<small>H</small>&nbsp;6"]],
    ["signals", new nn.Conv1d(2, 8, 3), [1, 2, 100], ["each on its own scale", "<small>L</small>&nbsp;98"]],
    ["few signals", new nn.Conv1d(2, 3, 3), [4, 2, 100], ["sample 0 of 4", "<small>C</small>&nbsp;3"]],
    [
      "one signal that is no batch",
      new nn.Conv1d(2, 3, 3),
      [2, 100],
      ["<small>C</small>&nbsp;3, <small>L</small>&nbsp;98"],
    ],
    ["maps of height 1", new nn.Conv2d(1, 8, [4, 1]), [1, 1, 4, 40], ["each on its own scale"]],
    ["maps of width 1", new nn.Conv2d(1, 8, [1, 4]), [1, 1, 40, 4], ["each on its own scale"]],
    [
      "values in maps",
      new nn.AdaptiveAvgPool2d(1),
      [2, 3, 8, 8],
      ["a value for each channel · sample 0 of 2"],
    ],
    ["values over time", new nn.AdaptiveAvgPool1d(1), [1, 3, 8], ["a value for each channel"]],
    ["values", new nn.Linear(5, 4), [1, 5], ["a value for each channel"]],
    ["values that are normalised", new nn.BatchNorm1d(5), [2, 5], ["a value for each channel"]],
    ["values that are no batch", new nn.Linear(5, 4), [5], ["a value for each channel"]],
    ["a value of one channel", new nn.Linear(5, 1), [1, 5], ["a value for each channel"]],
    ["rows of features", new nn.Linear(5, 4), [1, 7, 5], ["[1, 7, 4]"]],
  ])("can be %s, each with a picture", (_what, layer, shape, said) => {
    const shown = layerMaps(watched(new nn.Sequential(layer)), torch.rand(shape));
    expect(images(shown)).toBe(1);
    for (const words of said) expect(html(shown)).toContain(words);
  });

  it("has a picture for every layer of a network over time, all as wide as another", () => {
    const network = new nn.Sequential(
      new nn.Conv1d(1, 8, 9, { stride: 4 }),
      new nn.ReLU(),
      new nn.MaxPool1d(4),
      new nn.Conv1d(8, 2, 5),
      new nn.AdaptiveAvgPool1d(1),
      new nn.Flatten(),
      new nn.Linear(2, 4),
    );
    const shown = html(layerMaps(watched(network), torch.randn(1, 1, 4000), { sampleRate: 8000 }));
    const widths = [...shown.matchAll(/<img [^>]* width="(\d+)"/g)].map(([, width]) => width);
    expect(widths).toEqual(Array(7).fill("776"));
  });

  it("names what gives nothing to be drawn, and what was not called", () => {
    class Pair extends nn.Module {
      forward(x: torch.Tensor): readonly [torch.Tensor, torch.Tensor] {
        return [x, x];
      }
    }
    class Sum extends nn.Module {
      forward(x: torch.Tensor) {
        return x.sum();
      }
    }
    class Odd extends nn.Module {
      pair = new Pair();
      never = new nn.Linear(2, 2);
      sum = new Sum();
      forward(x: torch.Tensor) {
        const [first] = this.pair(x);
        return this.sum(first);
      }
    }
    const shown = html(layerMaps(watched(new Odd()), torch.rand(2, 2)));
    expect(shown).toContain("<b>pair</b> Pair</div><div><small>gives no tensor");
    expect(shown).toContain("not drawn: a picture needs one to four dimensions, and values");
    expect(shown).toContain("not called in this forward pass: never");
  });

  it("says that a model in training is shown in evaluation mode", () => {
    const said = "in evaluation mode: batch normalisation by its running means, no dropout";
    expect(html(layerMaps(watched(model), x))).toContain(said);
    const evaluated = new nn.Sequential(new nn.Conv2d(3, 4, 3)).eval();
    expect(html(layerMaps(watched(evaluated), x))).not.toContain(said);
  });

  it("records no gradients", () => {
    const recorded: unknown[] = [];
    const hook = model.registerForwardHook((_model, _inputs, output) => {
      recorded.push(output.requiresGrad);
    });
    layerMaps(watched(model), x);
    hook.remove();
    expect(recorded).toEqual([false]);
  });

  it("can be of chosen layers", () => {
    expect(images(layerMaps(watched(model), x, { layers: ["2"], channels: [0, 1] }))).toBe(1);
    expect(() => layerMaps(watched(model), x, { layers: ["conv9"] })).toThrow(
      'layer "conv9" does not exist; the model has 0, 1, 2',
    );
  });

  it("changes nothing in the model", () => {
    const before = JSON.stringify(model.namedBuffers().map(([, buffer]) => buffer.toArray()));
    layerMaps(watched(model), x);
    expect(JSON.stringify(model.namedBuffers().map(([, buffer]) => buffer.toArray()))).toBe(before);
    expect(model.modules().every((module) => module.training)).toBe(true);
  });
});

describe("filters", () => {
  it("over three colours are images, zero being grey", () => {
    const conv = new nn.Conv2d(3, 2, 3, { bias: false });
    conv.loadStateDict({ weight: torch.zeros(2, 3, 3, 3) });
    expect(pngOf(present(kernels(conv))).at(24, 60)).toEqual([128, 128, 128, 255]);
  });

  const grid = "a row for each filter, a column for each input channel";
  const curvesWidth = 10 + 70 + 640 + 56; // CSS pixels

  it.each([
    [
      "1x1, as one matrix",
      new nn.Conv2d(16, 32, 1),
      "a row for each output channel · a column for each input channel",
      10 + 16 * 15 + 82,
    ],
    [
      "1x1 over three channels, too",
      new nn.Conv2d(3, 8, 1),
      "a row for each output channel",
      10 + 3 * 16 + 82,
    ],
    [
      "1x1 over each channel alone, as bars",
      new nn.Conv2d(8, 8, 1, { groups: 8 }),
      "a weight for each output channel",
      curvesWidth,
    ],
    [
      "of one weight over time, as one matrix",
      new nn.Conv1d(8, 16, 1),
      "a column for each input channel",
      10 + 8 * 16 + 82,
    ],
    [
      "transposed 1x1, by their input",
      new nn.ConvTranspose2d(4, 8, 1),
      "a row for each input channel · a column for each output channel",
      10 + 8 * 16 + 82,
    ],
    ["k x 1, as curves", new nn.Conv2d(4, 8, [9, 1]), grid, curvesWidth],
    ["1 x k over three channels, as curves", new nn.Conv2d(3, 8, [1, 9]), grid, curvesWidth],
    ["over time, as curves of every channel", new nn.Conv1d(8, 16, 9), grid, curvesWidth],
    ["over planes, as maps", new nn.Conv2d(2, 4, 3), grid, 10 + 2 * (48 + 8) - 8 + 82],
  ])("are %s", (_what, conv, note, width) => {
    const shown = present(kernels(conv));
    expect(shown.data["text/html"]).toContain(note);
    expect(pngOf(shown).width).toBe(2 * width);
  });

  it("of many channels say how many are shown", () => {
    expect(html(kernels(new nn.Conv1d(40, 50, 9)))).toContain("32 of 50 filters · 16 of 40 input channels");
  });

  it("have a frequency response over one dimension only, in hertz where the sample rate is told", () => {
    const response = (options: object) =>
      html(kernels(new nn.Conv1d(1, 2, 9), { frequencyResponse: true, ...options }));
    expect(images(kernels(new nn.Conv1d(1, 2, 9), { frequencyResponse: true }))).toBe(2);
    expect(response({})).toContain("gain at each frequency, in parts of the sample rate<");
    expect(response({ sampleRate: 16_000 })).toContain("gain at each frequency<");
    expect(() => kernels(new nn.Conv2d(1, 2, 3), { frequencyResponse: true })).toThrow(
      "only filters over one dimension have a frequency response; the weight is [2, 1, 3, 3]",
    );
    expect(() => response({ sampleRate: -1 })).toThrow("the sample rate has to be a positive number, not -1");
  });

  it("have the frequency response of their dilation", () => {
    const plain = new nn.Conv1d(1, 1, 5, { bias: false });
    plain.loadStateDict({ weight: torch.tensor([[[1, 0, 2, 0, -1]]]) });
    const dilated = new nn.Conv1d(1, 1, 3, { bias: false, dilation: 2 });
    dilated.loadStateDict({ weight: torch.tensor([[[1, 2, -1]]]) });
    const last = (conv: unknown) =>
      html(kernels(conv, { frequencyResponse: true }))
        .split("<img")
        .at(-1)
        ?.slice(0, 4000);
    expect(last(dilated)).toBe(last(plain));
  });

  it.each([
    [new nn.ReLU(), "got ReLU"],
    [new nn.Linear(16, 2), "got Linear with a weight [2, 16]"],
    [undefined, "got undefined"],
  ])("are needed: %s", (value, actual) => {
    expect(() => kernels(value)).toThrow(
      `display.kernels: expected a Conv1d or Conv2d, whose weight has 3 or 4 dimensions, ${actual}`,
    );
  });
});

describe("short forms of charts", () => {
  it.each([
    ["line", chart.line([1, 2, 3])],
    ["lines", chart.line({ train: [1, 2], test: torch.zeros(2) }, { title: "Loss" })],
    ["bar", chart.bar({ a: 1, b: 2 })],
    ["histogram", chart.histogram(torch.randn(1000))],
    ["scatter", chart.scatter([1, 2], Float32Array.of(3, 4))],
    ["heatmap", chart.heatmap(torch.eye(3))],
  ])("%s is a chart with its picture", (_name, shown) => {
    const { data } = present(shown);
    expect(Object.keys(data)).toContain("application/vnd.vegalite.v5+json");
    expect(data["text/plain"]).toMatch(/^(line|bar|point|rect) chart/);
  });

  it("lines have a row for each value, gaps where it is no number, and places of their own where asked", () => {
    const data = (shown: object) => Reflect.get(Reflect.get(shown, "data"), "values");
    expect(data(chart.line({ 'a "b"': [1, Number.NaN], c: [1 / 3] }))).toBe(
      'x,y,name\n0,1,"a ""b"""\n1,,"a ""b"""\n0,0.333333,"c"',
    );
    expect(data(chart.line([5, 6], { at: torch.tensor([-1, 2]) }))).toBe("x,y\n-1,5\n2,6");
  });

  it("a histogram counts each value once", () => {
    expect(chart.histogram([0, 1, 1, 2, 4], { bins: 4 }).data).toEqual({
      values: [1, 2, 1, 0, 1].map((count, i) => ({ from: i, to: i + 1, count })),
    });
  });

  it.each([
    ["from round numbers", [-0.31, 0.27], 6, [-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2]],
    ["with a value on its edge in the bin above", [0, 0.6, 0.79], 4, [0, 0.2, 0.4, 0.6]],
    ["for whole numbers no thinner than one", [0, 1, 2], 30, [0, 1, 2]],
    ["one for a single value", [0.5, 0.5], 30, [0]],
    [
      "apart where they lie close together far from 0",
      [1.7e12 + 2, 1.7e12 + 5],
      3,
      [1.7e12 + 2, 1.7e12 + 3, 1.7e12 + 4, 1.7e12 + 5],
    ],
    ["few for a few thousand", [0, 4999], 5, [0, 1000, 2000, 3000, 4000]],
  ])("bins begin %s", (_name, numbers, bins, edges) => {
    const values = binned(numbers, bins);
    expect(values.map(({ from }) => from)).toEqual(edges);
    expect(values.reduce((sum, { count }) => sum + count, 0)).toBe(numbers.length);
    for (const number of numbers) {
      expect(values.some(({ from, to, count }) => from <= number && number < to && count > 0)).toBe(true);
    }
  });

  it.each([
    ["a scatter without pairs", () => chart.scatter([1], [1, 2]), "1 xs and 2 ys do not make pairs"],
    [
      "a line of other places",
      () => chart.line([1], { at: [1, 2] }),
      "2 places and 1 values do not make pairs",
    ],
    ["a heat map of too much", () => chart.heatmap(torch.zeros(1001, 1000)), "1001000 cells are too many"],
    ["a heat map of nothing", () => chart.heatmap([[], []]), "expected at least one number, got none"],
    ["half a bin", () => chart.histogram([1], { bins: 0.5 }), "bins has to be a whole number above 0"],
  ])("%s is refused", (_name, make, message) => {
    expect(make).toThrow(message);
  });
});
