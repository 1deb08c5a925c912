/** Numbers by formula, which any framework can put into the same network, so that results compare without a random generator. */

/** The sine of the position, counted from 1. */
export function sineAt(position: number): number {
  return Math.sin(position);
}

/**
 * A number from -1 up to, not including, 1 from the position, counted from 1: its bits mixed by whole multiplications modulo 2^32, so that
 * it is the same to the last bit everywhere. Unlike sines of equal steps, which make matrices of rank 2, it leaves no direction out.
 */
export function hashAt(position: number): number {
  let bits = Math.imul(position, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae3d);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 31 - 1;
}
