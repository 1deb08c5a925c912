/** What every mutator is, and the numbers that readers stumble over. */
import type { Draw } from '../draw';

/** Makes a damaged or hostile file of a file; what it cannot take apart it gives to the mutator of plain bytes. */
export type Mutator = (file: Uint8Array, draw: Draw) => Uint8Array;

/** Lengths, offsets and counts that readers stumble over. */
export const tellingNumbers: readonly [number, ...number[]] = [
  ...([0, 1, 2, 3, 7, 8, 16, 64, 127, 128, 255, 256, 4096, 65_535, 65_536, 2 ** 20, 2 ** 24] as const),
  ...([2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40, 2 ** 53, 2 ** 63, 2 ** 64 - 1] as const),
];

/** One array of several. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

/** Writes a little-endian number of some bytes where it fits. */
export function writeNumber(bytes: Uint8Array, at: number, width: number, value: number): void {
  let rest = BigInt.asUintN(64, BigInt(Math.trunc(value)));
  for (let byte = 0; byte < width && at + byte < bytes.length; byte += 1) {
    bytes[at + byte] = Number(rest & 255n);
    rest >>= 8n;
  }
}
