/** Pooling, resampling and shuffles: what they say when arguments do not fit, hostile sizes, and equivalences between them. */
import assert from 'node:assert/strict';
import type { Attributes } from '../../src/ops/op';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, type Tensor } from '../../src/tensor/tensor';
import { normal } from './examples/draw';
import { opNamed } from './opNamed';
import { testSentences } from './sentences';

const square = { kernel: [2, 2], strides: [2, 2], padding: [0, 0], dilations: [1, 1], ceilMode: false };
const mean = { ...square, countIncludesPadding: true, divisor: null };
const nearest = { mode: 'nearest', sizes: null, scales: [2, 2], alignCorners: false };
const image = [4, 3, 6, 6];

function run(op: string, args: readonly Tensor[], attributes: Attributes): readonly Tensor[] {
  const random = randomStream(1);
  return opNamed(op).forward(referenceKernels('float64'), args, attributes, { training: true, random })
    .outputs;
}

describe('pooling', () => {
  testSentences([
    ['max-pool', [], square, 'max-pool takes one input'],
    ['average-pool', [], mean, 'average-pool takes one input'],
    ['lp-pool', [], { ...square, exponent: 2 }, 'lp-pool takes one input'],
    ['adaptive-max-pool', [], { sizes: [1] }, 'adaptive-max-pool takes one input'],
    ['adaptive-average-pool', [], { sizes: [1] }, 'adaptive-average-pool takes one input'],
    ['max-unpool', [image], { sizes: [9, 9] }, 'max-unpool takes values and their indices'],
    ['upsample', [], nearest, 'upsample takes one input'],
    ['pixel-shuffle', [], { factor: 2 }, 'pixel-shuffle takes one input'],
    ['channel-shuffle', [], { groups: 2 }, 'channel-shuffle takes one input'],
    ['max-pool', [['int32', image]], square, 'max-pool takes floats, the input holds elements of type int32'],
    [
      'max-pool',
      [[4, 3]],
      square,
      'max-pool needs an input of (batch, channels) and one to three axes of places, this one has the shape (4, 3)',
    ],
    [
      'adaptive-max-pool',
      [[4, 3, 0, 2]],
      { sizes: [1, 1] },
      'adaptive-max-pool needs at least one place, the input has the shape (4, 3, 0, 2)',
    ],
    ['max-pool', [[4, 3, 6]], square, 'max-pool needs a kernel size for each of 1 axes of places, it has 2'],
    [
      'max-pool',
      [image],
      { ...square, strides: [2, 0] },
      'max-pool needs whole numbers from 1 as a stride, found 0',
    ],
    [
      'average-pool',
      [image],
      { ...mean, kernel: [1.5, 2] },
      'average-pool needs whole numbers from 1 as a kernel size, found 1.5',
    ],
    [
      'max-pool',
      [image],
      { ...square, padding: [1, 2] },
      'max-pool takes a padding of at most half its kernel, 2 is more than half of 2',
    ],
    [
      'max-pool',
      [[4, 3, 1, 6]],
      square,
      'max-pool needs an input of at least its kernel, 2 is larger than 1',
    ],
    [
      'max-pool',
      [[4, 3, 3, 6]],
      { ...square, kernel: [4, 2], dilations: [2, 1], padding: [1, 0] },
      'max-pool needs an input of at least its kernel, 4 with dilation 2 is larger than 3 with a padding of 1',
    ],
    ['average-pool', [image], { ...mean, divisor: 0 }, 'average-pool needs a divisor other than 0, found 0'],
    ['lp-pool', [image], { ...square, exponent: 0 }, 'lp-pool needs an exponent above 0, found 0'],
    [
      'adaptive-average-pool',
      [image],
      { sizes: [3] },
      'adaptive-average-pool needs an output size for each of 2 axes of places, it has 1',
    ],
    [
      'max-unpool',
      [image, image],
      { sizes: [9, 9] },
      'max-unpool needs an int32 index for each value, values (4, 3, 6, 6) and indices (4, 3, 6, 6) (float64) do not go together',
    ],
    [
      'upsample',
      [image],
      { ...nearest, mode: 'lanczos' },
      'upsample needs a mode among nearest, nearest-exact, linear, cubic, found lanczos',
    ],
    [
      'upsample',
      [[4, 3, 6]],
      { ...nearest, mode: 'cubic' },
      'upsample needs two axes of places for cubic, the input has 1',
    ],
    ['upsample', [image], { ...nearest, sizes: [2, 2] }, 'upsample needs either the new sizes or the scales'],
    [
      'upsample',
      [image],
      { ...nearest, scales: [2] },
      'upsample needs a scale for each of 2 axes of places, it has 1',
    ],
    ['upsample', [image], { ...nearest, scales: [2, -1] }, 'upsample needs scales above 0, found -1'],
    [
      'upsample',
      [image],
      { ...nearest, scales: [2, 0.1] },
      'upsample needs 1 to 2,147,483,647 places along each axis, 6 x 6 become 12 x 0',
    ],
    [
      'pixel-shuffle',
      [image],
      { factor: 2 },
      'pixel-shuffle needs channels in groups of 2 x 2, the input has 3',
    ],
    [
      'pixel-shuffle',
      [[4, 3]],
      { factor: 2 },
      'pixel-shuffle needs (..., channels, height, width), the input has the shape (4, 3)',
    ],
    [
      'pixel-shuffle',
      [image],
      { factor: 0 },
      'pixel-shuffle needs a whole number from 1 as its factor, found 0',
    ],
    [
      'pixel-unshuffle',
      [image],
      { factor: 4 },
      'pixel-unshuffle needs places in blocks of 4 x 4, the input has 6 x 6',
    ],
    [
      'channel-shuffle',
      [image],
      { groups: 2 },
      'channel-shuffle needs channels that divide into 2 groups, the input has 3',
    ],
    [
      'channel-shuffle',
      [image],
      { groups: 0 },
      'channel-shuffle needs a whole number of groups from 1, found 0',
    ],
    [
      'channel-shuffle',
      [[4]],
      { groups: 1 },
      'channel-shuffle needs (batch, channels, ...), the input has the shape (4)',
    ],
  ]);

  it('says something about any attributes and never throws', () => {
    const hostile = [0, -1, 0.5, 2 ** 31, 2 ** 53, 1e300, NaN, Infinity];
    for (const value of hostile) {
      const all = [value, value];
      for (const attribute of ['kernel', 'strides', 'padding', 'dilations']) {
        const found = opNamed('max-pool').shape([{ elementType: 'float32', shape: image }], {
          ...square,
          [attribute]: all,
        });
        assert.ok('error' in found || attribute === 'padding', `${attribute} ${value}`);
      }
      for (const [op, attributes] of Object.entries({
        'adaptive-max-pool': { sizes: all },
        'adaptive-average-pool': { sizes: all },
        upsample: { ...nearest, sizes: all, scales: null },
        'pixel-shuffle': { factor: value },
        'channel-shuffle': { groups: value },
      })) {
        const found = opNamed(op).shape([{ elementType: 'float32', shape: image }], attributes);
        assert.ok('error' in found, `${op} ${value}`);
      }
      const scaled = { ...nearest, scales: all };
      const found = opNamed('upsample').shape([{ elementType: 'float32', shape: image }], scaled);
      assert.ok('error' in found || value === 0.5, `upsample by ${value}`);
    }
  });

  it('the largest strides and dilations that fit give one window', () => {
    const one = { ...square, kernel: [1, 1], strides: [2 ** 31 - 1, 1], dilations: [2 ** 31 - 1, 1] };
    const x = normal([1, 1, 3, 2]);
    assert.deepEqual([...(run('max-pool', [x], one)[0]?.data ?? [])], [...x.data.slice(0, 2)]);
  });

  it('a window whose places all lie in the padding gives -Infinity, and its gradient goes nowhere', () => {
    const x = tensorOf('float64', [1, 1, 1], [5]);
    const attributes = { kernel: [2], strides: [1], padding: [1], dilations: [2], ceilMode: false };
    const op = opNamed('max-pool');
    const { outputs, backward } = op.forward(referenceKernels('float64'), [x], attributes, {
      training: true,
      random: randomStream(1),
    });
    assert.deepEqual([...(outputs[0]?.data ?? [])], [-Infinity]);
    assert.deepEqual([...(outputs[1]?.data ?? [])], [-1]);
    const dy = tensorOf('float64', [1, 1, 1], [1]);
    assert.deepEqual([...(backward([dy, null], [true])[0]?.data ?? [])], [0]);
  });

  it('unpooling what was pooled keeps the greatest values in their places and nothing else', () => {
    const x = normal([2, 3, 4, 4]);
    const [values, indices] = run('max-pool', [x], square);
    assert.ok(values && indices);
    const [back] = run('max-unpool', [values, indices], { sizes: [4, 4] });
    const [again] = run('max-pool', [back ?? x], square);
    const kept = [...(back?.data ?? [])].filter((value) => value !== 0);
    assert.equal(kept.length, values.data.length);
    assert.ok(kept.every((value) => x.data.includes(value)));
    // Negative maxima stand next to zeros now.
    assert.deepEqual(
      again && [...again.data],
      [...values.data].map((value) => Math.max(0, value)),
    );
  });

  it('unshuffling what was shuffled gives it back', () => {
    const x = normal([2, 18, 2, 3]);
    const [shuffled] = run('pixel-shuffle', [x], { factor: 3 });
    assert.ok(shuffled);
    assert.deepEqual(run('pixel-unshuffle', [shuffled], { factor: 3 })[0], x);
    const [mixed] = run('channel-shuffle', [x], { groups: 3 });
    assert.ok(mixed);
    assert.deepEqual(run('channel-shuffle', [mixed], { groups: 6 })[0], x);
  });

  it('a norm of order 1 over positive numbers is the sum', () => {
    const x = tensorOf('float64', [1, 1, 2, 2], [1, 2, 3, 4]);
    assert.deepEqual([...(run('lp-pool', [x], { ...square, exponent: 1 })[0]?.data ?? [])], [10]);
  });
});
