// How long a tensor's display takes to build, warm: the summary, the picture and the text, as after the second cell.
//
// usage: node bench/display.ts

import { present } from "../kernel/display/present.ts";
import * as torch from "../nn/index.ts";
import { median } from "./median.ts";

const shapes = [[1000], [64, 64], [3, 224, 224], [8, 64, 56, 56], [1, 1, 160_000]];
const runs = 15;

torch.manualSeed(0);
for (const shape of shapes) {
  const x = torch.rand(shape).sub(0.5);
  present(x);
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    present(x);
    return performance.now() - start;
  });
  const size = JSON.stringify(present(x)).length / 1000;
  console.log(
    `[${shape.join(", ")}]  least ${Math.min(...times).toFixed(1)} ms, median ${median(times).toFixed(1)} ms, ${size.toFixed(0)} kB`,
  );
}
process.exit(0); // the drawing thread waits for more
