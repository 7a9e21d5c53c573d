// What a notebook has besides the language: showing things and asking for them, values that change by themselves. Cells
// find these as globals; controls, which are loaded later, join them (lazy-widgets.ts).

export { chart } from "../display/chart/short-forms.ts";
export { html, md, svg, tex } from "../display/rich-text.ts";
export { curves } from "./curves.ts";
export { clearOutput, type Display, type DisplayHandle, type DisplayOptions, display } from "./display.ts";
export { confirm, prompt } from "./input.ts";
export { invalidation } from "./invalidation.ts";
export { type Live, live } from "./live.ts";
export { progress } from "./progress.ts";
