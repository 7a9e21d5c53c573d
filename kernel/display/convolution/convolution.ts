// `display.convolution(conv, x)`: a convolution step by step, as a picture that moves by itself: an animated PNG, for
// which a front-end needs neither script nor trust. It begins with the last step, all of the output, and stays there
// for a while: this is what is shown where pictures do not move, on paper too, and what a person who moves a slider
// sees at once.

import type { MimeBundle } from "../../channel/messages.ts";
import { type AnimationFrame, encodeApng } from "../drawing/apng.ts";
import type { Picture } from "../drawing/jobs.ts";
import { htmlBundle, imgMarkup } from "../html-picture.ts";
import { sizeOf, usualLimit } from "../limit.ts";
import { base64, type Displayable, jupyterDisplay } from "../mime-bundle.ts";
import type { TensorLike } from "../tensor/tensor-like.ts";
import { Figure } from "./figure.ts";
import { type ChannelOptions, checkRange } from "./layer.ts";
import { convolutionSteps, type Step } from "./steps.ts";
import { ratio } from "./style.ts";
import { outputText, summary } from "./text.ts";

export interface ConvolutionOptions extends ChannelOptions {
  /** how long each step stays, in milliseconds; the whole output stays four times as long */
  readonly duration?: number;
  /** only this step, from 0, as a picture that does not move */
  readonly step?: number;
}

/** Browsers slow down pictures that change faster than every 20 milliseconds, and a step has three. */
const leastDuration = 60;

/** As base64, with its text, this is still less than an output may have. */
const mostBytes = 210_000;

/**
 * The animation of a Conv1d or Conv2d over x, or one of its steps.
 * @throws TypeError for a value that is no convolution, or an x that is no tensor
 * @throws RangeError for an input, a channel or a step that does not fit
 */
export function convolution(conv: unknown, x: TensorLike, options: ConvolutionOptions = {}): Displayable {
  const { duration = 600, step } = options;
  if (!(duration >= leastDuration && duration <= 10_000)) {
    throw new RangeError(
      `display.convolution: duration must be from ${leastDuration} to 10000 milliseconds, got ${duration}`,
    );
  }
  const all = convolutionSteps(conv, x, options);
  if (step !== undefined) checkRange("step", step, 0, all.steps.length);
  const figure = new Figure(all);
  const only = step === undefined ? undefined : all.steps[step];
  const frames = only
    ? [{ patch: figure.picture(only), milliseconds: 0 }]
    : movement(figure, all.steps, duration);
  const fast = encodeApng(figure.colors, frames, "fast");
  const png = fast.length <= mostBytes ? fast : encodeApng(figure.colors, frames, "small");
  const size = { width: figure.width / ratio, height: figure.height / ratio };
  const about = summary(String(conv), all, only);
  const bundle = bundleOf({ png, ...size }, about, `${about}:\n${outputText(all)}`);
  return { [jupyterDisplay]: () => bundle };
}

/**
 * Within HTML, for JupyterLab shows a PNG by itself without alternative text; and as a PNG besides, for what knows no
 * HTML, such as a printed page, unless the two would be too heavy.
 */
function bundleOf(picture: Picture, about: string, text: string): MimeBundle {
  const { png, width, height } = picture;
  const within = htmlBundle(imgMarkup(picture, about), text);
  const both = {
    data: { ...within.data, "image/png": base64(png) },
    metadata: { "image/png": { width, height, alt: about } },
  };
  return sizeOf(both) <= usualLimit ? both : within;
}

/** The last step, then from each to the next, part by part: first the window moves, the result comes last. */
function movement(figure: Figure, steps: readonly Step[], duration: number): AnimationFrame[] {
  const last = steps.at(-1);
  if (!last) return [];
  const part = Math.max(leastDuration / 3, Math.round(duration / 6));
  const frames = [{ patch: figure.picture(last), milliseconds: 4 * duration }];
  for (const [i, step] of steps.slice(0, -1).entries()) {
    const { window, arithmetic, result } = figure.changes(steps[i - 1] ?? last, step);
    frames.push(
      { patch: window, milliseconds: part },
      { patch: arithmetic, milliseconds: part },
      { patch: result, milliseconds: duration - 2 * part },
    );
  }
  return frames;
}
