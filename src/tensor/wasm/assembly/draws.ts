/**
 * Random numbers: Philox4x32-10 (Salmon et al. 2011), four blocks side by side, and the inverse normal distribution function (Wichura,
 * AS 241, PPND16, 1988), operation for operation like the plain loops, which hold the reasons.
 */
import { Functions } from './functions';
import { Lanes } from './lanes';

const multiplier0: i32 = 0xd2511f53;
const multiplier1: i32 = 0xcd9e8d57;
const weyl0: i32 = 0x9e3779b9;
const weyl1: i32 = 0xbb67ae85;
const rounds = 10;

/** Numbers that are drawn at once. */
const together = 16;

/** Numerators and denominators, each from the highest power down: centre, tails, far tails. */
const centre = memory.data<f64>([
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665, 5226.495278852854, 28729.085735721943,
  39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579, 42.31333070160091, 1,
]);
const tail = memory.data<f64>([
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835, 1.0507500716444169e-9, 0.0005475938084995345,
  0.015198666563616457, 0.14810397642748008, 0.6897673349851, 1.6763848301838038, 2.053191626637759, 1,
]);
const farTail = memory.data<f64>([
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103, 2.0442631033899397e-15,
  1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
  0.1369298809227358, 0.599832206555888, 1,
]);

/** The products of the lanes of x with a multiplier: their lower and higher words. */
class Product {
  @inline static low(even: v128, odd: v128): v128 {
    return i32x4.shuffle(even, odd, 0, 2, 4, 6);
  }

  @inline static high(even: v128, odd: v128): v128 {
    return i32x4.shuffle(even, odd, 1, 3, 5, 7);
  }
}

/** Four 32-bit words as uniform numbers in (0, 1), into four float64. */
function putUniform(words: v128, out: usize): void {
  const half = f64x2.splat(0.5);
  const unit = f64x2.splat(1.0 / 4294967296.0);
  const low = f64x2.convert_low_i32x4_u(words);
  const high = f64x2.convert_low_i32x4_u(i32x4.shuffle(words, words, 2, 3, 2, 3));
  v128.store(out, f64x2.mul(f64x2.add(low, half), unit));
  v128.store(out + 16, f64x2.mul(f64x2.add(high, half), unit));
}

/** The 16 uniform numbers of four blocks, as float64. */
function uniforms(block: i32, key0: i32, key1: i32, stream: i32, out: usize): void {
  const m0 = i32x4.splat(multiplier0);
  const m1 = i32x4.splat(multiplier1);
  let c0 = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3));
  let c1 = i32x4.splat(0);
  let c2 = i32x4.splat(stream);
  let c3 = i32x4.splat(0);
  for (let round = 0; round < rounds; round++) {
    const even0 = i64x2.extmul_low_i32x4_u(c0, m0);
    const odd0 = i64x2.extmul_high_i32x4_u(c0, m0);
    const even1 = i64x2.extmul_low_i32x4_u(c2, m1);
    const odd1 = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(Product.high(even1, odd1), c1), i32x4.splat(key0));
    c1 = Product.low(even1, odd1);
    c2 = v128.xor(v128.xor(Product.high(even0, odd0), c3), i32x4.splat(key1));
    c3 = Product.low(even0, odd0);
    key0 += weyl0;
    key1 += weyl1;
  }
  // The words of one block stand one behind the other.
  const first = i32x4.shuffle(c0, c1, 0, 4, 1, 5);
  const second = i32x4.shuffle(c2, c3, 0, 4, 1, 5);
  const third = i32x4.shuffle(c0, c1, 2, 6, 3, 7);
  const fourth = i32x4.shuffle(c2, c3, 2, 6, 3, 7);
  putUniform(i32x4.shuffle(first, second, 0, 1, 4, 5), out);
  putUniform(i32x4.shuffle(first, second, 2, 3, 6, 7), out + 32);
  putUniform(i32x4.shuffle(third, fourth, 0, 1, 4, 5), out + 64);
  putUniform(i32x4.shuffle(third, fourth, 2, 3, 6, 7), out + 96);
}

/** A polynomial by Horner's scheme, every step rounded twice in both variants, so that both draw the same numbers. */
function polynomial(at: usize, x: v128): v128 {
  let p = Lanes.constant(at);
  p = f64x2.add(f64x2.mul(p, x), Lanes.constant(at + 8));
  p = f64x2.add(f64x2.mul(p, x), Lanes.constant(at + 16));
  p = f64x2.add(f64x2.mul(p, x), Lanes.constant(at + 24));
  p = f64x2.add(f64x2.mul(p, x), Lanes.constant(at + 32));
  p = f64x2.add(f64x2.mul(p, x), Lanes.constant(at + 40));
  p = f64x2.add(f64x2.mul(p, x), Lanes.constant(at + 48));
  return f64x2.add(f64x2.mul(p, x), Lanes.constant(at + 56));
}

