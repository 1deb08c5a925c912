/** The drawn curves: each derivative against centred differences of its function, and each interval and point against the numbers. */
import assert from 'node:assert/strict';
import { activationDefaults, activations, type ActivationName } from '../../src/ops/activations/table';
import type { Attributes, Curve } from '../../src/ops/op';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, type FloatType } from '../../src/tensor/tensor';
import { opNamed } from './opNamed';

/** Attributes besides the defaults. */
const further: Partial<Record<ActivationName, readonly Attributes[]>> = {
  'leaky-relu': [{ slope: 0.3 }, { slope: 0 }, { slope: 1 }],
  elu: [{ alpha: 0.5 }],
  celu: [{ alpha: 2.5 }],
  hardtanh: [
    { minimum: 0, maximum: 2.5 },
    { minimum: -3, maximum: 0 },
  ],
  hardshrink: [{ lambda: 2 }],
  threshold: [
    { threshold: 1, value: 0.25 },
    { threshold: 2, value: 2 },
  ],
};

/** Over these axes an output depends on its whole row, so nothing can be drawn. */
const withoutCurve = ['softmax', 'log-softmax', 'softmin', 'glu', 'maxout'];

/** Largest derivatives over [-10, 10]: lessons.md, L3, to the digits given there or in the papers named at the ops. */
const largest: Partial<Record<ActivationName, readonly [value: number, tolerance: number]>> = {
  sigmoid: [0.25, 1e-12],
  tanh: [1, 1e-12],
  selu: [1.76, 0.005],
  gelu: [1.13, 0.005],
  silu: [1.1, 0.005],
  mish: [1.09, 0.005],
  relu: [1, 0],
  softsign: [1, 1e-12],
  step: [0, 0],
};

const axis = Array.from({ length: 2001 }, (_, index) => (index - 1000) / 100);
const width = 1e-5;
const run = { training: false, random: randomStream(1) };

const cases = (Object.keys(activations) as ActivationName[]) // the keys of a constant object are exactly its names
  .flatMap((name) =>
    [activationDefaults[name], ...(further[name] ?? [])].map((attributes: Attributes) => ({
      name,
      attributes,
    })),
  );

/** Points next to `point`, on both sides. */
function sides(point: number): readonly [number, number] {
  return [point - 1e-9, point + 1e-9];
}

function inside(intervals: Curve['silent'], x: number): boolean {
  return intervals.some(([from, to]) => x > from && x < to);
}

describe('curves', () => {
  it('exist for every activation of one number', () => {
    const missing = cases
      .filter(({ name, attributes }) => !opNamed(name).curve?.(attributes))
      .map(({ name }) => name);
    assert.deepEqual(missing, withoutCurve);
  });

  for (const { name, attributes } of cases) {
    const curve = opNamed(name).curve?.(attributes);
    if (!curve) continue;
    const { f, kinks, jumps, saturated, silent } = curve;
    const corners = [...kinks, ...jumps];
    const smooth = axis.filter((x) => corners.every((corner) => Math.abs(x - corner) > 2 * width));

    describe(`${name} ${JSON.stringify(attributes)}`, () => {
      it('has the derivative of its function', () => {
        for (const x of smooth) {
          const difference = (f.value(x + width) - f.value(x - width)) / (x + width - (x - width));
          const error = Math.abs(f.derivative(x) - difference) / Math.max(1, Math.abs(difference));
          // At 0 the curvature of some jumps, which a centred difference sees as half the jump times its width.
          assert.ok(
            error < (x === 0 ? width : 1e-9),
            `f'(${x}) = ${f.derivative(x)}, difference ${difference}`,
          );
        }
      });

      it('bends at its kinks, jumps at its jumps and takes one of the sides there', () => {
        for (const kink of kinks) {
          const [left, right] = sides(kink);
          assert.ok(Math.abs(f.value(left) - f.value(right)) < 1e-7, `continuous at ${kink}`);
          const slopes = [f.derivative(left), f.derivative(right)];
          assert.ok(Math.abs((slopes[0] ?? 0) - (slopes[1] ?? 0)) > 1e-3, `bends at ${kink}`);
          assert.ok(slopes.some((slope) => Math.abs(slope - f.derivative(kink)) < 1e-7));
        }
        for (const jump of jumps) {
          const [left, right] = sides(jump);
          assert.ok(Math.abs(f.value(left) - f.value(right)) > 1e-3, `jumps at ${jump}`);
        }
      });

      it('is 0 and flat where it is silent, and nearly flat where it is saturated', () => {
        const top = Math.max(...axis.map((x) => f.derivative(x)));
        for (const x of [...axis, -1e308, 1e308]) {
          if (inside(silent, x))
            assert.deepEqual([f.value(x) + 0, f.derivative(x)], [0, 0], `silent at ${x}`);
          if (inside(saturated, x)) assert.ok(Math.abs(f.derivative(x)) <= 0.06 * top, `saturated at ${x}`);
        }
        for (const [from, to] of silent) assert.ok(from <= to);
      });

      it('overflows nowhere where it has a limit', () => {
        if (name === 'exponential') return; // it has none to the right
        for (const x of [-1e308, -1e200, -800, 800, 1e200, 1e308]) {
          assert.ok(Number.isFinite(f.value(x)) && Number.isFinite(f.derivative(x)), `at ${x}`);
        }
      });

      for (const floatType of ['float64', 'float32'] as const satisfies readonly FloatType[]) {
        it(`is what the ${floatType} kernels compute and differentiate`, () => {
          if (name === 'prelu') return; // the op takes its slope as an argument; the goldens check it
          const round = (value: number): number => (floatType === 'float32' ? Math.fround(value) : value);
          const x = tensorOf(floatType, [axis.length], axis);
          const kernels = referenceKernels(floatType);
          const { outputs, backward } = opNamed(name).forward(kernels, [x], attributes, run);
          const dy = tensorOf(
            floatType,
            x.shape,
            axis.map(() => 3),
          );
          const [dx] = backward([dy], [true]);
          // rrelu keeps its slopes as a tensor, rounded to the float type.
          const tolerance = name === 'rrelu' && floatType === 'float32' ? 2 ** -23 : 0;
          axis.forEach((at, index) => {
            const expected = [round(f.value(round(at))), round(3 * f.derivative(round(at)))];
            [outputs[0]?.data[index], dx?.data[index]].forEach((found = NaN, which) => {
              const wanted = expected[which] ?? NaN;
              assert.ok(
                Math.abs(found - wanted) <= tolerance * Math.abs(wanted),
                `${found} for ${wanted} at ${at}`,
              );
            });
          });
        });
      }
    });
  }

  for (const [name, expected] of Object.entries(largest)) {
    it(`${name} has the largest derivative ${expected[0]}`, () => {
      const f = opNamed(name).curve?.({}).f;
      const found = Math.max(
        ...Array.from({ length: 20001 }, (_, index) => f?.derivative((index - 10000) / 1000) ?? NaN),
      );
      assert.ok(Math.abs(found - expected[0]) <= expected[1], `${found}`);
    });
  }
});
