// What the drawing thread is asked for and what it answers.

export type Job =
  /** an SVG text to PNG */
  | { readonly kind: "rasterize"; readonly svg: string }
  /** a chart's specification, as JSON text, to SVG and PNG */
  | { readonly kind: "chart"; readonly grammar: ChartGrammar; readonly spec: string };

export type ChartGrammar = "vega-lite" | "vega";

/** A picture in both forms. Width and height are CSS pixels; the PNG has `pixelRatio` times as many, for sharp screens. */
export interface Picture {
  readonly svg: string;
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export const pixelRatio = 2;

export interface Request {
  readonly number: number;
  readonly job: Job;
}

export type Answer = { readonly number: number } & (
  | { readonly status: "ok"; readonly picture: Picture }
  | { readonly status: "error"; readonly message: string }
);
