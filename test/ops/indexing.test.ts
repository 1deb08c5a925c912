/** Indexing: what the ops say when a call does not fit, and when an index points nowhere. */
import assert from 'node:assert/strict';
import type { Attributes } from '../../src/ops/op';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, type Tensor } from '../../src/tensor/tensor';
import { opNamed } from './opNamed';
import { testSentences, type Argument } from './sentences';

const int = (...shape: readonly number[]): Argument => ['int32', shape];
const bag = { mode: 'sum', paddingIndex: null };

describe('indexing', () => {
  testSentences([
    ['index-select', [[4], [2]], { axis: 0 }, 'index-select needs int32 indices, found float64 values'],
    [
      'index-select',
      [[4], int(2)],
      { axis: 1 },
      'index-select needs an axis of its input, shape (4) has no axis 1',
    ],
    [
      'index-select',
      [[4], int(2, 1)],
      { axis: 0 },
      'index-select needs a list of indices, found the shape (2, 1)',
    ],
    [
      'gather',
      [[4, 3], int(2)],
      { axis: 0 },
      'gather needs indices of as many axes as its input of shape (4, 3), found the shape (2)',
    ],
    [
      'gather',
      [[4, 3], int(2, 4)],
      { axis: 0 },
      'gather needs indices no longer than its input of shape (4, 3) but along axis 0, found the shape (2, 4)',
    ],
    [
      'take-along-axis',
      [[4, 3], int(2, 4)],
      { axis: 0 },
      'take-along-axis needs indices that fit its input of shape (4, 3) but along axis 0, found the shape (2, 4)',
    ],
    [
      'scatter-add',
      [[4, 3], int(2, 3), [1, 3]],
      { axis: 0 },
      'scatter-add needs indices no longer than its source, nor than its input but along axis 0; found the shapes (2, 3), (1, 3) and (4, 3)',
    ],
    [
      'scatter',
      [[4], int(2), int(2)],
      { axis: 0 },
      'scatter needs a source of float64 values, found int32 values',
    ],
    ['scatter', [[4], int(2)], { axis: 0 }, 'scatter takes an input, indices and a source'],
    [
      'embedding',
      [[4], int(2)],
      { paddingIndex: null },
      'embedding needs a weight of shape (count, features), found (4)',
    ],
    [
      'embedding',
      [[4, 3], [2]],
      { paddingIndex: null },
      'embedding needs int32 indices, found float64 values',
    ],
    [
      'embedding',
      [[4, 3], int(2)],
      { paddingIndex: 4 },
      'embedding needs a padding index below its 4 rows, found 4',
    ],
    [
      'embedding-bag',
      [[4, 3], int(2)],
      bag,
      'embedding-bag needs indices of shape (bags, length), found (2)',
    ],
    [
      'embedding-bag',
      [[4, 3], int(2, 2), int(2)],
      bag,
      'embedding-bag needs indices of shape (count) beside offsets, found (2, 2)',
    ],
    [
      'embedding-bag',
      [[4, 3], int(2), [2]],
      bag,
      'embedding-bag needs a list of int32 offsets, found float64 values of shape (2)',
    ],
    [
      'embedding-bag',
      [[4, 3], int(2, 2)],
      { mode: 'median', paddingIndex: null },
      'embedding-bag needs one of the modes sum, mean, max, found median',
    ],
    ['one-hot', [[4]], { classes: 3 }, 'one-hot needs int32 indices, found float64 values'],
    ['one-hot', [int(4)], { classes: 0 }, 'one-hot needs a whole number of classes from 1 on, found 0'],
    ['one-hot', [int(4)], { classes: 2.5 }, 'one-hot needs a whole number of classes from 1 on, found 2.5'],
  ]);
});

describe('indices that point nowhere', () => {
  const floats = tensorOf('float64', [2, 3], [1, 2, 3, 4, 5, 6]);
  const indices = (shape: readonly number[], ...values: number[]): Tensor => tensorOf('int32', shape, values);
  const calls: readonly (readonly [
    op: string,
    args: readonly Tensor[],
    attributes: Attributes,
    message: string,
  ])[] = [
    [
      'index-select',
      [floats, indices([2], 1, 2)],
      { axis: 0 },
      'index-select: index 2 at place 1 is not one of the 2 along axis 0',
    ],
    [
      'gather',
      [floats, indices([1, 2], 0, -1)],
      { axis: -1 },
      'gather: index -1 at place 1 is not one of the 3 along axis 1',
    ],
    [
      'scatter-add',
      [floats, indices([1, 1], 3), floats],
      { axis: 1 },
      'scatter-add: index 3 at place 0 is not one of the 3 along axis 1',
    ],
    [
      'embedding',
      [floats, indices([1, 3], 0, 1, 5)],
      { paddingIndex: null },
      'embedding: index 5 at place 2 is not one of the 2 rows of its weight',
    ],
    [
      'embedding-bag',
      [floats, indices([2], 0, 1), indices([2], 0, 3)],
      bag,
      'embedding-bag: offset 3 of bag 1 does not ascend from 0 to the 2 indices',
    ],
    [
      'one-hot',
      [indices([2], 0, 4)],
      { classes: 4 },
      'one-hot: index 4 at place 1 is not one of the 4 classes',
    ],
  ];
  for (const [op, args, attributes, message] of calls) {
    it(message, () => {
      const run = { training: false, random: randomStream(1) };
      assert.throws(
        () => opNamed(op).forward(referenceKernels('float64'), args, attributes, run),
        new RangeError(message),
      );
    });
  }

  it('leave a scatter that writes twice to one place with the last value, which alone has a gradient', () => {
    const x = tensorOf('float64', [2], [0, 0]);
    const source = tensorOf('float64', [2], [7, 8]);
    const run = { training: false, random: randomStream(1) };
    const args = [x, indices([2], 1, 1), source];
    const { outputs, backward } = opNamed('scatter').forward(
      referenceKernels('float64'),
      args,
      { axis: 0 },
      run,
    );
    assert.deepEqual([...(outputs[0]?.data ?? [])], [0, 8]);
    const [dx, , dSource] = backward([tensorOf('float64', [2], [3, 5])], [true, false, true]);
    assert.deepEqual([...(dx?.data ?? [])], [3, 0]);
    assert.deepEqual([...(dSource?.data ?? [])], [0, 5]);
  });
});
