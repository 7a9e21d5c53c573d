// Where the notebook lies: the working directory at the start. Cells may change theirs; imports and stack traces
// keep to the notebook's.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const notebookFolder = process.cwd();

/** The module from whose place all cells import. The file need not exist. */
export const notebookUrl = pathToFileURL(join(notebookFolder, "notebook.ts")).href;
