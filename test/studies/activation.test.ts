/** The activation page: its formulas against the ops' numbers, and the known maxima, zones and kinks of lessons 1 and 3. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { curveOf } from '../../src/analysis/rows';
import { callNamed } from '../../src/graph/calls';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { curvedActivations, formulasOf, valueAt } from '../../src/studies/activation/formulas';
import { activationStudy, type ActivationAnswer } from '../../src/studies/activation/study';
import type { Subject } from '../../src/studies/study';
import { referenceKernels } from '../../src/tensor/reference';

const text =
  'input: [1]\nlayers: [linear: 1, leaky-relu: 0.1, linear: 1, sigmoid, linear: 1, leaky-relu: 0.1]\nloss: mse\n';

function asked(
  name: string | null,
  numbers: Readonly<Record<string, number>> = {},
  own: number | null = null,
  halfRange = 10,
): ActivationAnswer {
  const source = { path: 'a.network.yaml', text };
  const [network] = readSource(source, new Map(), noOverrides).networks;
  assert.ok(network);
  const subject: Subject = {
    ...{ source, files: new Map(), network, index: 0, memoryLimit: 1e9, checkpoint: () => undefined },
    kernels: referenceKernels('float64'),
  };
  const question = activationStudy.read({ own, name, numbers, halfRange });
  assert.ok(question);
  const { value } = activationStudy.answer(subject, question).next();
  return value;
}

describe('formulas of activations', () => {
  for (const name of curvedActivations) {
    it(`${name}: f and f' as written are those of the op, whatever its numbers`, () => {
      const { numbers } = asked(name);
      const { value, derivative } = formulasOf(name);
      const anyNumbers = fc.record(
        Object.fromEntries(
          numbers.map(({ name: key, from, to }) => [key, fc.double({ min: from, max: to, noNaN: true })]),
        ),
        { noNullPrototype: true },
      );
      fc.assert(
        fc.property(fc.double({ min: -10, max: 10, noNaN: true }), anyNumbers, (x, chosen) => {
          const curve = curveOf(callNamed(name === 'prelu' ? 'leaky-relu' : name, chosen));
          assert.ok(curve);
          const pairs = [
            [valueAt(value, x, chosen), curve.f.value(x)],
            [valueAt(derivative, x, chosen), curve.f.derivative(x)],
          ] as const;
          for (const [formula, op] of pairs)
            assert.ok(Math.abs(formula - op) <= 1e-9 * Math.max(1, Math.abs(op)), `${x}: ${formula}, ${op}`);
        }),
      );
    });
  }
});

describe('the activation study', () => {
  it('draws 1,000 points over the range that is asked for', () => {
    for (const halfRange of [5, 7, 10]) {
      const { x, value, derivative } = asked('tanh', {}, null, halfRange);
      assert.equal(x.length, 1000);
      assert.deepEqual([x[0], x[999]], [-halfRange, halfRange]);
      assert.equal(value.length, 1000);
      // tanh' = 4 e^2x / (1 + e^2x)^2, as lesson 1 writes it.
      x.forEach((at, index) => {
        const closed = (4 * Math.exp(2 * at)) / (1 + Math.exp(2 * at)) ** 2;
        assert.ok(Math.abs((derivative[index] ?? NaN) - closed) < 1e-12);
      });
    }
  });

  // Lessons 1 and 3; SELU: scale alpha; GELU at sqrt 2; SiLU where x tanh(x / 2) = 2; Mish by its authors' constant.
  const maxima: readonly (readonly [string, number, number])[] = [
    ['sigmoid', 0.25, 0],
    ['tanh', 1, 0],
    ['softsign', 1, 0],
    ['selu', 1.7580993408473766, 0],
    ['gelu', 1.1289041452, Math.SQRT2],
    ['silu', 1.0998393194, 2.3993572805],
    ['mish', 1.0885, 1.5],
  ];
  for (const [name, value, at] of maxima) {
    it(`${name}: the largest derivative is ${value.toPrecision(4)} at ${at.toPrecision(3)}`, () => {
      const { peak } = asked(name);
      assert.ok(Math.abs(peak.value - value) < 1e-4, String(peak.value));
      assert.ok(Math.abs(peak.from - at) < (name === 'mish' ? 0.05 : 1e-4), String(peak.from));
      assert.equal(peak.from, peak.to);
    });
  }

  it('the largest derivative of ReLU is 1, on the whole of the positive side', () => {
    const { peak, kinks, nearZero } = asked('relu');
    assert.deepEqual([peak.value, peak.to], [1, 10]);
    assert.ok(peak.from > 0 && peak.from <= 0.001);
    // PyTorch's choice.
    assert.deepEqual(kinks, [{ at: 0, used: 0, before: 0, behind: 1 }]);
    assert.equal(nearZero.length, 1);
    const [[from, to] = []] = nearZero;
    assert.equal(from, -10);
    assert.ok(Math.abs(to ?? NaN) < 1e-9);
  });

  it('the derivative of sigmoid is near zero beyond ln((1 + s) / (1 - s)), s = sqrt(1 - 4 c)', () => {
    const { nearZero, nearZeroBelow } = asked('sigmoid');
    const root = Math.sqrt(1 - 4 * nearZeroBelow);
    const limit = Math.log((1 + root) / (1 - root));
    assert.equal(nearZero.length, 2);
    assert.ok(Math.abs((nearZero[0]?.[1] ?? NaN) + limit) < 1e-9);
    assert.ok(Math.abs((nearZero[1]?.[0] ?? NaN) - limit) < 1e-9);
  });

  it('step has an impulse at 0 and no derivative anywhere', () => {
    const { jumps, nearZero, peak } = asked('step');
    assert.deepEqual([jumps, nearZero, peak.value], [[0], [[-10, 10]], 0]);
  });

  it('moves the numbers of an activation, those of the network first', () => {
    const { numbers, title, derivative } = asked(null, {}, 0);
    assert.equal(title, 'leaky-relu 0.1');
    assert.equal(numbers[0]?.value, 0.1);
    assert.equal(derivative[0], 0.1);
    assert.equal(asked(null, { slope: 0.3 }, 0).derivative[0], 0.3);
    assert.equal(asked(null, {}, 1).title, 'sigmoid');
    assert.equal(asked('elu', { alpha: 2 }).kinks.length, 1);
    assert.equal(asked('prelu').numbers[0]?.value, 0.25);
  });

  it('refuses what there is not', () => {
    assert.throws(() => asked('softmax'), /no such activation/);
    assert.throws(() => asked(null, {}, 7), /does not use/);
    for (const sent of [
      {},
      { own: 0.5, name: null, numbers: {}, halfRange: 5 },
      { own: null, name: 'relu', numbers: { a: NaN }, halfRange: 5 },
    ])
      assert.equal(activationStudy.read(sent), null);
  });
});
