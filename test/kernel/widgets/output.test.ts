// The output widget: what code prints and shows goes there, in order, as the notebook format has outputs.

import { setTimeout as delay } from "node:timers/promises";
import { beforeEach, expect, it } from "vitest";
import { createInteract } from "../../../kernel/widgets/interact.ts";
import type { Output } from "../../../kernel/widgets/output.ts";
import { FakeProcess } from "./fake-process.ts";

let process: FakeProcess;
let output: Output;

beforeEach(() => {
  process = new FakeProcess();
  output = process.ui.output();
});

/** The outputs that front-ends know, as short texts. */
function seen(widget: { readonly id: string } = output): string[] {
  const said = process.sent.findLast(({ comm, data }) => comm === widget.id && data.method === "update");
  const { outputs = [] } = Object(said?.data.state);
  return outputs.map((each: object) => {
    const { output_type: type, text, data, ename } = Object(each);
    return `${type} ${text ?? data?.["text/plain"] ?? ename}`;
  });
}

it("adds what code prints, and gives what the code returns", () => {
  const returned = output.capture(() => {
    process.print("a");
    process.print("b");
    return 7;
  });
  expect(returned).toBe(7);
  output.append({}, 3);
  output.capture(() => process.print("c"));
  expect(seen()).toEqual(["stream a\nb\n", "display_data [object Object]", "display_data 3", "stream c\n"]);
  expect(output.describe()).toBe("a\nb\n[object Object]\n3\nc");
});

it("takes what code prints after an await and in timers, but not what others print meanwhile", async () => {
  const done = output.capture(async () => {
    await delay(5);
    process.print("late");
  });
  process.print("elsewhere");
  await done;
  await delay(80);
  expect(seen()).toEqual(["stream late\n"]);
});

it("tells long prints in few messages", async () => {
  output.capture(() => {
    for (let line = 0; line < 1000; line++) process.print(String(line));
  });
  await delay(80);
  expect(process.sent.filter(({ comm }) => comm === output.id).length).toBeLessThan(10);
  expect(seen()[0]).toMatch(/^stream 0\n1\n[\s\S]*\n999\n$/);
});

it("leaves errors to the caller, after what was printed", () => {
  const fail = () =>
    output.capture(() => {
      process.print("first");
      throw new RangeError("no");
    });
  expect(fail).toThrow("no");
  expect(seen()).toEqual(["stream first\n"]);
});

it("shows values in place of what was there, also of what is printed late", async () => {
  const late = output.capture(async () => {
    process.print("old");
    await delay(5);
    process.print("older");
  });
  output.show("new");
  await late;
  await delay(80);
  expect(seen()).toEqual(["display_data new"]);
  output.clear();
  expect(seen()).toEqual([]);
});

it("clears and updates as a cell's output does", () => {
  const bundle = (text: string) => ({ data: { "text/plain": text }, metadata: {} });
  output.capture(() => {
    process.take({ type: "display", cell: 1, id: "x", bundle: bundle("1"), update: false });
    process.take({ type: "display", cell: 1, id: "x", bundle: bundle("2"), update: true });
  });
  expect(seen()).toEqual(["display_data 2"]);
  output.capture(() => process.take({ type: "clear", cell: 1, wait: true }));
  expect(seen()).toEqual(["display_data 2"]);
  output.capture(() =>
    process.take({ type: "error", cell: 1, error: { name: "E", message: "", traceback: [] } }),
  );
  expect(seen()).toEqual(["error E"]);
});

it("holds what the function of interact prints, drawn anew with each move", () => {
  const box = createInteract(process.ui)(
    ({ n }) => {
      if (n > 5) process.print(`n is ${n}`);
      return n > 7 ? undefined : n;
    },
    { n: [0, 10] },
  );
  const [slider, shown] = box.children;
  if (!slider || !shown) throw new Error("no slider or no output");
  expect(seen(shown)).toEqual(["display_data 5"]);
  process.move(slider, { value: 6 });
  expect(seen(shown)).toEqual(["stream n is 6\n", "display_data 6"]);
  process.move(slider, { value: 9 });
  expect(seen(shown)).toEqual(["stream n is 9\n"]);
  process.move(slider, { value: 1 });
  expect(seen(shown)).toEqual(["display_data 1"]);
});
