/** Parameters and inputs by formula: loss and every gradient's norm as PyTorch gives them for the same formulas. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Fill } from '../../src/inspect/fill';
import { inspectAll } from '../../src/inspect/inspect';
import { hashAt } from '../../src/tensor/formulas';
import { referenceKernels } from '../../src/tensor/reference';

interface Goldens {
  readonly cases: readonly {
    readonly name: string;
    readonly source: string;
    readonly fill: Fill;
    readonly batch: number;
    readonly loss: number;
    /** L2 norm of each parameter's gradient, in order. */
    readonly norms: readonly number[];
  }[];
}

// The script beside it writes what this says.
const { cases } = JSON.parse(
  readFileSync(path.join(__dirname, '..', 'goldens', 'fill.json'), 'utf8'),
) as Goldens;

describe('fill', () => {
  for (const { name, source, fill, batch, loss, norms } of cases) {
    it(`${name} by ${fill}`, () => {
      const inspection = inspectAll({ path: 'case.network.yaml', text: source }, new Map(), {
        kernels: (pace) => referenceKernels('float64', pace),
        given: { weights: null, data: null, fill: { by: fill, batch } },
        training: false,
      });
      assert.deepEqual(inspection.report.problems, []);
      const gradients = inspection.gradients(0);
      assert.ok(gradients);
      close(gradients.loss ?? NaN, loss, 'loss');
      const own = [...gradients.parameterGradients];
      assert.equal(own.length, norms.length);
      own.forEach(([parameter, gradient], index) => {
        let squares = 0;
        for (const value of gradient?.data ?? []) squares += value * value;
        close(Math.sqrt(squares), norms[index] ?? NaN, parameter);
      });
    });
  }

  it('mixes bits evenly and stays within its range', () => {
    const values = Array.from({ length: 4096 }, (_, index) => hashAt(index + 1));
    assert.ok(values.every((value) => value >= -1 && value < 1));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    // The deviation of such a mean is 1 / sqrt(3 * 4096).
    assert.ok(Math.abs(mean) < 4 / Math.sqrt(3 * values.length), String(mean));
    assert.equal(new Set(values).size, values.length);
  });
});

function close(found: number, expected: number, what: string): void {
  const error = Math.abs(found - expected) / Math.max(1e-12, Math.abs(expected));
  assert.ok(error < 1e-9, `${what}: ${found}, PyTorch ${expected}`);
}
