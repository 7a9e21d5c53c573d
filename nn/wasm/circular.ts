// Circular functions and their inverses on four lanes at a time, in single precision, after sinf, atanf and asinf of the
// Cephes library (Moshier 1992).

import { type Code, f32x4, i32, i32x4, type Local, v128 } from "./code.ts";
import {
  type BinaryFormula,
  polynomial,
  rounder,
  signIfOdd,
  signOf,
  type VectorFunction,
  whereOdd,
  withSignOf,
} from "./formula.ts";
import type { FunctionBuilder } from "./function.ts";

const { add, sub, mul, div, madd } = f32x4;

/** Up to this size of angles sin, cos and tan are right: pi / 2 is subtracted in three parts, each exactly. */
export const largestAngle = 8192;
const quarterTurn = [1.5703125, 4.837512969970703e-4, 7.549789954891882e-8] as const;

interface Turned {
  /** finds `quarters`, and the sine and cosine of what is left of the angle */
  readonly set: Code;
  /** how many quarters of a turn have been taken away */
  readonly quarters: Local;
  readonly sine: Local;
  readonly cosine: Local;
}

/** An angle as so many quarters of a turn, and a rest of at most an eighth, whose sine and cosine are polynomials. */
function turned(angle: Code, f: FunctionBuilder): Turned {
  const {
    angleRest: rest,
    quarters,
    square,
    sine,
    cosine,
  } = f.scratches("angleRest", "quarters", "square", "sine", "cosine");
  const sines = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1];
  const cosines = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2];
  return {
    set: [
      rest.set(angle),
      quarters.set(madd(rest.get, f.constant(2 / Math.PI), f.constant(rounder))),
      square.set(sub(quarters.get, f.constant(rounder))),
      quarters.set(i32x4.sub(quarters.get, f.constant(rounder))),
      quarterTurn.map((part) => rest.set(madd(square.get, f.constant(-part), rest.get))),
      square.set(mul(rest.get, rest.get)),
      sine.set(madd(mul(polynomial(f, square, sines), square.get), rest.get, rest.get)),
      cosine.set(mul(mul(polynomial(f, square, cosines), square.get), square.get)),
      cosine.set(add(madd(square.get, f.constant(-0.5), cosine.get), f.constant(1))),
    ],
    quarters,
    sine,
    cosine,
  };
}

/** Every second quarter exchanges sine and cosine, every second half turns the sign. */
export const sin: VectorFunction = (x, f) => {
  const { set, quarters, sine, cosine } = turned(x, f);
  const size = v128.bitselect(cosine.get, sine.get, whereOdd(quarters.get));
  return [set, v128.xor(size, signIfOdd(i32x4.shr_s(quarters.get, i32.const(1))))];
};

export const cos: VectorFunction = (x, f) => {
  const { set, quarters, sine, cosine } = turned(x, f);
  const size = v128.bitselect(sine.get, cosine.get, whereOdd(quarters.get));
  const next = i32x4.sub(quarters.get, i32x4.const(-1));
  return [set, v128.xor(size, signIfOdd(i32x4.shr_s(next, i32.const(1))))];
};

export const tan: VectorFunction = (x, f) => {
  const { set, quarters, sine, cosine } = turned(x, f);
  const odd = whereOdd(quarters.get);
  const above = v128.bitselect(cosine.get, sine.get, odd);
  const below = v128.bitselect(sine.get, cosine.get, odd);
  return [set, v128.xor(div(above, below), signIfOdd(quarters.get))];
};

/** Large and middling numbers are made small by atan x = pi/2 - atan 1/x and atan x = pi/4 + atan (x - 1) / (x + 1). */
export const atan: VectorFunction = (value, f) => {
  const { atanX: x, size, small, square, turn } = f.scratches("atanX", "size", "small", "square", "turn");
  const far = f32x4.lt(f.constant(Math.tan((3 * Math.PI) / 8)), size.get);
  const middling = f32x4.lt(f.constant(Math.tan(Math.PI / 8)), size.get);
  const one = f.constant(1);
  const coefficients = [8.05374449538e-2, -1.38776856032e-1, 1.99777106478e-1, -3.33329491539e-1];
  return [
    x.set(value),
    size.set(f32x4.abs(x.get)),
    small.set(v128.bitselect(div(sub(size.get, one), add(size.get, one)), size.get, middling)),
    small.set(v128.bitselect(div(f.constant(-1), size.get), small.get, far)),
    turn.set(v128.and(f.constant(Math.PI / 4), middling)),
    turn.set(v128.bitselect(f.constant(Math.PI / 2), turn.get, far)),
    square.set(mul(small.get, small.get)),
    small.set(madd(mul(polynomial(f, square, coefficients), square.get), small.get, small.get)),
    withSignOf(x, add(turn.get, small.get)),
  ];
};

/** The angle of the point (b, a), from -pi to pi: that of the quotient of their sizes, turned into its quarter. */
export const atan2: BinaryFormula = (a, b, f) => {
  const { slope, angle } = f.scratches("slope", "angle");
  const [above, beside] = [f32x4.abs(a.get), f32x4.abs(b.get)];
  const leftwards = i32x4.shr_s(b.get, i32.const(31));
  return [
    slope.set(v128.bitselect(f.constant(1), div(above, beside), f32x4.eq(above, beside))),
    slope.set(v128.andnot(slope.get, f32x4.eq(add(above, beside), f.constant(0)))),
    angle.set(atan(slope.get, f)),
    angle.set(v128.bitselect(sub(f.constant(Math.PI), angle.get), angle.get, leftwards)),
    withSignOf(a, angle.get),
  ];
};

/** asin s for s = |x| up to 1/2, and beyond for s = sqrt((1 - |x|) / 2), which is half of acos |x|. */
function shortArc(
  x: Local,
  f: FunctionBuilder,
): { readonly set: Code; readonly arc: Local; readonly far: Code } {
  const { size, square, arc } = f.scratches("size", "square", "arc");
  const far = f32x4.lt(f.constant(0.5), size.get);
  const coefficients = [4.2163199048e-2, 2.4181311049e-2, 4.5470025998e-2, 7.4953002686e-2, 1.6666752422e-1];
  return {
    set: [
      size.set(f32x4.abs(x.get)),
      square.set(
        v128.bitselect(mul(sub(f.constant(1), size.get), f.constant(0.5)), mul(size.get, size.get), far),
      ),
      arc.set(v128.bitselect(f32x4.sqrt(square.get), size.get, far)),
      arc.set(madd(mul(polynomial(f, square, coefficients), square.get), arc.get, arc.get)),
    ],
    arc,
    far,
  };
}

export const asin: VectorFunction = (value, f) => {
  const x = f.scratch("arcX");
  const { set, arc, far } = shortArc(x, f);
  const beyond = sub(f.constant(Math.PI / 2), add(arc.get, arc.get));
  return [x.set(value), set, withSignOf(x, v128.bitselect(beyond, arc.get, far))];
};

export const acos: VectorFunction = (value, f) => {
  const x = f.scratch("arcX");
  const { set, arc, far } = shortArc(x, f);
  const twice = add(arc.get, arc.get);
  const negative = f32x4.lt(x.get, f.constant(0));
  const beyond = v128.bitselect(sub(f.constant(Math.PI), twice), twice, negative);
  const near = sub(f.constant(Math.PI / 2), v128.xor(arc.get, signOf(x)));
  return [x.set(value), set, v128.bitselect(beyond, near, far)];
};
