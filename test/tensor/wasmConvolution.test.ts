/** The WASM convolutions against the reference: edges of tiles and blocks, strides, groups, and the same bits in every company. */
import assert from 'node:assert/strict';
import { compileKernels } from '../../src/tensor/wasm/compile.cjs';
import { compileModule, wasmKernels } from '../../src/tensor/wasm/kernels';
import type { ConvolutionGeometry } from '../../src/tensor/convolution';
import { workingNumbers } from '../../src/ops/convolution/workingStorage';
import type { Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, zeros, type Shape, type Tensor } from '../../src/tensor/tensor';
import { assertEqual, inside, kernelsOf, randomTensor, variants, widened } from './wasmModules';

const float64 = referenceKernels('float64');

/** Input, weight, then how the kernel slides: strides, padding before (as much behind, unless a last list says so), dilations, groups. */
interface Case {
  readonly title: string;
  readonly x: Shape;
  readonly weight: Shape;
  readonly strides?: readonly number[];
  readonly padding?: readonly number[];
  readonly behind?: readonly number[];
  readonly dilations?: readonly number[];
  readonly groups?: number;
}

const cases: readonly Case[] = [
  { title: 'one number', x: [1, 1, 1], weight: [1, 1, 1] },
  { title: 'one axis', x: [3, 5, 21], weight: [7, 5, 3], padding: [1] },
  { title: 'rows of whole vectors', x: [2, 3, 8, 8], weight: [13, 3, 3, 3], padding: [1, 1] },
  { title: 'rows of no whole vectors', x: [3, 4, 7, 7], weight: [6, 4, 3, 3], padding: [1, 1] },
  { title: 'stride 2', x: [2, 5, 16, 16], weight: [9, 5, 3, 3], strides: [2, 2], padding: [1, 1] },
  { title: 'stride 2, an odd size', x: [2, 5, 15, 13], weight: [9, 5, 2, 3], strides: [2, 2] },
  {
    title: 'stride 3 and dilation',
    x: [2, 3, 19, 23],
    weight: [7, 3, 3, 2],
    strides: [3, 2],
    dilations: [2, 4],
  },
  { title: 'a stride beyond the kernel', x: [2, 3, 11, 14], weight: [7, 3, 2, 2], strides: [4, 5] },
  {
    title: 'a stride far beyond the kernel',
    x: [1, 2, 1100, 900],
    weight: [3, 2, 2, 1],
    strides: [700, 800],
  },
  { title: 'a very long kernel', x: [2, 1, 3000], weight: [1, 1, 2990] },
  { title: '1 x 1', x: [3, 40, 5, 5], weight: [9, 40, 1, 1] },
  { title: '1 x 1, stride 2', x: [3, 40, 6, 5], weight: [9, 40, 1, 1], strides: [2, 2] },
  { title: 'a kernel of the size of the image', x: [9, 6, 5, 4], weight: [11, 6, 5, 4] },
  { title: 'more padding than kernel', x: [2, 3, 4, 5], weight: [4, 3, 2, 2], padding: [3, 4] },
  { title: 'uneven padding', x: [2, 3, 6, 9], weight: [4, 3, 4, 4], padding: [1, 1], behind: [2, 2] },
  { title: 'more of k than a block', x: [2, 40, 6, 6], weight: [7, 40, 3, 3], padding: [1, 1] },
  { title: 'more rows than a block', x: [1, 130, 5, 4], weight: [125, 130, 3, 3], padding: [1, 1] },
  { title: 'more places than a block', x: [1, 2, 37, 41], weight: [7, 2, 3, 3], padding: [1, 1] },
  { title: 'more images than a block', x: [70, 2, 4, 4], weight: [7, 2, 3, 3], padding: [1, 1] },
  { title: 'more taps than a block', x: [2, 130, 4, 5], weight: [7, 130, 3, 3], padding: [1, 1] },
  { title: 'groups', x: [3, 12, 7, 8], weight: [15, 4, 3, 3], padding: [1, 1], groups: 3 },
  { title: 'groups, stride 2', x: [3, 4, 9, 8], weight: [18, 2, 3, 3], strides: [2, 2], groups: 2 },
  { title: 'each channel apart', x: [3, 5, 9, 11], weight: [5, 1, 3, 3], padding: [1, 1], groups: 5 },
  { title: 'each channel apart, narrow', x: [3, 5, 4, 3], weight: [5, 1, 3, 3], padding: [1, 1], groups: 5 },
  {
    title: 'each channel apart, stride 2',
    x: [3, 5, 16, 17],
    weight: [5, 1, 3, 3],
    strides: [2, 2],
    padding: [1, 1],
    groups: 5,
  },
  {
    title: 'each channel apart, stride 3',
    x: [2, 3, 16, 17],
    weight: [3, 1, 2, 2],
    strides: [3, 3],
    groups: 3,
  },
  {
    title: 'each channel apart, two outputs',
    x: [2, 3, 9, 10],
    weight: [6, 1, 3, 3],
    strides: [1, 2],
    dilations: [2, 1],
    padding: [2, 1],
    groups: 3,
  },
  {
    title: 'each channel apart, many outputs',
    x: [2, 3, 9, 10],
    weight: [24, 1, 3, 3],
    padding: [1, 1],
    groups: 3,
  },
  { title: 'three axes', x: [2, 3, 5, 6, 7], weight: [7, 3, 3, 3, 3], padding: [1, 1, 1] },
  {
    title: 'three axes, strides and dilation',
    x: [2, 3, 6, 9, 8],
    weight: [7, 3, 2, 3, 2],
    strides: [2, 2, 1],
    padding: [0, 1, 2],
    dilations: [2, 1, 3],
  },
  {
    title: 'three axes, each channel apart',
    x: [2, 3, 5, 6, 7],
    weight: [3, 1, 3, 2, 3],
    strides: [1, 2, 1],
    padding: [1, 0, 1],
    groups: 3,
  },
];

