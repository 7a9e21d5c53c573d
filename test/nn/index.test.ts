// A page of what people write, from `import * as torch from "lamella"` on: that it type-checks is half of the test.

import { describe, expect, it } from "vitest";
import * as torch from "../../nn/index.ts";
import { F, nn, type Tensor } from "../../nn/index.ts";

class TinyNet extends nn.Module {
  features = new nn.Sequential(
    new nn.Conv2d(1, 4, 3, { padding: "same" }),
    new nn.BatchNorm2d(4),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
  );
  head = new nn.Linear(4, 3);
  normalize: nn.Layer = new nn.Identity();

  override forward(x: Tensor): Tensor {
    return this.normalize(this.head(this.features(x)));
  }
}

describe("lamella", () => {
  it("runs the documentation's first example", () => {
    const model = new torch.blocks.DepthwiseSeparableConv(16, 1, 32);
    const X = torch.randn(2, 16, 23, 23);
    expect(`${model(X).size()}`).toBe("torch.Size([2, 32, 23, 23])");
  });

  it("runs a network of the person's own, on a seed", () => {
    const run = () => {
      torch.manualSeed(7);
      return torch.noGrad(() => new TinyNet().eval()(torch.rand(2, 1, 8, 8)));
    };
    expect(`${run().shape}`).toBe("torch.Size([2, 3])");
    expect(run().equal(run())).toBe(true);
  });

  it("shows that a 1x1 convolution is a linear layer at every pixel", () => {
    const linear = new nn.Linear(16, 32);
    const pointwise = new nn.Conv2d(16, 32, 1);
    pointwise.weight = new nn.Parameter(linear.weight.reshape(32, 16, 1, 1));
    pointwise.bias = linear.bias;
    const x = torch.randn(2, 16, 23, 23);
    const byLinear = linear(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2);
    expect(torch.allclose(pointwise(x), byLinear, { atol: 1e-6 })).toBe(true);
  });

  it("finds edges", () => {
    const picture = torch.zeros(1, 1, 6, 6);
    picture.index(0, 0, ":", "3:").fill_(1);
    const sobel = torch.tensor(
      [
        [
          [
            [-1, 0, 1],
            [-2, 0, 2],
            [-1, 0, 1],
          ],
        ],
      ],
      { dtype: "float32" },
    );
    const row = F.conv2d(picture, sobel).index(0, 0, 0);
    expect(row.toArray()).toEqual([0, 4, 4, 0]);
  });

  it("gives its memory back", () => {
    const work = () => torch.scope(() => torch.matmul(torch.randn(4, 4), torch.eye(4)).sum().item());
    work(); // what kernels keep for the next time is made by the first
    const before = torch.memory().liveBlocks;
    work();
    expect(torch.memory().liveBlocks).toBe(before);
  });

  it("sets the number of threads", () => {
    const before = torch.getNumThreads();
    torch.setNumThreads(1);
    expect(torch.getNumThreads()).toBe(1);
    torch.setNumThreads(before);
  });
});
