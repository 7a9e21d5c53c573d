// Single operations on tensors of 1,000, 100,000 and 1,000,000 elements beside PyTorch's in the same run: elementwise functions,
// reductions, selection and movement. For each size the lowest time of one call in microseconds, PyTorch's, and the ratio (below
// 1: Lamella is faster). Small calls are measured many at a time.
// `node bench/operations-by-size.ts [threads] [part of a name]`; LAMELLA_PYTHON names a Python that has torch.

import * as torch from "../nn/index.ts";
import { lowestOf, timePython } from "./beside-pytorch.ts";

const threads = Number(process.argv[2] ?? 1);
const part = process.argv[3] ?? "";
/** Milliseconds that one operation is measured for at one size, on either side. */
const budget = 60;
const { F } = torch;

/** Rows and columns of the matrices, pixels of ten images (one, of the smallest), and calls that are measured together. */
const sizes = [
  { rows: 25, columns: 40, images: [1, 1, 25, 40], batch: 50 },
  { rows: 250, columns: 400, images: [1, 10, 100, 100], batch: 4 },
  { rows: 1000, columns: 1000, images: [1, 10, 100, 1000], batch: 1 },
] as const;

type Data = ReturnType<typeof dataOf>;

function dataOf({ rows, columns, images }: (typeof sizes)[number]) {
  const x = torch.randn(rows, columns);
  const y = torch.randn(rows, columns);
  return {
    x,
    y,
    positive: x.abs().add(0.01),
    unit: torch.rand(rows, columns),
    row: torch.randn(columns),
    column: torch.randn(rows, 1),
    mask: x.gt(0),
    other: y.gt(0),
    whole: torch.randint(-50, 50, [rows, columns]),
    small: torch.randint(1, 9, [rows, columns]),
    zeros: torch.zeros(rows, columns),
    order: x.argsort(1),
    some: torch.randint(0, rows, [rows >> 1]),
    someColumns: torch.randint(0, columns, [columns >> 1]),
    images: torch.randn([...images]),
    flat: torch.randn(rows * columns),
  };
}

const preparation = `
x, y = torch.randn(rows, columns), torch.randn(rows, columns)
positive, unit = x.abs() + .01, torch.rand(rows, columns)
row, column = torch.randn(columns), torch.randn(rows, 1)
mask, other = x > 0, y > 0
whole, small = torch.randint(-50, 50, (rows, columns)), torch.randint(1, 9, (rows, columns))
zeros, order = torch.zeros(rows, columns), x.argsort(1)
some, someColumns = torch.randint(0, rows, (rows // 2,)), torch.randint(0, columns, (columns // 2,))
images, flat = torch.randn(*images), torch.randn(rows * columns)`;

/** Lamella's call, and PyTorch's expression over the same names, which also names the operation. */
type Operation = readonly [call: (data: Data) => unknown, python: string];

const ofEach: readonly Operation[] = [
  [({ x }) => x.neg(), "x.neg()"],
  [({ x }) => x.exp(), "x.exp()"],
  [({ x }) => x.sinc(), "x.sinc()"],
  [({ x }) => x.asinh(), "x.asinh()"],
  [({ positive }) => positive.add(1).acosh(), "(positive + 1).acosh()"],
  [({ unit }) => unit.atanh(), "unit.atanh()"],
  [({ unit }) => unit.logit(), "unit.logit()"],
  [({ x }) => x.erfc(), "x.erfc()"],
  [({ unit }) => unit.erfinv(), "unit.erfinv()"],
  [({ x }) => x.round(), "x.round()"],
  [({ x }) => x.sign(), "x.sign()"],
  [({ x }) => x.isnan(), "x.isnan()"],
  [({ x }) => x.isfinite(), "x.isfinite()"],
  [({ mask }) => mask.logicalNot(), "mask.logical_not()"],
  [({ whole }) => whole.abs(), "whole.abs()"],
  [({ whole }) => whole.float(), "whole.float()"],
  [({ x }) => x.long(), "x.long()"],
  [({ x }) => x.bool(), "x.bool()"],
];

const ofTwo: readonly Operation[] = [
  [({ x, y }) => x.add(y), "x + y"],
  [({ x, row }) => x.add(row), "x + row"],
  [({ x, column }) => x.add(column), "x + column"],
  [({ x, y }) => x.t().add(y.t()), "x.t() + y.t()"],
  [({ x, y }) => x.maximum(y), "x.maximum(y)"],
  [({ x, y }) => x.fmod(y), "x.fmod(y)"],
  [({ x, y }) => x.remainder(y), "x.remainder(y)"],
  [({ x, y }) => x.floorDivide(y), "x.floor_divide(y)"],
  [({ x, y }) => x.atan2(y), "x.atan2(y)"],
  [({ x, y }) => x.hypot(y), "x.hypot(y)"],
  [({ positive, y }) => positive.pow(y), "positive.pow(y)"],
  [({ positive }) => positive.pow(2.5), "positive.pow(2.5)"],
  [({ y }) => torch.pow(2.5, y), "torch.pow(2.5, y)"],
  [({ x, y }) => x.lerp(y, 0.3), "x.lerp(y, 0.3)"],
  [({ x, y }) => x.lt(y), "x < y"],
  [({ x, row }) => x.lt(row), "x < row"],
  [({ x, y }) => x.logicalAnd(y), "x.logical_and(y)"],
  [({ mask, other }) => mask.logicalXor(other), "mask.logical_xor(other)"],
  [({ whole, small }) => whole.add(small), "whole + small"],
  [({ whole, small }) => whole.mul(small), "whole * small"],
  [({ whole, small }) => whole.div(small), "whole / small"],
  [({ whole, small }) => whole.floorDivide(small), "whole.floor_divide(small)"],
  [({ whole }) => whole.eq(3), "whole == 3"],
  [({ mask, x, y }) => torch.where(mask, x, y), "torch.where(mask, x, y)"],
  [({ x }) => x.equal(x), "x.equal(x.clone())"],
];

