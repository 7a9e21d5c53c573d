// The diagram of a network: what it says, in words and in marks, and that it can be read: nothing lies on
// anything else, and all of it is in the picture.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagram, DiagramLink, DiagramNode } from "../../../kernel/display/drawing/node-link.ts";
import { type Layout, layOut, type Place } from "../../../kernel/display/drawing/node-link-layout.ts";
import { diagram } from "../../../kernel/display/network/diagram.ts";
import { faceOf } from "../../../kernel/display/network/face.ts";
import { networkDiagram } from "../../../kernel/display/network/network-diagram.ts";
import { trace } from "../../../kernel/display/network/trace.ts";
import { visible } from "../../../kernel/display/network/visible.ts";
import { present } from "../../../kernel/display/present.ts";
import * as torch from "../../../nn/index.ts";

const { nn, blocks } = torch;

function diagramOf(model: torch.nn.Module, x: torch.Tensor, parameters = false): Diagram {
  return networkDiagram(visible(trace(model, [x])), { title: "", parameters });
}

/** The nodes as lines of text, indented as groups hold them. */
function outline(nodes: readonly DiagramNode[], indent = ""): string[] {
  return nodes.flatMap((node) => {
    switch (node.kind) {
      case "group":
        return [`${indent}[${node.title}|${node.note}]`, ...outline(node.nodes, `${indent}  `)];
      case "box":
        return [`${indent}${node.title}|${node.detail}|${node.note}|${node.tone}`];
      case "dot":
        return [`${indent}•`];
      default:
        return [`${indent}(${node.text})`];
    }
  });
}

describe("the diagram of a block", () => {
  it("draws ResidualBlock with its convolutions in frames and the shortcut beside them", () => {
    const { nodes, links } = diagramOf(new blocks.ResidualBlock(4, 8), torch.zeros(1, 4, 6, 6));
    expect(outline(nodes)).toEqual([
      "(input)",
      "[ResidualBlock|]",
      "  •",
      "  Conv2d 1×1|4→8|conv_ds|blue",
      "  [conv1|]",
      "    Conv2d 3×3|4→8|conv1.0|blue",
      "    BatchNorm2d|8|conv1.1|yellow",
      "    ReLU||conv1.2|pink",
      "  [conv2|]",
      "    Conv2d 3×3|8→8|conv2.0|blue",
      "    BatchNorm2d|8|conv2.1|yellow",
      "  (+)",
      "  ReLU||relu|pink",
      "(output)",
    ]);
    const bypasses = links.filter(({ kind }) => kind === "bypass").map(({ label }) => label);
    expect(bypasses.toSorted()).toEqual(["1×4×6×6", "1×8×6×6"]); // into and out of the 1x1 convolution
  });

  it("draws a plain shortcut as one bypass from the fork to the sum", () => {
    const { nodes, links } = diagramOf(
      new blocks.ConvNeXtBlock(4, 4, { dropPath: 0.1 }),
      torch.zeros(1, 4, 6, 6),
    );
    expect(outline(nodes)).toEqual([
      "(input)",
      "[ConvNeXtBlock|]",
      "  •",
      "  Conv2d 7×7|4→4, depthwise|dwconv|blue",
      "  permute|||grey",
      "  LayerNorm|4|norm|yellow",
      "  Linear|4→16|pwconv1|green",
      "  GELU||act|pink",
      "  Linear|16→4|pwconv2|green",
      "  permute|||grey",
      "  StochasticDepth|p=0.1|drop_path|quiet",
      "  (+)",
      "(output)",
    ]);
    const ids = new Map(flat(nodes).map((node) => [node.id, node]));
    const [bypass, ...others] = links.filter(({ kind }) => kind === "bypass");
    expect(others).toEqual([]);
    expect([ids.get(bypass?.from ?? "")?.kind, ids.get(bypass?.to ?? "")?.kind]).toEqual(["dot", "sign"]);
  });

  it("draws the layers of Bottleneck's shortcut one by one beside the main line", () => {
    const downsample = new nn.Sequential(blocks.conv1x1(4, 8, { stride: 2 }), new nn.BatchNorm2d(8));
    const { nodes, links } = diagramOf(
      new blocks.Bottleneck(4, 2, { stride: 2, downsample }),
      torch.zeros(1, 4, 6, 6),
    );
    const lines = outline(nodes);
    expect(lines).toContain("  Conv2d 1×1|4→8, stride 2|downsample.0|blue");
    expect(lines).toContain("  BatchNorm2d|8|downsample.1|yellow");
    expect(links.filter(({ kind }) => kind === "bypass")).toHaveLength(3);
  });

  it("labels each link with its shape, once where it forks", () => {
    const { links } = diagramOf(new blocks.BasicBlock(4, 4), torch.zeros(2, 4, 6, 6));
    expect(links.map(({ label }) => label)).toEqual(expect.arrayContaining(["2×4×6×6"]));
    expect(links.filter(({ label }) => label === "")).toHaveLength(1);
  });

  it("says what a parameter does, how many parameters there are, and how often a block comes", () => {
    const scaled = diagramOf(new blocks.CNBlock(4, 1e-6, 0.1), torch.zeros(1, 4, 6, 6), true);
    const lines = outline(scaled.nodes);
    expect(lines).toContain("  × layer_scale|||grey");
    expect(lines).toContain("    Conv2d 7×7|4→4, depthwise|block.0 · 200 params|blue"); // 4 * 49 + 4
    const deep = diagramOf(blocks.resnet18(), torch.zeros(1, 3, 32, 32));
    expect(flat(deep.nodes)).toContainEqual(
      expect.objectContaining({ title: "BasicBlock", note: "layer1.0", copies: 2, tone: "violet" }),
    );
  });
});

