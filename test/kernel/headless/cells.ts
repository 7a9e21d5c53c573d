// Cells of a notebook that has been run, as short as a test wants to say them.

import type { Cell, Output } from "../../../kernel/headless/notebook.ts";

export const markdown = (source: string, attachments = {}): Cell => ({
  cell_type: "markdown",
  id: "text",
  source,
  metadata: {},
  attachments,
});

export const code = (source: string, ...outputs: Output[]): Cell => ({
  cell_type: "code",
  id: "code",
  source,
  metadata: {},
  execution_count: 7,
  outputs,
});
