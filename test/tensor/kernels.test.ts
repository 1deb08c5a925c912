/** The reference kernels against naive definitions, at odd and empty sizes and in both float types. */
import assert from 'node:assert/strict';
import type { Kernels, PairwiseName, ReductionName } from '../../src/tensor/kernels';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { sizeOf, tensorOf, zeros, type FloatType, type Shape, type Tensor } from '../../src/tensor/tensor';

const floatTypes = ['float64', 'float32'] as const satisfies readonly FloatType[];

function random(kernels: Kernels, shape: Shape, stream: number): Tensor {
  const numbers = randomStream(20240606, stream);
  return tensorOf(
    kernels.floatType,
    shape,
    Array.from({ length: sizeOf(shape) }, (_, position) => numbers.normal(position)),
  );
}

/** The number as storage of the float type holds it. */
function rounded(floatType: FloatType, value: number): number {
  return floatType === 'float32' ? Math.fround(value) : value;
}

/** Every index of a shape in row-major order. */
function indices(shape: Shape): number[][] {
  return shape.reduce<number[][]>(
    (all, size) => all.flatMap((index) => Array.from({ length: size }, (_, next) => [...index, next])),
    [[]],
  );
}

/** The element at `index`, aligned from the last axis, axes of size 1 stretched. */
function at(tensor: Tensor, index: readonly number[]): number {
  const own = index.slice(index.length - tensor.shape.length);
  const position = tensor.shape.reduce(
    (sum, size, axis) => sum * size + (size === 1 ? 0 : (own[axis] ?? NaN)),
    0,
  );
  return tensor.data[position] ?? NaN;
}

const pairDefinitions: Readonly<Record<PairwiseName, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  maximum: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : a > b ? a : b),
  minimum: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : a < b ? a : b),
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  power: (a, b) => a ** b,
  powerByBase: (a, b) => b * a ** (b - 1),
  powerByExponent: (a, b) => a ** b * Math.log(a),
  remainder: signedRest,
  floorDivide: (a, b) => Math.floor(a / b),
};

/** The rest of a / b with the sign of b, by the rest that JavaScript knows. */
function signedRest(a: number, b: number): number {
  const rest = a % b;
  return rest === 0 || Math.sign(rest) === Math.sign(b) ? rest : rest + b;
}

const folds: Readonly<
  Record<ReductionName, { readonly start: number; readonly fold: (a: number, b: number) => number }>
> = {
  sum: { start: 0, fold: (a, b) => a + b },
  maximum: { start: -Infinity, fold: Math.max },
  minimum: { start: Infinity, fold: Math.min },
  product: { start: 1, fold: (a, b) => a * b },
};

