/** The pools and the resampling of the WASM kernels against the plain loops, to the bit. */
import { upsample } from '../../src/ops/pooling/upsample';
import { adaptiveWindows, slidingWindows } from '../../src/ops/pooling/windows';
import type { Kernels } from '../../src/tensor/kernels';
import type { Windows } from '../../src/tensor/pooling';
import { referenceKernels } from '../../src/tensor/reference';
import { randomStream } from '../../src/tensor/random';
import { sizeOf, tensorOf, zeros, type Shape, type Tensor } from '../../src/tensor/tensor';
import { assertEqual, inside, kernelsOf, randomTensor, variants } from './wasmModules';

const loops = referenceKernels('float32');

interface Case {
  readonly name: string;
  readonly shape: Shape;
  readonly windows: Windows;
}

function sliding(
  name: string,
  shape: Shape,
  given: {
    kernel: readonly number[];
    strides: readonly number[];
    padding?: readonly number[];
    dilations?: readonly number[];
  },
): Case {
  const same = (value: number): readonly number[] => given.kernel.map(() => value);
  const attributes = { padding: same(0), dilations: same(1), ...given, ceilMode: true };
  return { name, shape, windows: slidingWindows(shape, attributes, name.includes('counted')) };
}

const cases: readonly Case[] = [
  sliding('2 x 2', [3, 5, 8, 8], { kernel: [2, 2], strides: [2, 2] }),
  sliding('overlapping, padded and counted', [2, 3, 7, 9], {
    kernel: [3, 3],
    strides: [2, 2],
    padding: [1, 1],
  }),
  sliding('one axis, with dilation', [2, 3, 17], { kernel: [3], strides: [1], dilations: [4] }),
  sliding('three axes', [2, 2, 5, 4, 6], { kernel: [2, 3, 2], strides: [1, 2, 2], padding: [1, 0, 1] }),
  sliding('no samples', [0, 3, 4, 4], { kernel: [2, 2], strides: [2, 2] }),
  sliding('many planes', [40, 25, 16, 16], { kernel: [2, 2], strides: [1, 1] }),
  { name: 'adaptive', shape: [2, 3, 7, 10], windows: adaptiveWindows([2, 3, 7, 10], [3, 4]) },
  { name: 'whole channels', shape: [2, 3, 6, 5], windows: adaptiveWindows([2, 3, 6, 5], []) },
];

/** Every few numbers one that is not finite, and equals. */
function special(shape: Shape): Tensor {
  const x = randomTensor(shape, 5);
  const odd = [NaN, Infinity, 1, 1, -Infinity, 0, -0];
  for (let place = 0; place < x.data.length; place += 3) x.data[place] = odd[(place / 3) % odd.length] ?? 0;
  return x;
}

const resamplings = [
  { sizes: [8, 10], mode: 'nearest' },
  { sizes: [7, 3], mode: 'nearest' },
  { sizes: [8, 10], mode: 'linear' },
  { sizes: [3, 11], mode: 'linear' },
  { sizes: [9, 9], mode: 'cubic' },
] as const;

for (const variant of variants) {
  describe(`pools of WASM kernels, ${variant}`, () => {
    let kernels: Kernels;
    before(async function () {
      this.timeout(120_000);
      kernels = await kernelsOf(variant);
    });

    for (const { name, shape, windows } of cases) {
      const outShape = [...shape.slice(0, 2), ...windows.map(({ starts }) => starts.length)];

      it(`the greatest of each window: ${name}`, () => {
        for (const x of [randomTensor(shape, 1), special(shape)]) {
          const [ours, theirs] = [kernels.allocate(outShape), zeros('float32', outShape)];
          const places = [zeros('int32', outShape), zeros('int32', outShape)] as const;
          kernels.maximumOfWindows(inside(kernels, x), windows, ours, places[0]);
          loops.maximumOfWindows(x, windows, theirs, places[1]);
          assertEqual(ours, theirs);
          assertEqual(...places);
        }
      });

      it(`the mean of each window and its gradient: ${name}`, () => {
        for (const divisor of [null, 3]) {
          const x = special(shape);
          const [ours, theirs] = [kernels.allocate(outShape), zeros('float32', outShape)];
          kernels.meanOfWindows(x, windows, divisor, ours);
          loops.meanOfWindows(x, windows, divisor, theirs);
          assertEqual(ours, theirs);
          const dy = randomTensor(outShape, 2);
          const [dx, expected] = [kernels.allocate(shape), zeros('float32', shape)];
          kernels.spreadOverWindows(inside(kernels, dy), windows, divisor, dx);
          loops.spreadOverWindows(dy, windows, divisor, expected);
          assertEqual(dx, expected);
        }
      });
    }

    for (const { sizes, mode } of resamplings) {
      it(`resampling, ${mode} to ${sizes.join(' x ')}`, () => {
        const attributes = { sizes, scales: null, mode, alignCorners: false };
        const run = { training: true, random: randomStream(1) };
        const x = tensorOf('float32', [2, 3, 4, 5], randomTensor([sizeOf([2, 3, 4, 5])], 3).data);
        const results = [kernels, loops].map((which) => {
          const forward = upsample.forward(which, [inside(which, x)], attributes, run);
          const dy = inside(which, randomTensor([2, 3, ...sizes], 4));
          return [forward.outputs[0], forward.backward([dy], [true])[0]];
        });
        const [ours, theirs] = results;
        for (const part of [0, 1]) {
          const [mine, other] = [ours?.[part], theirs?.[part]];
          if (!mine || !other) throw new Error('nothing came out');
          assertEqual(mine, other);
        }
      });
    }
  });
}
