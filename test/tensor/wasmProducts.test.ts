/** The WASM matrix product against the reference: edges of tiles and blocks, transposes, batches, and the same bits everywhere. */
import assert from 'node:assert/strict';
import type { Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, zeros, type Shape, type Tensor } from '../../src/tensor/tensor';
import { assertEqual, inside, kernelsOf, randomTensor, variants, widened } from './wasmModules';

const float64 = referenceKernels('float64');

/** Rows, inner, columns: below, at and beyond the edges of tiles (6 x 8) and blocks (120, 256, 1024), and empty. */
const productSizes: readonly (readonly [rows: number, inner: number, columns: number])[] = [
  [1, 1, 1],
  [2, 3, 4],
  [6, 4, 8],
  [7, 5, 9],
  [5, 1, 3],
  [1, 9, 1],
  [12, 256, 16],
  [64, 10, 64],
  [65, 33, 67],
  [121, 257, 31],
  [125, 515, 9],
  [7, 6, 1029],
  [0, 3, 2],
  [2, 0, 3],
  [2, 3, 0],
];

function transposed({ shape, data }: Tensor): Tensor {
  const [rows = 0, columns = 0] = shape;
  const out = zeros('float32', [columns, rows]);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      out.data[column * rows + row] = data[row * columns + column] ?? NaN;
    }
  }
  return out;
}

for (const variant of variants) {
  describe(`WASM matrix product, ${variant}`, () => {
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

    for (const [rows, inner, columns] of productSizes) {
      it(`matrixProduct ${rows} x ${inner} x ${columns}, the same bits however the operands lie`, () => {
        const [a, b] = [randomTensor([rows, inner], 4), randomTensor([inner, columns], 5)];
        const exact = zeros('float64', [rows, columns]);
        float64.matrixProduct(widened(a), widened(b), exact);
        let first: Tensor | undefined;
        for (const transposeA of [false, true]) {
          for (const transposeB of [false, true]) {
            for (const place of places()) {
              const out = place(tensorOf('float32', [rows, columns], new Array(rows * columns).fill(NaN)));
              kernels.matrixProduct(
                place(transposeA ? transposed(a) : a),
                place(transposeB ? transposed(b) : b),
                out,
                {
                  transposeA,
                  transposeB,
                },
              );
              first ??= out;
              assertEqual(out, first);
            }
          }
        }
        // Of standard normal numbers; the classical bound inner 2^-24 sum |a| |b| would be inner^2 2^-24.
        const bound = 4 * (inner + 1) * 2 ** -24;
        exact.data.forEach((value, index) =>
          assert.ok(Math.abs((first?.data[index] ?? NaN) - value) <= bound),
        );
      });
    }

    it('matrixProduct sums an element alike wherever it stands', () => {
      const [a, b] = [randomTensor([130, 300], 6), randomTensor([300, 1030], 7)];
      const whole = kernels.allocate([130, 1030]);
      kernels.matrixProduct(a, b, whole);
      const row = tensorOf('float32', [1, 300], a.data.slice(129 * 300));
      const alone = kernels.allocate([1, 1030]);
      kernels.matrixProduct(row, b, alone);
      assert.deepEqual([...alone.data], [...whole.data.slice(129 * 1030)]);
    });

    it('matrixProduct over leading axes, with one b for all or one each', () => {
      for (const bShape of [
        [5, 6],
        [2, 3, 5, 6],
      ]) {
        for (const [transposeA, transposeB] of [
          [false, false],
          [true, false],
          [false, true],
          [true, true],
        ]) {
          const flipped = (shape: Shape): Shape => [
            ...shape.slice(0, -2),
            shape.at(-1) ?? 0,
            shape.at(-2) ?? 0,
          ];
          const a = randomTensor(transposeA === true ? [2, 3, 5, 4] : [2, 3, 4, 5], 8);
          const b = randomTensor(transposeB === true ? flipped(bShape) : bShape, 9);
          const options = { transposeA: transposeA === true, transposeB: transposeB === true };
          const [ours, theirs] = [kernels.allocate([2, 3, 4, 6]), zeros('float64', [2, 3, 4, 6])];
          kernels.matrixProduct(a, b, ours, options);
          float64.matrixProduct(widened(a), widened(b), theirs, options);
          theirs.data.forEach((value, index) =>
            assert.ok(Math.abs((ours.data[index] ?? NaN) - value) <= 2e-6),
          );
        }
      }
    });

    it('matrixProduct hides no NaN behind a zero', () => {
      const out = kernels.allocate([7, 9]);
      const a = tensorOf('float32', [7, 2], new Array(14).fill(0));
      const b = tensorOf(
        'float32',
        [2, 9],
        [NaN, Infinity, 1, 1, 1, 1, 1, 1, -Infinity, ...new Array<number>(9).fill(1)],
      );
      kernels.matrixProduct(a, b, out);
      assert.deepEqual([...out.data.slice(54)], [NaN, NaN, 0, 0, 0, 0, 0, 0, NaN]);
    });
  });
}
