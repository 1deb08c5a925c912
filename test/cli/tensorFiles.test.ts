/** Weights and data from files and gradients into one, against what PyTorch computes from the same files. */
import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeSafetensors } from '../../src/readers/tensor-files/safetensors';
import { readTensorFile } from '../../src/readers/tensor-files/table';
import type { NamedTensors } from '../../src/readers/tensor-files/tensors';
import { tensorOf } from '../../src/tensor/tensor';
import { call } from './call';

const folder = path.join(__dirname, '..', 'goldens', 'tensor-files');
const inFolder = (name: string): string => path.join(folder, name);
const network = inFolder('two-layers.network.yaml');

function tensorsIn(file: string): NamedTensors {
  const tensors = readTensorFile(readFileSync(file));
  if ('problem' in tensors) assert.fail(tensors.problem);
  return tensors;
}

describe('tensors on the command line', () => {
  let written = '';

  before(() => {
    written = mkdtempSync(path.join(os.tmpdir(), 'backprop-lens-'));
  });

  after(() => rmSync(written, { recursive: true }));

  for (const [words, tolerance] of [
    [['--float64'], 1e-12],
    [[], 1e-6],
  ] as const) {
    it(`gives PyTorch's gradients ${words.join(' ') || 'in float32'}`, async () => {
      const out = path.join(written, 'gradients.safetensors');
      const given = ['--weights', inFolder('weights.safetensors'), '--data', inFolder('data.npz')];
      const { code, complaints } = await call(
        'inspect',
        network,
        ...given,
        '--gradients',
        out,
        ...words,
        '--fail-on',
        'never',
      );
      assert.deepEqual([code, complaints], [0, '']);
      const expected = tensorsIn(inFolder('gradients.safetensors'));
      const found = tensorsIn(out);
      assert.deepEqual([...found.keys()].sort(), [...expected.keys()].sort());
      for (const [name, { shape, data }] of expected) {
        const tensor = found.get(name);
        assert.deepEqual(tensor?.shape, shape, name);
        const difference = Math.hypot(...Array.from(data, (value, at) => value - (tensor.data[at] ?? NaN)));
        assert.ok(difference <= tolerance * Math.hypot(...data), `${name}: ${difference}`);
      }
    });
  }

  const misuses: readonly (readonly [what: string, words: readonly string[], said: RegExp])[] = [
    [
      'a missing file',
      ['--weights', inFolder('none.npz')],
      /none\.npz cannot be read: the file does not exist/,
    ],
    ['a folder', ['--data', folder], /it is a folder/],
    ['a text as weights', ['--weights', network], /cannot be read/],
    ['pickled data', ['--data', inFolder('objects.npy')], /pickle/],
    [
      'weights that lack names',
      ['--weights', inFolder('data.npz')],
      /None of the 2 tensors of data\.npz is called like a parameter .*: the file holds input and target/,
    ],
    ['data without input', ['--data', inFolder('weights.safetensors')], /lack the tensor input/],
    ['data without target', ['--data', inFolder('float64.npy')], /lack the tensor target/],
    ['gradients into a folder', ['--gradients', folder], /EISDIR|directory/],
  ];
  for (const [what, words, said] of misuses) {
    it(`${what}: a sentence and exit code 2`, async () => {
      const { code, output, complaints } = await call('inspect', network, ...words);
      assert.equal(code, 2);
      assert.match(output + complaints, said);
    });
  }

  it('writes no gradients of weights that were not taken, and says why', async () => {
    const out = path.join(written, 'other.safetensors');
    const { code, output, complaints } = await call(
      ...['inspect', network, '--weights', inFolder('data.npz'), '--gradients', out, '--fail-on', 'never'],
    );
    assert.equal(code, 2);
    assert.match(output, /None of the 2 tensors of data\.npz/);
    assert.match(complaints, /writes nothing while .* has errors/);
    assert.ok(!existsSync(out));
  });

  it('refuses classes that the network does not have, before anything runs', async () => {
    const file = path.join(written, 'classes.safetensors');
    const data = tensorsIn(inFolder('data.npz'));
    const target = data.get('target');
    const input = data.get('input');
    assert.ok(target && input);
    for (const value of [0.5, 1000, -1]) {
      const wrong = tensorOf('float64', target.shape, Array.from(target.data).fill(value, 1, 2));
      writeFileSync(
        file,
        writeSafetensors(
          new Map([
            ['input', input],
            ['target', wrong],
          ]),
        ),
      );
      const { code, output, complaints } = await call('inspect', network, '--data', file);
      assert.deepEqual([code, complaints], [2, '']);
      assert.match(output, new RegExp(`Sample 2 has the class ${value}, but the network tells`));
    }
  });

  it('takes one network only for gradients', async () => {
    const out = path.join(written, 'two.safetensors');
    const { code, complaints } = await call('inspect', network, network, '--gradients', out);
    assert.equal(code, 2);
    assert.match(complaints, /takes one network, found 2/);
  });
});
