/** The convolutions beyond gradient check and goldens: sentences for what does not fit, empty batches, hostile sizes. */
import assert from 'node:assert/strict';
import { referenceKernels } from '../../src/tensor/reference';
import { randomStream } from '../../src/tensor/random';
import { zeros } from '../../src/tensor/tensor';
import {
  convolutionAttributes,
  foldAttributes,
  transposedAttributes,
  unfoldAttributes,
} from './examples/convolution';
import { opNamed } from './opNamed';
import { testSentences } from './sentences';

const plain = convolutionAttributes(2);
const turned = transposedAttributes(2);

describe('sentences of the convolutions', () => {
  testSentences([
    ['convolution', [], plain, 'convolution takes an input and a weight'],
    ['convolution', [[1, 2, 3, 3]], plain, 'convolution takes an input and a weight'],
    [
      'convolution',
      [
        ['int32', [1, 2, 3, 3]],
        [2, 2, 1, 1],
      ],
      plain,
      'convolution takes floats, found elements of type int32',
    ],
    [
      'convolution',
      [
        [4, 3],
        [2, 3],
      ],
      plain,
      'convolution needs a weight with one to three axes of places, this one has the shape (2, 3)',
    ],
    [
      'convolution',
      [
        [4, 3],
        [2, 3, 3, 3],
      ],
      plain,
      'convolution needs an input of (batch, channels, height, width) for its kernel, this one has the shape (4, 3)',
    ],
    [
      'convolution',
      [
        [4, 3, 8, 8],
        [2, 3, 3],
      ],
      convolutionAttributes(1),
      'convolution needs an input of (batch, channels, places) for its kernel, this one has the shape (4, 3, 8, 8)',
    ],
    [
      'convolution',
      [
        [4, 3, 8, 8],
        [2, 4, 3, 3],
      ],
      plain,
      'convolution expects 4 channels, the input has 3',
    ],
    [
      'convolution',
      [
        [4, 3, 8, 8],
        [2, 3, 0, 3],
      ],
      plain,
      'convolution needs a kernel with at least one place',
    ],
    [
      'convolution',
      [
        [4, 3, 8, 8],
        [2, 3, 3, 3],
      ],
      { ...plain, strides: [1] },
      'convolution needs 2 numbers as strides, found 1',
    ],
    [
      'convolution',
      [
        [4, 3, 8, 8],
        [2, 3, 3, 3],
      ],
      { ...plain, strides: [1, 0] },
      'convolution needs whole numbers from 1 as strides, found 0',
    ],
    [
      'convolution',
      [
        [4, 3, 8, 8],
        [2, 3, 3, 3],
      ],
      { ...plain, dilations: [1.5, 1] },
      'convolution needs whole numbers from 1 as dilations, found 1.5',
    ],
    [
      'convolution',
      [
        [4, 3, 8, 8],
        [2, 3, 3, 3],
      ],
      { ...plain, padding: [0, 0, -1, 0] },
      'convolution needs whole numbers from 0 as padding, found -1',
    ],
    [
      'convolution',
      [
        [4, 3, 8, 8],
        [2, 3, 3, 3],
      ],
      { ...plain, padding: [0, 0, NaN, 0] },
      'convolution needs whole numbers from 0 as padding, found NaN',
    ],
    [
      'convolution',
      [
        [4, 3, 8, 8],
        [2, 3, 3, 3],
      ],
      { ...plain, paddingMode: 'mirror' },
      'convolution needs one of zeros, reflect, replicate, circular as padding mode, found mirror',
    ],
    [
      'convolution',
      [
        [4, 3, 2, 8],
        [2, 3, 3, 3],
      ],
      { ...plain, paddingMode: 'reflect', padding: [2, 0, 0, 0] },
      'convolution needs a padding of at most 1 for 2 places in mode reflect, found 2',
    ],
    [
      'convolution',
      [
        [4, 4, 8, 8],
        [3, 2, 3, 3],
      ],
      { ...plain, groups: 2 },
      'convolution cannot split 3 outputs into 2 groups',
    ],
    [
      'convolution',
      [
        [4, 3, 8, 8],
        [2, 3, 3, 3],
      ],
      { ...plain, groups: 0 },
      'convolution needs at least one group, found 0',
    ],
    [
      'convolution',
      [[4, 3, 8, 8], [2, 3, 3, 3], [3]],
      plain,
      'convolution needs a bias of one number per output, 2 in all, this one has the shape (3)',
    ],
    [
      'convolution',
      [
        [4, 3, 3, 8],
        [2, 3, 5, 5],
      ],
      plain,
      'convolution needs a kernel that fits into the padded input, it spans 5 x 5 and the input has 3 x 8 places',
    ],
    [
      'convolution',
      [
        [4, 3, 4, 8],
        [2, 3, 3, 3],
      ],
      { ...plain, dilations: [3, 1], padding: [1, 0, 1, 0] },
      'convolution needs a kernel that fits into the padded input, it spans 7 x 3 and the input has 6 x 8 places',
    ],
    ['transposed-convolution', [[1, 2, 3, 3]], turned, 'transposed-convolution takes an input and a weight'],
    [
      'transposed-convolution',
      [
        [4, 3, 8, 8],
        [2, 3, 3, 3],
      ],
      turned,
      'transposed-convolution expects 2 channels, the input has 3',
    ],
    [
      'transposed-convolution',
      [
        [4, 3, 8, 8],
        [3, 3, 3, 3],
      ],
      { ...turned, outputPadding: [0, 1] },
      'transposed-convolution needs an output padding below the stride or the dilation, found 1',
    ],
    [
      'transposed-convolution',
      [
        [4, 3, 8, 8],
        [3, 3, 3, 3],
      ],
      { ...turned, groups: 2 },
      'transposed-convolution cannot split 3 channels into 2 groups',
    ],
    [
      'transposed-convolution',
      [
        [4, 3, 1, 2],
        [3, 3, 3, 3],
      ],
      { ...turned, padding: [2, 1, 2, 1] },
      'transposed-convolution needs an output with at least one place, this one has -1 x 2',
    ],
    ['unfold', [], unfoldAttributes([2, 2]), 'unfold takes one input'],
    [
      'unfold',
      [[4, 3]],
      unfoldAttributes([2, 2]),
      'unfold needs an input of (batch, channels, height, width) for its kernel, this one has the shape (4, 3)',
    ],
    [
      'unfold',
      [[4, 3, 1, 1]],
      unfoldAttributes([2, 2]),
      'unfold needs a kernel that fits into the padded input, it spans 2 x 2 and the input has 1 x 1 places',
    ],
    ['unfold', [[4, 3, 1, 1]], unfoldAttributes([]), 'unfold needs a kernel over one to three axes, found 0'],
    ['fold', [], foldAttributes([2, 2], [3, 3]), 'fold takes one input'],
    [
      'fold',
      [[1, 6, 4]],
      foldAttributes([2, 2], [3, 3]),
      'fold needs a multiple of 4 lines for its kernel, the input has 6',
    ],
    ['fold', [[1, 8, 5]], foldAttributes([2, 2], [3, 3]), 'fold expects 4 positions, the input has 5'],
  ]);
});

