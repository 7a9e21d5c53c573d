// Where notebooks are written, and what is refused before anything has run.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DestinationOptions, destinationsOf } from "../../../kernel/headless/destinations.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lamella-test-"));
  for (const folder of ["a", "b", "b/c"]) mkdirSync(join(root, folder));
  for (const name of ["a/x.ipynb", "a/y.ipynb", "a/x.json", "a/page.html", "b/x.ipynb", "b/c/x.ipynb"])
    writeFileSync(join(root, name), "{}");
  symlinkSync(join(root, "a/x.ipynb"), join(root, "b/link.ipynb"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The files of notebooks, by their paths below the folder of the test. */
async function files(sources: readonly string[], options: DestinationOptions): Promise<string[]> {
  const out = options.out === undefined ? {} : { out: join(root, options.out) };
  const paths = sources.map((source) => join(root, source));
  const destinations = await destinationsOf(paths, { ...options, ...out });
  return destinations
    .flatMap(({ notebook, page }) => (page === undefined ? [notebook] : [notebook, page]))
    .map((path) => relative(root, path));
}

describe("notebooks are written", () => {
  it.each<[string, string[], DestinationOptions, string[]]>([
    ["into a folder, made for them", ["a/x.ipynb"], { out: "made/for" }, ["made/for/x.ipynb"]],
    ["beside each other", ["a/x.ipynb", "a/y.ipynb"], { out: "out" }, ["out/x.ipynb", "out/y.ipynb"]],
    [
      "apart, if two have one name",
      ["a/x.ipynb", "b/x.ipynb"],
      { out: "out" },
      ["out/a/x.ipynb", "out/b/x.ipynb"],
    ],
    ["as deep as they lie", ["b/x.ipynb", "b/c/x.ipynb"], { out: "out" }, ["out/x.ipynb", "out/c/x.ipynb"]],
    ["with their pages", ["a/x.ipynb"], { out: "out", html: true }, ["out/x.ipynb", "out/x.html"]],
    ["in place", ["a/x.ipynb", "b/x.ipynb"], { inPlace: true }, ["a/x.ipynb", "b/x.ipynb"]],
    ["in place, with their pages", ["a/x.ipynb"], { inPlace: true, html: true }, ["a/x.ipynb", "a/x.html"]],
  ])("%s", async (_name, sources, options, expected) => {
    expect(await files(sources, options)).toEqual(expected);
  });
});

describe("a run is refused", () => {
  it.each<[string, string[], DestinationOptions, string]>([
    [
      "for a notebook that is not there",
      ["a/x.ipynb", "a/z.ipynb"],
      { out: "out" },
      "a/z.ipynb: no such file",
    ],
    [
      "for a notebook that is given twice",
      ["a/x.ipynb", "b/../a/x.ipynb"],
      { out: "out" },
      "would both be written to",
    ],
    [
      "for two notebooks with one page",
      ["a/x.ipynb", "a/x.json"],
      { out: "out", html: true },
      "would both be written",
    ],
    [
      "for a page over its source",
      ["a/page.html"],
      { inPlace: true, html: true },
      "would both be written to",
    ],
    ["for a folder of the source", ["a/x.ipynb"], { out: "a" }, "--in-place would do that"],
    [
      "for a source by another name",
      ["b/link.ipynb", "a/x.ipynb"],
      { inPlace: true },
      "would both be written to",
    ],
    ["for a folder that cannot be made", ["a/x.ipynb"], { out: "a/page.html/deep" }, "cannot write"],
    ["for a folder that is a file", ["a/x.ipynb"], { out: "a/page.html" }, "cannot write"],
    ["for a file that is a folder", ["a/x.ipynb"], { out: "folders" }, "it is there, and no file"],
  ])("%s", async (_name, sources, options, message) => {
    mkdirSync(join(root, "folders/x.ipynb"), { recursive: true });
    await expect(files(sources, options)).rejects.toThrow(message);
  });
});
