/** The WASM kernels against the reference: every kernel, odd and empty sizes, operands inside and outside the arena. */
import assert from 'node:assert/strict';
import type { Kernels, PairwiseName, ReductionName } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { reshaped, tensorOf, zeros, type Shape, type Tensor } from '../../src/tensor/tensor';
import { assertEqual, inside, kernelsOf, randomTensor, variants, widened } from './wasmModules';

const float32 = referenceKernels('float32');
const float64 = referenceKernels('float64');

const pairwiseNames = [
  ...(['add', 'subtract', 'multiply', 'divide', 'maximum', 'minimum'] as const),
  ...(['equal', 'notEqual', 'less', 'lessEqual'] as const),
];
const reductionNames = ['sum', 'maximum', 'minimum'] as const;

/** Operands and result: equal, a bias, a column, a single number, both stretched, an axis in the middle, empty. */
const pairShapes: readonly [a: Shape, b: Shape, out: Shape][] = [
  [[], [], []],
  [[1], [1], [1]],
  [[67], [67], [67]],
  [[13, 21], [21], [13, 21]],
  [[21], [13, 21], [13, 21]],
  [
    [13, 21],
    [13, 1],
    [13, 21],
  ],
  [
    [13, 1],
    [13, 21],
    [13, 21],
  ],
  [[13, 21], [], [13, 21]],
  [[], [13, 21], [13, 21]],
  [
    [13, 1],
    [1, 21],
    [13, 21],
  ],
  [
    [2, 3, 5],
    [2, 1, 5],
    [2, 3, 5],
  ],
  [
    [2, 1, 5, 1],
    [3, 1, 7],
    [2, 3, 5, 7],
  ],
  [[0, 5], [5], [0, 5]],
  [
    [3, 0],
    [3, 1],
    [3, 0],
  ],
];

const reductionShapes: readonly [x: Shape, out: Shape][] = [
  [[], []],
  [[1], []],
  [[131], []],
  [[131], [1]],
  [[33, 17], [17]],
  [
    [33, 17],
    [33, 1],
  ],
  [
    [33, 17],
    [33, 17],
  ],
  [
    [2, 3, 5],
    [3, 1],
  ],
  [
    [2, 3, 5],
    [2, 1, 5],
  ],
  [
    [2, 3, 5, 7],
    [3, 1, 7],
  ],
  [[0, 5], [5]],
  [
    [3, 0],
    [3, 1],
  ],
  [[3, 0], [0]],
];

/** What is not a number, is infinite, or is a zero with a sign, among ordinary numbers; 11 of them. */
const special = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 3e38, -3e38, 1e-45, 2];

