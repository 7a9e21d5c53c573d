// What reactivity costs. A chain of cells, each of which uses the one before: run by hand, request after request, and
// by a cascade; then how the memory of the cells' process goes while a cell that holds 10 MB runs again and again.
//
// usage: node bench/cascade.ts [RUNS]   (1,000 if not given; it takes minutes)

import { converse, stop } from "../test/kernel/support/kernel-process.ts";
import { median } from "./median.ts";

const [, , runs = "1000"] = process.argv;
const length = 50;

const [kernel, conversation] = await converse();
const run = (cellId: string, code: string) =>
  conversation.ask("execute_request", { code }, { metadata: { cellId } });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const chain = Array.from({ length }, (_, index) => `const v${index + 1} = v${index} + 1\nv${index + 1}`);
const runChain = async () => {
  for (const [index, code] of chain.entries()) await run(`v${index + 1}`, code);
};

await run("v0", "const v0 = 0");
await runChain();
await run("mode", "%reactive lazy");
const byHand: number[] = [];
for (let round = 0; round < 5; round++) byHand.push(await timed(runChain));
await run("mode", "%reactive auto");
const plain: number[] = [];
const cascade: number[] = [];
for (let round = 0; round < 5; round++) {
  plain.push(await timed(() => run("alone", `const alone = ${round}`)));
  cascade.push(await timed(() => run("v0", `const v0: number = ${round % 2 ? 10 : 20} + ${round}`)));
}
console.log(`${length} cells by hand: ${(median(byHand) / length).toFixed(2)} ms each`);
console.log(
  `${length} cells in a cascade: ${((median(cascade) - median(plain)) / length).toFixed(2)} ms each, types checked`,
);

await run("mode", "%types off");
const unchecked: number[] = [];
for (let round = 0; round < 5; round++)
  unchecked.push(await timed(() => run("v0", "const v0: number = Math.random()")));
console.log(
  `${length} cells in a cascade: ${((median(unchecked) - median(plain)) / length).toFixed(2)} ms each, without types`,
);

await run("step", "let step: number = 0");
await run(
  "tensor",
  'import * as torch from "lamella"\nconst held = torch.ones(2_500_000 + 0 * step)\nheld.shape[0]',
);
await run("array", "const array = new Float64Array(1_250_000).fill(step)\narray.length");
for (let done = 1; done <= Number(runs); done++) {
  await run("step", `let step: number = ${done}`);
  if (done % Math.ceil(Number(runs) / 5) !== 0) continue;
  const { published } = await conversation.execute("Math.round(process.memoryUsage().rss / 2 ** 20)");
  const result = published.find(({ header }) => header.msg_type === "execute_result");
  console.log(
    `after ${done} runs of two cells with 10 MB each: ${Object(result?.content.data)["text/plain"]} MB`,
  );
}
conversation.close();
await stop(kernel);