describe('convolutions at the edge', () => {
  const kernels = referenceKernels('float64');
  const run = { training: false, random: randomStream(1) };

  it('take an empty batch: no outputs, gradients of zero', () => {
    for (const [name, attributes] of [
      ['convolution', plain],
      ['transposed-convolution', turned],
    ] as const) {
      const args = [[0, 2, 4, 4], [2, 2, 3, 3], [2]].map((shape) => zeros('float64', shape));
      const { outputs, backward } = opNamed(name).forward(kernels, args, attributes, run);
      assert.equal(outputs[0]?.shape[0], 0);
      const gradients = backward(outputs, [true, true, true]);
      assert.deepEqual(
        gradients.map((gradient) => gradient?.shape),
        args.map(({ shape }) => shape),
      );
      assert.ok(gradients.every((gradient) => gradient?.data.every((value) => value === 0)));
    }
  });

  it('foretell shapes of any size without computing them', () => {
    const wide = { elementType: 'float64', shape: [1, 1, 2 ** 40, 2 ** 40] } as const;
    const weight = { elementType: 'float64', shape: [2 ** 30, 1, 3, 3] } as const;
    assert.deepEqual(opNamed('convolution').shape([wide, weight], plain), [
      { elementType: 'float64', shape: [1, 2 ** 30, 2 ** 40 - 2, 2 ** 40 - 2] },
    ]);
    assert.ok(opNamed('convolution').work([wide, weight], plain) > 1e30);
  });

  it('cost twice the products of weights and positions, and a sum for the bias', () => {
    const x = { elementType: 'float64', shape: [8, 3, 32, 32] } as const;
    const weight = { elementType: 'float64', shape: [64, 3, 3, 3] } as const;
    const same = { ...plain, padding: [1, 1, 1, 1] };
    assert.equal(opNamed('convolution').work([x, weight], same), 8 * 64 * 32 * 32 * (2 * 27 + 1));
  });
});