function rational(at: usize, x: v128): v128 {
  return f64x2.div(polynomial(at, x), polynomial(at + 64, x));
}

/** The magnitude of the normal number that has this probability beyond it. */
function tailOf(probability: f64): f64 {
  const r = sqrt<f64>(-Functions.log(probability));
  const x = f64x2.splat(r <= 5 ? r - 1.6 : r - 5);
  return f64x2.extract_lane(rational(r <= 5 ? tail : farTail, x), 0);
}

function tailAt(q: f64, probability: f64): f64 {
  return q < 0 ? -tailOf(probability) : tailOf(1 - probability);
}

/** The inverse normal distribution function. */
function inverseNormal(probability: v128): v128 {
  const q = f64x2.sub(probability, f64x2.splat(0.5));
  const central = f64x2.le(f64x2.abs(q), f64x2.splat(0.425));
  let z = f64x2.mul(q, rational(centre, f64x2.sub(f64x2.splat(0.180625), f64x2.mul(q, q))));
  if (v128.all_true<i64>(central)) return z;
  if (i64x2.extract_lane(central, 0) == 0) {
    z = f64x2.replace_lane(z, 0, tailAt(f64x2.extract_lane(q, 0), f64x2.extract_lane(probability, 0)));
  }
  if (i64x2.extract_lane(central, 1) == 0) {
    z = f64x2.replace_lane(z, 1, tailAt(f64x2.extract_lane(q, 1), f64x2.extract_lane(probability, 1)));
  }
  return z;
}

/** Rounds the first `count` of 16 numbers to float32. */
function putAll(numbers: usize, out: usize, count: i32): void {
  for (; count > 1; count -= 2, numbers += 16, out += 8) Lanes.putPair(out, v128.load(numbers));
  if (count > 0) store<f32>(out, <f32>load<f64>(numbers));
}

/** out = centre + scale z, z normal given that it lies where more than `below` is below and above it; from a block on; `work` holds 16 float64. */
export function drawNormal(
  out: usize,
  count: i32,
  block: i32,
  key0: i32,
  key1: i32,
  stream: i32,
  middle: f64,
  scale: f64,
  below: f64,
  work: usize,
): void {
  const least = f64x2.splat(below);
  const between = f64x2.splat(1 - 2 * below);
  const scales = f64x2.splat(scale);
  const middles = f64x2.splat(middle);
  for (; count > 0; count -= together, out += together << 2, block += 4) {
    uniforms(block, key0, key1, stream, work);
    for (let at: usize = work; at < work + (together << 3); at += 16) {
      const z = inverseNormal(f64x2.add(least, f64x2.mul(v128.load(at), between)));
      v128.store(at, f64x2.add(middles, f64x2.mul(scales, z)));
    }
    putAll(work, out, min<i32>(count, together));
  }
}

/** out = centre + (2 u - 1) half, u uniform in (0, 1). */
export function drawUniform(
  out: usize,
  count: i32,
  block: i32,
  key0: i32,
  key1: i32,
  stream: i32,
  middle: f64,
  half: f64,
  work: usize,
): void {
  const one = f64x2.splat(1);
  const halves = f64x2.splat(half);
  const middles = f64x2.splat(middle);
  for (; count > 0; count -= together, out += together << 2, block += 4) {
    uniforms(block, key0, key1, stream, work);
    for (let at: usize = work; at < work + (together << 3); at += 16) {
      const u = v128.load(at);
      v128.store(at, f64x2.add(middles, f64x2.mul(f64x2.sub(f64x2.add(u, u), one), halves)));
    }
    putAll(work, out, min<i32>(count, together));
  }
}

/** out = one where u < share, u uniform in (0, 1), else other. */
export function drawCoins(
  out: usize,
  count: i32,
  block: i32,
  key0: i32,
  key1: i32,
  stream: i32,
  share: f64,
  one: f64,
  other: f64,
  work: usize,
): void {
  const shares = f64x2.splat(share);
  const ones = f64x2.splat(one);
  const others = f64x2.splat(other);
  for (; count > 0; count -= together, out += together << 2, block += 4) {
    uniforms(block, key0, key1, stream, work);
    for (let at: usize = work; at < work + (together << 3); at += 16) {
      v128.store(at, v128.bitselect(ones, others, f64x2.lt(v128.load(at), shares)));
    }
    putAll(work, out, min<i32>(count, together));
  }
}
