// Matrix products: matmul by PyTorch's rules for vectors, matrices and batches, and the linear layer.

import { converterTo } from "../array/dtype.ts";
import { copyOf, empty, full, type NDArray, valuesOf } from "../array/ndarray.ts";
import { broadcastShapes, elementCount, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand, transpose, unsqueeze, viewAs } from "../array/views.ts";
import { forEachRun, mergeLoops } from "../array/walk.ts";
import { panelColumns, panelRows } from "../wasm/multiply.ts";
import { add } from "./elementwise.ts";
import { withPacked } from "./memo.ts";
import { type Maths, noOptions, type Operation, type TwoArrays, type Value } from "./operation.ts";
import {
  densePlan,
  type Lanes,
  type Matrices,
  multiply,
  type ProductPlan,
  pack,
  packedLength,
  packedPlan,
  pointerOf,
} from "./product.ts";

/**
 * The product over the last dimension of `a` and the second to last of `b`. A vector counts as one row (left) or
 * one column (right), and that dimension is dropped again; all dimensions before the last two are batches, and
 * broadcast.
 */
export const matmul: Operation<TwoArrays> = {
  name: "Matmul",
  forward([a, b]) {
    if (a.shape.length === 0 || b.shape.length === 0) {
      throw new RangeError("Matmul: both arguments need to be at least 1-D, got a scalar");
    }
    checkDTypes("Matmul", [a, b]);
    const left = a.shape.length === 1 ? unsqueeze(a, 0) : a;
    const right = b.shape.length === 1 ? unsqueeze(b, 1) : b;
    checkDepth(left, right, a, b);
    const out = batchedProduct(left, right);
    const columns = b.shape.length === 1 ? [] : out.shape.slice(-1);
    const rows = a.shape.length === 1 ? [] : out.shape.slice(-2, -1);
    return viewAs(out, [...out.shape.slice(0, -2), ...rows, ...columns]);
  },
  gradient: {
    saves: { inputs: { byGradient: [[1], [0]] }, output: false },
    rule({ gradient, inputs: [a, b], forms: [left, right], wanted }, m) {
      const whole = asMatrix(gradient, left, right, m);
      return [
        wanted[0] ? ofVectors(m.matmul(whole, m.transpose(asColumn(b, m), -2, -1)), left, -2, m) : undefined,
        wanted[1] ? ofVectors(m.matmul(m.transpose(asRow(a, m), -2, -1), whole), right, -1, m) : undefined,
      ];
    },
  },
};

function asRow<V extends Value>(a: V, m: Maths<V>): V {
  return a.shape.length === 1 ? m.unsqueeze(a, 0) : a;
}

function asColumn<V extends Value>(b: V, m: Maths<V>): V {
  return b.shape.length === 1 ? m.unsqueeze(b, 1) : b;
}

/** The gradient of a product with the dimensions that vectors have lost. */
function asMatrix<V extends Value>(gradient: V, a: Value, b: Value, m: Maths<V>): V {
  const withRow = a.shape.length === 1 ? m.unsqueeze(gradient, b.shape.length === 1 ? -1 : -2) : gradient;
  return b.shape.length === 1 ? m.unsqueeze(withRow, -1) : withRow;
}

/** The gradient of a vector, summed over batches, without the dimension that made a matrix of it. */
function ofVectors<V extends Value>(gradient: V, form: Value, added: -1 | -2, m: Maths<V>): V {
  if (form.shape.length > 1) return gradient;
  const matrix = added === -2 ? [1, ...form.shape] : [...form.shape, 1];
  return m.reshape(m.sumTo(gradient, matrix), form.shape);
}

