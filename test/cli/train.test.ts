/** The command train: what it prints, writes and ends with. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readTensorFile } from '../../src/readers/tensor-files/table';
import { examples } from '../inspect/sources';
import { call } from './call';

const logistic = path.join(examples, 'lesson-3-logistic-training.network.yaml');

/** y = 2 x + 1 on three points, from weight and bias 0. */
const line = `input: [1]
layers: [{ linear: 1, weights: 0, biases: 0 }]
loss: mse
data: { inputs: [[-1], [0], [1]], targets: [[-1], [1], [3]] }
train: { rate: 0.3, steps: 100, batch: 3 }
`;

describe('the command train', () => {
  let folder = '';
  const file = (text: string, name = 'case.network.yaml'): string => {
    const place = path.join(folder, name);
    writeFileSync(place, text);
    return place;
  };

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'backprop-lens-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  it('prints loss, accuracy and layers of the logistic regression', async () => {
    const { code, output, complaints, progress } = await call('train', logistic);
    assert.equal(code, 0);
    assert.equal(complaints, '');
    assert.match(output, /1,000 of 1,000 steps · 1,000 epochs of 100 samples/);
    assert.match(output, /training samples: loss 0\.693 -> 0\.0709 · 96 % right/);
    assert.match(output, /linear1 +linear · sigmoid/);
    assert.equal(progress.at(-1), '');
  });

  it('gives the same as JSON, with the seed and the steps that were asked for', async () => {
    const { code, output } = await call('train', logistic, '--json', '--steps', '7', '--seed', '3');
    assert.equal(code, 0);
    const parsed = JSON.parse(output) as Readonly<Record<string, unknown>>; // it is an object, as the next lines see
    assert.deepEqual(
      [parsed['steps'], parsed['seed'], parsed['ended'], parsed['batch'], parsed['testingSamples']],
      [7, 3, 'finished', 100, null],
    );
    const samples = parsed['trainingSamples'] as Readonly<Record<string, number>>; // likewise
    assert.equal(samples['count'], 100);
    assert.ok(Math.abs((samples['firstLoss'] ?? NaN) - Math.LN2) < 1e-6);
  });

  it('writes the parameters, and begins with those of a file', async () => {
    const first = path.join(folder, 'first.safetensors');
    const second = path.join(folder, 'second.safetensors');
    const source = file(line);
    assert.equal((await call('train', source, '--save', first, '--float64')).code, 0);
    const tensors = readTensorFile(readFileSync(first));
    assert.ok(!('problem' in tensors));
    assert.ok(Math.abs((tensors.get('linear1.weight')?.data[0] ?? NaN) - 2) < 1e-9);
    const words = ['--weights', first, '--steps', '0', '--save', second, '--float64'];
    const again = await call('train', source, ...words);
    assert.equal(again.code, 0);
    assert.deepEqual(readFileSync(second), readFileSync(first));
  });

  it('ends with 1 when the training diverges, and says where', async () => {
    const { code, output } = await call('train', file(line.replace('rate: 0.3', 'rate: 1.0e+30')));
    assert.equal(code, 1);
    assert.match(output, /diverged: At step 1, .* of the loss mse are NaN or infinite\./);
  });

  it('ends with 2 for errors, missing files and wrong words', async () => {
    for (const [words, complaint] of [
      [['train'], /train needs a file/],
      [['train', logistic, logistic], /train takes one file, found 2/],
      [['train', path.join(folder, 'none.network.yaml')], /the file does not exist/],
      [['train', logistic, '--steps', 'many'], /--steps takes a whole number from 0 on, found many/],
      [['train', logistic, '--fail-on', 'error'], /--fail-on belongs to inspect/],
      [['inspect', logistic, '--save', 'x'], /--save belongs to train/],
      [['train', logistic, '--network', 'other'], /no network is called other/],
      [['trains', logistic], /unknown command trains, did you mean train\?/],
      [
        ['train', file('layers: [{ linera: 1 }]\ninput: [2]\n', 'odd.network.yaml')],
        /odd.network.yaml:1:12: error: /,
      ],
      [['train', file('layers: [relu]\ninput: [2]\n', 'idle.network.yaml')], /nothing to train/],
    ] as const) {
      const { code, output, complaints } = await call(...words);
      assert.equal(code, 2, words.join(' '));
      assert.equal(output, '');
      assert.match(complaints, complaint);
    }
  });
});
