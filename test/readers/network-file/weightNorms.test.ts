/** Weights under a norm as they start: weight normalisation changes nothing yet, spectral normalisation leaves the largest singular value 1. */
import { strict as assert } from 'node:assert';
import { initialParameters } from '../../../src/engine/parameters';
import { inspectAll } from '../../../src/inspect/inspect';
import { referenceKernels } from '../../../src/tensor/reference';
import { readNetworkFile } from '../check';

const kernels = referenceKernels('float64');

function lossOf(layer: string): number {
  const text = `input: [6, 8]\nseed: 3\nlayers:\n  - ${layer}\n`;
  const inspection = inspectAll({ path: 'a.network.yaml', text }, new Map(), { kernels: () => kernels });
  assert.deepEqual(inspection.report.problems, []);
  return inspection.gradients(0)?.loss ?? NaN;
}

function startOf(layer: string): ReadonlyMap<string, { readonly data: ArrayLike<number> }> {
  const [network] = readNetworkFile(`input: [6]\nseed: 3\nlayers:\n  - ${layer}\n`).networks;
  assert.ok(network);
  return initialParameters(network, network.seed, kernels);
}

describe('weights under a norm', () => {
  for (const layer of [
    'linear: { units: 5, bias: false',
    'linear: { units: 5, bias: false, init: he-normal',
    'conv1d: { channels: 4, kernel: 3, bias: false',
    'conv-transpose1d: { channels: 4, kernel: 3, bias: false',
  ]) {
    it(`starts as the bare layer with weight-norm: ${layer} }`, () => {
      const [bare, normed] = [lossOf(`${layer} }`), lossOf(`${layer}, weight-norm: true }`)];
      assert.ok(Math.abs(normed - bare) < 1e-12 * bare, `${normed} and ${bare}`);
    });
  }

  it('starts with the lengths of the rows', () => {
    const start = startOf(
      'linear: { units: 2, weight-norm: true, weights: [[3, 4, 0, 0, 0, 0], [0, 0, 0, 5, 0, 12]] }',
    );
    assert.deepEqual(Array.from(start.get('linear1.weight-g')?.data ?? []), [5, 13]);
  });

  it('starts with the singular vectors of the largest singular value', () => {
    // Of a diagonal matrix they are the unit vectors of its largest number.
    const diagonal = [
      [0.5, 0, 0, 0, 0, 0],
      [0, -4, 0, 0, 0, 0],
      [0, 0, 1, 0, 0, 0],
    ];
    const start = startOf(`linear: { units: 3, spectral-norm: true, weights: ${JSON.stringify(diagonal)} }`);
    const [u = [], v = []] = ['u', 'v'].map((each) =>
      Array.from(start.get(`linear1.weight-${each}`)?.data ?? []),
    );
    const sigma = u.reduce((sum, left, row) => {
      const product = (diagonal[row] ?? []).reduce(
        (total, weight, column) => total + weight * (v[column] ?? NaN),
        0,
      );
      return sum + left * product;
    }, 0);
    assert.ok(Math.abs(sigma - 4) < 1e-9, `${sigma}`);
    assert.deepEqual([u.length, v.length], [3, 6]);
    assert.ok(Math.abs(Math.hypot(...u) - 1) < 1e-12 && Math.abs(Math.hypot(...v) - 1) < 1e-12);
  });

  it('divides by the largest singular value in training and in evaluation alike', () => {
    const text = (norm: boolean): string =>
      `input: [4]\nlayers:\n  - linear: { units: 4, init: { identity: 7 }, bias: false, spectral-norm: ${norm} }\n`;
    for (const training of [true, false]) {
      const loss = (norm: boolean): number =>
        inspectAll({ path: 'a.network.yaml', text: text(norm) }, new Map(), {
          kernels: () => kernels,
          training,
        }).gradients(0)?.loss ?? NaN;
      // The loss is quadratic in the weight.
      assert.ok(Math.abs(loss(true) - loss(false) / 49) < 1e-9, `${loss(true)} and ${loss(false)}`);
    }
  });
});
