// The elementwise methods as functions: `torch.exp(x)` is `x.exp()`, and is documented there.

import { pow as powOperation } from "../operations/elementwise.ts";
import { type NoOptions, noOptions, type Operation } from "../operations/operation.ts";
import { remainder as remainderOperation } from "../operations/rounding.ts";
import { apply } from "./apply.ts";
import type { Operand } from "./arithmetic-methods.ts";
import { numberBeside, releaseOperands } from "./number-operand.ts";
import { Tensor } from "./tensor.ts";

export const abs = (x: Tensor): Tensor => x.abs();
export const neg = (x: Tensor): Tensor => x.neg();
export const square = (x: Tensor): Tensor => x.square();
export const exp = (x: Tensor): Tensor => x.exp();
export const exp2 = (x: Tensor): Tensor => x.exp2();
export const expm1 = (x: Tensor): Tensor => x.expm1();
export const log = (x: Tensor): Tensor => x.log();
export const log2 = (x: Tensor): Tensor => x.log2();
export const log10 = (x: Tensor): Tensor => x.log10();
export const log1p = (x: Tensor): Tensor => x.log1p();
export const sqrt = (x: Tensor): Tensor => x.sqrt();
export const rsqrt = (x: Tensor): Tensor => x.rsqrt();
export const reciprocal = (x: Tensor): Tensor => x.reciprocal();
export const sin = (x: Tensor): Tensor => x.sin();
export const cos = (x: Tensor): Tensor => x.cos();
export const tan = (x: Tensor): Tensor => x.tan();
export const sinc = (x: Tensor): Tensor => x.sinc();
export const asin = (x: Tensor): Tensor => x.asin();
export const acos = (x: Tensor): Tensor => x.acos();
export const atan = (x: Tensor): Tensor => x.atan();
export const sinh = (x: Tensor): Tensor => x.sinh();
export const cosh = (x: Tensor): Tensor => x.cosh();
export const tanh = (x: Tensor): Tensor => x.tanh();
export const asinh = (x: Tensor): Tensor => x.asinh();
export const acosh = (x: Tensor): Tensor => x.acosh();
export const atanh = (x: Tensor): Tensor => x.atanh();
export const sigmoid = (x: Tensor): Tensor => x.sigmoid();
export const erf = (x: Tensor): Tensor => x.erf();
export const erfc = (x: Tensor): Tensor => x.erfc();
export const erfinv = (x: Tensor): Tensor => x.erfinv();
export const logit = (x: Tensor, eps?: number): Tensor => x.logit(eps);
export const relu = (x: Tensor): Tensor => x.relu();
export const floor = (x: Tensor): Tensor => x.floor();
export const ceil = (x: Tensor): Tensor => x.ceil();
export const round = (x: Tensor): Tensor => x.round();
export const trunc = (x: Tensor): Tensor => x.trunc();
export const frac = (x: Tensor): Tensor => x.frac();
export const sign = (x: Tensor): Tensor => x.sign();
export const isnan = (x: Tensor): Tensor => x.isnan();
export const isinf = (x: Tensor): Tensor => x.isinf();
export const isfinite = (x: Tensor): Tensor => x.isfinite();
export const logicalNot = (x: Tensor): Tensor => x.logicalNot();
export const clamp = (x: Tensor, bounds: { min?: number; max?: number }): Tensor => x.clamp(bounds);

// two tensors, or a tensor and a number

export const add = (x: Tensor, other: Operand<Tensor>, options?: { alpha?: number }): Tensor =>
  x.add(other, options);
export const sub = (x: Tensor, other: Operand<Tensor>, options?: { alpha?: number }): Tensor =>
  x.sub(other, options);
export const mul = (x: Tensor, other: Operand<Tensor>): Tensor => x.mul(other);
export const div = (
  x: Tensor,
  other: Operand<Tensor>,
  options?: { roundingMode?: "trunc" | "floor" },
): Tensor => x.div(other, options);
export const floorDivide = (x: Tensor, other: Operand<Tensor>): Tensor => x.floorDivide(other);
/** A number may be divided by a tensor, too. */
export const remainder = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  typeof x === "number" ? numberFirst("remainder", remainderOperation, x, other) : x.remainder(other);
export const fmod = (x: Tensor, other: Operand<Tensor>): Tensor => x.fmod(other);
/** Either side may be a number: `pow(2, x)` are powers of 2. */
export const pow = (base: Operand<Tensor>, exponent: Operand<Tensor>): Tensor =>
  typeof base === "number" ? numberFirst("pow", powOperation, base, exponent) : base.pow(exponent);
export const atan2 = (x: Tensor, other: Operand<Tensor>): Tensor => x.atan2(other);
export const maximum = (x: Tensor, other: Operand<Tensor>): Tensor => x.maximum(other);
export const minimum = (x: Tensor, other: Operand<Tensor>): Tensor => x.minimum(other);
export const fmax = (x: Tensor, other: Tensor): Tensor => x.fmax(other);
export const fmin = (x: Tensor, other: Tensor): Tensor => x.fmin(other);
export const copysign = (x: Tensor, other: Operand<Tensor>): Tensor => x.copysign(other);
export const hypot = (x: Tensor, other: Tensor): Tensor => x.hypot(other);
export const lerp = (start: Tensor, end: Tensor, weight: Operand<Tensor>): Tensor => start.lerp(end, weight);
export const isclose = (
  x: Tensor,
  other: Tensor,
  options?: { rtol?: number; atol?: number; equalNan?: boolean },
): Tensor => x.isclose(other, options);
export const eq = (x: Tensor, other: Operand<Tensor>): Tensor => x.eq(other);
export const ne = (x: Tensor, other: Operand<Tensor>): Tensor => x.ne(other);
export const lt = (x: Tensor, other: Operand<Tensor>): Tensor => x.lt(other);
export const le = (x: Tensor, other: Operand<Tensor>): Tensor => x.le(other);
export const gt = (x: Tensor, other: Operand<Tensor>): Tensor => x.gt(other);
export const ge = (x: Tensor, other: Operand<Tensor>): Tensor => x.ge(other);
export const logicalAnd = (x: Tensor, other: Operand<Tensor>): Tensor => x.logicalAnd(other);
export const logicalOr = (x: Tensor, other: Operand<Tensor>): Tensor => x.logicalOr(other);
export const logicalXor = (x: Tensor, other: Operand<Tensor>): Tensor => x.logicalXor(other);

/** An operation whose first operand is a number. */
function numberFirst(
  name: string,
  operation: Operation<NoOptions>,
  number: number,
  other: Operand<Tensor>,
): Tensor {
  if (typeof other === "number") {
    throw new TypeError(`${name}: expected at least one tensor, got the numbers ${number} and ${other}`);
  }
  const first = numberBeside(number, other.dtype);
  return new Tensor(releaseOperands([first], apply(operation, [first, other], noOptions)));
}
