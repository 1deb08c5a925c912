/** The blame chain against closed forms, and against the gradients that PyTorch's autograd hands back part by part. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BlameReport, BlameStep } from '../../../src/analysis/blame/report';
import type { NetworkReport } from '../../../src/analysis/report';
import { firstPicture, float64, near } from '../../inspect/sources';

function blameOf(network: NetworkReport): BlameReport {
  assert.ok(network.blame, 'no blame');
  return network.blame;
}

function inFloat64(text: string): NetworkReport {
  return firstPicture(text, float64);
}

const golden = JSON.parse(readFileSync(path.join(__dirname, '../../goldens/blame.json'), 'utf8')) as {
  readonly text: string;
  readonly gradients: Readonly<Record<string, number>>;
}; // written by blame.py, whose format is this type

const sigma = (z: number): number => 1 / (1 + Math.exp(-z));

describe('the blame chain', () => {
  it('a chain of one-unit sigmoids loses log10 of sigma prime in each activation and log10 |w| in each weight', () => {
    const weights = [0.8, 1.2, -0.7, 2];
    const layers = weights
      .map((w) => `  - { linear: 1, weights: ${w}, biases: 0.1 }\n  - sigmoid\n`)
      .join('');
    const network = inFloat64(
      `input: [1]\nlayers:\n${layers}loss: mse\ndata: { inputs: [[1.5]], targets: [[1]] }\n`,
    );
    const { decades, steps } = blameOf(network);
    let a = 1.5;
    const slopes = weights.map((w) => {
      a = sigma(w * a + 0.1);
      return a * (1 - a);
    });
    weights.forEach((w, layer) => {
      const factors: BlameStep['factors'] = steps[layer]?.factors ?? {};
      // The last layer's activation stands behind its delta, the first one's weights before its own.
      if (layer < 3) near(factors.activation, Math.log10(slopes[layer] ?? NaN), 1e-12, `slope ${layer}`);
      else assert.equal(factors.activation, undefined);
      if (layer > 0) near(factors.weights, Math.log10(Math.abs(w)), 1e-12, `weight ${layer}`);
      else assert.equal(factors.weights, undefined);
    });
    near(decades, Math.log10(network.flow?.ratio ?? NaN), 1e-12, 'the sum');
  });

  it('each of twenty sigmoid layers loses at least log10 4 in its activation, and all add up to the ratio', () => {
    const network = firstPicture(
      'input: [32]\nloss: mse\nbatch: 16\nlayers:\n  - repeat: 20\n    layers: [{ linear: 32, init: xavier-normal }, sigmoid]\n  - linear: 4\n',
    );
    const { decades, steps } = blameOf(network);
    assert.equal(steps.length, 21);
    for (const { factors } of steps.slice(0, 20)) {
      assert.ok((factors.activation ?? 0) <= Math.log10(0.25), String(factors.activation));
    }
    near(decades, Math.log10(network.flow?.ratio ?? NaN), 1e-5, 'the sum');
  });

  it('behind x + w x the way goes on through the skip, whose share is 1 / (1 + w)^2', () => {
    const w = 0.5;
    const network = inFloat64(`input: [1]
layers:
  - { linear: 1, id: a, weights: 2, biases: 0 }
  - { linear: 1, id: branch, weights: ${w}, biases: 0 }
  - { add: a, id: sum }
  - { linear: 1, id: out, weights: 3, biases: 0 }
loss: mse
data: { inputs: [[1.5]], targets: [[1]] }
`);
    const { decades, steps, splits } = blameOf(network);
    near(decades, Math.log10(3 * (1 + w)), 1e-12, 'the sum');
    assert.deepEqual(
      steps.map(({ layer }) => network.layers[layer]?.name),
      ['sum', 'out'],
    );
    near(steps[0]?.factors.paths, Math.log10(1 + w), 1e-12, 'what the branch adds');
    const [split] = splits;
    assert.ok(split);
    assert.deepEqual(
      split.ways.map(({ layer, taken }) => [network.layers[layer ?? -1]?.name, taken]),
      [
        ['branch', false],
        ['sum', true],
      ],
    );
    near(split.ways[1]?.share, 1 / (1 + w) ** 2, 1e-12, 'share of the skip');
    near(split.ways[0]?.share, w ** 2 / (1 + w) ** 2, 1e-12, 'share of the branch');
    near(split.cross, (2 * w) / (1 + w) ** 2, 1e-12, 'cross term');
  });

  it('a residual convolution with norms and a pool has the parts that PyTorch hands back', () => {
    const network = inFloat64(golden.text);
    const { decades, steps, splits } = blameOf(network);
    const loss = (behind: string, before: string): number =>
      Math.log10((golden.gradients[behind] ?? NaN) / (golden.gradients[before] ?? NaN));
    const expected = {
      stem: { activation: loss('stem', 'stem out') },
      branch: { weights: loss('into branch', 'branch'), paths: loss('stem out', 'into branch') },
      normed: { normalisation: loss('branch', 'normed'), activation: loss('normed', 'sum') },
      sum: { other: 0 },
      pooled: { pooling: loss('sum', 'pooled') },
      flatten1: { other: 0 },
      hidden: { weights: loss('pooled', 'hidden') },
      'hidden-normed': {
        normalisation: loss('hidden', 'hidden normed'),
        activation: loss('hidden normed', 'hidden out'),
      },
      head: { weights: loss('hidden out', 'head') },
    };
    const names = steps.map(({ layer }) => network.layers[layer]?.name);
    assert.deepEqual(names, Object.keys(expected));
    Object.values(expected).forEach((factors, place) => {
      const ours: Readonly<Record<string, number>> = steps[place]?.factors ?? {};
      assert.deepEqual(Object.keys(ours).sort(), Object.keys(factors).sort());
      for (const [factor, value] of Object.entries(factors)) near(ours[factor], value, 1e-9, factor);
    });
    near(decades, loss('stem', 'head'), 1e-9, 'the sum');
    const whole = golden.gradients['stem out'] ?? NaN;
    const shares = splits[0]?.ways.map(({ share }) => share) ?? [];
    near(shares[0], ((golden.gradients['into branch'] ?? NaN) / whole) ** 2, 1e-9, 'share of the branch');
    near(shares[1], ((golden.gradients['into skip'] ?? NaN) / whole) ** 2, 1e-9, 'share of the skip');
  });

  it('says where the way is cut off, and nothing of what lies before', () => {
    const network = inFloat64(`input: [1]
layers:
  - { linear: 1, id: a, weights: 1, biases: 0 }
  - sigmoid
  - { linear: 1, id: b, weights: 0, biases: 0 }
  - sigmoid
  - { linear: 1, id: c, weights: 1, biases: 0 }
loss: mse
data: { inputs: [[1.5]], targets: [[1]] }
`);
    const { decades, steps } = blameOf(network);
    assert.equal(decades, -Infinity);
    const names = steps.map(({ layer, factors }) => [network.layers[layer]?.name, factors.weights]);
    assert.deepEqual(names, [
      ['b', -Infinity],
      ['c', 0],
    ]);
  });

  it('is unknown where there is one weight layer, or no loss that reaches it', () => {
    assert.equal(inFloat64('input: [2]\nlayers: [{ linear: 1 }]\nloss: mse\n').blame, null);
  });
});
