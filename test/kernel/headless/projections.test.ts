// The documentation notebook, run from its first cell to its last as `npm start` does: what a reader is promised to
// see there, by the ids of the cells.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CodeCell, Output } from "../../../kernel/headless/notebook.ts";
import { readNotebook } from "../../../kernel/headless/notebook-file.ts";
import { type Failure, runNotebook } from "../../../kernel/headless/run.ts";

const lesson = resolve(import.meta.dirname, "../../../notebooks/projections.ipynb");
let out: string;
let failure: Failure | undefined;
let cells: CodeCell[];

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), "lamella-test-"));
  const notebook = join(out, "projections.ipynb");
  failure = await runNotebook({ source: lesson, notebook, page: undefined });
  const { cells: written } = await readNotebook(notebook);
  cells = written.filter((cell) => cell.cell_type === "code");
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

const outputsOf = (id: string) => cells.find((cell) => cell.id === id)?.outputs ?? [];

/** Everything that the cell shows as text, one output after the other. */
const textOf = (id: string) => outputsOf(id).map(plain).join("\n");

function plain(output: Output): string {
  if (output.output_type === "stream") return output.text;
  return output.output_type === "error" ? output.evalue : String(output.data["text/plain"]);
}

const formsOf = (output: Output) => ("data" in output ? Object.keys(output.data) : []);

describe("the documentation notebook", () => {
  it("runs whole, every cell once and in order", () => {
    expect(failure).toBeUndefined();
    expect(cells.map((cell) => cell.execution_count)).toEqual(cells.map((_, index) => index + 1));
  });

  it.each([
    ["import", "[ 0.5684, -1.0845, -1.3986]"], // torch.manual_seed(0); torch.randn(2, 3)
    ["mlp-call", "torch.Size([5, 10, 4])"],
    ["linear-is-pointwise", "true"],
    ["conv-1d-shapes", "output: '1 × 16 × 168',\n    'length by formula': 168"],
    ["by-hand", "[144., 153., 162.]"],
    ["read-picture", "torch.Size([3, 256, 384])"],
    ["depthwise-separable", "torch.Size([2, 32, 23, 23])"],
    ["dsc-diagram", "depthwise: Conv2d 3×3 16→16, depthwise"],
    ["dsc-kernel-pictures", "weight [4, 1, 3, 3]"],
    ["weight-counts", "normal: 73728, separable: 8768"], // 128 * 64 * 9 against 64 * 9 + 64 * 128
    ["bypass-check", "true"],
    ["gradient-lengths", "2.0 with them"],
    ["stride-error", "padding='same' is not supported for strided convolutions"],
    ["bottleneck-block", "torch.Size([2, 64, 23, 23])"],
    ["bottleneck-block", "4,544  16.3× fewer"], // 64 * 16 + 16 * 16 * 9 + 16 * 64, and 2 * (16 + 16 + 64)
    ["downsampling-bottleneck", "[2, 128, 12, 12]"],
    ["compare-blocks", "ConvNeXt block"],
    ["feature-maps", "torch.Size([1, 12, 128, 192])"],
  ])("shows in %s: %s", (id, text) => {
    expect(textOf(id)).toContain(text);
  });

  it("finds every class of the page to agree with the library's block", () => {
    expect(textOf("library-blocks").match(/agree: \w+/g)).toEqual(Array(5).fill("agree: true"));
  });

  it.each(["read-picture", "sobel-filter", "blur-and-sharpen", "feature-maps"])(
    "draws pictures in %s",
    (id) => {
      const markup = outputsOf(id).map((output) =>
        "data" in output ? String(output.data["text/html"]) : "",
      );
      expect(markup.join("")).toMatch(
        /<img src="data:image\/(png|jpeg);base64,[^"]+" width="\d+" height="\d+" alt="[^"]+"/,
      );
    },
  );

  it.each(["moving-average", "activations"])("charts with Vega-Lite in %s", (id) => {
    expect(outputsOf(id).flatMap(formsOf)).toContain("application/vnd.vegalite.v5+json");
  });

  it("sends a PNG with every SVG, for front-ends that hide SVG", () => {
    const drawings = cells
      .flatMap((cell) => cell.outputs)
      .map(formsOf)
      .filter((forms) => forms.includes("image/svg+xml"));
    expect(drawings.length).toBeGreaterThan(0);
    for (const forms of drawings)
      expect(forms).toContainEqual(expect.stringMatching(/^(image\/png|text\/html)$/));
  });
});
