// What the drawing thread is asked for and what it answers.

import type { Pixels } from "./png.ts";

export type Job =
  /** an SVG text to PNG */
  | { readonly kind: "rasterize"; readonly svg: string }
  /** an SVG text to pixels */
  | { readonly kind: "pixels"; readonly svg: string }
  /** pictures one after the other, all of one size and opaque, to an animated PNG */
  | { readonly kind: "animate"; readonly frames: readonly Frame[] }
  /** a chart's specification, as JSON text, to SVG and PNG */
  | { readonly kind: "chart"; readonly grammar: ChartGrammar; readonly spec: string };

/** A picture of an animation, and how long it stays. */
export interface Frame {
  readonly svg: string;
  readonly milliseconds: number;
}

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
  | { readonly status: "picture"; readonly picture: SvgPicture }
  | { readonly status: "pixels"; readonly pixels: Pixels }
  | { readonly status: "error"; readonly message: string }
);