/** x [..., in] times the transpose of weight [out, in], plus bias [out]: the rows of x through a linear layer. */
export const linear: Operation<readonly [x: NDArray, weight: NDArray, bias?: NDArray]> = {
  name: "Addmm",
  forward([x, weight, bias]) {
    checkDTypes("Linear", [x, weight, ...(bias ? [bias] : [])]);
    const [outFeatures = 0, inFeatures = 0] = weight.shape;
    if (weight.shape.length !== 2 || x.shape.length === 0 || x.shape.at(-1) !== inFeatures) {
      throw new RangeError(
        `Linear: an input of shape ${showShape(x.shape)} cannot be multiplied with a weight of shape ` +
          `${showShape(weight.shape)}: the last dimension of the input must be ${inFeatures}`,
      );
    }
    if (bias && (bias.shape.length !== 1 || bias.shape[0] !== outFeatures)) {
      throw new RangeError(`Linear: expected a bias of shape [${outFeatures}], got ${showShape(bias.shape)}`);
    }
    if (x.dtype === "float32") return linearKernel(x, weight, bias);
    const product = matmul.forward([x, transpose(weight, 0, 1)], noOptions);
    if (!bias) return product;
    const sum = add.forward([product, bias], noOptions);
    product.storage.release();
    return sum;
  },
  gradient: {
    saves: { inputs: { byGradient: [[1], [0], []] }, output: false },
    rule({ gradient, inputs: [x, weight], forms, wanted }, m) {
      const [outFeatures, inFeatures] = [gradient.shape.at(-1)!, forms[0].shape.at(-1)!];
      const rows = m.reshape(gradient, [elementCount(gradient.shape.slice(0, -1)), outFeatures]);
      return [
        wanted[0] ? m.reshape(m.matmul(rows, weight), forms[0].shape) : undefined,
        wanted[1] ? m.matmul(m.transpose(rows, 0, 1), m.reshape(x, [rows.shape[0]!, inFeatures])) : undefined,
        wanted[2] ? m.sum(rows, [0]) : undefined,
      ];
    },
  },
};

function checkDTypes(name: string, arrays: readonly NDArray[]): void {
  const dtypes = arrays.map(({ dtype }) => dtype);
  if (dtypes.some((dtype) => dtype !== dtypes[0])) {
    throw new TypeError(`${name}: expected arrays of one dtype, got ${dtypes.join(", ")}`);
  }
  if (dtypes[0] === "bool") throw new TypeError(`${name} is not defined for bool arrays`);
}

function checkDepth(left: NDArray, right: NDArray, a: NDArray, b: NDArray): void {
  if (left.shape.at(-1) === right.shape.at(-2)) return;
  const sizes = (array: NDArray) => array.shape.slice(-2).join("x");
  throw new RangeError(
    `mat1 and mat2 shapes cannot be multiplied (${sizes(left)} and ${sizes(right)}), from shapes ` +
      `${showShape(a.shape)} and ${showShape(b.shape)}`,
  );
}

function linearKernel(x: NDArray, weight: NDArray, bias: NDArray | undefined): NDArray {
  const [columns = 0, depth = 0] = weight.shape;
  const rows = elementCount(x.shape.slice(0, -1));
  const shape = [...x.shape.slice(0, -1), columns];
  if (depth === 0) return bias ? copyOf(expand(bias, shape)) : full(shape, 0, "float32");
  const out = empty(shape, "float32");
  if (rows === 0 || columns === 0) return out;
  using temporaries = new Temporaries();
  linearInto(out.storage.pointer, pointerOf(temporaries.contiguous(x)), rows, weight, bias);
  return out;
}

/** Writes `rows` dense rows through a linear layer from one address to another; no size is 0. */
export function linearInto(
  to: number,
  from: number,
  rows: number,
  weight: NDArray,
  bias: NDArray | undefined,
): void {
  const [columns = 0, depth = 0] = weight.shape;
  using temporaries = new Temporaries();
  const dense = bias && temporaries.contiguous(bias);
  const width = panelColumns();
  const lanes = { pointer: from, count: rows, depth, laneStride: depth, depthStride: 1 };
  const a = pack([lanes], panelRows, "the packed input of a product");
  withPacked(
    weight,
    `columns ${width}`,
    () => pack([matrixLanes(weight, "rows")], width, "packed weights"),
    (b) =>
      multiply({
        plan: packedPlan(depth, columns),
        rows,
        batches: 1,
        groups: 1,
        a: { pointer: a.pointer, batchStride: 0, groupStride: 0 },
        b: { pointer: b.pointer, batchStride: 0, groupStride: 0 },
        c: { pointer: to, batchStride: 0, groupStride: 0 },
        rowStride: columns,
        ...(dense && { bias: { along: "columns", pointer: pointerOf(dense) } }),
      }),
  );
  a.release();
}