const reductions: readonly Operation[] = [
  [({ x }) => x.prod(), "x.prod()"],
  [({ x }) => x.prod(0), "x.prod(0)"],
  [({ x }) => x.all(), "x.all()"],
  [({ zeros }) => zeros.any(1), "zeros.any(1)"],
  [({ mask }) => mask.sum(), "mask.sum()"],
  [({ whole }) => whole.sum(1), "whole.sum(1)"],
  [({ whole }) => whole.max(), "whole.max()"],
  [({ x }) => x.max(1), "x.max(1)"],
  [({ x }) => x.cumsum(1), "x.cumsum(1)"],
  [({ whole }) => whole.cumsum(1), "whole.cumsum(1)"],
  [
    ({ images }) => F.maxPool2d(images, 2, { returnIndices: true }),
    "F.max_pool2d(images, 2, return_indices=True)",
  ],
  [
    ({ images }) => F.avgPool2d(images, 3, { stride: 2, ceilMode: true }),
    "F.avg_pool2d(images, 3, 2, ceil_mode=True)",
  ],
];

const selection: readonly Operation[] = [
  [({ x }) => x.topk(5), "x.topk(5)"],
  [({ x }) => x.topk(5, 0), "x.topk(5, 0)"],
  [({ flat }) => flat.topk(5), "flat.topk(5)"],
  [({ x }) => x.sort(1), "x.sort(1)"],
  [({ flat }) => flat.sort(), "flat.sort()"],
  [({ x, order }) => x.gather(1, order), "x.gather(1, order)"],
  [({ x, some }) => x.indexSelect(0, some), "x.index_select(0, some)"],
  [({ x, someColumns }) => x.indexSelect(1, someColumns), "x.index_select(1, someColumns)"],
  [({ x, some }) => x.index(some), "x[some]"],
  [({ x, mask }) => x.index(mask), "x[mask]"],
  [({ mask }) => mask.nonzero(), "mask.nonzero()"],
  [({ x, mask }) => x.maskedFill(mask, 0), "x.masked_fill(mask, 0)"],
  [({ x, order, y }) => x.scatterAdd(1, order, y), "x.scatter_add(1, order, y)"],
];

const movement: readonly Operation[] = [
  [({ x }) => F.pad(x, [1, 1, 1, 1]), "F.pad(x, [1, 1, 1, 1])"],
  [({ x }) => x.index(":", "::2").contiguous(), "x[:, ::2].contiguous()"],
  [({ x }) => x.index("1:-1", "1:-1").contiguous(), "x[1:-1, 1:-1].contiguous()"],
  [({ x, y }) => torch.cat([x, y], 1), "torch.cat([x, y], 1)"],
  [({ x, y }) => torch.cat([x.t(), y.t()], 1), "torch.cat([x.t(), y.t()], 1)"],
  [({ x }) => torch.stack(x.unbind(0)), "torch.stack(x.unbind(0))"],
  [({ x, y }) => torch.stack([x, y], -1), "torch.stack([x, y], -1)"],
  [({ x }) => x.flip(1), "x.flip(1)"],
  [({ x }) => x.t().contiguous(), "x.t().contiguous()"],
  [({ mask }) => mask.t().contiguous(), "mask.t().contiguous()"],
  [({ images }) => images.permute(0, 2, 3, 1).contiguous(), "images.permute(0, 2, 3, 1).contiguous()"],
  [({ x }) => x.repeat(2, 2), "x.repeat(2, 2)"],
  [({ x }) => x.roll(1, 1), "x.roll(1, 1)"],
  [({ x }) => x.tril(), "x.tril()"],
  [({ zeros }) => zeros.zero_(), "zeros.zero_()"],
  [({ zeros }) => zeros.add_(1), "zeros.add_(1)"],
];

const wanted = [...ofEach, ...ofTwo, ...reductions, ...selection, ...movement].filter(([, name]) =>
  name.includes(part),
);
torch.setNumThreads(threads);
torch.manualSeed(0);
const expressions = wanted.map(([, expression]) => expression);
const columns = sizes.map((size) => {
  const measuring = { budget, batch: size.batch };
  const sizeInPython = `rows, columns, images = ${size.rows}, ${size.columns}, ${JSON.stringify(size.images)}`;
  const peers = timePython(expressions, sizeInPython + preparation, threads, measuring);
  const data = dataOf(size);
  return wanted.map(([call], place) => {
    const own = 1000 * lowestOf(() => call(data), measuring);
    const peer = 1000 * (peers[place] ?? Number.NaN);
    return [
      own.toFixed(1).padStart(9),
      peer.toFixed(1).padStart(9),
      (own / peer).toFixed(2).padStart(6),
    ].join("");
  });
});
console.log(`${threads} thread${threads > 1 ? "s" : ""}, in each column Lamella, PyTorch, ratio`);
wanted.forEach(([, name], place) => {
  console.log(name.padEnd(44), columns.map((column) => column[place]).join("  |"));
});
process.exit(0);
