// Cells that run again and again, over a real kernel: what their earlier runs have made is let go.

import { beforeAll, expect, it } from "vitest";
import { sharedPage } from "../support/notebook-page.ts";

const page = sharedPage();
beforeAll(async () => {
  await page.run("types", "%types off");
  await page.run(
    "start",
    `import { setFlagsFromString } from "node:v8"; import { runInNewContext } from "node:vm";
     setFlagsFromString("--expose-gc"); const collect = runInNewContext("gc");
     const made: WeakRef<object>[] = []; const note = (value) => { made.push(new WeakRef(value)); return value }`,
  );
});

const runs = 12;

it.each([
  ["an array", "const big = note(new Float64Array(100_000).fill(step)); big.length"],
  [
    "a tensor",
    "import * as torch from 'lamella'; const big = note(torch.full([1000, 100], step)); big.shape",
  ],
  [
    "what a tensor was computed from",
    "import * as torch from 'lamella'; const big = note(torch.ones(1000, 100)).mul(step); big",
  ],
  ["a control", "const big = note(ui.intSlider({ min: 0, max: 100, value: step })); big.value"],
  ["what a _name holds", "const _big = note({ step }); const size = () => _big.step; size()"],
  ["a value that is shown", "display(note({ step, many: Array(1000).fill(0) }))"],
  [
    "a listener's closure, once it is cleared away",
    "const _big = note({ step }); const _timer = setInterval(() => _big, 1000); invalidation.then(() => clearInterval(_timer)); 0",
  ],
])("%s", async (_what, code) => {
  await page.run("step", "let step = 0", { deletedCells: ["cell"] });
  await page.run("cell", `// @auto\n${code}`); // however busy the machine is
  expect(page.screen.texts("cell").join()).not.toMatch(/Error/);
  for (let step = 1; step < runs; step++) await page.run("step", `let step = ${step}`);
  await page.run(
    "count",
    "// @off\nfor (let i = 0; i < 5; i++) { await new Promise((f) => setTimeout(f, 20)); collect() }\n" +
      "const counts = [made.length, made.filter((each) => each.deref() !== undefined).length <= 2]; made.length = 0; counts",
  );
  expect(page.screen.texts("count")[0]).toBe(`[ ${runs}, true ]`);
});
