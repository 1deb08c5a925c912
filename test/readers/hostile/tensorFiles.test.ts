/** Files of tensors that were made to hurt whoever reads them: each gives a problem in a sentence, within a second and within the memory limit. */
import assert from 'node:assert/strict';
import { deflateSync, strToU8, zipSync } from 'fflate';
import { listTensorFile, readTensorFile } from '../../../src/readers/tensor-files/table';
import { golden, problemsOf } from './files';
import { within } from './limits';
import { wideField, zipOf } from './zipOf';

const safetensors = (
  entries: Readonly<
    Record<string, readonly [type: string, shape: readonly number[], from: number, to: number]>
  >,
  size: number,
): Uint8Array => {
  const header = strToU8(
    JSON.stringify(
      Object.fromEntries(
        Object.entries(entries).map(([name, [dtype, shape, from, to]]) => [
          name,
          { dtype, shape, data_offsets: [from, to] },
        ]),
      ),
    ),
  );
  const bytes = new Uint8Array(8 + header.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return bytes;
};

const npy = (header: string, size = 0): Uint8Array => {
  const text = strToU8(header);
  const bytes = new Uint8Array(10 + text.length + size);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  bytes.set(text, 10);
  return bytes;
};

const pickled = (instructions: string): Uint8Array =>
  zipSync(
    { 'a/data.pkl': strToU8(`\x80\x02${instructions}`, true), 'a/data/0': new Uint8Array(64) },
    { level: 0 },
  );

/** A tensor of a pickle over the storage 0 of this many floats, with its offset, shape and strides as they stand. */
const tensor = (count: string, offset: string, shape: string, strides: string): Uint8Array =>
  pickled(
    `}(X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpu${count}tQ${offset}${shape}${strides}\x89ccollections\nOrderedDict\n)RtRu.`,
  );

const million = new Uint8Array(2 ** 20);
const deflated = deflateSync(million);

const cases: readonly (readonly [what: string, bytes: () => Uint8Array, says: RegExp])[] = [
  // Zips.
  [
    'a bomb that declares what it unpacks to',
    () => zipOf([{ name: 'a.npy', content: deflateSync(new Uint8Array(2 ** 24)), method: 8, size: 2 ** 31 }]),
    /claims to unpack|unpacks to 2/,
  ],
  [
    'a bomb that declares less than it unpacks to',
    () => zipOf([{ name: 'a.npy', content: deflated, method: 8, size: 1000 }]),
    /unpacks to more than it claims/,
  ],
  [
    'a bomb of very many files',
    () =>
      zipOf(
        Array.from({ length: 1100 }, (_, index) => ({
          name: `${index}.npy`,
          content: deflated,
          method: 8,
          size: 2 ** 20,
        })),
      ),
    /unpacks to 1\.07 GiB, more than 1 GiB/,
  ],
  [
    'archives within archives',
    () => zipSync({ 'a.npy': zipSync({ 'b.npy': zipSync({ 'c.npy': million }) }) }),
    /no npy file/,
  ],
  [
    'two files at one place',
    () =>
      zipOf([
        { name: 'a.npy', content: million },
        { name: 'b.npy', content: million, from: 0 },
      ]),
    /overlaps another one/,
  ],
  [
    'files that reach into each other',
    () =>
      zipOf([
        { name: 'a.npy', content: deflated, method: 8, size: 2 ** 20, packed: deflated.length + 40 },
        { name: 'b.npy', content: deflated, method: 8, size: 2 ** 20 },
      ]),
    /overlaps another one/,
  ],
  [
    'a record of its own that lies about its length',
    () =>
      withLocalName(
        zipOf([
          { name: 'a.npy', content: npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 8) },
        ]),
      ),
    /overlaps what stands behind it/,
  ],
  [
    'a file outside',
    () => zipOf([{ name: 'a.npy', content: million, from: 2 ** 31 }]),
    /outside of the archive/,
  ],
  [
    'zip64 that lacks its numbers',
    () => zipOf([{ name: 'a.npy', content: million, size: 0xffffffff, packed: 0xffffffff }]),
    /larger than 4 GB, and does not say how large/,
  ],
  [
    'zip64 that claims 2^60 bytes',
    () =>
      zipOf([
        {
          name: 'a.npy',
          content: million,
          size: 0xffffffff,
          packed: 0xffffffff,
          extra: wideField(2n ** 60n, 2n ** 60n),
        },
      ]),
    /larger than 4 GB|outside of the archive/,
  ],
  [
    'zip64 that stands outside',
    () => zipOf([{ name: 'a.npy', content: million, from: 0xffffffff, extra: wideField(2n ** 50n) }]),
    /outside of the archive/,
  ],
  [
    '65,535 files in a directory of one',
    () => zipOf([{ name: 'a.npy', content: million }], { count: 65_000 }),
    /lists 65,000 files|no zip/,
  ],
  [
    'a directory before the archive',
    () => zipOf([{ name: 'a.npy', content: million }], { start: 2 ** 32 - 2 }),
    /no zip/,
  ],
  // npy.
  [
    'an npy of negative size',
    () => npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-3,), }"),
    /cannot have the shape/,
  ],
  [
    'an npy of 10^300 elements',
    () => npy(`{'descr': '<f8', 'fortran_order': False, 'shape': (${'9'.repeat(300)},), }`),
    /cannot have the shape/,
  ],
  [
    'an npy of 2^60 bytes',
    () => npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1048576, 1048576, 131072), }"),
    /cannot have the shape|takes|ends inside/,
  ],
  [
    'an npy that runs code',
    () => npy("{'descr': __import__('os').system('x'), 'fortran_order': False, 'shape': (1,), }"),
    /of a record/,
  ],
  // safetensors.
  ['a range that ends before it begins', () => safetensors({ a: ['F32', [0], 8, 4] }, 16), /lies outside/],
  [
    'a range beyond 2^53',
    () => safetensors({ a: ['F32', [1], 2 ** 60, 2 ** 60 + 4] }, 16),
    /no shape and place/,
  ],
  ['a range of 2^50 bytes', () => safetensors({ a: ['F32', [2 ** 48], 0, 2 ** 50] }, 16), /lies outside/],
  [
    'one tensor within another',
    () => safetensors({ a: ['F32', [4], 0, 16], b: ['F32', [1], 4, 8] }, 16),
    /overlaps/,
  ],
  [
    'the same range twice',
    () => safetensors({ a: ['F32', [4], 0, 16], b: ['F32', [4], 0, 16] }, 16),
    /overlaps/,
  ],
  ['a header of brackets', () => headerOf('['.repeat(1_000_000)), /no JSON|no list/],
  [
    'a header nested 100,000 deep',
    () => headerOf(`{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    /no JSON|no list|has the type/,
  ],
  // Checkpoints.
  [
    'a tensor beyond its storage',
    () => tensor('K\x10', 'K\x00', 'K\x20\x85', 'K\x01\x85'),
    /reaches beyond its storage/,
  ],
  [
    'a storage longer than its file',
    () => tensor('J\xff\xff\xff\x7f', 'K\x00', 'K\x02\x85', 'K\x01\x85'),
    /missing or too short/,
  ],
  [
    'negative strides',
    () => tensor('K\x10', 'K\x08', 'K\x04\x85', 'J\xff\xff\xff\xff\x85'),
    /reaches beyond its storage/,
  ],
  [
    'a negative offset',
    () => tensor('K\x10', 'J\xf0\xff\xff\xff', 'K\x04\x85', 'K\x01\x85'),
    /reaches beyond its storage/,
  ],
  [
    'one number for 2^31 elements',
    () => tensor('K\x10', 'K\x00', 'J\xff\xff\xff\x7f\x85', 'K\x00\x85'),
    /its tensors take 8 GiB and more, over 1 GiB/,
  ],
  ['a pickle of marks', () => pickled('('.repeat(1_000_000)), /ends inside its pickle/],
  [
    'a pickle nested 100,000 deep',
    () => pickled(`${'('.repeat(100_000)}${'t'.repeat(100_000)}.`),
    /or each other/,
  ],
  ['an integer of 2^31 bytes', () => pickled('\x8b\xff\xff\xff\x7f.'), /ends inside its pickle/],
];

/** The record of the one entry says that its name is longer than it is. */
function withLocalName(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer).setUint16(26, 60_000, true);
  return bytes;
}

function headerOf(text: string): Uint8Array {
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(strToU8(text), 8);
  return bytes;
}

describe('hostile files of tensors', () => {
  for (const [what, bytes, says] of cases) {
    it(`${what}: a sentence, soon and in little memory`, () => {
      const problems = problemsOf(bytes(), what);
      assert.match(problems[0] ?? '', says);
      // Of what stands only among the elements a listing says nothing.
      assert.match(problems[1] ?? '', new RegExp(`${says.source}|^none$`));
    });
  }

  const whole = [
    'float64.npy',
    'stored.npz',
    'compressed.npz',
    'mixed.safetensors',
    'kinds.h5',
    'latest.h5',
    'state.pt',
    'protocol-4.pt',
    'pictures.keras',
  ];
  for (const file of whole) {
    it(`${file}, cut at 400 places, is a problem wherever something is missing`, () => {
      const bytes = golden(file);
      const step = Math.max(1, Math.floor(bytes.length / 400));
      within(() => {
        for (let end = 0; end < bytes.length; end += step) {
          for (const read of [readTensorFile, listTensorFile]) {
            const found = read(bytes.subarray(0, end));
            // An HDF5 file may end in room that nothing uses.
            if (!file.endsWith('.h5')) assert.ok('problem' in found, `cut at ${end}`);
          }
        }
      }, file);
    });
  }

  it('files that begin as others do', () => {
    const starts = [
      [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59],
      [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a],
      [0x50, 0x4b, 3, 4],
      [0x80, 4, 0x95],
      [2, 0, 0, 0, 0, 0, 0, 0, 0x7b],
    ];
    for (const start of starts) {
      const bytes = new Uint8Array(4096);
      bytes.set(start);
      for (const problem of problemsOf(bytes, String(start))) assert.notEqual(problem, 'none', String(start));
    }
  });
});