function problemOf({ x, weight, strides, padding, behind, dilations, groups = 1 }: Case): {
  geometry: ConvolutionGeometry;
  y: Shape;
} {
  const ones = weight.slice(2).map(() => 1);
  const nothing = ones.map(() => 0);
  const geometry = {
    strides: strides ?? ones,
    padding: padding ?? nothing,
    dilations: dilations ?? ones,
    groups,
  };
  const places = weight.slice(2).map((kernel, axis) => {
    const [before = 0, stride = 1, dilation = 1] = [
      geometry.padding[axis],
      geometry.strides[axis],
      geometry.dilations[axis],
    ];
    const room = (x[axis + 2] ?? 0) + before + (behind?.[axis] ?? before);
    return Math.floor((room - (kernel - 1) * dilation - 1) / stride) + 1;
  });
  return { geometry, y: [x[0] ?? 0, weight[0] ?? 0, ...places] };
}

/** Euclidean norm of the difference over that of the expected. */
function errorOf(found: Tensor, expected: Tensor): number {
  let [difference, size] = [0, 0];
  expected.data.forEach((value, place) => {
    difference += ((found.data[place] ?? NaN) - value) ** 2;
    size += value ** 2;
  });
  return difference === 0 ? 0 : Math.sqrt(difference / size);
}

/** What stood in the storage before must not show. */
function stale(kernels: Kernels, shape: Shape): Tensor {
  const tensor = kernels.allocate(shape);
  tensor.data.fill(NaN);
  return tensor;
}

