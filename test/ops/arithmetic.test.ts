/** Elementwise mathematics: what it says of arguments that do not fit, masks of minus infinity, and functions at their edges. */
import assert from 'node:assert/strict';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf } from '../../src/tensor/tensor';
import { opNamed } from './opNamed';
import { testSentences } from './sentences';

const kernels = referenceKernels('float64');
const run = { training: false, random: randomStream(1) };

describe('arithmetic', () => {
  testSentences([
    [
      'multiply',
      [
        [4, 3],
        [4, 2],
      ],
      {},
      'shapes (4, 3) and (4, 2) do not fit together',
    ],
    ['maximum', [], {}, 'maximum takes at least one value'],
    ['subtract', [[4], [4], [4]], {}, 'subtract takes two values'],
    ['divide', [[4]], {}, 'divide takes two values'],
    ['power', [[2], [3]], {}, 'shapes (2) and (3) do not fit together'],
    ['less', [[4]], {}, 'less takes two values'],
    ['xor', [[4]], {}, 'xor takes two values'],
    ['exp', [['int32', [4]]], {}, 'exp takes floats, found int32 values'],
    ['clamp', [[4]], { minimum: null, maximum: null }, 'clamp needs a minimum or a maximum'],
    ['where', [[4], [4], [4]], {}, 'where takes a mask of true and false, found float64 values'],
    ['where', [['bool', [4]], [4]], {}, 'where takes a mask and two values'],
    [
      'masked-fill',
      [[4], [4]],
      { value: 0 },
      'masked-fill takes a mask of true and false, found float64 values',
    ],
    ['masked-fill', [[4], ['bool', [3]]], { value: 0 }, 'shapes (4) and (3) do not fit together'],
    ['cast', [[4]], { elementType: 'complex' }, 'cast knows the types float, int32 and bool, found complex'],
  ]);

  it('takes the float type of the run where whole numbers make floats', () => {
    const whole = { elementType: 'int32', shape: [2] } as const;
    for (const [name, args, attributes] of [
      ['divide', [whole, whole], {}],
      ['cast', [whole], { elementType: 'float' }],
      ['affine', [whole], { scale: 0.5, shift: 0 }],
    ] as const) {
      assert.deepEqual(opNamed(name).shape(args, attributes, 'float32'), [
        { elementType: 'float32', shape: [2] },
      ]);
    }
  });

  it('hides scores behind minus infinity, whose gradient is 0', () => {
    const x = tensorOf('float64', [3], [1, 2, 3]);
    const mask = tensorOf('bool', [3], [0, 1, 0]);
    const { outputs, backward } = opNamed('masked-fill').forward(
      kernels,
      [x, mask],
      { value: -Infinity },
      run,
    );
    assert.deepEqual([...(outputs[0]?.data ?? [])], [1, -Infinity, 3]);
    const [dx] = backward([tensorOf('float64', [3], [NaN, NaN, 7])], [true, false]);
    assert.deepEqual([...(dx?.data ?? [])], [NaN, 0, 7]);
  });

  it('does not let NaN of the side that is not chosen through', () => {
    const mask = tensorOf('bool', [2], [1, 0]);
    const [a, b] = [tensorOf('float64', [2], [1, NaN]), tensorOf('float64', [2], [NaN, 2])];
    const { outputs } = opNamed('where').forward(kernels, [mask, a, b], {}, run);
    assert.deepEqual([...(outputs[0]?.data ?? [])], [1, 2]);
  });

  it('rounds halves to even numbers and lets infinities and NaN be', () => {
    const f = opNamed('round').curve?.({}).f;
    const numbers = [0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 2 ** 53 - 1, Infinity, -Infinity, NaN];
    // numpy.round of the same numbers.
    assert.deepEqual(
      numbers.map((x) => (f?.value(x) ?? 0) + 0),
      [0, 2, 2, 0, -2, 0, 2 ** 53 - 1, Infinity, -Infinity, NaN],
    );
  });
});
