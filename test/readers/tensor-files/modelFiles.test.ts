/** HDF5 files and checkpoints of PyTorch, held against what h5py and PyTorch read from them (test/goldens/model_files.py). */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { byRange } from '../../../src/base/byteSource';
import { readHdf5 } from '../../../src/readers/tensor-files/hdf5/file';
import { readTensorFile } from '../../../src/readers/tensor-files/table';

const folder = join(__dirname, '../../goldens/model-files');

interface Expected {
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

// Written by model_files.py beside this file's goldens.
type ByFile = Readonly<Record<string, Readonly<Record<string, Expected>>>>;
const expected: ByFile = {
  ...(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as ByFile),
  // Written by hdf5_indices.py.
  'indices.h5': JSON.parse(readFileSync(join(folder, 'indices.json'), 'utf8')) as Readonly<
    Record<string, Expected>
  >,
};

function bytesOf(name: string): Uint8Array {
  return readFileSync(join(folder, name));
}

function problemOf(bytes: Uint8Array): string {
  const tensors = readTensorFile(bytes);
  return 'problem' in tensors ? tensors.problem : 'none';
}

/** The file with the bytes of `found` replaced wherever they stand. */
function replaced(name: string, found: string, by: string): Uint8Array {
  assert.equal(found.length, by.length);
  const text = Buffer.from(bytesOf(name)).toString('latin1');
  assert.ok(text.includes(found), `${name} holds no ${found}`);
  return Buffer.from(text.replaceAll(found, by), 'latin1');
}

describe('model files', () => {
  for (const [file, tensors] of Object.entries(expected)) {
    it(file, () => {
      const read = readTensorFile(bytesOf(file));
      if ('problem' in read) assert.fail(read.problem);
      assert.deepEqual([...read.keys()].sort(), Object.keys(tensors).sort());
      for (const [name, { shape, values }] of Object.entries(tensors)) {
        const tensor = read.get(name);
        assert.deepEqual(tensor?.shape, shape, name);
        assert.deepEqual(Array.from(tensor.data, Number), values.map(Number), name);
      }
    });
  }

  it('attributes of HDF5: text of both kinds, numbers and lists', () => {
    const { attributes } = readHdf5(byRange(bytesOf('kinds.h5')));
    assert.deepEqual(Object.fromEntries(attributes), {
      text: 'any length: \u2207',
      fixed: 'fixed',
      list: ['a', 'bc'],
      number: 3,
      floats: [0.5, 0.25],
    });
  });

  it('links and attributes in heaps, hundreds of them', () => {
    const { values, attributes } = JSON.parse(readFileSync(join(folder, 'heaps.json'), 'utf8')) as {
      readonly values: Readonly<Record<string, number>>;
      readonly attributes: Readonly<Record<string, number | string>>;
    }; // written by hdf5_indices.py
    const read = readTensorFile(bytesOf('heaps.h5'));
    if ('problem' in read) assert.fail(read.problem);
    assert.deepEqual(Object.fromEntries([...read].map(([name, { data }]) => [name, data[0]])), values);
    const { children } = readHdf5(byRange(bytesOf('heaps.h5')));
    assert.deepEqual(Object.fromEntries(children.get('ordered')?.attributes ?? []), attributes);
    const dense = readTensorFile(bytesOf('dense.h5'));
    if ('problem' in dense) assert.fail(dense.problem);
    // As model_files.py wrote them.
    assert.deepEqual(
      [...dense].map(([name, { data }]) => [name, data[0]]),
      Array.from({ length: 20 }, (_, index) => [`value_${String(index).padStart(2, '0')}`, index]),
    );
  });

  const refused: readonly (readonly [what: string, bytes: () => Uint8Array, problem: RegExp])[] = [
    ['a command in a pickle', () => bytesOf('command.pt'), /asks for (?:posix|nt|os)\.system/],
    [
      'a whole module',
      () => bytesOf('module.pt'),
      /torch\.nn\.modules\.container\.Sequential.*save model\.state_dict/,
    ],
    ['the format before 1.6', () => bytesOf('legacy.pt'), /before version 1\.6.*save its state_dict anew/],
    ['a group within itself', () => bytesOf('cyclic.h5'), /contains itself/],
    ['chunks of what grows', () => bytesOf('growing.h5'), /datasets that grow.*libver="earliest"/],
    ['another compression', () => bytesOf('lzf.h5'), /packed by lzf, which is not read/],
    ['a cut HDF5 file', () => bytesOf('kinds.h5').subarray(0, 9000), /damaged HDF5 file/],
    ['the start of an HDF5 file', () => bytesOf('kinds.h5').subarray(0, 20), /damaged HDF5 file/],
    ['a cut checkpoint', () => bytesOf('state.pt').subarray(0, 2000), /no zip that can be unpacked/],
    [
      'a pickle without its storages',
      () => zipSync({ 'a/data.pkl': strToU8('\x80\x02}q\x00.', true), 'a/data/0': new Uint8Array(4) }),
      /none/,
    ],
    [
      'an unknown instruction',
      () => zipSync({ 'a/data.pkl': strToU8('\x80\x02i', true) }),
      /the instruction i, which is not read/,
    ],
    [
      'a pickle that ends early',
      () => zipSync({ 'a/data.pkl': strToU8('\x80\x02}', true) }),
      /ends inside its pickle/,
    ],
    ['an empty stack', () => zipSync({ 'a/data.pkl': strToU8('\x80\x020.', true) }), /pickle is broken/],
    [
      'a list that holds itself',
      () => zipSync({ 'a/data.pkl': strToU8('\x80\x02]q\x00h\x00a.', true) }),
      /or each other/,
    ],
    ['a tensor in pairs of pairs, 2^30 of them', () => laughs(), /hold more than 100,000 things/],
    [
      'a path that leaves',
      () => zipSync({ '../evil.npy': new Uint8Array(3) }),
      /"\.\.\/evil\.npy" has a path that leaves the archive/,
    ],
    ['a zip bomb', () => bomb(), /claims to unpack .* to/],
    ['overlapping entries', () => overlapping(), /overlaps another one/],
    [
      'a path that leaves within a checkpoint',
      () => replaced('state.pt', 'state/data/0', '../..//data/0'.slice(0, 12)),
      /leaves/,
    ],
  ];
  for (const [what, bytes, problem] of refused) {
    it(`${what}: a sentence, no exception`, () => assert.match(problemOf(bytes()), problem));
  }
});

/** What fuzzing found to take 9 seconds: a list that holds the one before twice, thirty times over, around a dict. */
function laughs(): Uint8Array {
  const pairs = '\x86q\x00h\x00h\x00'.repeat(30);
  return zipSync({ 'a/data.pkl': strToU8(`\x80\x02}q\x00h\x00${pairs}\x86.`, true) });
}

/** An archive whose directory declares 500 MB for 100 bytes. */
function bomb(): Uint8Array {
  const bytes = zipSync({ 'a.npy': new Uint8Array(100_000) });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(directoryOf(bytes) + 24, 500_000_000, true);
  return bytes;
}

/** Two entries of which the second one points at the first one's bytes. */
function overlapping(): Uint8Array {
  const bytes = zipSync({ 'a.npy': new Uint8Array(10), 'b.npy': new Uint8Array(10) }, { level: 0 });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const first = directoryOf(bytes);
  view.setUint32(first + 46 + view.getUint16(first + 28, true) + 42, 0, true);
  return bytes;
}

/** Where the central directory begins (APPNOTE 4.3.16). */
function directoryOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 22 + 16, true);
}
