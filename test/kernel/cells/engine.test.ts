// The engine in the cells' process, which an interrupt can stop anywhere: it must be as good afterwards as before.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

const notebook = new Notebook();
afterAll(() => notebook.supervisor.shutdown());

beforeAll(async () => {
  await notebook.run(`
    const torch = ($.torch = await $cell.import("lamella"));
    torch.setNumThreads(2);
    torch.manualSeed(0);
    $.block = new torch.blocks.ResidualBlock(16, 16).eval();
    $.x = torch.randn(2, 16, 40, 40);
    $.expected = torch.noGrad(() => $.block($.x));`);
});

/** Runs a cell that goes on for ever, interrupts it once it has said that it is under way, and returns how it ended. */
async function interrupted(body: string): Promise<string> {
  const said = () => notebook.printed("stdout").split("under way").length;
  const before = said();
  const run = notebook.run(body);
  await notebook.until(() => said() > before);
  await notebook.supervisor.interrupt();
  return (await run).outcome.status;
}

const forever = (work: string) => `console.log("under way"); for (;;) { ${work} }`;

const computations = [
  { name: "a module under noGrad", body: `$.torch.noGrad(() => { ${forever("$.block($.x)")} })` },
  { name: "a module with gradients", body: forever("$.block($.x)") },
  { name: "a scope", body: `$.torch.scope(() => { ${forever("$.x.add(1)")} })` },
  { name: "a loop that drops what it makes", body: `let y = $.x; ${forever("y = y.add(1)")}` },
  { name: "products on two threads", body: `const a = $.torch.ones(700, 700); ${forever("a.matmul(a)")}` },
  {
    name: "work on weights that change",
    body: `const [weight] = $.block.parameters();
      $.torch.noGrad(() => { ${forever("weight.mul_(1); $.block($.x)")} })`,
  },
];

describe("an interrupt in the middle of", () => {
  it.each(computations)("$name leaves the engine as it was", async ({ body }) => {
    for (let times = 0; times < 3; times += 1) {
      expect(await interrupted(body)).toBe("interrupted");
      expect(await notebook.value("$cell.result($.torch.isGradEnabled())")).toBe("true");
      expect(await notebook.value("$cell.result($.torch.noGrad(() => $.block($.x)).equal($.expected))")).toBe(
        "true",
      );
      expect(
        await notebook.value(`
          const before = $.torch.memory().tensors;
          for (let i = 0; i < 100; i++) $.torch.noGrad(() => $.torch.scope(() => $.block($.x).sum().item()));
          $cell.result($.torch.memory().tensors - before);`),
      ).toBe("0");
    }
    expect(notebook.scopesLost).toBe(0);
  });

  it("much memory leaves all of it to be used", async () => {
    await interrupted(`const kept = []; ${forever("kept.push($.torch.zeros(1024, 1024))")}`);
    await notebook.run(""); // the interrupted cell's variables are gone
    const megabytes = await notebook.value(
      "$cell.result(Math.round($.torch.memory().tensorBytes / 2 ** 20))",
    );
    expect(Number(megabytes)).toBeLessThan(64);
  });
});

describe("an interrupt while a network is looked at", () => {
  const layers = `[new nn.Conv2d(1, 2, 3), new nn.BatchNorm2d(2), new Endless()]`;

  it.each([
    ["featureMaps", "display.featureMaps($.net, input)"],
    ["diagram", "display.diagram($.net, input)"],
    ["shapes", "display.shapes($.net, input)"],
  ])("(%s) leaves it in training, and unwatched", async (_, look) => {
    await notebook.run(`
      const { nn } = $.torch;
      $.endless = true;
      class Endless extends nn.Module { forward(x) { if ($.endless) { ${forever("")} } return x; } }
      $.net = new nn.Sequential(...${layers});
      $.net[0].eval();
      $.removed = 0;
      const register = $.net[1].registerForwardHook;
      $.net[1].registerForwardHook = (hook) => {
        const { remove } = register.call($.net[1], hook);
        $.removed -= 1;
        return { remove: () => { $.removed += 1; remove(); } };
      };`);
    const input = "const input = $.torch.ones(1, 1, 8, 8);";
    expect(await interrupted(`${input} ${look};`)).toBe("interrupted");
    const modes = "$.net.modules().map(({ training }) => training)";
    expect(await notebook.value(`$cell.result([...${modes}, $.removed].join())`)).toContain(
      "true,false,true,true,0",
    );
    expect(
      await notebook.value(`$.endless = false; ${input} ${look}; $cell.result(String($.removed))`),
    ).toContain("0");
  });
});

describe("a cell that makes more than all the memory there is, and holds little of it at a time,", () => {
  const declare = "$.y = $.torch.zeros(16, 1024, 1024);";

  it.each([
    {
      name: "works in a loop that never waits",
      body: `${declare} for (let i = 0; i < 80; i++) $.y = $.y.add(1);`,
    },
    {
      name: "works in a loop that waits for promises only",
      body: `${declare} for (let i = 0; i < 80; i++) { $.y = $.y.add(1); await null; }`,
    },
  ])("$name", async ({ body }) => {
    expect(await notebook.value(`${body} $cell.result($.y.index(15, -1, -1).item())`)).toBe("80");
    await notebook.run("delete $.y");
  });

  it("fails when it holds all of it, says how to need less, and its process goes on", async () => {
    const error = await notebook.error("const all = []; for (;;) all.push($.torch.empty(256, 1024, 1024));");
    expect(error.name).toBe("OutOfMemoryError");
    expect(error.message).toMatch(
      /^empty: out of memory: 1\.0 GiB for an array of shape \[256, 1024, 1024\]/,
    );
    expect(await notebook.value("$cell.result($.torch.empty(256, 1024, 1024).numel())")).toBe("268435456");
    expect(notebook.scopesLost).toBe(0);
  });
});
