/**
 * Seeded random numbers: the counter-based generator Philox4x32-10, so that every draw is a pure function of
 * (seed, stream, position) and the same on every platform, in any order and on any number of threads.
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. The key is the seed (low and
 * high word), the counter is (block, 0, stream, 0); a block yields four 32-bit words.
 * Normal deviates are the inverse normal distribution function of one uniform number (Wichura, algorithm AS 241, PPND16,
 * Applied Statistics 37, 1988), which needs one logarithm and one square root only in the tails.
 */
import { normalProbability } from './erf';
import { inverseNormal } from './inverseNormal';

const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;
const rounds = 10;

/** Four 32-bit words, as unsigned numbers. */
export type Words = readonly [number, number, number, number];

/** One stream of random numbers that can be asked at any position. */
export interface RandomStream {
  /** The words of the seed, and the stream's number: what a kernel needs to draw the same numbers. */
  readonly key: readonly [low: number, high: number];
  readonly stream: number;
  /** The number at `position`, uniform in the open interval (0, 1), a multiple of 2^-32 plus 2^-33. */
  uniform(position: number): number;
  /** The number at `position`, standard normal. */
  normal(position: number): number;
  /** The number at `position`, standard normal given that it lies within `deviations` of 0 (at most 6). */
  truncatedNormal(position: number, deviations: number): number;
  /** A stream of its own for a part, independent of this one. */
  fork(part: number): RandomStream;
}

/** One block of Philox4x32-10. */
export function philox(counter: Words, key: readonly [number, number]): Words {
  const words = new Uint32Array(4);
  writeBlock(Uint32Array.from(counter), key, words);
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = words;
  return [w0, w1, w2, w3];
}

/** The same into given storage. Every number stays a 32-bit integer and nothing is allocated: masks ask for millions of blocks. */
function writeBlock(counter: Uint32Array, key: readonly [number, number], out: Uint32Array): void {
  let c0 = (counter[0] ?? 0) | 0;
  let c1 = (counter[1] ?? 0) | 0;
  let c2 = (counter[2] ?? 0) | 0;
  let c3 = (counter[3] ?? 0) | 0;
  let k0 = key[0] | 0;
  let k1 = key[1] | 0;
  for (let round = 0; round < rounds; round += 1) {
    const high0 = multiplyHigh(multiplier0, c0);
    const high1 = multiplyHigh(multiplier1, c2);
    const low0 = Math.imul(multiplier0, c0);
    const low1 = Math.imul(multiplier1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + weyl0) | 0;
    k1 = (k1 + weyl1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The stream number `stream` of a seed; seeds are whole numbers up to 2^53, streams up to 2^32. */
export function randomStream(seed: number, stream = 0): RandomStream {
  const key: [number, number] = [seed >>> 0, Math.floor(Math.abs(seed) / 2 ** 32) >>> 0];
  let cachedBlock = -1;
  const counter = Uint32Array.of(0, 0, stream, 0);
  const words = new Uint32Array(4);
  const uniform = (position: number): number => {
    const block = Math.floor(position / 4);
    if (block !== cachedBlock) {
      counter[0] = block;
      counter[1] = Math.floor(block / 2 ** 32);
      writeBlock(counter, key, words);
      cachedBlock = block;
    }
    return ((words[position % 4] ?? 0) + 0.5) / 2 ** 32;
  };
  return {
    key,
    stream,
    uniform,
    normal: (position) => inverseNormal(uniform(position)),
    truncatedNormal: (position, deviations) => {
      const below = normalProbability(-deviations);
      return inverseNormal(below + uniform(position) * (1 - 2 * below));
    },
    fork: (part) => randomStream(seed, philox([part >>> 0, 0, stream >>> 0, 1], key)[0]),
  };
}

/** The seeded order of `count` things: a permutation of 0 .. count - 1 (Fisher and Yates). */
export function shuffled(count: number, random: RandomStream): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(random.uniform(last) * (last + 1));
    const moved = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = moved;
  }
  return order;
}

/** The upper 32 bits, as a signed number, of the 64-bit product of two 32-bit numbers that are taken as unsigned. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  // Each of the sums is below 2^32, so that their bits are right whatever their sign.
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const carry = ((middle & 0xffff) + Math.imul(aLow, bHigh)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}
