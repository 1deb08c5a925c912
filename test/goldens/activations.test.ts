/** Every activation against PyTorch's values and against exact arithmetic; see README.md for what the goldens hold. */
import assert from 'node:assert/strict';
import { activations } from '../../src/ops/activations/table';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf } from '../../src/tensor/tensor';
import { opNamed } from '../ops/opNamed';
import { readGolden, toTensor } from './read';

const { points, curves, overAxes } = readGolden('activations');
const kernels = referenceKernels('float64');
const run = { training: false, random: randomStream(1) };
const tolerance = 1e-12;
/** Below it float64 has too few digits left for a relative comparison. */
const leastNormal = 1e-300;

/** Relative to the expected number, but to at least `floor`; `allowed` is an error that the expected number itself has. */
function assertClose(actual: number, expected: number, floor: number, where: string, allowed = 0): void {
  if (actual === expected) return;
  if (Number.isNaN(expected)) {
    assert.ok(Number.isFinite(actual), `${where}: ${String(actual)}, where PyTorch overflows to NaN`);
    return;
  }
  const bound = tolerance * Math.max(Math.abs(expected), floor) + leastNormal + allowed;
  assert.ok(
    Math.abs(actual - expected) <= bound,
    `${where}: ${String(actual)}, expected ${String(expected)}`,
  );
}

describe('activation goldens', () => {
  it('cover every activation', () => {
    const covered = new Set([...curves, ...overAxes].map(({ op }) => op));
    assert.deepEqual(
      Object.keys(activations).filter((name) => !covered.has(name)),
      [],
    );
  });

  for (const { op, attributes, values, derivatives, exactValues, exactDerivatives } of curves) {
    const name = `${op} ${JSON.stringify(attributes)}`;
    const curve = opNamed(op).curve?.(attributes);

    it(`${name} agrees with PyTorch to 1e-12 of the larger of 1 and the value, and PyTorch's own error`, () => {
      assert.ok(curve);
      points.forEach((x, index) => {
        const columns = [
          ['f', curve.f.value(x), values[index], exactValues[index]],
          ["f'", curve.f.derivative(x), derivatives[index], exactDerivatives[index]],
        ] as const;
        for (const [what, ours, theirs, exact] of columns) {
          const wrong =
            exact === null || Number.isNaN(Number(theirs)) ? 0 : Math.abs(Number(theirs) - Number(exact));
          assertClose(ours, Number(theirs), 1, `${what}(${x})`, Number.isFinite(wrong) ? wrong : 0);
        }
      });
    });

    it(`${name} agrees with exact arithmetic to 1e-12 of the value`, () => {
      assert.ok(curve);
      points.forEach((x, index) => {
        const value = exactValues[index] ?? null;
        const slope = exactDerivatives[index] ?? null;
        if (value !== null) assertClose(curve.f.value(x), Number(value), 0, `f(${x})`);
        if (slope !== null) assertClose(curve.f.derivative(x), Number(slope), 0, `f'(${x})`);
      });
    });

    it(`${name} runs its curve in both kernels and stays NaN on NaN`, () => {
      if (op === 'prelu') return; // its op takes the slope as an argument: see the rows over axes
      const x = tensorOf('float64', [points.length], points);
      const { outputs, backward } = opNamed(op).forward(kernels, [x], attributes, run);
      const ones = tensorOf(
        'float64',
        x.shape,
        points.map(() => 1),
      );
      assert.deepEqual(
        [...(outputs[0]?.data ?? [])].map(addZero),
        points.map((point) => curve?.f.value(point)).map(addZero),
      );
      const [dx] = backward([ones], [true]);
      assert.deepEqual(
        [...(dx?.data ?? [])].map(addZero),
        points.map((point) => curve?.f.derivative(point)).map(addZero),
      );
      assert.ok(Number.isNaN(curve?.f.value(NaN)));
    });
  }

  for (const [index, { op, attributes, args, outputGradient, output, gradients }] of overAxes.entries()) {
    it(`${op} over rows agrees with PyTorch (case ${index})`, () => {
      const { outputs, backward } = opNamed(op).forward(kernels, args.map(toTensor), attributes, run);
      const found = [
        outputs[0],
        ...backward(
          [toTensor(outputGradient)],
          args.map(() => true),
        ),
      ];
      [output, ...gradients].forEach(({ shape, values }, which) => {
        assert.deepEqual(found[which]?.shape, shape);
        values.forEach((value, at) =>
          assertClose(found[which]?.data[at] ?? NaN, Number(value), 1, `tensor ${which}, element ${at}`),
        );
      });
    });
  }
});

/** Makes -0 and 0 the same. */
function addZero(value: number | undefined): number {
  return (value ?? NaN) + 0;
}
