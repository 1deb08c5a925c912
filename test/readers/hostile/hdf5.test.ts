/** HDF5 files whose addresses, sizes and counts lie: each gives a problem in a sentence, within a second and within the memory limit. */
import assert from 'node:assert/strict';
import { golden, problemsOf } from './files';

/** A copy with numbers in some places; they are little-endian, of eight bytes, and may be all ones. */
function patched(file: string, ...changes: readonly (readonly [place: number, value: bigint])[]): Uint8Array {
  const bytes = golden(file);
  const view = new DataView(bytes.buffer);
  for (const [place, value] of changes) view.setBigUint64(place, value, true);
  return bytes;
}

/** Where a text stands for the n-th time. */
function placeOf(file: string, text: string, nth = 0): number {
  const bytes = Buffer.from(golden(file));
  let place = bytes.indexOf(text, 0, 'latin1');
  for (let found = 0; found < nth && place !== -1; found += 1)
    place = bytes.indexOf(text, place + 1, 'latin1');
  assert.notEqual(place, -1, `${file} holds no ${text}`);
  return place;
}

/** Where the sizes of a shape stand: as HDF5 writes them, eight bytes each. */
function shapePlace(file: string, ...shape: readonly number[]): number {
  const wanted = Buffer.alloc(8 * shape.length);
  shape.forEach((size, axis) => wanted.writeBigUInt64LE(BigInt(size), 8 * axis));
  const place = Buffer.from(golden(file)).indexOf(wanted);
  assert.notEqual(place, -1, `${file} holds no shape ${shape.join(', ')}`);
  return place;
}

const cases: readonly (readonly [what: string, bytes: () => Uint8Array, says: RegExp])[] = [
  // HDF5; places of version 0 of the format: the superblock holds its end at 40, the root's entry at 56.
  [
    'a tree that is its own child',
    () => patched('kinds.h5', [placeOf('kinds.h5', 'TREE') + 32, BigInt(placeOf('kinds.h5', 'TREE'))]),
    /damaged|contains itself/,
  ],
  ['a tree on a level above itself', () => treeAbove(), /contains itself/],
  ['a root outside', () => patched('kinds.h5', [64, 2n ** 60n]), /lies outside|damaged/],
  ['a root that is the superblock', () => patched('kinds.h5', [64, 0n]), /damaged/],
  [
    'a heap outside',
    () => patched('kinds.h5', [placeOf('kinds.h5', 'HEAP') + 24, 2n ** 40n]),
    /lies outside/,
  ],
  [
    'a heap of no size',
    () => patched('kinds.h5', [placeOf('kinds.h5', 'HEAP') + 8, 0n]),
    /a name lies outside of its heap/,
  ],
  [
    'a heap of texts without end',
    () => patched('kinds.h5', [placeOf('kinds.h5', 'GCOL') + 8, 2n ** 62n]),
    /none|damaged|lies outside/,
  ],
  [
    'a dataset of 2^62 elements',
    () => patched('kinds.h5', [shapePlace('kinds.h5', 3, 4, 5), 2n ** 62n]),
    /cannot have the shape|take more than/,
  ],
  [
    'a dataset of 2^40 elements',
    () => patched('kinds.h5', [shapePlace('kinds.h5', 3, 4, 5), 2n ** 36n]),
    /take more than/,
  ],
  // Heaps and trees of the newer library: places in their records as III.A.2, III.G and VII.C have them.
  [
    'a heap of names outside',
    () => patched('heaps.h5', [placeOf('heaps.h5', 'FRHP') + 132, 2n ** 50n]),
    /lies outside/,
  ],
  [
    'a heap of names that is its own table',
    () => patched('heaps.h5', [placeOf('heaps.h5', 'FRHP') + 132, BigInt(placeOf('heaps.h5', 'FRHP'))]),
    /FHIB is not where/,
  ],
  [
    'a heap of names with blocks of 2^60',
    () => patched('heaps.h5', [placeOf('heaps.h5', 'FRHP') + 112, 2n ** 60n]),
    /damaged/,
  ],
  [
    'a list of names that is its own root',
    () => patched('heaps.h5', [placeOf('heaps.h5', 'BTHD', 2) + 16, BigInt(placeOf('heaps.h5', 'BTHD', 2))]),
    /BT(?:IN|LF) is not where/,
  ],
  [
    'a list of 2^60 chunks',
    () => patched('indices.h5', [placeOf('indices.h5', 'FAHD') + 8, 2n ** 60n]),
    /lies outside|damaged/,
  ],
  [
    'a list of no chunks',
    () => patched('indices.h5', [placeOf('indices.h5', 'FAHD') + 8, 0n]),
    /does not fit its dataset/,
  ],
  [
    'a list of chunks outside',
    () => patched('indices.h5', [placeOf('indices.h5', 'FAHD') + 16, 2n ** 50n]),
    /lies outside/,
  ],
];

/** The root's tree claims to stand above leaves, the first of which is itself. */
function treeAbove(): Uint8Array {
  const place = placeOf('kinds.h5', 'TREE');
  const bytes = patched('kinds.h5', [place + 32, BigInt(place)]);
  bytes[place + 5] = 1;
  return bytes;
}

describe('hostile HDF5 files', () => {
  for (const [what, bytes, says] of cases) {
    it(`${what}: a sentence, soon and in little memory`, () => {
      const problems = problemsOf(bytes(), what);
      assert.match(problems[0] ?? '', says);
      // Of what stands only among the elements a listing says nothing.
      assert.match(problems[1] ?? '', new RegExp(`${says.source}|^none$`));
    });
  }
});
