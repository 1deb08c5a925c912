/** Every loss and its gradients against PyTorch. */
import assert from 'node:assert/strict';
import { losses } from '../../src/ops/losses/table';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { scalarOf, tensorOf } from '../../src/tensor/tensor';
import { opNamed } from '../ops/opNamed';
import { readGolden, toTensor } from './read';

const { cases } = readGolden('losses');
const kernels = referenceKernels('float64');
const run = { training: true, random: randomStream(1) };
const tolerance = 1e-12;

function assertClose(actual: number, expected: number, where: string): void {
  // Where the logarithm is clamped, PyTorch gives a target the derivative of the plain logarithm; ours is that of the loss.
  const passes = Number.isFinite(expected)
    ? Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), 1)
    : Number.isFinite(actual);
  assert.ok(passes, `${where}: ${String(actual)}, expected ${String(expected)}`);
}

describe('loss goldens', () => {
  it('cover every loss', () => {
    const covered = new Set(cases.map(({ op }) => op));
    assert.deepEqual(
      Object.keys(losses).filter((name) => !covered.has(name)),
      [],
    );
  });

  for (const [index, { op, attributes, args, loss, gradients }] of cases.entries()) {
    it(`${op} agrees with PyTorch (case ${index})`, () => {
      const tensors = args.map(toTensor);
      assert.deepEqual(opNamed(op).shape(tensors, attributes), [{ elementType: 'float64', shape: [] }]);
      const { outputs, backward } = opNamed(op).forward(kernels, tensors, attributes, run);
      assertClose(outputs[0] ? scalarOf(outputs[0]) : NaN, Number(loss), 'loss');
      const one = tensorOf('float64', [], [1]);
      const found = backward(
        [one],
        gradients.map((gradient) => gradient !== null),
      );
      gradients.forEach((gradient, which) => {
        // We give a hinge's target no gradient: it is a label.
        if (gradient === null || (op === 'hinge' && which === 1)) return;
        gradient.values.forEach((value, at) =>
          assertClose(found[which]?.data[at] ?? NaN, Number(value), `argument ${which}, element ${at}`),
        );
      });
    });
  }
});