describe("a box", () => {
  class Half extends nn.Conv2d {}
  class Gate extends nn.Module {
    override forward(x: torch.Tensor): torch.Tensor {
      return x.mul(x.sigmoid());
    }
  }

  it.each([
    [new nn.Conv2d(64, 128, 3, { stride: 2, padding: 1 }), "Conv2d 3×3", "64→128, stride 2", "blue"],
    [new nn.Conv2d(8, 16, [1, 7], { groups: 8 }), "Conv2d 1×7", "8→16, depthwise", "blue"],
    [new nn.Conv1d(8, 16, 5, { groups: 2, dilation: 3 }), "Conv1d 5", "8→16, 2 groups, dilation 3", "blue"],
    [new nn.ConvTranspose2d(16, 8, 2, { stride: [2, 1] }), "ConvTranspose2d 2×2", "16→8, stride 2×1", "blue"],
    [new Half(3, 4, 1), "Half 1×1", "3→4", "blue"],
    [new nn.Linear(10, 4), "Linear", "10→4", "green"],
    [new nn.Embedding(100, 8), "Embedding", "100→8", "green"],
    [new nn.BatchNorm2d(8), "BatchNorm2d", "8", "yellow"],
    [new nn.LayerNorm([8, 4]), "LayerNorm", "8×4", "yellow"],
    [new nn.GroupNorm(2, 8), "GroupNorm", "8, 2 groups", "yellow"],
    [new blocks.LayerNorm2d(8), "LayerNorm2d", "8", "yellow"],
    [new nn.MaxPool2d(3, { stride: 2 }), "MaxPool2d 3×3", "stride 2", "teal"],
    [new nn.AdaptiveAvgPool2d(1), "AdaptiveAvgPool2d", "to 1×1", "teal"],
    [new nn.ReLU(), "ReLU", "", "pink"],
    [new nn.Hardswish(), "Hardswish", "", "pink"],
    [new nn.Softmax(-1), "Softmax", "", "pink"],
    [new nn.Upsample({ scaleFactor: 2 }), "Upsample", "×2", "grey"],
    [new nn.PixelShuffle(3), "PixelShuffle", "×3", "grey"],
    [new nn.Flatten(), "Flatten", "", "grey"],
    [new blocks.Permute([0, 2, 3, 1]), "Permute", "0, 2, 3, 1", "grey"],
    [new nn.Dropout({ p: 0.2 }), "Dropout", "p=0.2", "quiet"],
    [new nn.Identity(), "Identity", "", "quiet"],
    [new Gate(), "Gate", "", "violet"],
  ])("says what matters of a layer: %s", (module, title, detail, tone) => {
    expect(faceOf(module, false)).toEqual({ title, detail, tone });
  });
});

