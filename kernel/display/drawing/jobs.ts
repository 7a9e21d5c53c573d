// What the drawing thread is asked for and what it answers.

import type { Diagram } from "./node-link.ts";

export type Job =
  /** an SVG text to PNG */
  | { readonly kind: "rasterize"; readonly svg: string }
  /** nodes and links, to be laid out, to SVG and a PNG of so many device pixels to a CSS pixel each way */
  | { readonly kind: "diagram"; readonly diagram: Diagram; readonly ratio: number }
  /** a chart's specification, as JSON text, to SVG and PNG */
  | { readonly kind: "chart"; readonly grammar: ChartGrammar; readonly spec: string };

export type ChartGrammar = "vega-lite" | "vega";

/** Width and height are CSS pixels; the PNG has `pixelRatio` times as many each way, for sharp screens. */
export interface Picture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A picture and the SVG that it was drawn from. */
export interface SvgPicture extends Picture {
  readonly svg: string;
}

export const pixelRatio = 2;

export interface Request {
  readonly number: number;
  readonly job: Job;
}

export type Answer = { readonly number: number } & (
  | { readonly status: "ok"; readonly picture: SvgPicture }
  | { readonly status: "error"; readonly message: string }
);
