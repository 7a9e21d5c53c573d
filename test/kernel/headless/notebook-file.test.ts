// A notebook's file: nothing is lost by reading and writing it, and a file that is no notebook says what is wrong.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Notebook, TextCell } from "../../../kernel/headless/notebook.ts";
import { formatNotebook, parseNotebook, readNotebook } from "../../../kernel/headless/notebook-file.ts";
import type { JsonObject } from "../../../kernel/wire/message.ts";

const text = fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r", "🙂", " ") });
const id = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const metadata: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject[]>(
  {},
  { tags: ["raises-exception"], other: { deep: [1, null] } },
);
const count = fc.option(fc.nat());
const data = fc.dictionary(fc.constantFrom("text/plain", "text/html", "image/svg+xml"), text);

const output = fc.oneof(
  fc.record({
    output_type: fc.constant("stream" as const),
    name: fc.constantFrom("stdout" as const, "stderr" as const),
    text,
  }),
  fc.record({ output_type: fc.constant("display_data" as const), data, metadata }),
  fc.record({ output_type: fc.constant("execute_result" as const), execution_count: count, data, metadata }),
  fc.record({
    output_type: fc.constant("error" as const),
    ename: text,
    evalue: text,
    traceback: fc.array(text),
  }),
);

const cell = fc.oneof(
  fc.record({
    cell_type: fc.constant("code" as const),
    id,
    source: text,
    metadata,
    execution_count: count,
    outputs: fc.array(output),
  }),
  fc.record({
    cell_type: fc.constantFrom("markdown" as const, "raw" as const),
    id,
    source: text,
    metadata,
    attachments: fc.constantFrom<TextCell["attachments"][]>({}, { "a.png": { "image/png": "AAAA" } }),
  }),
);

const notebook: fc.Arbitrary<Notebook> = fc.record({ cells: fc.array(cell), metadata });

describe("a notebook file", () => {
  it("gives back the notebook that was written", () => {
    fc.assert(
      fc.property(notebook, (written) => {
        expect(parseNotebook(formatNotebook(written), "x.ipynb")).toEqual(written);
      }),
    );
  });

  it("is written as Jupyter writes it: keys sorted, one space, texts as lines", () => {
    const written = formatNotebook({
      cells: [{ cell_type: "markdown", id: "a", source: "# One\ntwo", metadata: {}, attachments: {} }],
      metadata: {},
    });
    expect(written).toBe(`{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "a",
   "metadata": {},
   "source": [
    "# One\\n",
    "two"
   ]
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
`);
  });

  it("gives cells of older files an id of the format's form", () => {
    const older = {
      nbformat: 4,
      nbformat_minor: 2,
      metadata: {},
      cells: [{ cell_type: "raw", source: [], metadata: {} }],
    };
    const { cells } = parseNotebook(JSON.stringify(older), "x.ipynb");
    expect(cells[0]?.id).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
  });

  const valid = { nbformat: 4, nbformat_minor: 5, metadata: {} };
  const codeCell = { cell_type: "code", source: "", metadata: {}, outputs: [] };
  it.each([
    ["[", "x.ipynb: not a notebook, because it is not JSON"],
    ["[]", "x.ipynb: the notebook: expected an object, found a list"],
    [{ ...valid, nbformat: 3, cells: [] }, "x.ipynb: nbformat: expected 4, found 3"],
    [{ nbformat: 4 }, "x.ipynb: cells: expected a list, found nothing"],
    [
      { ...valid, cells: [{ ...codeCell, source: 5 }] },
      "x.ipynb: cells[0].source: expected text or a list of lines, found 5",
    ],
    [
      { ...valid, cells: [codeCell, { ...codeCell, cell_type: "heading" }] },
      'x.ipynb: cells[1].cell_type: expected "code", "markdown" or "raw", found "heading"',
    ],
    [
      { ...valid, cells: [{ ...codeCell, outputs: [{ output_type: "display_data" }] }] },
      "x.ipynb: cells[0].outputs[0].data: expected an object, found nothing",
    ],
  ])("that is wrong says what and where: %j", (file, message) => {
    const written = typeof file === "string" ? file : JSON.stringify(file);
    expect(() => parseNotebook(written, "x.ipynb")).toThrow(message);
  });

  it("that is missing says so", async () => {
    await expect(readNotebook("/nowhere/x.ipynb")).rejects.toThrow("/nowhere/x.ipynb: no such file");
  });
});
