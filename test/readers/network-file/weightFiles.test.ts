/** Files of weights that are named very often. */
import { strict as assert } from 'node:assert';
import { readNetworkFile } from '../check';

describe('files of weights that are named very often', () => {
  it('say once what every turn of a block lacks', () => {
    const text =
      'input: [2]\nlayers: [{ repeat: 1000, layers: [{ linear: 2, weights: model.safetensors#none }] }]';
    assert.equal(readNetworkFile(text).problems.length, 1);
  });

  it('are asked for up to a number', () => {
    const layers = Array.from(
      { length: 70 },
      (_, index) => `  - { linear: 2, weights: w${index}.npy }\n`,
    ).join('');
    const { needs, problems } = readNetworkFile(`input: [2]\nlayers:\n${layers}`);
    assert.equal(needs.length, 64);
    assert.equal(problems.length, 6);
    assert.match(problems[0]?.message ?? '', /from 64 files at most/);
  });
});
