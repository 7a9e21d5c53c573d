// The instructions that the kernels are made of: binary code and immediates, from the WebAssembly core
// specification 3.0, section 5.4 (relaxed SIMD included). Only what some generator uses is listed.

/** What follows an instruction's code in the binary format. */
export type Immediate = "block" | "index" | "i32" | "f32" | "memory" | "lane" | "bytes";

export interface Opcode {
  readonly code: number;
  /** 0xfd for vector instructions, whose code is then a LEB128 number */
  readonly prefix?: 0xfd;
  readonly immediates: readonly Immediate[];
}

const plain = (code: number, ...immediates: Immediate[]): Opcode => ({ code, immediates });
const vector = (code: number, ...immediates: Immediate[]): Opcode => ({ code, prefix: 0xfd, immediates });

export const opcodes = {
  block: plain(0x02, "block"),
  loop: plain(0x03, "block"),
  if: plain(0x04, "block"),
  else: plain(0x05),
  end: plain(0x0b),
  br: plain(0x0c, "index"),
  br_if: plain(0x0d, "index"),
  call: plain(0x10, "index"),

  "local.get": plain(0x20, "index"),
  "local.set": plain(0x21, "index"),

  "i32.load": plain(0x28, "memory"),
  "f32.load": plain(0x2a, "memory"),
  "i32.store": plain(0x36, "memory"),
  "f32.store": plain(0x38, "memory"),
  "i32.const": plain(0x41, "i32"),
  "f32.const": plain(0x43, "f32"),

  "i32.eqz": plain(0x45),
  "i32.eq": plain(0x46),
  "i32.lt_u": plain(0x49),
  "i32.ge_u": plain(0x4f),
  "i32.ctz": plain(0x68),
  "i32.add": plain(0x6a),
  "i32.sub": plain(0x6b),
  "i32.mul": plain(0x6c),
  "i32.div_u": plain(0x6e),
  "i32.rem_u": plain(0x70),
  "i32.and": plain(0x71),
  "i32.or": plain(0x72),
  "i32.xor": plain(0x73),
  "i32.shl": plain(0x74),
  "i32.shr_s": plain(0x75),
  "i32.shr_u": plain(0x76),

  "f32.sqrt": plain(0x91),
  "f32.add": plain(0x92),
  "f32.sub": plain(0x93),
  "f32.mul": plain(0x94),
  "f32.div": plain(0x95),
  "f32.convert_i32_u": plain(0xb3),

  "v128.load": vector(0, "memory"),
  "v128.load32_splat": vector(9, "memory"),
  "v128.store": vector(11, "memory"),
  "v128.const": vector(12, "bytes"),
  "i8x16.shuffle": vector(13, "bytes"),
  "f32x4.splat": vector(19),
  "f32x4.extract_lane": vector(31, "lane"),
  "f32x4.eq": vector(65),
  "f32x4.ne": vector(66),
  "f32x4.lt": vector(67),
  "f32x4.gt": vector(68),
  "f32x4.le": vector(69),
  "f32x4.ge": vector(70),
  "v128.and": vector(78),
  "v128.or": vector(80),
  "v128.xor": vector(81),
  "v128.bitselect": vector(82),
  "v128.any_true": vector(83),
  "v128.load32_lane": vector(86, "memory", "lane"),
  "v128.store8_lane": vector(88, "memory", "lane"),
  "v128.store32_lane": vector(90, "memory", "lane"),
  "v128.store64_lane": vector(91, "memory", "lane"),
  "f32x4.demote_f64x2_zero": vector(94),
  "f64x2.promote_low_f32x4": vector(95),
  "f32x4.ceil": vector(103),
  "f32x4.floor": vector(104),
  "f32x4.trunc": vector(105),
  "f32x4.nearest": vector(106),
  "i32x4.bitmask": vector(164),
  "i32x4.shl": vector(171),
  "i32x4.shr_s": vector(172),
  "i32x4.add": vector(174),
  "i32x4.sub": vector(177),
  "f32x4.abs": vector(224),
  "f32x4.neg": vector(225),
  "f32x4.sqrt": vector(227),
  "f32x4.add": vector(228),
  "f32x4.sub": vector(229),
  "f32x4.mul": vector(230),
  "f32x4.div": vector(231),
  "f32x4.min": vector(232),
  "f32x4.max": vector(233),
  "f32x4.pmin": vector(234),
  "f32x4.pmax": vector(235),
  "f64x2.add": vector(240),
  "f64x2.mul": vector(242),
  "f32x4.convert_i32x4_s": vector(250),
  "f32x4.relaxed_madd": vector(0x105),
} satisfies Record<string, Opcode>;

export type Mnemonic = keyof typeof opcodes;
