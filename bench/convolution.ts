// How long the step-by-step picture of a convolution takes, as a slider asks for it, and how heavy it is. The first call
// in a process also reads the fonts and is compiled as it runs.
//
// usage: node bench/convolution.ts

import { convolution } from "../kernel/display/convolution/convolution.ts";
import { present } from "../kernel/display/present.ts";
import * as torch from "../nn/index.ts";
import { median } from "./median.ts";

const runs = 25;
const { nn } = torch;

torch.manualSeed(0);
const whole = (shape: number[]) => torch.randint(0, 4, shape).to("float32");
/** A layer of the lesson about convolutions (notebooks/reactive.ipynb), over its small input. */
const lesson = (kernel: number, stride: number, dilation: number) => {
  const padding = (dilation * (kernel - 1)) / 2;
  return [new nn.Conv2d(4, 8, kernel, { stride, padding, dilation }), whole([1, 4, 5, 5])] as const;
};

const cases = {
  "lesson, kernel 1": lesson(1, 1, 1),
  "lesson, kernel 3": lesson(3, 1, 1),
  "lesson, kernel 5": lesson(5, 1, 1),
  "lesson, kernel 7": lesson(7, 1, 1),
  "lesson, kernel 3, stride 2": lesson(3, 2, 1),
  "lesson, kernel 3, dilation 2": lesson(3, 1, 2),
  "lesson, kernel 7, dilation 3": lesson(7, 1, 3),
  "strided 6 × 6": [new nn.Conv2d(1, 1, 3, { stride: 2, padding: 1 }), whole([1, 6, 6])],
  "64 × 64, padded": [new nn.Conv2d(1, 1, 3, { padding: 1 }), torch.randn(1, 64, 64)],
  "kernel 11, stride 4": [new nn.Conv2d(3, 64, 11, { stride: 4, padding: 2 }), torch.randn(3, 32, 32)],
  "512 channels": [new nn.Conv2d(512, 512, 3, { padding: 1 }), torch.randn(512, 14, 14)],
  "over time": [new nn.Conv1d(2, 3, 3, { padding: 1 }), torch.randn(2, 12)],
} as const;

for (const [name, [conv, x]] of Object.entries(cases)) {
  for (const options of [{}, { step: 0 }]) {
    const times = Array.from({ length: runs }, () => {
      const start = performance.now();
      present(convolution(conv, x, options));
      return performance.now() - start;
    });
    const size = JSON.stringify(present(convolution(conv, x, options))).length / 1000;
    console.log(
      `${name}${"step" in options ? ", one step" : ""}:  first ${times[0]?.toFixed(0)} ms, least ${Math.min(...times).toFixed(1)}, ` +
        `median ${median(times).toFixed(1)} ms, ${size.toFixed(0)} kB`,
    );
  }
}
