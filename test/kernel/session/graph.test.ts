// `%graph`: what the picture is made of, and that it comes with its text.

import { describe, expect, it } from "vitest";
import type { CellGraph } from "../../../kernel/channel/cell-graph.ts";
import { layOut } from "../../../kernel/display/drawing/node-link-layout.ts";
import { cellDiagram } from "../../../kernel/display/network/cell-graph.ts";
import { freshPage } from "../support/notebook-page.ts";

describe("%graph", () => {
  const page = freshPage();
  const label = (cell: string) => page.screen.label(cell);

  it("draws the cells that use each other, stale ones marked, with the graph as text", async () => {
    await page.run("m", "%reactive lazy");
    await page.run("a", "let x = 1");
    await page.run("b", "// doubled\nconst y = x * 2");
    await page.run("c", "[x, y]");
    await page.run("alone", "const z = 0");
    await page.run("a", "let x = 5");
    const { published } = await page.run("g", "%graph");
    const shown = published.find(({ header }) => header.msg_type === "display_data");
    const data: Record<string, string> = Object(shown?.content.data);
    expect(data["text/plain"]).toBe(
      [
        `${label("a")}  x`,
        `${label("b")}  y  (stale)`,
        `    uses x of ${label("a")}`,
        `${label("c")}  (stale)`,
        `    uses x of ${label("a")}`,
        `    uses y of ${label("b")}`,
        `${label("alone")}  z`,
      ].join("\n"),
    );
    expect(data["text/html"]).toMatch(/<img src="data:image\/png;base64,/);
    const words = [...(data["image/svg+xml"] ?? "").matchAll(/<text[^>]*>([^<]*)</g)].map(([, word]) => word);
    const numbers = ["a", "b", "c"].map((cell) => label(cell).replace("cell ", ""));
    expect(words).toEqual(
      expect.arrayContaining(["let x = 5", "const y = x * 2", "[x, y]", "x", "y", ...numbers]),
    );
    expect(words).toContain(`stale: x of ${label("a")} changed`);
    expect(words).not.toContain("const z = 0");
  });

  it("draws what is around one cell alone, and says which cell there is not", async () => {
    await page.run("a", "let x = 1");
    await page.run("b", "const y = x");
    await page.run("c", "const p = 1");
    await page.run("d", "const q = p");
    const { published } = await page.run("g", `%graph ${label("b").match(/\d+/)}`);
    expect(JSON.stringify(published)).toContain("const y = x");
    expect(JSON.stringify(published)).not.toContain("const q = p");
    const { reply } = await page.run("g", "%graph 9999");
    expect(reply.content).toMatchObject({ status: "error", evalue: "there is no cell [9999] in the graph" });
  });

  it("says it in words where no cell uses another", async () => {
    await page.run("a", "let x = 1");
    const { published } = await page.run("g", "%graph");
    expect(published.map(({ header }) => header.msg_type)).not.toContain("display_data");
    expect(JSON.stringify(published)).toContain(`${label("a")}  x`);
  });

  it("draws a part of a notebook of 200 cells, and says so", async () => {
    const cells = Array.from({ length: 200 }, (_, i) => `const v${i} = ${i === 0 ? 1 : `v${i - 1} + 1`}`);
    for (const [i, code] of cells.entries()) await page.send(`c${i}`, `%types off\n${code}`);
    const { published } = await page.run("g", "%graph");
    const shown = published.find(({ header }) => header.msg_type === "display_data");
    const data: Record<string, string> = Object(shown?.content.data);
    expect(data["text/html"]).toContain("140 more cells are not drawn");
    expect(data["text/plain"]?.split("\n")).toHaveLength(399);
    expect(JSON.stringify(data).length).toBeLessThan(300_000);
  }, 60_000);
});

describe("the diagram of cells", () => {
  it("says of a name that many cells use how many they are, instead of arrows everywhere", () => {
    const ids = Array.from({ length: 10 }, (_, i) => `c${i}`);
    const { nodes, links } = cellDiagram({
      cells: ids.map((id) => ({ id, label: `cell [${id}]`, code: "", stale: "" })),
      uses: [
        ...ids.slice(1).map((by) => ({ of: "c0", by, names: by === "c1" ? ["torch", "seed"] : ["torch"] })),
        { of: "c1", by: "c2", names: ["x"] },
      ],
      text: "",
      note: "",
    });
    expect(links.map(({ from, to, label }) => [from, to, label])).toEqual([
      ["c0", "c1", "seed"],
      ["c1", "c2", "x"],
    ]);
    expect(nodes[0]).toMatchObject({ note: "torch is used by 9 cells" });
  });

  it("puts a cell above those that use its names, and manages circles", async () => {
    const graph: CellGraph = {
      cells: ["a", "b", "c"].map((id) => ({ id, label: `cell [${id}]`, code: "", stale: "" })),
      uses: [
        { of: "a", by: "b", names: ["x"] },
        { of: "b", by: "c", names: ["p", "q", "r", "s", "t"] },
        { of: "c", by: "b", names: ["u"] },
      ],
      text: "",
      note: "",
    };
    const diagram = cellDiagram(graph);
    expect(diagram.links.map(({ label }) => label)).toEqual(["x", "p, q, r and 2 more", "u"]);
    const top = new Map((await layOut(diagram)).nodes.map(({ node, place }) => [node.id, place.y]));
    expect(top.get("a")).toBeLessThan(top.get("b") ?? 0);
  });
});
