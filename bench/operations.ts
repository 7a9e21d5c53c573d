// Single operations on one tensor that is large, (8, 64, 56, 56), beside PyTorch's in the same run: what a person meets between
// two layers. The lowest time of one call in milliseconds, and the ratio to PyTorch's (below 1: Lamella is faster).
// `node bench/operations.ts [threads] [part of a name]`; LAMELLA_PYTHON names a Python that has torch.

import * as torch from "../nn/index.ts";
import { lowestOf, timePython } from "./beside-pytorch.ts";

const threads = Number(process.argv[2] ?? 1);
const part = process.argv[3] ?? "";
/** On either side. */
const measuring = { budget: 300, batch: 1 };

torch.setNumThreads(threads);
torch.manualSeed(0);
const x = torch.randn(8, 64, 56, 56);
const y = torch.randn(8, 64, 56, 56);
const mask = x.gt(0);
const rows = torch.randn(4096, 64);
const index = torch.randint(0, 4096, [8192]);
const wide = torch.randn(512, 3136);
const line = torch.randn(802_816);
const order = wide.argsort(1);
const norm = new torch.nn.BatchNorm2d(64);

/** Name, Lamella's call, PyTorch's expression over the same names. */
const operations: readonly (readonly [name: string, call: () => unknown, python: string])[] = [
  ["sum()", () => x.sum(), "x.sum()"],
  ["sum(3)", () => x.sum(3), "x.sum(3)"],
  ["sum(1)", () => x.sum(1), "x.sum(1)"],
  ["sum(0)", () => x.sum(0), "x.sum(0)"],
  ["sum([2, 3])", () => x.sum([2, 3]), "x.sum([2, 3])"],
  ["mean([0, 2, 3])", () => x.mean([0, 2, 3]), "x.mean([0, 2, 3])"],
  ["var()", () => x.var(), "x.var()"],
  ["var(1)", () => x.var(1), "x.var(1)"],
  ["max()", () => x.max(), "x.max()"],
  ["amax([2, 3])", () => x.amax([2, 3]), "x.amax([2, 3])"],
  ["argmax()", () => x.argmax(), "x.argmax()"],
  ["argmax(1)", () => x.argmax(1), "x.argmax(1)"],
  ["norm()", () => x.norm(), "x.norm()"],
  ["logsumexp(1)", () => x.logsumexp(1), "x.logsumexp(1)"],
  ["softmax(1)", () => x.softmax(1), "x.softmax(1)"],
  ["logSoftmax(3)", () => x.logSoftmax(3), "x.log_softmax(3)"],
  ["sin()", () => x.sin(), "x.sin()"],
  ["cos()", () => x.cos(), "x.cos()"],
  ["softplus()", () => torch.nn.functional.softplus(x), "F.softplus(x)"],
  ["tan()", () => x.tan(), "x.tan()"],
  ["atan()", () => x.atan(), "x.atan()"],
  ["log1p()", () => mask.float().log1p(), "mask.float().log1p()"],
  ["expm1()", () => x.expm1(), "x.expm1()"],
  ["elu()", () => torch.F.elu(x), "F.elu(x)"],
  ["pow(3)", () => x.pow(3), "x.pow(3)"],
  ["where()", () => torch.where(mask, x, y), "torch.where(mask, x, y)"],
  ["maskedFill()", () => x.maskedFill(mask, 0), "x.masked_fill(mask, 0)"],
  ["cumsum(3)", () => x.cumsum(3), "x.cumsum(3)"],
  ["cumsum(1)", () => x.cumsum(1), "x.cumsum(1)"],
  ["indexSelect(0)", () => rows.indexSelect(0, index), "rows.index_select(0, index)"],
  ["embedding()", () => torch.nn.functional.embedding(index, rows), "F.embedding(index, rows)"],
  ["sort(1)", () => wide.sort(1), "wide.sort(1)"],
  ["sort() of 802,816", () => line.sort(), "line.sort()"],
  ["gather(1)", () => wide.gather(1, order), "wide.gather(1, order)"],
  ["topk(5)", () => wide.topk(5), "wide.topk(5)"],
  ["cat(1)", () => torch.cat([x, y], 1), "torch.cat([x, y], 1)"],
  ["stack()", () => torch.stack([x, y]), "torch.stack([x, y])"],
  ["flip(3)", () => x.flip(3), "x.flip(3)"],
  [
    "pad reflect",
    () => torch.nn.functional.pad(x, [1, 1, 1, 1], { mode: "reflect" }),
    "F.pad(x, [1, 1, 1, 1], 'reflect')",
  ],
  ["pad zeros", () => torch.nn.functional.pad(x, [1, 1, 1, 1]), "F.pad(x, [1, 1, 1, 1])"],
  ["adaptiveAvgPool2d(1)", () => torch.nn.functional.adaptiveAvgPool2d(x, 1), "F.adaptive_avg_pool2d(x, 1)"],
  ["BatchNorm2d train", () => norm(x), "norm(x)"],
];

const wanted = operations.filter(([name]) => name.includes(part));
const preparation = `
x, y = torch.randn(8, 64, 56, 56), torch.randn(8, 64, 56, 56)
mask, rows, index = x > 0, torch.randn(4096, 64), torch.randint(0, 4096, (8192,))
wide, norm = torch.randn(512, 3136), torch.nn.BatchNorm2d(64)
line, order = torch.randn(802816), wide.argsort(1)`;
const expressions = wanted.map(([, , expression]) => expression);
const peers = timePython(expressions, preparation, threads, measuring);
console.log(`${threads} thread${threads > 1 ? "s" : ""}${" ".repeat(15)}Lamella   PyTorch   ratio`);
wanted.forEach(([name, call], place) => {
  const own = lowestOf(call, measuring);
  const peer = peers[place];
  const compared =
    peer === undefined
      ? "        -       -"
      : `${peer.toFixed(3).padStart(9)} ${(own / peer).toFixed(2).padStart(7)}`;
  console.log(`${name.padEnd(22)} ${own.toFixed(3).padStart(9)} ${compared}`);
});
process.exit(0);
