/** Movement: what the ops say when a call does not fit, and that reshapes copy nothing. */
import assert from 'node:assert/strict';
import type { Attributes } from '../../src/ops/op';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, type Tensor } from '../../src/tensor/tensor';
import { opNamed } from './opNamed';
import { testSentences } from './sentences';

const constantPad = { mode: 'constant', value: 0 };

describe('movement', () => {
  testSentences([
    [
      'reshape',
      [[2, 6]],
      { sizes: [5, 2] },
      'reshape cannot give the shape (5, 2) to an input of shape (2, 6)',
    ],
    [
      'reshape',
      [[2, 6]],
      { sizes: [5, -1] },
      'reshape cannot give the shape (5, -1) to an input of shape (2, 6)',
    ],
    [
      'reshape',
      [[0, 6]],
      { sizes: [0, -1] },
      'reshape cannot give the shape (0, -1) to an input of shape (0, 6)',
    ],
    ['reshape', [[2, 6]], { sizes: [-1, -1] }, 'reshape needs all sizes but one, found more than one -1'],
    [
      'reshape',
      [[4]],
      { sizes: [4, 0] },
      'reshape keeps the size of axis 1, the input of shape (4) has none',
    ],
    [
      'reshape',
      [[4]],
      { sizes: [2.5] },
      'reshape needs whole sizes, 0 for one that stays or -1 for what is left, found 2.5',
    ],
    [
      'flatten',
      [[2, 3]],
      { startAxis: 1, endAxis: 0 },
      'flatten needs a first axis before its last one, found 1 and 0',
    ],
    [
      'flatten',
      [[2]],
      { startAxis: 1, endAxis: -1 },
      'flatten needs an axis of its input, shape (2) has no axis 1',
    ],
    ['squeeze', [[2, 1]], { axes: [2] }, 'squeeze needs an axis of its input, shape (2, 1) has no axis 2'],
    ['unsqueeze', [[2]], { axis: 2 }, 'unsqueeze needs an axis of its input, shape (2, 1) has no axis 2'],
    ['permute', [[2, 3]], { axes: [0, 0] }, 'permute names the axis 0 twice'],
    [
      'permute',
      [[2, 3]],
      { axes: [0] },
      'permute needs every axis of its input of shape (2, 3) once, found (0)',
    ],
    [
      'transpose',
      [[2, 3]],
      { firstAxis: 0, secondAxis: 0.5 },
      'transpose needs an axis of its input, shape (2, 3) has no axis 0.5',
    ],
    [
      'move-axes',
      [[2, 3]],
      { sources: [0, 1], destinations: [1] },
      'move-axes needs a destination for every source, found 2 sources and 1 destinations',
    ],
    ['expand', [[2, 3]], { sizes: [2, 4] }, 'expand cannot stretch an input of shape (2, 3) to (2, 4)'],
    ['expand', [[3]], { sizes: [-1, 3] }, 'expand cannot stretch an input of shape (3) to (-1, 3)'],
    ['expand', [[2, 3]], { sizes: [3] }, 'expand cannot stretch an input of shape (2, 3) to (3)'],
    ['repeat', [[2]], { repeats: [-1] }, 'repeat needs whole numbers from 0 on, found -1'],
    [
      'repeat',
      [[2, 3]],
      { repeats: [2] },
      'repeat needs a number for every axis of its input of shape (2, 3), found (2)',
    ],
    [
      'repeat-interleave',
      [[2]],
      { repeats: NaN, axis: 0 },
      'repeat-interleave needs a whole number from 0 on, found NaN',
    ],
    [
      'slice',
      [[4]],
      { axis: 0, start: 0, end: null, step: 0 },
      'slice needs a whole step other than 0, found 0',
    ],
    [
      'slice',
      [[4]],
      { axis: 0, start: 0.5, end: null, step: 1 },
      'slice needs whole numbers as its ends, found 0.5',
    ],
    ['select', [[2, 3]], { axis: 1, index: 3 }, 'select finds no index 3 along axis 1, which has 3 elements'],
    ['flip', [[2, 3]], { axes: [1, -1] }, 'flip names the axis -1 twice'],
    ['roll', [[2, 3]], { shifts: [1], axes: [0, 1] }, 'roll needs a shift for every axis, found 1'],
    ['roll', [[2, 3]], { shifts: [], axes: [] }, 'roll needs one shift, found 0'],
    ['roll', [[2, 3]], { shifts: [Infinity], axes: [0] }, 'roll needs whole shifts, found Infinity'],
    [
      'concat',
      [
        [2, 3],
        [2, 4],
      ],
      { axis: 0 },
      'concat needs inputs alike in every axis but 0, found shapes (2, 3) and (2, 4)',
    ],
    [
      'concat',
      [[2], ['int32', [2]]],
      { axis: 0 },
      'concat needs inputs of one type, found float64 and int32',
    ],
    ['concat', [[]], { axis: 0 }, 'concat needs an axis of its input, shape () has no axis 0'],
    ['stack', [[2], [3]], { axis: 0 }, 'stack needs inputs of one shape, found (2) and (3)'],
    [
      'split',
      [[5]],
      { sizes: [2, 2], axis: 0 },
      'split needs sizes that make up the 5 along its axis, found (2, 2)',
    ],
    ['chunk', [[5]], { chunks: 0, axis: 0 }, 'chunk needs a whole number of pieces from 1 on, found 0'],
    ['chunk', [[1e9]], { chunks: 1e9, axis: 0 }, 'chunk makes at most 10,000 outputs, here 1,000,000,000'],
    ['unbind', [[1e9]], { axis: 0 }, 'unbind makes at most 10,000 outputs, here 1,000,000,000'],
    [
      'pad',
      [[4]],
      { ...constantPad, amounts: [1] },
      'pad needs two whole numbers for each of the last axes of an input of shape (4), found (1)',
    ],
    [
      'pad',
      [[4]],
      { ...constantPad, amounts: [1, 1, 1, 1] },
      'pad needs two whole numbers for each of the last axes of an input of shape (4), found (1, 1, 1, 1)',
    ],
    [
      'pad',
      [[4]],
      { ...constantPad, amounts: [-3, -2] },
      'pad cannot take (-3, -2) away from an input of shape (4)',
    ],
    [
      'pad',
      [[4]],
      { mode: 'reflect', value: 0, amounts: [4, 0] },
      'pad in reflect mode needs more elements than the input of shape (4) has, found (4, 0)',
    ],
    [
      'pad',
      [[4]],
      { mode: 'circular', value: 0, amounts: [0, 5] },
      'pad in circular mode needs more elements than the input of shape (4) has, found (0, 5)',
    ],
    [
      'pad',
      [[4]],
      { mode: 'mirror', value: 0, amounts: [0, 0] },
      'pad needs one of the modes constant, reflect, replicate, circular, found mirror',
    ],
  ]);

  const kernels = referenceKernels('float64');
  const run = { training: false, random: randomStream(1) };
  const x = tensorOf('float64', [2, 1, 3], [1, 2, 3, 4, 5, 6]);
  const reshapes: readonly (readonly [string, Attributes])[] = [
    ['reshape', { sizes: [3, 2] }],
    ['flatten', { startAxis: 0, endAxis: -1 }],
    ['squeeze', { axes: null }],
    ['unsqueeze', { axis: 0 }],
  ];
  for (const [name, attributes] of reshapes) {
    it(`copies nothing in ${name}, forward and back`, () => {
      const { outputs, backward } = opNamed(name).forward(kernels, [x], attributes, run);
      assert.equal(outputs[0]?.data, x.data);
      assert.equal(backward(outputs, [true])[0]?.data, x.data);
    });
  }

  it('gives the outputs of a split that the loss does not reach a gradient of 0', () => {
    const attributes = { sizes: [1, 2], axis: 2 };
    const { backward } = opNamed('split').forward(kernels, [x], attributes, run);
    const reached: readonly (Tensor | null)[] = [null, tensorOf('float64', [2, 1, 2], [1, 1, 1, 1])];
    assert.deepEqual([...(backward(reached, [true])[0]?.data ?? [])], [0, 1, 1, 0, 1, 1]);
  });

  it('gives the inputs of a concat that want none no gradient', () => {
    const { outputs, backward } = opNamed('concat').forward(kernels, [x, x], { axis: 1 }, run);
    const [first, second] = backward(outputs, [false, true]);
    assert.equal(first, null);
    assert.deepEqual(second, x);
  });

  const unitAxes: readonly (readonly [op: string, attributes: Attributes, before: number, after: number])[] =
    [
      ['permute', { axes: [0, 2, 3, 1] }, 1, 3],
      ['permute', { axes: [0, -1, 1] }, -1, 1],
      ['flatten', { startAxis: 1, endAxis: -1 }, 1, -1],
      ['flatten', { startAxis: 2, endAxis: -1 }, 1, 1],
      ['select', { axis: 1, index: 0 }, -1, -1],
      ['select', { axis: 1, index: 0 }, 2, 1],
      ['select', { axis: 2, index: 0 }, 1, 1],
      ['select', { axis: 1, index: 0 }, 1, -1],
      ['slice', { axis: 1, start: 0, end: null, step: 1 }, 1, 1],
    ];
  for (const [name, attributes, before, after] of unitAxes) {
    it(`${name} ${JSON.stringify(attributes)} takes units from axis ${before} to axis ${after}`, () =>
      assert.equal(opNamed(name).unitAxis(attributes, before), after));
  }

  it('takes empty axes', () => {
    const empty = tensorOf('float64', [2, 0], []);
    for (const [name, attributes] of [
      ['roll', { shifts: [1], axes: [1] }],
      ['flip', { axes: [1] }],
      ['repeat', { repeats: [2, 2] }],
      ['concat', { axis: 1 }],
      ['pad', { mode: 'replicate', value: 0, amounts: [0, 0, 1, 1] }],
    ] as const) {
      const { outputs, backward } = opNamed(name).forward(kernels, [empty], attributes, run);
      assert.equal(outputs[0]?.data.length, 0, name);
      assert.deepEqual(backward(outputs, [true])[0]?.shape, [2, 0], name);
    }
  });
});