describe("a bypass", () => {
  const conv = (from: number, to: number) => new nn.Conv2d(from, to, 3, { padding: 1 });
  const bypassesIn = (model: torch.nn.Module) =>
    diagramOf(model, torch.zeros(1, 4, 8, 8)).links.filter(({ kind }) => kind === "bypass").length;

  it("is what U-Net hands on, what a gate multiplies, and no branch of Inception", () => {
    class UNet extends nn.Module {
      down = conv(4, 8);
      pool = new nn.MaxPool2d(2);
      bottom = conv(8, 8);
      up = new nn.Upsample({ scaleFactor: 2 });
      head = conv(16, 2);
      override forward(x: torch.Tensor): torch.Tensor {
        const skip = this.down(x);
        return this.head(torch.cat([this.up(this.bottom(this.pool(skip))), skip], 1));
      }
    }
    class SqueezeAndExcite extends nn.Module {
      pool = new nn.AdaptiveAvgPool2d(1);
      mix = conv(4, 4);
      gate = new nn.Sigmoid();
      override forward(x: torch.Tensor): torch.Tensor {
        return x.mul(this.gate(this.mix(this.pool(x))));
      }
    }
    class Inception extends nn.Module {
      a = conv(4, 4);
      b = new nn.Sequential(conv(4, 2), new nn.ReLU(), conv(2, 4));
      override forward(x: torch.Tensor): torch.Tensor {
        return torch.cat([this.a(x), this.b(x)], 1);
      }
    }
    expect([bypassesIn(new UNet()), bypassesIn(new SqueezeAndExcite()), bypassesIn(new Inception())]).toEqual(
      [1, 1, 0],
    );
  });
});

