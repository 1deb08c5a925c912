/** Changes of the bytes of valid files, as fast-check draws them: what a damaged or hostile file may look like. */
import fc from 'fast-check';

/** One change; places are shares of the file, so that a change fits a file of any length. */
export type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'byte'; readonly at: number; readonly value: number }
  | { readonly kind: 'field'; readonly at: number; readonly bytes: 2 | 4 | 8; readonly value: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'splice'; readonly at: number; readonly from: number; readonly length: number }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number };

/** Lengths, offsets and counts that readers stumble over. */
const tellingNumbers = [
  ...[0, 1, 2, 3, 7, 8, 16, 127, 128, 255, 256, 4096, 65_535, 65_536, 2 ** 20, 2 ** 24],
  ...[2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40, 2 ** 53, 2 ** 63, 2 ** 64 - 1],
];

/** Even over the file: fast-check's doubles are even over their exponents, and so nearly all of them are the first byte. */
const share = fc.integer({ min: 0, max: 2 ** 30 - 1 }).map((step) => step / 2 ** 30);
const length = fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 4096 }));

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: share, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ kind: fc.constant('byte' as const), at: share, value: fc.integer({ min: 0, max: 255 }) }),
  fc.record({
    kind: fc.constant('field' as const),
    at: share,
    bytes: fc.constantFrom(2 as const, 4 as const, 8 as const),
    value: fc.constantFrom(...tellingNumbers),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: share }),
  fc.record({ kind: fc.constant('splice' as const), at: share, from: share, length }),
  fc.record({ kind: fc.constant('remove' as const), at: share, length }),
);

/** A few changes, mostly one or two: many at once are only ever refused at the first. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.oneof(
  { weight: 4, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(mutation, { minLength: 3, maxLength: 8 }) },
);

/** A copy of a file with changes, one after the other. */
export function mutated(file: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  return changes.reduce<Uint8Array>((bytes, change) => changed(bytes, change), file.slice());
}

function changed(bytes: Uint8Array, change: Mutation): Uint8Array {
  const at = Math.floor(change.at * bytes.length);
  switch (change.kind) {
    case 'flip':
      bytes[at] = (bytes[at] ?? 0) ^ (1 << change.bit);
      return bytes;
    case 'byte':
      bytes[at] = change.value;
      return bytes;
    case 'field': {
      let rest = BigInt(change.value);
      for (let byte = 0; byte < change.bytes && at + byte < bytes.length; byte += 1) {
        bytes[at + byte] = Number(rest & 255n);
        rest >>= 8n;
      }
      return bytes;
    }
    case 'cut':
      return bytes.slice(0, at);
    case 'splice': {
      const from = Math.floor(change.from * bytes.length);
      return joined(bytes.subarray(0, at), bytes.slice(from, from + change.length), bytes.subarray(at));
    }
    case 'remove':
      return joined(bytes.subarray(0, at), bytes.subarray(at + change.length));
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
