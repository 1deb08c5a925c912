/** The WASM passes of normalisation and attention against the plain loops: odd and empty sizes, large means, operands inside and outside the arena. */
import assert from 'node:assert/strict';
import type { Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, zeros, type Shape, type Tensor } from '../../src/tensor/tensor';
import { inside, kernelsOf, randomTensor, variants } from './wasmModules';

const plain = referenceKernels('float32');

const shapes: readonly Shape[] = [
  [1, 1],
  [3, 1],
  [1, 7],
  [5, 2],
  [4, 17],
  [13, 33],
  [70, 19],
  [2, 260],
  [0, 5],
  [5, 0],
];

/** Means far from 0: float32 holds them to 1 / 1024, a tenth of the deviation of 1e-2. */
const far = 1e4;

/** Standard normal numbers, those of `around` moved and narrowed. */
function matrix(shape: Shape, stream: number, around: number): Tensor {
  const random = randomTensor(shape, stream);
  if (around === 0) return random;
  return tensorOf(
    'float32',
    shape,
    Array.from(random.data, (value) => around + value / 100),
  );
}

function doubles(shape: Shape, stream: number): Tensor {
  return tensorOf('float64', shape, randomTensor(shape, stream).data);
}

/** The Euclidean distance over the length of the expected; not numbers must be the same ones. */
function assertNear(ours: Tensor, theirs: Tensor, limit: number, what: string): void {
  let distance = 0;
  let length = 0;
  theirs.data.forEach((wanted, place) => {
    const found = ours.data[place] ?? NaN;
    if (Number.isNaN(wanted) && Number.isNaN(found)) return;
    distance += (found - wanted) ** 2;
    length += wanted ** 2;
  });
  assert.ok(Math.sqrt(distance) <= limit * Math.sqrt(length), `${what}: ${Math.sqrt(distance / length)}`);
}

for (const variant of variants) {
  describe(`WASM normalisation, ${variant}`, () => {
    let kernels: Kernels;
    const places = (): ((tensor: Tensor) => Tensor)[] => [
      (tensor) => inside(kernels, tensor),
      (tensor) => tensor,
    ];

    before(async function () {
      this.timeout(120_000);
      kernels = await kernelsOf(variant);
    });

    for (const shape of shapes) {
      for (const around of [0, far]) {
        it(`(${shape.join(', ')}) around ${around}`, () => {
          for (const place of places()) {
            checkPasses(kernels, place, shape, around);
            checkRowNorms(kernels, place, shape, around);
          }
        });
      }
      it(`attention scores (${shape.join(', ')})`, () => {
        for (const place of places()) checkAttention(kernels, place, shape);
      });
    }

    it('takes a row without a single score, NaN and infinities as the loops do', () => {
      const scores = tensorOf(
        'float32',
        [4, 5],
        [1, 2, NaN, 3, 4, 0, 0, 0, 0, 0, 5, -Infinity, 1, 2, 3, 1, Infinity, 2, 3, 4],
      );
      const mask = tensorOf('bool', [4, 1], [1, 0, 1, 1]);
      const [ours, theirs] = [zeros('float32', [4, 5]), zeros('float32', [4, 5])];
      kernels.maskedSoftmax(scores, { scale: 1, causal: false, mask }, ours);
      plain.maskedSoftmax(scores, { scale: 1, causal: false, mask }, theirs);
      assertNear(ours, theirs, 1e-7, 'special scores');
      assert.deepEqual([...ours.data.subarray(5, 10)], [0, 0, 0, 0, 0]);
      assert.ok(ours.data.subarray(0, 5).every(Number.isNaN));
    });
  });
}

function checkPasses(
  kernels: Kernels,
  place: (tensor: Tensor) => Tensor,
  shape: Shape,
  around: number,
): void {
  const [x, dy] = [matrix(shape, 1, around), matrix(shape, 2, 0)];
  for (const per of ['row', 'column'] as const) {
    const count = shape[per === 'row' ? 0 : 1] ?? 0;
    const pair = (): Tensor[] => [zeros('float64', [2, count]), zeros('float64', [2, count])];
    const outs = (): Tensor[] => [place(zeros('float32', shape)), zeros('float32', shape)];
    const [moments = x, expectedMoments = x] = pair();
    kernels.moments(per, place(x), moments);
    plain.moments(per, x, expectedMoments);
    assertNear(moments, expectedMoments, 1e-12, `moments per ${per}`);
    const deviations = (tensor: Tensor): Tensor => tensorOf('float64', [count], tensor.data.subarray(count));
    assertNear(deviations(moments), deviations(expectedMoments), 1e-12, `variances per ${per}`);
    const lists = doubles([4, count], 3);
    // The means of x are the centres, so that what is left of x is small.
    lists.data.set(expectedMoments.data.subarray(0, count));
    const three = tensorOf('float64', [3, count], lists.data.subarray(0, 3 * count));
    const [y = x, expectedY = x] = outs();
    kernels.standardise(per, place(x), three, y);
    plain.standardise(per, x, three, expectedY);
    assertNear(y, expectedY, 5e-7, `standardise per ${per}`);
    const [sums = x, expectedSums = x] = pair();
    kernels.deviationSums(per, place(dy), place(x), lists, sums);
    plain.deviationSums(per, dy, x, lists, expectedSums);
    assertNear(sums, expectedSums, 1e-12, `sums per ${per}`);
    const [dx = x, expectedDx = x] = outs();
    kernels.combine(per, place(dy), place(x), lists, dx);
    plain.combine(per, dy, x, lists, expectedDx);
    assertNear(dx, expectedDx, 5e-7, `combine per ${per}`);
  }
}