describe("display.diagram", () => {
  it("has a picture in SVG and PNG, alternative text, and a listing as its text", () => {
    const model = new blocks.ResidualBlock(4, 8);
    const { data } = present(diagram(model, torch.zeros(1, 4, 6, 6)));
    expect(data["text/plain"]).toBe(
      [
        "input                        [1, 4, 6, 6]",
        "ResidualBlock",
        "  conv_ds: Conv2d 1×1 4→8    [1, 8, 6, 6]",
        "  conv1: Sequential",
        "    conv1.0: Conv2d 3×3 4→8  [1, 8, 6, 6]  from input",
        "    conv1.1: BatchNorm2d 8   [1, 8, 6, 6]",
        "    conv1.2: ReLU            [1, 8, 6, 6]",
        "  conv2: Sequential",
        "    conv2.0: Conv2d 3×3 8→8  [1, 8, 6, 6]",
        "    conv2.1: BatchNorm2d 8   [1, 8, 6, 6]",
        "  add                        [1, 8, 6, 6]  from conv2.1, conv_ds",
        "  relu: ReLU                 [1, 8, 6, 6]",
        "output                       [1, 8, 6, 6]",
      ].join("\n"),
    );
    expect(data["image/svg+xml"]).toMatch(/^<svg xmlns="[^"]+" width="\d+\.?\d*" height="\d+\.?\d*"/);
    expect(data["image/svg+xml"]).toContain(
      "<title>Diagram of ResidualBlock for an input of shape [1, 4, 6, 6]</title>",
    );
    expect(data["image/svg+xml"]).not.toMatch(/<script|NaN|undefined/);
    expect(data["text/html"]).toMatch(
      /^<div style="overflow-x: auto"><img src="data:image\/png;base64,[^"]+" width="\d+" height="\d+" alt="[^"]+" style="[^"]+"><\/div>$/,
    );
    expect(data["text/html"]).toContain('alt="Diagram of ResidualBlock for an input of shape [1, 4, 6, 6]"');
    expect(JSON.stringify(data).length).toBeLessThan(100_000);
  });

  it("numbers operations of one name in the listing, and says of a pass through branches what comes from where", () => {
    class Branches extends nn.Module {
      first = new nn.Linear(3, 3);
      second = new nn.Linear(3, 3);
      override forward(x: torch.Tensor): torch.Tensor {
        const sum = this.first(x).add(x);
        return torch.cat([this.second(sum).add(sum), x], 1).softmax(1);
      }
    }
    const { data } = present(diagram(new Branches(), torch.zeros(2, 3)));
    expect(data["text/plain"]).toBe(
      [
        "input                 [2, 3]",
        "Branches",
        "  first: Linear 3→3   [2, 3]",
        "  add                 [2, 3]  from first, input",
        "  second: Linear 3→3  [2, 3]",
        "  add_1               [2, 3]  from second, add",
        "  cat                 [2, 6]  from add_1, input",
        "  softmax             [2, 6]",
        "output                [2, 6]",
      ].join("\n"),
    );
  });

  it("stays within the limit by a coarser picture", () => {
    const model = blocks.resnet18();
    const whole = diagram(model, torch.zeros(1, 3, 32, 32)).within(300_000);
    const small = diagram(model, torch.zeros(1, 3, 32, 32)).within(60_000);
    const bytes = (bundle: typeof whole) => JSON.stringify(bundle.data).length;
    expect(bytes(small)).toBeLessThan(60_000);
    expect(bytes(whole)).toBeGreaterThan(60_000);
    const edges = (bundle: typeof whole) =>
      /width="\d+" height="\d+"/.exec(String(bundle.data["text/html"]))?.[0];
    expect(edges(small)).toBe(edges(whole));
  });

  it.each([
    ["no module", () => diagram(3, torch.zeros(1)), "display.diagram: expected a module, got number"],
    ["no input", () => diagram(new nn.ReLU(), undefined), "needs an input tensor x"],
    ["no tensors", () => diagram(new nn.ReLU(), [[1, 2]]), "needs an input tensor x"],
    ["no depth", () => diagram(new nn.ReLU(), torch.zeros(1), { depth: 0 }), "from 1, got 0"],
    ["a bad input", () => diagram(new blocks.MLP(2, 3, 4), torch.zeros(1, 5)), "failed in fc1 (Linear)"],
  ])("refuses %s", (_name, call, message) => {
    expect(call).toThrow(message);
  });
});

