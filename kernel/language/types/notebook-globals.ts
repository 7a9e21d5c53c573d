// The values that "lamella/notebook" exports, which are globals of cells besides.

export const notebookGlobals = [
  "chart",
  "clearOutput",
  "confirm",
  "curves",
  "display",
  "html",
  "interact",
  "invalidation",
  "live",
  "md",
  "progress",
  "prompt",
  "svg",
  "tex",
  "ui",
] as const;