function checkRowNorms(
  kernels: Kernels,
  place: (tensor: Tensor) => Tensor,
  shape: Shape,
  around: number,
): void {
  const [x, dy] = [matrix(shape, 1, around), matrix(shape, 2, 0)];
  const [rows = 0, columns = 0] = shape;
  const [scale, shift] = [randomTensor([columns], 3), randomTensor([columns], 4)];
  for (const centred of [true, false]) {
    const options = { centred, epsilon: 1e-5 };
    for (const affine of [
      { scale, shift },
      { scale, shift: null },
      { scale: null, shift },
      { scale: null, shift: null },
    ]) {
      const placed = { scale: affine.scale && place(scale), shift: affine.shift && place(shift) };
      const [y, expectedY] = [place(zeros('float32', shape)), zeros('float32', shape)];
      const [found, expected] = [zeros('float64', [2, rows]), zeros('float64', [2, rows])];
      kernels.normaliseRows(place(x), placed, options, y, found);
      plain.normaliseRows(x, affine, options, expectedY, expected);
      assertNear(y, expectedY, 5e-7, 'normaliseRows');
      assertNear(found, expected, 1e-12, 'statistics of normaliseRows');
      for (const [wantsInput, wantsColumns] of [
        [true, true],
        [true, false],
        [false, true],
      ]) {
        const out = (arena: boolean): { dx: Tensor | null; columns: Tensor | null } => ({
          dx: wantsInput === true ? (arena ? place : same)(zeros('float32', shape)) : null,
          columns: wantsColumns === true ? zeros('float64', [2, columns]) : null,
        });
        const [ours, theirs] = [out(true), out(false)];
        kernels.normaliseRowsGradient(place(dy), place(x), placed.scale, options, expected, ours);
        plain.normaliseRowsGradient(dy, x, affine.scale, options, expected, theirs);
        if (ours.columns && theirs.columns) assertNear(ours.columns, theirs.columns, 1e-12, 'column sums');
        // Rows of one or two numbers are 0 or 1 and -1, whatever they hold: what is left of their gradient is rounding.
        if (ours.dx && theirs.dx && columns > 2) {
          assertNear(ours.dx, theirs.dx, 1e-6, `dx of ${columns} columns`);
        }
      }
    }
  }
}

function same(tensor: Tensor): Tensor {
  return tensor;
}

function checkAttention(
  kernels: Kernels,
  place: (tensor: Tensor) => Tensor,
  [rows = 0, columns = 0]: Shape,
): void {
  const shape = [2, 3, rows, columns];
  const [scores, dy] = [randomTensor(shape, 1), randomTensor(shape, 2)];
  const bools = (of: Shape): Tensor =>
    tensorOf(
      'bool',
      of,
      Array.from(randomTensor(of, 3).data, (value) => (value > -0.5 ? 1 : 0)),
    );
  const masks = [null, randomTensor([rows, columns], 4), randomTensor([2, 1, 1, columns], 5)];
  for (const mask of [
    ...masks,
    bools([rows, columns]),
    bools([2, 3, rows, columns]),
    bools([2, 1, rows, 1]),
  ]) {
    for (const causal of [true, false]) {
      const options = { scale: 0.3, causal, mask };
      const [y, expectedY] = [place(zeros('float32', shape)), zeros('float32', shape)];
      kernels.maskedSoftmax(place(scores), { ...options, mask: mask && place(mask) }, y);
      plain.maskedSoftmax(scores, options, expectedY);
      assertNear(y, expectedY, 2e-7, 'maskedSoftmax');
      const [dx, expectedDx] = [place(zeros('float32', shape)), zeros('float32', shape)];
      kernels.softmaxGradient(place(dy), place(expectedY), 0.3, dx);
      plain.softmaxGradient(dy, expectedY, 0.3, expectedDx);
      assertNear(dx, expectedDx, 5e-7, 'softmaxGradient');
    }
  }
}
