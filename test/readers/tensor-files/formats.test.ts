/** Files as NumPy and the safetensors library write them, and files that are none. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { writeSafetensors } from '../../../src/readers/tensor-files/safetensors';
import { readTensorFile } from '../../../src/readers/tensor-files/table';
import type { NamedTensors } from '../../../src/readers/tensor-files/tensors';
import { tensorOf, type Tensor } from '../../../src/tensor/tensor';

const folder = join(__dirname, '..', '..', 'goldens', 'tensor-files');

interface Expected {
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

const { safetensors: inSafetensors, ...inNumpy } = JSON.parse(
  readFileSync(join(folder, 'expected.json'), 'utf8'),
) as Record<string, Expected> & { safetensors: Record<string, Expected> }; // written by tensor_files.py

function bytesOf(name: string): Uint8Array {
  return readFileSync(join(folder, name));
}

function readTensors(bytes: Uint8Array): NamedTensors {
  const tensors = readTensorFile(bytes);
  if ('problem' in tensors) assert.fail(tensors.problem);
  return tensors;
}

function assertHolds(tensor: Tensor | undefined, { shape, values }: Expected, name: string): void {
  assert.ok(tensor, name);
  assert.deepEqual(tensor.shape, shape, name);
  // The expected numbers have no -0.
  const found = Array.from(tensor.data, (value) => value + 0);
  assert.deepEqual(found, values.map(Number), name);
}

function problemOf(bytes: Uint8Array): string {
  const tensors = readTensorFile(bytes);
  return 'problem' in tensors ? tensors.problem : 'none';
}

/** A safetensors file with this header over `size` bytes of zeros. */
function safetensors(header: string, size = 0): Uint8Array {
  const text = strToU8(header);
  const bytes = new Uint8Array(8 + text.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

describe('tensor files', () => {
  for (const [name, expected] of Object.entries(inNumpy)) {
    it(`npy: ${name}`, () => assertHolds(readTensors(bytesOf(`${name}.npy`)).get(''), expected, name));
  }

  for (const file of ['stored.npz', 'compressed.npz']) {
    it(file, () => {
      const tensors = readTensors(bytesOf(file));
      assert.deepEqual([...tensors.keys()].sort(), Object.keys(inNumpy).sort());
      for (const [name, expected] of Object.entries(inNumpy)) assertHolds(tensors.get(name), expected, name);
    });
  }

  it('safetensors', () => {
    const tensors = readTensors(bytesOf('mixed.safetensors'));
    assert.deepEqual([...tensors.keys()].sort(), Object.keys(inSafetensors).sort());
    for (const [name, expected] of Object.entries(inSafetensors))
      assertHolds(tensors.get(name), expected, name);
    assert.equal(tensors.get('float64')?.elementType, 'float64');
    assert.equal(tensors.get('bfloat16')?.elementType, 'float32');
  });

  it('safetensors are read back as they were written', () => {
    const tensors = new Map<string, Tensor>([
      ['mask', tensorOf('bool', [3], [1, 0, 1])],
      ['loss', tensorOf('float64', [], [Math.PI])],
      ['weight "quoted" ∇', tensorOf('float32', [2, 2], [1, NaN, -Infinity, 0.1])],
      ['empty', tensorOf('float32', [0, 4], [])],
      ['indices', tensorOf('int32', [2], [-1, 7])],
    ]);
    const read = readTensors(writeSafetensors(tensors));
    for (const [name, tensor] of tensors) assert.deepEqual(read.get(name), tensor, name);
    assert.equal(read.size, tensors.size);
  });

  const misfits: readonly (readonly [what: string, bytes: () => Uint8Array, problem: RegExp])[] = [
    ['nothing', () => new Uint8Array(0), /too short/],
    ['text', () => strToU8('input: [64]\nlayers: []\n'), /no safetensors file, or it ends inside its header/],
    ['a cut header', () => bytesOf('mixed.safetensors').subarray(0, 40), /ends inside its header/],
    ['cut elements', () => bytesOf('mixed.safetensors').subarray(0, -4), /lies outside of the file/],
    ['a header that is no JSON', () => safetensors('{"a": '), /no JSON/],
    ['a header that is a list', () => safetensors('[1, 2]'), /no list of tensors/],
    [
      'an unknown type',
      () => safetensors('{"a": {"dtype": "F8_E4M3"}}'),
      /the type F8_E4M3, which is not read/,
    ],
    [
      'a type named as a property of objects',
      () => safetensors('{"a": {"dtype": "constructor"}}'),
      /which is not read/,
    ],
    ['a tensor without shape', () => safetensors('{"a": {"dtype": "F32"}}'), /no shape and place/],
    [
      'a shape that the bytes do not fill',
      () => safetensors('{"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}}', 8),
      /"a" of shape \(3\) takes 12 bytes, the file holds 8 bytes/,
    ],
    [
      'an astronomic shape',
      () =>
        safetensors(
          '{"a": {"dtype": "F32", "shape": [9007199254740991, 9007199254740991], "data_offsets": [0, 8]}}',
          8,
        ),
      /cannot have the shape/,
    ],
    [
      'offsets that run backwards',
      () => safetensors('{"a": {"dtype": "F32", "shape": [0], "data_offsets": [8, 0]}}', 8),
      /outside/,
    ],
    [
      'negative offsets',
      () => safetensors('{"a": {"dtype": "F32", "shape": [2], "data_offsets": [-8, 0]}}', 8),
      /"a" has no shape and place/,
    ],
    [
      'tensors that overlap',
      () =>
        safetensors(
          '{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "b": {"dtype": "F32", "shape": [2], "data_offsets": [4, 12]}}',
          12,
        ),
      /"b" overlaps another one/,
    ],
    [
      'a name that is there twice',
      () =>
        safetensors(
          '{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}',
          8,
        ),
      /"a" is there twice/,
    ],
    [
      'a header of 2^60 bytes',
      () => {
        const bytes = safetensors('{}', 8);
        new DataView(bytes.buffer).setBigUint64(0, 2n ** 60n, true);
        return bytes;
      },
      /no safetensors file, or it ends inside its header/,
    ],
    ['a cut npy', () => bytesOf('float64.npy').subarray(0, 60), /ends inside its header/],
    [
      'an npy without its last element',
      () => bytesOf('float64.npy').subarray(0, -8),
      /takes 96 bytes, the file holds 88 bytes/,
    ],
    ['pickled objects', () => bytesOf('objects.npy'), /Python objects \(a pickle\), which are never loaded/],
    ['complex numbers', () => bytesOf('complex.npy'), /the type <c16, which is not read/],
    ['a wide integer', () => bytesOf('too-wide.npy'), /1099511627776, which needs more than 32 bits/],
    ['a cut zip', () => bytesOf('stored.npz').subarray(0, 500), /no zip that can be unpacked/],
    ['a zip with a broken array', () => zipSync({ 'a.npy': strToU8('hello') }), /no npy file/],
    ['a checkpoint', () => zipSync({ 'model/data.pkl': strToU8('hello') }), /its pickle is broken/],
  ];
  for (const [what, bytes, problem] of misfits) {
    it(`${what}: a sentence, no exception`, () => assert.match(problemOf(bytes()), problem));
  }

  it('a zip without arrays holds nothing', () => {
    assert.equal(readTensors(zipSync({ 'readme.txt': strToU8('hello') })).size, 0);
  });
});
