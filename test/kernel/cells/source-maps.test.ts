import { expect, it } from "vitest";
import { registerCell, registerSource, sourceText } from "../../../kernel/cells/source-maps.ts";

const map = JSON.stringify({ version: 3, sources: ["a"], names: [], mappings: "AAAA" });

it("keeps the sources of files, and of many cells, but not of ever more", () => {
  registerSource("file:///helper.ts", "export {};", map);
  for (let i = 1; i <= 2001; i++) registerCell(`cell-${i}.ts`, `text of ${i}`, map);
  expect(sourceText("cell-1.ts")).toBeUndefined();
  expect(sourceText("cell-2.ts")).toBe("text of 2");
  expect(sourceText("cell-2001.ts")).toBe("text of 2001");
  expect(sourceText("file:///helper.ts")).toBe("export {};");
});

it("keeps the source of a cell that runs again and again", () => {
  for (let i = 1; i <= 2001; i++) registerCell("cell-1.ts", `text of run ${i}`, map);
  expect(sourceText("cell-1.ts")).toBe("text of run 2001");
});
