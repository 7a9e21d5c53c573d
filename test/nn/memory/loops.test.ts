// Loops that never wait for the event loop, as people write them: memory stays flat, whether or not the person thinks
// of it. The oracles are the arena's counts and the size of the process.

import { describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

const megabyte = 2 ** 20;

interface Growth {
  /** megabytes by which the process and the memory of tensors have grown */
  readonly process: number;
  readonly arena: number;
  /** tensors that are alive now and were not before */
  readonly tensors: number;
}

/** Runs `step` a few times, for what is made once, then `times` times, and tells what the latter has cost. */
function growthOver(times: number, step: () => unknown): Growth {
  for (let i = 0; i < 20; i++) step();
  const [before, size] = [torch.memory(), process.memoryUsage.rss()];
  for (let i = 0; i < times; i++) step();
  const grown = process.memoryUsage.rss() - size;
  const touched = torch.memory().touchedBytes - before.touchedBytes;
  return {
    process: grown / megabyte,
    arena: touched / megabyte,
    tensors: torch.memory().tensors - before.tensors,
  };
}

describe("1,000 passes of a ResNet block", () => {
  const block = new torch.blocks.ResidualBlock(32, 32);
  const x = torch.randn(2, 32, 24, 24);

  it("take no memory when each result is released", () => {
    const growth = growthOver(1000, () => torch.noGrad(() => torch.scope(() => block(x).mean().item())));
    expect(growth.tensors).toBe(0);
    expect(growth.arena).toBe(0);
    expect(growth.process).toBeLessThan(64);
  });

  it("take bounded memory under noGrad when the results are dropped", () => {
    const growth = growthOver(1000, () => torch.noGrad(() => block(x)));
    expect(growth.tensors).toBeLessThan(3);
    expect(growth.arena).toBeLessThan(160);
    expect(growth.process).toBeLessThan(256);
  });

  it("take bounded memory with gradients when the results are dropped", () => {
    const growth = growthOver(1000, () => block(x));
    expect(growth.tensors).toBeLessThan(3);
    expect(growth.arena).toBeLessThan(160);
    expect(growth.process).toBeLessThan(256);
  });
});

describe("1,000 steps of training", () => {
  const model = new torch.nn.Sequential(
    new torch.nn.Conv2d(3, 16, 3, { padding: 1 }),
    new torch.nn.BatchNorm2d(16),
    new torch.nn.ReLU(),
    new torch.nn.MaxPool2d(2),
    new torch.nn.Flatten(),
    new torch.nn.Linear(16 * 144, 10),
  );
  const x = torch.randn(4, 3, 24, 24);
  const parameters = model.parameters();
  const step = (): void => {
    model.zeroGrad();
    torch.F.logSoftmax(model(x), 1).square().mean().backward();
    torch.noGrad(() => {
      for (const each of parameters) each.sub_(each.grad!.mul(0.01));
    });
  };

  it("take bounded memory without a scope", () => {
    const growth = growthOver(1000, step);
    expect(growth.tensors).toBeLessThan(3);
    expect(growth.arena).toBeLessThan(160);
    expect(growth.process).toBeLessThan(256);
  });

  it("take no more in scopes, which leave the gradients to the parameters", () => {
    const growth = growthOver(1000, () => torch.scope(step));
    expect(growth.tensors).toBeLessThan(3);
    expect(growth.arena).toBeLessThan(160);
    expect(growth.process).toBeLessThan(256);
  });
});

describe("taking back memory between any two layers", () => {
  it.each([true, false])("changes no result (with gradients: %s)", (gradients) => {
    const mode = gradients ? torch.enableGrad : torch.noGrad;
    const model = new torch.nn.Sequential(
      new torch.blocks.ResidualBlock(8, 8),
      new torch.blocks.ConvNeXtBlock(8, 8),
      new torch.nn.Conv2d(8, 16, 3, { stride: 2 }),
    ).eval();
    const x = torch.randn(2, 8, 12, 12);
    const expected = mode(() => model(x.mul(2)));
    for (const module of model.modules()) {
      module.registerForwardHook(() => {
        torch.memory();
        for (const size of [16, 64, 256, 1024]) torch.full([size], Number.NaN); // over what has become free
      });
    }
    for (let i = 0; i < 5; i++) expect(mode(() => model(x.mul(2))).equal(expected)).toBe(true);
  });
});

describe("packed weights", () => {
  const x = torch.ones(3, 40);

  it("are given back with the weights they were packed from", () => {
    const use = () => {
      const layer = new torch.nn.Linear(40, 50);
      torch.noGrad(() => torch.scope(() => layer(x).sum().item()));
      for (const parameter of layer.parameters()) parameter[Symbol.dispose]();
    };
    use(); // makes the tables of the product, which stay
    const before = torch.memory().liveBlocks;
    use();
    expect(torch.memory().liveBlocks).toBe(before);
  });

  it("are made anew when the weights change, in place of the old ones", () => {
    const layer = new torch.nn.Linear(40, 50, { bias: false });
    const sum = () => torch.noGrad(() => torch.scope(() => layer(x).sum().item()));
    const [first, before] = [sum(), torch.memory().liveBlocks];
    for (let i = 0; i < 5; i++) {
      torch.noGrad(() => layer.weight.mul_(2));
      expect(sum()).toBeCloseTo(first * 2 ** (i + 1), 2);
    }
    expect(torch.memory().liveBlocks).toBe(before);
  });
});

describe("100,000 additions", () => {
  it("take no memory when each is a scope of its own that releases what it replaces", () => {
    let y = torch.zeros(3, 4);
    const growth = growthOver(100_000, () => {
      const next = torch.scope(() => y.add(1));
      y[Symbol.dispose]();
      y = next;
    });
    expect(y.max().item()).toBe(100_020);
    expect(growth).toMatchObject({ arena: 0, tensors: 0 });
    expect(growth.process).toBeLessThan(64);
  });

  it.each([
    ["in a scope each", (step: () => void) => torch.scope(step)],
    ["with no scope at all", (step: () => void) => step()],
  ])("take bounded memory %s", (_, around) => {
    let y = torch.zeros(3, 4);
    const growth = growthOver(100_000, () =>
      around(() => {
        y = torch.keep(y.add(1));
      }),
    );
    expect(y.max().item()).toBe(100_020);
    expect(growth.tensors).toBeLessThan(3);
    expect(growth.arena).toBeLessThan(32);
    expect(growth.process).toBeLessThan(128);
  });

  it("take bounded memory in one scope around them all", () => {
    let y = torch.zeros(3, 4);
    const growth = torch.scope(() =>
      growthOver(100_000, () => {
        y = y.add(1);
      }),
    );
    expect(growth.tensors).toBeLessThan(3);
    expect(growth.arena).toBeLessThan(32);
    expect(growth.process).toBeLessThan(128);
  });
});

describe("more than all the memory there is", () => {
  it("can be used in turn, in a job that never ends", () => {
    let y = torch.zeros(16, megabyte);
    const growth = growthOver(80, () => {
      y = y.add(1);
    }); // 6.4 GB in all
    expect(y.index(15, -1).item()).toBe(100);
    expect(growth.arena).toBeLessThan(256);
  });

  it("can be used in turn when each piece is half of it", () => {
    for (let i = 0; i < 4; i++) torch.empty(490, megabyte);
  });

  it("can be used in pieces of one size after pieces of another", () => {
    for (const size of [400, 100, 7, 300]) for (let i = 0; i < 1000; i += size) torch.empty(size, megabyte);
  });

  it("cannot be used at once: the error says what wanted how much, how much is in use, and what to do", () => {
    const x = torch.ones(3, 1).expand(3, 500 * megabyte);
    expect(() => x.add(1)).toThrow(
      /^Add: out of memory: 5\.9 GiB for an array of shape \[3, 524288000\], float32 do not fit; .* of 4\.0 GiB are in use by \d+ live blocks\. .*torch\.noGrad\(fn\).*torch\.scope\(fn\)/,
    );
    expect(() => torch.zeros(2000, megabyte)).toThrow(/^zeros: out of memory: 7\.8 GiB/);
    expect(() => torch.rand(2000, megabyte)).toThrow(/^rand: out of memory: 7\.8 GiB/);
    expect(x.select(1, 0).sum().item()).toBe(3); // goes on working
  });

  const wide = torch.ones(3, 1).expand(3, 2_000_000_000);
  const plane = torch.ones(1, 1, 1, 1).expand(1, 8192, 400, 500);
  it.each<[string, () => unknown]>([
    [
      "5.9 GiB for an array of shape [3, 524288000], float32",
      () =>
        torch
          .ones(3, 1)
          .expand(3, 500 * megabyte)
          .clone(),
    ],
    ["44.7 GiB for an array of shape [3, 4000000000], float32", () => torch.cat([wide, wide], 1)],
    ["67.1 GiB for an array of shape", () => torch.einsum("ab,cb->abc", wide, wide)],
    ["6.1 GiB for ", () => torch.nn.functional.conv2d(plane, torch.ones(3, 8192, 3, 3))],
    ["37.3 GiB for an array of shape [100000000, 100]", () => new torch.nn.Embedding(100_000_000, 100)],
    [
      "22.4 GiB for an array of shape [3, 2000000000]",
      () => wide.gather(1, torch.zeros(3, 1).to("int64").expand(3, 2_000_000_000)),
    ],
    ["22.4 GiB for a copy of an array of shape", () => wide.data],
  ])("cannot be used at once: %s", (message, use) => {
    expect(use).toThrow(torch.OutOfMemoryError);
    expect(use).toThrow(message);
    expect(wide.index(2, -1).item()).toBe(1);
  });

  it("is refused while it is held, and nothing is lost", () => {
    const held: Tensor[] = [];
    const fill = () => {
      for (;;) held.push(torch.empty(300, megabyte));
    };
    expect(fill).toThrow(torch.OutOfMemoryError);
    expect(held.length).toBe(3);
    const marked = held[1]?.narrow(0, 299, 1).fill_(7);
    held.length = 1;
    expect(torch.empty(300, megabyte).shape[0]).toBe(300);
    expect(marked?.index(0, -1).item()).toBe(7);
  });
});

describe("torch.memory()", () => {
  it("counts tensors and their bytes, views with their base", () => {
    const before = torch.memory();
    const x = torch.zeros(10, 100);
    const flags = x.gt(0);
    const view = x.t();
    const after = torch.memory();
    expect(after.tensors - before.tensors).toBe(2);
    expect(after.tensorBytes - before.tensorBytes).toBe(4000 + 1000);
    expect(after.liveBytes - before.liveBytes).toBeGreaterThanOrEqual(5000);
    expect(view.numel()).toBe(flags.numel());
  });

  it("does not count what nobody can reach any more", () => {
    const before = torch.memory().tensors;
    (() => {
      for (let i = 0; i < 100; i++) torch.zeros(10);
    })();
    expect(torch.memory().tensors).toBe(before);
  });
});
