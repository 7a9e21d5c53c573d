// `display.convolution(conv, x)`: a convolution step by step, as a picture that moves by itself: an animated PNG, for
// which a front-end needs neither script nor trust.

import { animate } from "../drawing/draw.ts";
import { base64, type Displayable, jupyterDisplay } from "../mime-bundle.ts";
import type { TensorLike } from "../tensor/tensor-like.ts";
import { frame } from "./frame.ts";
import { convolutionSteps, isConvolution, type StepOptions, type Steps } from "./steps.ts";

export interface ConvolutionOptions extends StepOptions {
  /** how long each step stays, in milliseconds; the last stays four times as long */
  readonly duration?: number;
}

/**
 * The animation of a Conv1d or Conv2d over x.
 * @throws TypeError for a value that is no convolution
 * @throws RangeError for an input or a channel that does not fit
 */
export function convolution(conv: unknown, x: TensorLike, options: ConvolutionOptions = {}): Displayable {
  if (!isConvolution(conv)) throw new TypeError("display.convolution: expected a Conv1d or Conv2d");
  const { duration = 600 } = options;
  if (!(duration >= 20 && duration <= 10_000)) {
    throw new RangeError(
      `display.convolution: duration must be from 20 to 10000 milliseconds, got ${duration}`,
    );
  }
  const steps = convolutionSteps(conv, x, options);
  const last = steps.steps.length - 1;
  const frames = steps.steps.map((_, i) => ({
    svg: frame(steps, i),
    milliseconds: i === last ? 4 * duration : duration,
  }));
  const { png, width, height } = animate(frames);
  const text = description(String(conv), steps);
  return {
    [jupyterDisplay]: () => ({
      data: { "image/png": base64(png), "text/plain": text },
      metadata: { "image/png": { width, height, alt: text } },
    }),
  };
}

function description(conv: string, { inputChannel, channel, steps, shown }: Steps): string {
  const values = Array.from({ length: shown.height }, (_, row) =>
    steps
      .filter((step) => step.row === row)
      .map(({ result }) => result.toFixed(4).padStart(9))
      .join(" "),
  );
  return [
    `${conv}, step by step: the window moves over input channel ${inputChannel}; output channel ${channel} is`,
    ...values,
  ].join("\n");
}
