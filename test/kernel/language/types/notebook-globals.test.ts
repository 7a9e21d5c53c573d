// The globals that types and completion know are those that cells have.

import { expect, it } from "vitest";
import * as notebook from "../../../../kernel/cells/notebook.ts";
import { notebookGlobals } from "../../../../kernel/language/types/notebook-globals.ts";

it("lists every value of lamella/notebook", () => {
  expect(Object.keys(notebook).toSorted()).toEqual([...notebookGlobals]);
});
