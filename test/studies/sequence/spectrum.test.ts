/** Spectral norm and radius of matrices whose singular values and eigenvalues are known by hand. */
import { strict as assert } from 'node:assert';
import { gateBlocks, spectrumOf } from '../../../src/studies/sequence/spectrum';
import { referenceKernels } from '../../../src/tensor/reference';
import { tensorOf } from '../../../src/tensor/tensor';
import { kernelsOf } from '../../tensor/wasmModules';

const root = Math.SQRT1_2;

/** Rows, the largest singular value, the largest magnitude of an eigenvalue. */
const known: readonly (readonly [
  what: string,
  rows: readonly (readonly number[])[],
  norm: number,
  radius: number,
])[] = [
  ['a number', [[-0.3]], 0.3, 0.3],
  [
    '3, 4 over 0, 5: W W^T has the eigenvalues 45 and 5',
    [
      [3, 4],
      [0, 5],
    ],
    Math.sqrt(45),
    5,
  ],
  [
    'a turn, whose eigenvalues are a complex pair',
    [
      [0, -0.9],
      [0.9, 0],
    ],
    0.9,
    0.9,
  ],
  [
    'a turn by 45 degrees with a stretch before it',
    [
      [2 * root, -root],
      [2 * root, root],
    ],
    2,
    Math.SQRT2,
  ],
  [
    'nilpotent',
    [
      [0, 7],
      [0, 0],
    ],
    7,
    0,
  ],
  [
    'nilpotent in three steps',
    [
      [0, 1, 2],
      [0, 0, 3],
      [0, 0, 0],
    ],
    Math.sqrt(7 + 2 * Math.sqrt(10)),
    0,
  ],
  [
    'a block without enough eigenvectors',
    [
      [1, 1],
      [0, 1],
    ],
    (1 + Math.sqrt(5)) / 2,
    1,
  ],
  [
    'eigenvalues of one size and other sign',
    [
      [1, 0],
      [0, -1],
    ],
    1,
    1,
  ],
  [
    'zero',
    [
      [0, 0],
      [0, 0],
    ],
    0,
    0,
  ],
  [
    'huge',
    [
      [1e30, 0],
      [0, 1],
    ],
    1e30,
    1e30,
  ],
];

describe('the spectrum of a matrix', () => {
  for (const [what, rows, norm, radius] of known) {
    it(what, () => {
      const matrix = tensorOf('float64', [rows.length, rows.length], rows.flat());
      const found = spectrumOf(matrix, referenceKernels('float64'));
      assert.ok(Math.abs(found.norm - norm) <= 2e-6 * norm, `norm ${found.norm}, not ${norm}`);
      assert.ok(Math.abs(found.radius - radius) <= 2e-6 * radius, `radius ${found.radius}, not ${radius}`);
    });
  }

  it('is not known of numbers that are not finite, and has no radius where it is not square', () => {
    const kernels = referenceKernels('float64');
    const broken = spectrumOf(tensorOf('float64', [2, 2], [1, NaN, 0, 1]), kernels);
    assert.ok(Number.isNaN(broken.norm) && Number.isNaN(broken.radius));
    const wide = spectrumOf(tensorOf('float64', [1, 2], [3, 4]), kernels);
    assert.ok(Math.abs(wide.norm - 5) < 1e-5);
    assert.ok(Number.isNaN(wide.radius));
  });

  it('takes the rows of each gate, with the fast kernels too', async () => {
    const kernels = await kernelsOf('simd');
    const stacked = tensorOf('float32', [4, 2], [0, -0.9, 0.9, 0, 3, 4, 0, 5]);
    const [turn, other] = gateBlocks(stacked, 2).map((block) => spectrumOf(block, kernels));
    assert.ok(Math.abs((turn?.radius ?? NaN) - 0.9) < 1e-5);
    assert.ok(Math.abs((other?.norm ?? NaN) - Math.sqrt(45)) < 1e-4);
  });
});
