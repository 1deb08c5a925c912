/** Changes of bytes without regard to what they mean: flipped bits, fields of telling numbers, cuts, copies and gaps. */
import type { Draw } from '../draw';
import { joined, tellingNumbers, writeNumber, type Mutator } from './mutator';

/** Applies one to three such changes, mostly one: many at once are only ever refused at the first. */
export const mutateBytes: Mutator = (file, draw) => {
  let bytes: Uint8Array = file.slice();
  const changes = draw.chance(0.7) ? 1 : 2 + draw.below(2);
  for (let change = 0; change < changes; change += 1) bytes = changed(bytes, draw);
  return bytes;
};

function changed(bytes: Uint8Array, draw: Draw): Uint8Array {
  const at = draw.below(bytes.length);
  const length = draw.chance(0.5) ? 1 + draw.below(16) : 1 + draw.below(4096);
  switch (draw.below(7)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << draw.below(8));
      return bytes;
    case 1:
      bytes[at] = draw.below(256);
      return bytes;
    case 2:
    case 3:
      writeNumber(bytes, at, draw.pick([2, 4, 8]), draw.pick(tellingNumbers));
      return bytes;
    case 4:
      return bytes.slice(0, at);
    case 5: {
      const from = draw.below(bytes.length);
      return joined(bytes.subarray(0, at), bytes.slice(from, from + length), bytes.subarray(at));
    }
    default:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
  }
}
