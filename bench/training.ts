// One step of training without the optimiser, forward and backward, of blocks and a small network, beside PyTorch's in the
// same run. The lowest time of one step in milliseconds, and the ratio to PyTorch's (below 1: Lamella is faster).
// `node bench/training.ts [threads] [part of a name]`; LAMELLA_PYTHON names a Python that has torch.

import * as torch from "../nn/index.ts";
import { lowestOf, timePython } from "./beside-pytorch.ts";

const { blocks, nn } = torch;
const threads = Number(process.argv[2] ?? 1);
const part = process.argv[3] ?? "";
const measuring = { budget: 4000, batch: 1 };

torch.setNumThreads(threads);
torch.manualSeed(0);

interface Workload {
  readonly name: string;
  readonly model: torch.nn.Module & ((x: torch.Tensor) => torch.Tensor);
  readonly shape: readonly number[];
  /** the same model in Python */
  readonly python: string;
  /** the loss is the distance from some target, and not the sum of the results */
  readonly hasTarget?: boolean;
}

const workloads: readonly Workload[] = [
  {
    name: "W10a basic block",
    model: new blocks.BasicBlock(64, 64),
    shape: [1, 64, 56, 56],
    python: "Basic(64, 64, 1)",
  },
  {
    name: "W10b separable",
    model: new nn.Sequential(new nn.Conv2d(16, 16, 3, 1, 1, 1, 16), new nn.Conv2d(16, 32, 1)),
    shape: [2, 16, 23, 23],
    python: "nn.Sequential(nn.Conv2d(16, 16, 3, 1, 1, 1, 16), nn.Conv2d(16, 32, 1))",
  },
  {
    name: "W10c bottleneck",
    model: new blocks.Bottleneck(256, 64),
    shape: [1, 256, 56, 56],
    python: "Bottleneck(256, 64)",
  },
  {
    name: "W10d ConvNeXt block",
    model: new blocks.CNBlock(96, 1e-6, 0),
    shape: [1, 96, 56, 56],
    python: "CNBlock(96)",
  },
  {
    name: "W10e linear with MSE",
    model: new nn.Linear(512, 512),
    shape: [64, 512],
    python: "nn.Linear(512, 512)",
    hasTarget: true,
  },
  { name: "W10f ResNet-18", model: blocks.resnet18(), shape: [8, 3, 64, 64], python: "resnet18()" },
];

const models = `
import torch
from torch import nn
torch.set_grad_enabled(True)
class Basic(nn.Module):
    def __init__(self, channels, out, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = nn.Conv2d(out, out, 3, 1, 1, bias=False), nn.BatchNorm2d(out)
        changed = stride != 1 or channels != out
        self.shortcut = nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out)) if changed else nn.Identity()
    def forward(self, x):
        return torch.relu(self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))) + self.shortcut(x))
class Bottleneck(nn.Module):
    def __init__(self, channels, width):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, width, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = nn.Conv2d(width, channels, 1, bias=False), nn.BatchNorm2d(channels)
    def forward(self, x):
        y = torch.relu(self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))))
        return torch.relu(self.bn3(self.conv3(y)) + x)
class CNBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(channels, channels, 7, 1, 3, groups=channels), nn.LayerNorm(channels, eps=1e-6)
        self.linear1, self.linear2 = nn.Linear(channels, 4 * channels), nn.Linear(4 * channels, channels)
        self.scale = nn.Parameter(1e-6 * torch.ones(channels, 1, 1))
    def forward(self, x):
        y = self.norm(self.conv(x).permute(0, 2, 3, 1))
        return x + self.scale * self.linear2(nn.functional.gelu(self.linear1(y))).permute(0, 3, 1, 2)
def resnet18():
    stages = [Basic(64, 64, 1), Basic(64, 64, 1)]
    for channels in (64, 128, 256):
        stages += [Basic(channels, 2 * channels, 2), Basic(2 * channels, 2 * channels, 1)]
    stem = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    return nn.Sequential(*stem, *stages, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 1000))
def step(model, x, target):
    y = model(x)
    (y.sum() if target is None else ((y - target) ** 2).mean()).backward()
    for each in [x, *model.parameters()]: each.grad = None
`;

/** A step of ours. */
function stepOf({ model, shape, hasTarget }: Workload): () => void {
  const x = torch.randn(shape, { requiresGrad: true });
  const target = hasTarget ? torch.randn(shape) : undefined;
  return () => {
    const y = model(x);
    const loss = target ? y.sub(target).square().mean() : y.sum();
    loss.backward();
    for (const each of [x, ...model.parameters()]) each.grad = undefined;
  };
}

const wanted = workloads.filter(({ name }) => name.includes(part));
const preparation = wanted.map(({ python, shape, hasTarget }, i) => {
  const target = hasTarget ? `torch.randn(${shape.join(", ")})` : "None";
  return `case${i} = (${python}, torch.randn(${shape.join(", ")}, requires_grad=True), ${target})`;
});
const peers = timePython(
  wanted.map((_, i) => `step(*case${i})`),
  models + preparation.join("\n"),
  threads,
  measuring,
);
console.log(`${threads} thread${threads > 1 ? "s" : ""}${" ".repeat(15)}Lamella   PyTorch   ratio`);
for (const [i, workload] of wanted.entries()) {
  const own = lowestOf(stepOf(workload), measuring);
  const peer = peers[i];
  const compared =
    peer === undefined
      ? "        -       -"
      : `${peer.toFixed(3).padStart(9)} ${(own / peer).toFixed(2).padStart(7)}`;
  console.log(`${workload.name.padEnd(22)} ${own.toFixed(3).padStart(9)} ${compared}`);
}
process.exit(0);
