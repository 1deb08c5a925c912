/** Normalisations beyond goldens: what they say of arguments that do not fit, large means, edges, equivalences. */
import assert from 'node:assert/strict';
import { machineEpsilon } from '../../src/ops/normalisation/rowNorms';
import type { Attributes } from '../../src/ops/op';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, zeros, type Tensor } from '../../src/tensor/tensor';
import { opNamed } from './opNamed';
import { testSentences } from './sentences';

const batchNorm = {
  epsilon: 1e-5,
  momentum: 0.1,
  axis: 1,
  scale: true,
  shift: true,
  statistics: true,
  unbiased: true,
};
const bare = { scale: false, shift: false };
const groupNorm = { groups: 2, epsilon: 1e-5, scale: true, shift: true };
const instanceNorm = { epsilon: 1e-5, momentum: 0.1, scale: true, shift: false, statistics: false };
const layerNorm = { axes: 1, epsilon: 1e-5, scale: true, shift: false };
const response = { size: 5, alpha: 1e-4, beta: 0.75, k: 1 };
const spectral = { axis: 0, iterations: 1, epsilon: 1e-12 };

describe('shape rules of normalisations', () => {
  testSentences([
    [
      'batch-norm',
      [[4, 3], [3]],
      batchNorm,
      'batch-norm takes an input, a scale, a shift, a running mean and a running variance',
    ],
    [
      'batch-norm',
      [[4, 3]],
      { ...batchNorm, ...bare, momentum: null },
      'batch-norm takes an input, a running mean, a running variance and a count of batches',
    ],
    [
      'batch-norm',
      [[4]],
      { ...batchNorm, ...bare, statistics: false },
      'batch-norm needs an input with channels, this one is a single number per sample',
    ],
    [
      'batch-norm',
      [[4, 3], [3], [4], [3], [3]],
      batchNorm,
      'batch-norm needs a shift with one number per channel: 3 channels, found 4',
    ],
    [
      'batch-norm',
      [[4, 3]],
      { ...batchNorm, ...bare, statistics: false, axis: 2 },
      'batch-norm needs an axis that the input has, found 2 for 2 axes',
    ],
    [
      'batch-norm',
      [[4, 3]],
      { ...batchNorm, ...bare, statistics: false, epsilon: -1 },
      'batch-norm needs an epsilon of at least 0, found -1',
    ],
    [
      'batch-norm',
      [[4, 3]],
      { ...batchNorm, ...bare, statistics: false, momentum: 2 },
      'batch-norm needs a momentum between 0 and 1, found 2',
    ],
    [
      'batch-norm',
      [['int32', [4, 3]]],
      { ...batchNorm, ...bare, statistics: false },
      'batch-norm needs floats, found int32 values',
    ],
    ['group-norm', [[4, 3], [3], [3]], groupNorm, 'group-norm cannot part 3 channels into 2 groups'],
    [
      'group-norm',
      [[4, 4], [4], [4]],
      { ...groupNorm, groups: 0 },
      'group-norm cannot part 4 channels into 0 groups',
    ],
    [
      'group-norm',
      [[4]],
      { ...groupNorm, ...bare },
      'group-norm needs an input of (batch, channels) and any further axes, found (4)',
    ],
    [
      'instance-norm',
      [[4, 3], [3]],
      instanceNorm,
      'instance-norm needs an input of (batch, channels) and at least one further axis, found (4, 3)',
    ],
    ['instance-norm', [[4, 3, 2]], instanceNorm, 'instance-norm takes an input and a scale'],
    [
      'layer-norm',
      [[4, 3], [4]],
      layerNorm,
      'layer-norm needs a scale with one number per feature: 3 features, found 4',
    ],
    [
      'layer-norm',
      [[4, 3], [3]],
      { ...layerNorm, axes: 3 },
      'layer-norm needs to run over 1 to 2 axes here, found 3',
    ],
    ['layer-norm', [[], []], layerNorm, 'layer-norm needs an axis to run over, the input is a single number'],
    [
      'rms-norm',
      [[4, 3]],
      { axes: 1, epsilon: NaN, scale: false },
      'rms-norm needs an epsilon of at least 0, found NaN',
    ],
    [
      'local-response-norm',
      [[4, 3]],
      response,
      'local-response-norm needs an input of (batch, channels) and at least one further axis, found (4, 3)',
    ],
    [
      'local-response-norm',
      [[4, 3, 2]],
      { ...response, size: 0.5 },
      'local-response-norm needs a size that is a whole number from 1, found 0.5',
    ],
    ['lp-normalise', [[4, 3]], { p: 0, axis: 1, epsilon: 0 }, 'lp-normalise needs a p above 0, found 0'],
    [
      'lp-normalise',
      [[4, 3]],
      { p: 2, axis: -3, epsilon: 0 },
      'lp-normalise needs an axis that the input has, found -3 for 2 axes',
    ],
    [
      'weight-norm',
      [
        [4, 3],
        [3, 1],
      ],
      { axis: 0 },
      'weight-norm needs one length for each of 4 slices, found 3',
    ],
    [
      'spectral-norm',
      [[4, 3], [3], [4]],
      spectral,
      'spectral-norm needs a u of 4 and a v of 3 numbers, found 3 and 4',
    ],
    [
      'spectral-norm',
      [[4], [4], [1]],
      spectral,
      'spectral-norm needs a weight of at least two axes, found 1',
    ],
    [
      'spectral-norm',
      [[4, 3], [4], [3]],
      { ...spectral, iterations: 1e9 },
      'spectral-norm needs a whole number of iterations from 0 to 10000, found 1000000000',
    ],
  ]);
});