/** [..., rows, depth] times [..., depth, columns]; batches broadcast. */
function batchedProduct(a: NDArray, b: NDArray): NDArray {
  const [rows = 0, depth = 0] = a.shape.slice(-2);
  const [columns = 0] = b.shape.slice(-1);
  if (b.shape.length === 2 && a.shape.length > 2) {
    using temporaries = new Temporaries();
    const folded = viewAs(temporaries.contiguous(a), [elementCount(a.shape.slice(0, -1)), depth]);
    return viewAs(batchedProduct(folded, b), [...a.shape.slice(0, -1), columns]);
  }
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, rows, columns];
  if (elementCount(shape) === 0 || depth === 0) return full(shape, 0, a.dtype);
  const left = expand(a, [...batch, rows, depth]);
  const right = expand(b, [...batch, depth, columns]);
  return a.dtype === "float32" ? productKernel(left, right, shape) : plainProduct(left, right, shape);
}

function productKernel(a: NDArray, b: NDArray, shape: readonly number[]): NDArray {
  const [rows = 0, depth = 0] = a.shape.slice(-2);
  const [columns = 0] = b.shape.slice(-1);
  const out = empty(shape, "float32");
  const packedA = pack(matricesOf(a, "rows"), panelRows, "the packed left side of a product");
  withRightSide(b, rows, (plan, right) =>
    multiply({
      plan,
      rows,
      batches: elementCount(shape.slice(0, -2)),
      groups: 1,
      a: { pointer: packedA.pointer, batchStride: packedLength(rows, depth, panelRows), groupStride: 0 },
      b: right,
      c: { pointer: out.storage.pointer, batchStride: rows * columns, groupStride: 0 },
      rowStride: columns,
    }),
  );
  packedA.release();
  return out;
}

/** For so few rows packing the right side would take as long as the product. */
const fewRows = 8 * panelRows;

/** Calls `use` with the right side of a product: where it lies, if its rows are dense and few multiply it, else packed. */
function withRightSide(b: NDArray, rows: number, use: (plan: ProductPlan, right: Matrices) => void): void {
  const [depth = 0, columns = 0] = b.shape.slice(-2);
  const [rowStride = 0, columnStride = 0] = b.strides.slice(-2);
  const batches = mergeLoops(b.shape.slice(0, -2), [b.strides.slice(0, -2)]);
  if (rows <= fewRows && columnStride === 1 && batches.length === 1) {
    const [batchStride = 0] = batches[0]?.strides ?? [];
    use(densePlan(depth, columns, rowStride), { pointer: pointerOf(b), batchStride, groupStride: 0 });
    return;
  }
  const packed = pack(matricesOf(b, "columns"), panelColumns(), "the packed right side of a product");
  const batchStride = packedLength(columns, depth, panelColumns());
  use(packedPlan(depth, columns), { pointer: packed.pointer, batchStride, groupStride: 0 });
  packed.release();
}

/** The rows of a left side, or the columns of a right side, as lanes; one entry for each batch. */
function matricesOf(array: NDArray, side: "rows" | "columns"): Lanes[] {
  const one = matrixLanes(array, side);
  const matrices: Lanes[] = [];
  const loops = mergeLoops(array.shape.slice(0, -2), [array.strides.slice(0, -2)]);
  forEachRun(loops, [0], ([start = 0], { size, strides: [stride = 0] }) => {
    for (let i = 0; i < size; i++) matrices.push({ ...one, pointer: one.pointer + 4 * (start + i * stride) });
  });
  return matrices;
}

function matrixLanes(array: NDArray, side: "rows" | "columns"): Lanes {
  const [rows = 1, columns = 1] = array.shape.slice(-2);
  const [rowStride = 0, columnStride = 0] = array.strides.slice(-2);
  const pointer = pointerOf(array);
  return side === "rows"
    ? { pointer, count: rows, depth: columns, laneStride: rowStride, depthStride: columnStride }
    : { pointer, count: columns, depth: rows, laneStride: columnStride, depthStride: rowStride };
}

/** By the definition, for the dtypes without kernels. */
function plainProduct(a: NDArray, b: NDArray, shape: readonly number[]): NDArray {
  const [rows = 0, depth = 0] = a.shape.slice(-2);
  const columns = b.shape.at(-1) ?? 0;
  const [left, right] = [valuesOf(a), valuesOf(b)];
  const out = full(shape, 0, a.dtype);
  const [sums, convert] = [out.storage.data(), converterTo(a.dtype)];
  for (let batch = 0; batch < elementCount(shape.slice(0, -2)); batch++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < depth; k++) {
          sum +=
            (left[(batch * rows + row) * depth + k] ?? 0) *
            (right[(batch * depth + k) * columns + column] ?? 0);
        }
        sums[(batch * rows + row) * columns + column] = convert(sum);
      }
    }
  }
  return out;
}