describe("the layout", () => {
  const networks: [string, () => [torch.nn.Module, torch.Tensor]][] = [
    ["ResidualBlock", () => [new blocks.ResidualBlock(4, 8), torch.zeros(1, 4, 6, 6)]],
    ["Bottleneck", () => [new blocks.Bottleneck(16, 4), torch.zeros(1, 16, 6, 6)]],
    ["ConvNeXtBlock", () => [new blocks.ConvNeXtBlock(4, 4), torch.zeros(1, 4, 6, 6)]],
    ["CNBlock", () => [new blocks.CNBlock(4, 1, 0), torch.zeros(1, 4, 6, 6)]],
    ["ResNet-18", () => [blocks.resnet18(), torch.zeros(1, 3, 32, 32)]],
  ];

  it.each(networks)("keeps the parts of %s apart and inside the picture", async (_name, make) => {
    const [model, x] = make();
    const drawn = diagramOf(model, x);
    check(drawn, await layOut(drawn));
  });

  it("manages any diagram", async () => {
    await fc.assert(
      fc.asyncProperty(anyDiagram, async (drawn) => check(drawn, await layOut(drawn))),
      { numRuns: 20 },
    );
  });

  /** Boxes, some of them in groups, whose links lead forward. */
  const anyDiagram = fc
    .record({
      boxes: fc.array(fc.record({ group: fc.integer({ min: -3, max: 2 }), round: fc.boolean() }), {
        minLength: 1,
        maxLength: 14,
      }),
      links: fc.array(fc.tuple(fc.nat(13), fc.nat(13), fc.boolean()), { maxLength: 24 }),
    })
    .map(({ boxes, links }): Diagram => {
      const nodes = boxes.map(({ group, round }, i) => {
        const id = `n${i}`;
        const node: DiagramNode = round
          ? { kind: "sign", id, text: "+" }
          : {
              kind: "box",
              id,
              title: `Box ${i}`,
              detail: "",
              note: `n${i}`,
              tone: "blue",
              copies: (i % 3) + 1,
            };
        return { group, node };
      });
      // a group is a run of neighbours, as in a network
      const all: DiagramNode[] = [];
      for (const { group, node } of nodes) {
        const last = all.at(-1);
        const title = `Group ${group}`;
        if (group < 0) all.push(node);
        else if (last?.kind === "group" && last.title === title) {
          all[all.length - 1] = { ...last, nodes: [...last.nodes, node] };
        } else all.push({ kind: "group", id: `g${node.id}`, title, note: "", copies: 1, nodes: [node] });
      }
      const forward = links.flatMap(([a, b, isBypass]): DiagramLink[] => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        if (from === to || to >= boxes.length) return [];
        return [{ from: `n${from}`, to: `n${to}`, label: "1×2", kind: isBypass ? "bypass" : "flow" }];
      });
      return { title: "any", nodes: all, links: forward };
    });
});

function flat(nodes: readonly DiagramNode[]): DiagramNode[] {
  return nodes.flatMap((node) => (node.kind === "group" ? [node, ...flat(node.nodes)] : [node]));
}

function check({ nodes }: Diagram, layout: Layout): void {
  const places = new Map(layout.nodes.map(({ node, place }) => [node.id, place]));
  const placeOf = (node: DiagramNode): Place => places.get(node.id)!;
  const checkAmong = (siblings: readonly DiagramNode[], frame: Place) => {
    for (const [i, node] of siblings.entries()) {
      expect(isWithin(placeOf(node), frame), `${node.id} in its frame`).toBe(true);
      for (const other of siblings.slice(i + 1)) {
        expect(overlap(placeOf(node), placeOf(other)), `${node.id} on ${other.id}`).toBe(false);
      }
      if (node.kind === "group") checkAmong(node.nodes, placeOf(node));
    }
  };
  const page = { x: 0, y: 0, width: layout.width, height: layout.height };
  checkAmong(nodes, page);
  const boxes = flat(nodes).filter(({ kind }) => kind !== "group");
  for (const { link, points, label } of layout.links) {
    expect(points.length).toBeGreaterThan(1);
    const [start, end] = [points[0]!, points.at(-1)!];
    expect(touches(start, places.get(link.from)!) && touches(end, places.get(link.to)!)).toBe(true);
    if (!label) continue;
    expect(isWithin(label, page), `label from ${link.from} to ${link.to} in the picture`).toBe(true);
    for (const box of boxes) expect(overlap(label, placeOf(box)), `label on ${box.id}`).toBe(false);
  }
}

const slack = 0.5;

function overlap(a: Place, b: Place): boolean {
  return (
    a.x + a.width > b.x + slack &&
    b.x + b.width > a.x + slack &&
    a.y + a.height > b.y + slack &&
    b.y + b.height > a.y + slack
  );
}

function isWithin(inner: Place, outer: Place): boolean {
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    inner.x + inner.width <= outer.x + outer.width + slack &&
    inner.y + inner.height <= outer.y + outer.height + slack
  );
}

function touches({ x, y }: { readonly x: number; readonly y: number }, place: Place): boolean {
  return isWithin({ x, y, width: 0, height: 0 }, place);
}
