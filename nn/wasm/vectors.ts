// Instructions on vectors of 128 bits.

import { binary, type Code, instruction, load, store, storeLane, ternary, unary } from "./instruction.ts";

export const v128 = {
  load: load("v128.load"),
  load8_splat: load("v128.load8_splat"),
  load32_splat: load("v128.load32_splat"),
  /** one 32-bit lane, and zeros */
  load32_zero: load("v128.load32_zero"),
  /** `vector` with one lane read from memory */
  load32_lane: (address: Code, vector: Code, lane: number, offset = 0): Code => [
    address,
    vector,
    instruction("v128.load32_lane", offset, lane),
  ],
  store: store("v128.store"),
  store8_lane: storeLane("v128.store8_lane"),
  store32_lane: storeLane("v128.store32_lane"),
  store64_lane: storeLane("v128.store64_lane"),
  and: binary("v128.and"),
  /** a, less the bits of b */
  andnot: binary("v128.andnot"),
  or: binary("v128.or"),
  xor: binary("v128.xor"),
  bitselect: ternary("v128.bitselect"),
  any_true: unary("v128.any_true"),
  /** picks four 32-bit lanes: 0 to 3 are those of `a`, 4 to 7 those of `b` */
  shuffle32: (a: Code, b: Code, lanes: readonly [number, number, number, number]): Code => [
    a,
    b,
    instruction("i8x16.shuffle", ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte))),
  ],
};

export const f32x4 = {
  const: (value: number): Code => instruction("v128.const", ...bytesOf(new Float32Array(4).fill(value))),
  splat: unary("f32x4.splat"),
  extract_lane: (value: Code, lane: number): Code => [value, instruction("f32x4.extract_lane", lane)],
  eq: binary("f32x4.eq"),
  ne: binary("f32x4.ne"),
  lt: binary("f32x4.lt"),
  gt: binary("f32x4.gt"),
  le: binary("f32x4.le"),
  ge: binary("f32x4.ge"),
  ceil: unary("f32x4.ceil"),
  floor: unary("f32x4.floor"),
  trunc: unary("f32x4.trunc"),
  /** the nearest whole number; of two equally near ones the even one */
  nearest: unary("f32x4.nearest"),
  abs: unary("f32x4.abs"),
  neg: unary("f32x4.neg"),
  sqrt: unary("f32x4.sqrt"),
  add: binary("f32x4.add"),
  sub: binary("f32x4.sub"),
  mul: binary("f32x4.mul"),
  div: binary("f32x4.div"),
  min: binary("f32x4.min"),
  max: binary("f32x4.max"),
  /** the smaller, the larger of two; `a` if either is NaN. One instruction, where min and max are several */
  pmin: binary("f32x4.pmin"),
  pmax: binary("f32x4.pmax"),
  convert_i32x4_s: unary("f32x4.convert_i32x4_s"),
  /** two doubles rounded, in the first two lanes */
  demote_f64x2_zero: unary("f32x4.demote_f64x2_zero"),
  /** a * b + c; rounded once where the processor can */
  madd: ternary("f32x4.relaxed_madd"),
};

export const f64x2 = {
  const: (value: number): Code => instruction("v128.const", ...bytesOf(new Float64Array(2).fill(value))),
  /** the first two of four numbers as doubles */
  promote_low_f32x4: unary("f64x2.promote_low_f32x4"),
  convert_low_i32x4_s: unary("f64x2.convert_low_i32x4_s"),
  ne: binary("f64x2.ne"),
  lt: binary("f64x2.lt"),
  abs: unary("f64x2.abs"),
  trunc: unary("f64x2.trunc"),
  nearest: unary("f64x2.nearest"),
  add: binary("f64x2.add"),
  sub: binary("f64x2.sub"),
  mul: binary("f64x2.mul"),
  div: binary("f64x2.div"),
  /** as those of f32x4 */
  pmin: binary("f64x2.pmin"),
  pmax: binary("f64x2.pmax"),
  madd: ternary("f64x2.relaxed_madd"),
};

export const i32x4 = {
  const: (value: number): Code => instruction("v128.const", ...bytesOf(new Int32Array(4).fill(value))),
  constants: (values: readonly [number, number, number, number]): Code =>
    instruction("v128.const", ...bytesOf(Int32Array.from(values))),
  splat: unary("i32x4.splat"),
  extract_lane: (value: Code, lane: number): Code => [value, instruction("i32x4.extract_lane", lane)],
  shl: binary("i32x4.shl"),
  /** the topmost bit of each lane, as one integer */
  bitmask: unary("i32x4.bitmask"),
  shr_s: binary("i32x4.shr_s"),
  eq: binary("i32x4.eq"),
  ne: binary("i32x4.ne"),
  lt: binary("i32x4.lt_s"),
  gt: binary("i32x4.gt_s"),
  le: binary("i32x4.le_s"),
  ge: binary("i32x4.ge_s"),
  abs: unary("i32x4.abs"),
  add: binary("i32x4.add"),
  sub: binary("i32x4.sub"),
  min: binary("i32x4.min_s"),
  max: binary("i32x4.max_s"),
  /** truncated; what is too large becomes the largest or smallest integer, and NaN 0 */
  trunc_sat_f32x4_s: unary("i32x4.trunc_sat_f32x4_s"),
  /** two doubles, in the first two lanes */
  trunc_sat_f64x2_s_zero: unary("i32x4.trunc_sat_f64x2_s_zero"),
  /** the products of the first and of the last two lanes, in 64 bits each */
  extmul_low_s: binary("i64x2.extmul_low_i32x4_s"),
  extmul_high_s: binary("i64x2.extmul_high_i32x4_s"),
  /** the first four bytes as integers */
  extendBytes: (value: Code): Code => [
    value,
    instruction("i16x8.extend_low_i8x16_u"),
    instruction("i32x4.extend_low_i16x8_u"),
  ],
};

export const i8x16 = {
  const: (value: number): Code => instruction("v128.const", ...bytesOf(new Uint8Array(16).fill(value))),
  /** sixteen masks of 32 bits, in order, as bytes */
  narrowMasks: (a: Code, b: Code, c: Code, d: Code): Code => [
    [a, b, instruction("i16x8.narrow_i32x4_s")],
    [c, d, instruction("i16x8.narrow_i32x4_s")],
    instruction("i8x16.narrow_i16x8_s"),
  ],
};

function bytesOf(lanes: Float32Array | Float64Array | Int32Array | Uint8Array): Uint8Array {
  return new Uint8Array(lanes.buffer);
}