/** Operands and result: equal, a bias, a column, a single number, both stretched, an axis in the middle, empty. */
const pairShapes: readonly [a: Shape, b: Shape, out: Shape][] = [
  [[], [], []],
  [[5], [5], [5]],
  [[3, 5], [5], [3, 5]],
  [[5], [3, 5], [3, 5]],
  [
    [3, 5],
    [3, 1],
    [3, 5],
  ],
  [[3, 5], [], [3, 5]],
  [
    [3, 1],
    [1, 5],
    [3, 5],
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
  [[1, 1], [1], [1, 1]],
  [[0, 5], [5], [0, 5]],
  [
    [3, 0],
    [3, 1],
    [3, 0],
  ],
];

/** Operand and result of a reduction. */
const reductionShapes: readonly [x: Shape, out: Shape][] = [
  [[], []],
  [[7], []],
  [[7], [1]],
  [[3, 5], [5]],
  [
    [3, 5],
    [3, 1],
  ],
  [
    [3, 5],
    [3, 5],
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

/** Rows, inner, columns: below, at and beyond the edges of tiles and blocks, and empty. */
const productSizes: readonly (readonly [rows: number, inner: number, columns: number])[] = [
  [1, 1, 1],
  [2, 3, 4],
  [3, 5, 7],
  [5, 1, 3],
  [1, 9, 1],
  [64, 10, 64],
  [65, 33, 67],
  [130, 7, 129],
  [0, 3, 2],
  [2, 0, 3],
  [2, 3, 0],
];

const transposed = ({ elementType, shape, data }: Tensor): Tensor => {
  const [rows = 0, columns = 0] = shape;
  const values = indices([columns, rows]).map(([column = 0, row = 0]) => data[row * columns + column] ?? NaN);
  return tensorOf(elementType, [columns, rows], values);
};

for (const floatType of floatTypes) {
  const kernels = referenceKernels(floatType);
  const filled = (shape: Shape): Tensor =>
    tensorOf(floatType, shape, new Float64Array(sizeOf(shape)).fill(NaN));

  describe(`reference kernels, ${floatType}`, () => {
    for (const [a, b, out] of pairShapes) {
      it(`pairwise (${a.join(', ')}) and (${b.join(', ')})`, () => {
        for (const [name, definition] of Object.entries(pairDefinitions)) {
          const [left, right, result] = [random(kernels, a, 1), random(kernels, b, 2), filled(out)];
          kernels.pairwise(name as PairwiseName, left, right, result); // the keys of the definitions are the names
          const expected = indices(out).map((index) =>
            rounded(floatType, definition(at(left, index), at(right, index))),
          );
          assert.deepEqual([...result.data], expected, name);
        }
      });
    }

    it('powers and remainders follow C and Python at their edges', () => {
      // Python: math.pow, and % and // of floats; PyTorch: the gradients of torch.pow at a base or an exponent of 0.
      const cases: readonly (readonly [PairwiseName, a: number, b: number, expected: number])[] = [
        ['power', 1, NaN, 1],
        ['power', 1, Infinity, 1],
        ['power', -1, -Infinity, 1],
        ['power', NaN, 0, 1],
        ['power', -2, 0.5, NaN],
        ['power', 0, -1, Infinity],
        ['powerByBase', 0, 0, 0],
        ['powerByBase', 0, 1, 1],
        ['powerByExponent', 0, 0, 0],
        ['powerByExponent', 0, 2, 0],
        ['remainder', -7, 3, 2],
        ['remainder', 7, -3, -2],
        ['remainder', 6, 3, 0],
        ['remainder', 5, 0, NaN],
        ['floorDivide', -7, 3, -3],
        ['floorDivide', 7, -3, -3],
      ];
      for (const [name, a, b, expected] of cases) {
        const result = filled([]);
        kernels.pairwise(name, tensorOf(floatType, [], [a]), tensorOf(floatType, [], [b]), result);
        assert.deepEqual([...result.data], [expected], `${name} ${a} ${b}`);
      }
    });

    it('pairwise writes into an operand and lets NaN through', () => {
      const x = tensorOf(floatType, [3], [1, NaN, 3]);
      kernels.pairwise('maximum', x, tensorOf(floatType, [], [2]), x);
      assert.deepEqual([...x.data], [2, NaN, 3]);
    });

    for (const [x, out] of reductionShapes) {
      it(`reduce (${x.join(', ')}) to (${out.join(', ')})`, () => {
        for (const [name, { start, fold }] of Object.entries(folds)) {
          const [tensor, result] = [random(kernels, x, 3), filled(out)];
          kernels.reduce(name as ReductionName, tensor, result); // the keys of the folds are the names
          const folded = tensorOf('float64', out, new Float64Array(sizeOf(out)).fill(start));
          const places = tensorOf(
            'float64',
            out,
            Array.from({ length: sizeOf(out) }, (_, place) => place),
          );
          indices(x).forEach((index, position) => {
            const place = at(places, index);
            const [before, value] = [folded.data[place] ?? NaN, tensor.data[position] ?? NaN];
            folded.data[place] = fold(before, value);
          });
          assert.deepEqual(
            [...result.data],
            [...folded.data].map((value) => rounded(floatType, value)),
            name,
          );
        }
      });
    }

    for (const [rows, inner, columns] of productSizes) {
      it(`matrixProduct ${rows} x ${inner} x ${columns}, to the bit, however the operands lie`, () => {
        const [a, b] = [random(kernels, [rows, inner], 4), random(kernels, [inner, columns], 5)];
        const expected = indices([rows, columns]).map(([row = 0, column = 0]) => {
          let sum = 0;
          for (let k = 0; k < inner; k += 1) sum += at(a, [row, k]) * at(b, [k, column]);
          return rounded(floatType, sum);
        });
        for (const transposeA of [false, true]) {
          for (const transposeB of [false, true]) {
            const out = filled([rows, columns]);
            kernels.matrixProduct(transposeA ? transposed(a) : a, transposeB ? transposed(b) : b, out, {
              transposeA,
              transposeB,
            });
            assert.deepEqual([...out.data], expected);
          }
        }
      });
    }

    it('matrixProduct over leading axes, with one b for all or one each', () => {
      const a = random(kernels, [2, 3, 4, 5], 6);
      for (const b of [random(kernels, [5, 6], 7), random(kernels, [2, 3, 5, 6], 8)]) {
        const out = filled([2, 3, 4, 6]);
        kernels.matrixProduct(a, b, out);
        const expected = indices(out.shape).map(([i = 0, j = 0, row = 0, column = 0]) => {
          let sum = 0;
          for (let k = 0; k < 5; k += 1) sum += at(a, [i, j, row, k]) * at(b, [i, j, k, column]);
          return rounded(floatType, sum);
        });
        assert.deepEqual([...out.data], expected);
      }
    });

    it('matrixProduct hides no NaN behind a zero', () => {
      const out = filled([1, 1]);
      kernels.matrixProduct(tensorOf(floatType, [1, 2], [0, 1]), tensorOf(floatType, [2, 1], [NaN, 1]), out);
      assert.deepEqual([...out.data], [NaN]);
    });

    it('copy takes slices, permutes, repeats, reverses, and leaves the rest', () => {
      const x = tensorOf(floatType, [2, 3], [1, 2, 3, 4, 5, 6]);
      const copied = (shape: Shape, start: number, strides: readonly number[]): number[] => {
        const out = filled(shape);
        const own = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
        kernels.copy(shape, x, { start, strides }, out, { start: 0, strides: own });
        return [...out.data];
      };
      assert.deepEqual(copied([3, 2], 0, [1, 3]), [1, 4, 2, 5, 3, 6], 'transpose');
      assert.deepEqual(copied([2, 2], 1, [3, 1]), [2, 3, 5, 6], 'slice');
      assert.deepEqual(copied([2, 3], 2, [3, -1]), [3, 2, 1, 6, 5, 4], 'flip');
      assert.deepEqual(copied([2, 2], 4, [0, 1]), [5, 6, 5, 6], 'repeat');
      assert.deepEqual(copied([], 3, []), [4], 'one element');
      assert.deepEqual(copied([0, 2], 0, [3, 1]), [], 'nothing');
      const out = filled([4]);
      kernels.copy([2], x, { start: 0, strides: [1] }, out, { start: 1, strides: [2] });
      assert.deepEqual([...out.data], [NaN, 1, NaN, 2], 'into a part');
    });

    it('softmax and logSoftmax follow their definitions and survive large numbers', () => {
      const x = random(kernels, [3, 5], 9);
      const [shares, logs] = [filled([3, 5]), filled([3, 5])];
      kernels.softmax(x, shares);
      kernels.logSoftmax(x, logs);
      for (const [row = 0, column = 0] of indices([3, 5])) {
        const sum = [0, 1, 2, 3, 4].reduce((total, k) => total + Math.exp(at(x, [row, k])), 0);
        const share = Math.exp(at(x, [row, column])) / sum;
        const precision = floatType === 'float32' ? 1e-6 : 1e-14;
        assert.ok(Math.abs(at(shares, [row, column]) - share) < precision);
        assert.ok(Math.abs(at(logs, [row, column]) - Math.log(share)) < 4 * precision);
      }
      const large = tensorOf(floatType, [2, 2], [1e30, -1e30, -1e30, -1e30]);
      const out = filled([2, 2]);
      kernels.softmax(large, out);
      assert.deepEqual([...out.data], [1, 0, 0.5, 0.5]);
      kernels.softmax(filled([2, 0]), filled([2, 0]));
      kernels.logSoftmax(filled([0, 3]), filled([0, 3]));
    });

    it('map, mapGradient, affine, fill and allocate do what they say, in place as well', () => {
      const cube = {
        name: 'cube',
        parameters: [],
        value: (x: number) => x ** 3,
        derivative: (x: number) => 3 * x ** 2,
      };
      const x = tensorOf(floatType, [3], [1, 2, -3]);
      const dy = tensorOf(floatType, [3], [1, 10, 100]);
      kernels.mapGradient(cube, dy, x, dy);
      assert.deepEqual([...dy.data], [3, 120, 2700]);
      kernels.map(cube, x, x);
      assert.deepEqual([...x.data], [1, 8, -27]);
      kernels.affine(x, 2, 1, x);
      assert.deepEqual([...x.data], [3, 17, -53]);
      kernels.fill(4, x);
      assert.deepEqual([...x.data], [4, 4, 4]);
      assert.deepEqual(kernels.allocate([2, 2]), zeros(floatType, [2, 2]));
      assert.deepEqual(kernels.allocate([2], 'int32'), zeros('int32', [2]));
    });
  });
}