function forward(
  name: string,
  args: readonly Tensor[],
  attributes: Attributes,
  training = true,
  floatType: 'float32' | 'float64' = 'float64',
): readonly Tensor[] {
  const run = { training, random: randomStream(1) };
  return opNamed(name).forward(referenceKernels(floatType), args, attributes, run).outputs;
}

describe('normalisations', () => {
  it('keep their accuracy where the mean is a million deviations', () => {
    const steps = Array.from({ length: 64 }, (_, place) => (place % 2 === 0 ? 1 : -1));
    const x = tensorOf(
      'float32',
      [1, 2, 32],
      steps.map((step) => 8192 + step / 128),
    );
    for (const [name, attributes] of [
      ['layer-norm', { axes: 1, epsilon: 0, ...bare }],
      ['group-norm', { groups: 2, epsilon: 0, ...bare }],
      ['batch-norm', { ...batchNorm, ...bare, statistics: false, epsilon: 0 }],
    ] as const) {
      const [y] = forward(name, [x], attributes, true, 'float32');
      // Deviations of one size on both sides of the mean are -1 and 1 of their standard deviation.
      assert.deepEqual([...(y?.data ?? [])], steps, name);
    }
  });

  it('take empty batches and empty rows', () => {
    for (const shape of [
      [0, 4, 2],
      [2, 4, 0],
    ]) {
      const x = zeros('float64', shape);
      const [y, mean, variance] = forward(
        'batch-norm',
        [x, tensorOf('float64', [4], [1, 2, 3, 4]), tensorOf('float64', [4], [5, 6, 7, 8])],
        { ...batchNorm, ...bare },
      );
      assert.deepEqual([y?.shape, [...(mean?.data ?? [])]], [shape, [1, 2, 3, 4]]);
      assert.deepEqual([...(variance?.data ?? [])], [5, 6, 7, 8]);
      for (const [name, attributes] of [
        ['layer-norm', { axes: 1, epsilon: 1e-5, ...bare }],
        ['group-norm', { groups: 2, epsilon: 1e-5, ...bare }],
        ['local-response-norm', response],
        ['lp-normalise', { p: 2, axis: 1, epsilon: 1e-12 }],
      ] as const) {
        assert.deepEqual(forward(name, [x], attributes)[0]?.shape, shape, name);
      }
    }
  });

  it('give shift alone and keep the variance finite where a channel has one number', () => {
    const args = [
      [3, 5],
      [1, 1],
      [7, 8],
      [0, 0],
      [1, 1],
    ].map((values, which) => tensorOf('float64', which === 0 ? [1, 2] : [2], values));
    const [y, mean, variance] = forward('batch-norm', args, batchNorm);
    assert.deepEqual([...(y?.data ?? [])], [7, 8]);
    assert.deepEqual(
      [...(mean?.data ?? [])].map((value) => value.toFixed(12)),
      ['0.300000000000', '0.500000000000'],
    );
    assert.deepEqual([...(variance?.data ?? [])], [0.9, 0.9]);
  });

  it('know the machine epsilon of each float type', () => {
    assert.equal(Math.fround(1 + machineEpsilon.float32) > 1, true);
    assert.equal(Math.fround(1 + machineEpsilon.float32 / 2) > 1, false);
    assert.equal(1 + machineEpsilon.float64 / 2 > 1, false);
  });

  it('divide by the largest absolute value where p is infinite', () => {
    const x = tensorOf('float64', [1, 3], [1, -4, 2]);
    const [y] = forward('lp-normalise', [x], { p: Infinity, axis: 1, epsilon: 1e-12 });
    assert.deepEqual([...(y?.data ?? [])], [0.25, -1, 0.5]);
  });

  it('bring a weight to the largest singular value 1 when the power iteration has converged', () => {
    // The singular values of diag(3, -5) are 5 and 3.
    const args = [
      tensorOf('float64', [2, 2], [3, 0, 0, -5]),
      tensorOf('float64', [2], [1, 1]),
      tensorOf('float64', [2], [1, 1]),
    ];
    const [weight] = forward('spectral-norm', args, { ...spectral, iterations: 100 });
    const expected = [0.6, 0, 0, -1];
    weight?.data.forEach((value, place) => assert.ok(Math.abs(value - (expected[place] ?? NaN)) < 1e-12));
  });
});