for (const variant of variants) {
  describe(`WASM convolutions, ${variant}`, () => {
    let kernels: Kernels;

    before(async function () {
      this.timeout(120_000);
      kernels = await kernelsOf(variant);
    });

    for (const each of cases) {
      it(`${each.title}: all three passes, inside the arena and outside`, () => {
        const { geometry, y } = problemOf(each);
        const [x, weight] = [randomTensor(each.x, 1), randomTensor(each.weight, 2)];
        const [dy, bias] = [randomTensor(y, 3), randomTensor([each.weight[0] ?? 0], 4)];
        const [exactY, exactX, exactW] = [y, each.x, each.weight].map((shape) => zeros('float64', shape));
        assert.ok(exactY && exactX && exactW);
        float64.convolution(widened(x), widened(weight), widened(bias), exactY, geometry);
        float64.convolutionInputGradient(widened(dy), widened(weight), exactX, geometry);
        float64.convolutionWeightGradient(widened(dy), widened(x), exactW, geometry);
        for (const place of [(tensor: Tensor) => inside(kernels, tensor), (tensor: Tensor) => tensor]) {
          const [out, dx, dW] = [y, each.x, each.weight].map((shape) => stale(kernels, shape));
          assert.ok(out && dx && dW);
          kernels.convolution(place(x), place(weight), place(bias), out, geometry);
          kernels.convolutionInputGradient(place(dy), place(weight), dx, geometry);
          kernels.convolutionWeightGradient(place(dy), place(x), dW, geometry);
          for (const [found, exact] of [
            [out, exactY],
            [dx, exactX],
            [dW, exactW],
          ] as const) {
            assert.ok(errorOf(found, exact) < 2e-6, `off by ${errorOf(found, exact)}`);
          }
        }
      });

      it(`${each.title}: an image gives the same bits alone and in a batch`, () => {
        const { geometry, y } = problemOf(each);
        const [x, weight] = [randomTensor(each.x, 1), randomTensor(each.weight, 2)];
        const dy = randomTensor(y, 3);
        const [out, dx] = [stale(kernels, y), stale(kernels, each.x)];
        kernels.convolution(x, weight, null, out, geometry);
        kernels.convolutionInputGradient(dy, weight, dx, geometry);
        const last = ({ shape, data }: Tensor): Tensor => {
          const one = [1, ...shape.slice(1)];
          return tensorOf('float32', one, data.slice(-(data.length / (shape[0] ?? 1))));
        };
        const [ownOut, ownDx] = [last(out), last(dx)].map(({ shape }) => stale(kernels, shape));
        assert.ok(ownOut && ownDx);
        kernels.convolution(last(x), weight, null, ownOut, geometry);
        kernels.convolutionInputGradient(last(dy), weight, ownDx, geometry);
        assertEqual(ownOut, last(out), 'forward');
        assertEqual(ownDx, last(dx), 'input gradient');
      });
    }

    it('working storage stays within what the plan counts', async () => {
      const module = compileModule(variant, await compileKernels(variant));
      for (const each of cases) {
        const { geometry, y: shape } = problemOf(each);
        const fresh = wasmKernels(module);
        fresh.reserve(2 ** 24);
        const [x, weight, y] = [each.x, each.weight, shape].map((size) => fresh.allocate(size));
        assert.ok(x && weight && y);
        const held = fresh.usage().now;
        fresh.convolution(x, weight, null, y, geometry);
        fresh.convolutionInputGradient(y, weight, x, geometry);
        fresh.convolutionWeightGradient(y, x, weight, geometry);
        const planned = 4 * workingNumbers(each.x, each.weight, shape, geometry);
        const taken = fresh.usage().most - held;
        assert.ok(taken > 0 && taken <= planned, `${each.title}: ${taken} of ${planned}`);
      }
    });

    it('an empty batch has a weight gradient of zeros', () => {
      const geometry = { strides: [1, 1], padding: [0, 0], dilations: [1, 1], groups: 1 };
      const dW = stale(kernels, [2, 3, 3, 3]);
      kernels.convolutionWeightGradient(
        kernels.allocate([0, 2, 4, 4]),
        kernels.allocate([0, 3, 6, 6]),
        dW,
        geometry,
      );
      assert.ok(dW.data.every((value) => value === 0));
    });

    it('long convolutions tell of their work on the way, a few milliseconds at a time', async () => {
      const told: number[] = [];
      const module = compileModule(variant, await compileKernels(variant));
      const paced = wasmKernels(module, (steps) => void told.push(steps));
      const geometry = { strides: [1, 1], padding: [1, 1], dilations: [1, 1], groups: 1 };
      const [x, weight] = [paced.allocate([4, 150, 20, 20]), paced.allocate([250, 150, 3, 3])];
      const y = paced.allocate([4, 250, 20, 20]);
      const [dx, dW] = [paced.allocate(x.shape), paced.allocate(weight.shape)];
      for (const pass of [
        () => paced.convolution(x, weight, null, y, geometry),
        () => paced.convolutionInputGradient(y, weight, dx, geometry),
        () => paced.convolutionWeightGradient(y, x, dW, geometry),
      ]) {
        told.length = 0;
        pass();
        const operations = 2 * y.data.length * 150 * 9;
        assert.ok(Math.max(...told) <= 2 ** 20, 'no piece is long');
        assert.ok(
          told.reduce((sum, steps) => sum + steps, 0) >= operations / 64,
          'all of the work is told of',
        );
      }
    });
  });
}