for (const variant of variants) {
  describe(`WASM kernels, ${variant}`, () => {
    let kernels: Kernels;
    /** The two places where an operand may lie. */
    const places = (): ((tensor: Tensor) => Tensor)[] => [
      (tensor) => inside(kernels, tensor),
      (tensor) => tensor,
    ];

    before(async function () {
      this.timeout(120_000);
      kernels = await kernelsOf(variant);
    });

    for (const [a, b, out] of pairShapes) {
      it(`pairwise (${a.join(', ')}) and (${b.join(', ')}), to the bit`, () => {
        for (const name of pairwiseNames) {
          for (const place of places()) {
            const [left, right] = [randomTensor(a, 1), randomTensor(b, 2)];
            const [ours, theirs] = [place(zeros('float32', out)), zeros('float32', out)];
            kernels.pairwise(name, place(left), place(right), ours);
            float32.pairwise(name, left, right, theirs);
            assertEqual(ours, theirs, name);
          }
        }
      });
    }

    it('pairwise on NaN, infinities, zeros and the ends of float32, in place as well', () => {
      const count = special.length;
      const [left, right] = [tensorOf('float32', [count, 1], special), tensorOf('float32', [count], special)];
      for (const name of pairwiseNames satisfies readonly PairwiseName[]) {
        const [ours, theirs] = [kernels.allocate([count, count]), zeros('float32', [count, count])];
        kernels.pairwise(name, left, right, ours);
        float32.pairwise(name, left, right, theirs);
        assertEqual(ours, theirs, name);
        kernels.pairwise(name, ours, right, ours);
        float32.pairwise(name, theirs, right, theirs);
        assertEqual(ours, theirs, `${name} in place`);
      }
    });

    for (const [x, out] of reductionShapes) {
      it(`reduce (${x.join(', ')}) to (${out.join(', ')}), rounded from float64`, () => {
        for (const name of reductionNames satisfies readonly ReductionName[]) {
          for (const place of places()) {
            const tensor = randomTensor(x, 3);
            const [ours, theirs] = [place(zeros('float32', out)), zeros('float64', out)];
            kernels.reduce(name, place(tensor), ours);
            float64.reduce(name, widened(tensor), theirs);
            // Sums of float64 in another order, rounded once to float32.
            theirs.data.forEach((value, index) => {
              const error = Math.abs((ours.data[index] ?? NaN) - value);
              assert.ok(ours.data[index] === value || error <= Math.abs(value) * 2 ** -24 + 1e-13, name);
            });
          }
        }
      });
    }

    it('reduce lets NaN and infinities through', () => {
      for (const numbers of [
        [1, NaN, 2],
        [1, Infinity, 2],
        [Infinity, -Infinity, 1],
        [-Infinity, -Infinity, -Infinity],
      ]) {
        for (const name of reductionNames) {
          for (const out of [[], [3]]) {
            const x = tensorOf('float32', [1, 3], numbers);
            const [ours, theirs] = [kernels.allocate(out), zeros('float32', out)];
            kernels.reduce(name, x, ours);
            float32.reduce(name, x, theirs);
            assertEqual(ours, theirs, name);
          }
        }
      }
    });

    it('copy takes slices, permutes, repeats, reverses, and leaves the rest, for every element type', () => {
      for (const elementType of ['float32', 'float64', 'int32', 'bool'] as const) {
        for (const place of places()) {
          const x = place(tensorOf(elementType, [2, 3], [1, 2, 3, 4, 5, 6]));
          const cases: readonly (readonly [
            shape: Shape,
            start: number,
            strides: readonly number[],
            into: number,
          ])[] = [
            [[3, 2], 0, [1, 3], 1],
            [[2, 2], 1, [3, 1], 1],
            [[2, 3], 2, [3, -1], 1],
            [[2, 2], 4, [0, 1], 2],
            [[], 3, [], 1],
            [[0, 2], 0, [3, 1], 1],
            [[6], 0, [1], 1],
          ];
          for (const [shape, start, strides, spread] of cases) {
            const [ours, theirs] = [place(zeros(elementType, [14])), zeros(elementType, [14])];
            const own = shape.map(
              (_, axis) => spread * shape.slice(axis + 1).reduce((p, size) => p * size, 1),
            );
            ours.data.fill(9);
            theirs.data.fill(9);
            kernels.copy(shape, x, { start, strides }, ours, { start: 1, strides: own });
            float32.copy(shape, x, { start, strides }, theirs, { start: 1, strides: own });
            assertEqual(ours, theirs, elementType);
          }
        }
      }
    });

    for (const shape of [[1], [3, 1], [3, 5], [2, 3, 10], [7, 1001], [2, 0], [0, 3]] satisfies Shape[]) {
      it(`softmax and logSoftmax (${shape.join(', ')}) to half a unit`, () => {
        const x = randomTensor(shape, 10);
        float32.affine(x, 5, 0, x);
        for (const name of ['softmax', 'logSoftmax'] as const) {
          const [ours, theirs] = [kernels.allocate(shape), zeros('float64', shape)];
          kernels[name](x, ours);
          float64[name](widened(x), theirs);
          theirs.data.forEach((value, index) => {
            const error = Math.abs((ours.data[index] ?? NaN) - value);
            assert.ok(error <= Math.abs(value) * 2 ** -24 * 1.001 + 1e-12, `${name}: ${String(error)}`);
          });
        }
      });
    }

    it('softmax and logSoftmax of huge, infinite and undefined numbers', () => {
      const rows = [
        [1e30, -1e30, 1, 0, 2],
        [-1e30, -1e30, -1e30, -1e30, -1e30],
        [NaN, 1, 2, 3, 4],
        [1, 2, 3, 4, NaN],
        [Infinity, 1, 2, 3, 4],
        [-Infinity, 1, 2, 3, 4],
        new Array<number>(5).fill(-Infinity),
      ];
      const x = tensorOf('float32', [rows.length, 5], rows.flat());
      for (const name of ['softmax', 'logSoftmax'] as const) {
        const [ours, theirs] = [kernels.allocate(x.shape), zeros('float32', x.shape)];
        kernels[name](x, ours);
        float32[name](x, theirs);
        theirs.data.forEach((value, index) => {
          const own = ours.data[index] ?? NaN;
          const same = Object.is(own, value) || Math.abs(own - value) <= Math.abs(value) * 2 ** -23;
          assert.ok(same, `${name} ${String(index)}: ${String(own)}, not ${String(value)}`);
        });
      }
    });

    it('affine and fill, also in place, to the bit', () => {
      for (const length of [0, 1, 2, 9, 8193, 20_001]) {
        const x = randomTensor([length], 11);
        const [ours, theirs] = [inside(kernels, x), zeros('float32', [length])];
        kernels.affine(ours, 0.1, -3, ours);
        float32.affine(x, 0.1, -3, theirs);
        assertEqual(ours, theirs);
        kernels.fill(4.5, ours);
        assert.ok(ours.data.every((value) => value === 4.5));
      }
    });

    it('leaves operands of other element types to the plain loops', () => {
      const x = tensorOf('int32', [2, 2], [1, 2, 3, 4]);
      const out = kernels.allocate([2, 2]);
      kernels.pairwise('add', x, x, out);
      assert.deepEqual([...out.data], [2, 4, 6, 8]);
      assert.deepEqual(kernels.allocate([2], 'int32'), zeros('int32', [2]));
      assert.deepEqual(reshaped(kernels.allocate([2, 3]), [6]).data.length, 6);
    });
  });
}
