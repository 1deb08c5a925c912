/** The trainability probe: against closed formulas of one weight, and on the healthy and stuck networks of rules.md's calibration. */
import assert from 'node:assert/strict';
import type { Trainability } from '../../src/analysis/trainability';
import { probeTrainability } from '../../src/inspect/trainability';
import type { Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { perceptron, stack } from '../analysis/rules/networks';
import { readNetworkFile } from '../readers/check';
import { kernelsOf } from '../tensor/wasmModules';

interface Way {
  readonly kernels?: Kernels;
  readonly budget?: number;
  readonly untilTrains?: boolean;
}

function tried(
  text: string,
  { kernels = referenceKernels('float64'), budget = Infinity, untilTrains = false }: Way = {},
): Trainability | { readonly refusal: string } {
  const { networks, problems } = readNetworkFile(text);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  const subject = { network, kernels, memoryLimit: 2 ** 31, checkpoint: () => undefined };
  const steps = probeTrainability(subject, { budget, untilTrains, least: 1 });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function probed(text: string, way: Way = {}): Trainability {
  const found = tried(text, way);
  assert.ok('outcome' in found, 'refusal' in found ? found.refusal : '');
  return found;
}

/** One weight w = 0 and one sample with input x and target 1: the loss is (w x - 1)^2. */
const oneWeight = (x: number, rate: number): string =>
  `input: [1]
layers:
  - { linear: 1, weights: 0, bias: false }
loss: mse
data: { inputs: [[${x}]], targets: [[1]] }
train: { optimizer: sgd, rate: ${rate} }
`;

describe('trainability', () => {
  it('follows the closed formula of gradient descent on one weight', () => {
    const { rates, reference, samples, steps, outcome } = probed(oneWeight(1, 0.05));
    assert.equal(samples, 1);
    assert.deepEqual(reference, { loss: 1, from: 'start' });
    assert.equal(outcome, 'trains');
    for (const { rate, losses } of rates) {
      assert.equal(losses.length, steps + 1);
      // w' = w - rate 2 x (w x - 1), so that the error is multiplied by 1 - 2 rate x^2 at each step.
      losses.forEach((loss, step) => assert.ok(Math.abs(loss - (1 - 2 * rate) ** (2 * step)) < 1e-12));
    }
    assert.deepEqual(
      rates.map((course) => [course.rate, course.outcome]),
      // What is left after 43 steps, the middle of the last five losses: 0.99^86 = 0.42, 0.9^86 = 1e-4, 0.
      [
        [0.005, 'stuck'],
        [0.05, 'trains'],
        [0.5, 'trains'],
      ],
    );
  });

  it('says where every rate is too large for the curvature', () => {
    // Descent diverges beyond a rate of 1 / x^2 = 0.01.
    const { rates, control, outcome, sentence } = probed(oneWeight(10, 1));
    assert.deepEqual(
      rates.map((course) => course.outcome),
      ['diverges', 'diverges', 'diverges'],
    );
    assert.deepEqual(control, []);
    assert.equal(outcome, 'diverges');
    assert.match(sentence, /the loss grows at rate 0.1, 1 or 10/);
  });

  it('says that the steps are too few where ReLU and He throughout are stuck as well', () => {
    const { rates, control, outcome } = probed(oneWeight(1, 1e-4));
    assert.deepEqual(
      [...rates, ...control].map((course) => course.outcome),
      Array.from({ length: 6 }, () => 'stuck'),
    );
    assert.equal(outcome, 'unclear');
  });

  it('takes the usual rates where none is written, and the written ones a tenth and ten times', () => {
    const usual = probed(oneWeight(1, 0.1).replace(/train:.*\n/, ''));
    assert.deepEqual(
      usual.rates.map(({ rate }) => rate),
      [1e-4, 1e-3, 1e-2],
    );
    assert.equal(usual.optimizer, 'adam');
    assert.equal(usual.written, false);
    const own = probed(oneWeight(1, 0.2));
    assert.deepEqual(
      own.rates.map(({ rate }) => rate),
      [0.02, 0.2, 2],
    );
    assert.equal(own.optimizer, 'sgd');
    assert.equal(own.written, true);
  });

  it('gives the same answer again, to the bit', () => {
    const text = perceptron({ input: 6, hidden: [8], outputs: 3, activation: 'tanh', loss: 'cross-entropy' });
    assert.deepEqual(probed(text), probed(text));
  });

  it('compares with the best constant guess on the batch', () => {
    const text = `input: [1]
layers: [{ linear: 1 }]
loss: mse
data: { inputs: [[0], [1], [2], [3]], targets: [[1], [1], [3], [3]] }
`;
    // The variance of 1, 1, 3, 3.
    assert.deepEqual(probed(text).reference, { loss: 1, from: 'guess' });
  });

  it('leaves dropout out, which makes another batch of it at every step', () => {
    const layers = '  - { linear: 1, weights: 0, bias: false }\n';
    const { rates } = probed(oneWeight(1, 0.05).replace(layers, `  - dropout: 0.9\n${layers}`));
    const [, middle] = rates;
    middle?.losses.forEach((loss, step) => assert.ok(Math.abs(loss - 0.9 ** (2 * step)) < 1e-12));
  });

  it('refuses in a sentence', () => {
    const refusal = (text: string, way: Way = {}): string => {
      const found = tried(text, way);
      return 'refusal' in found ? found.refusal : '';
    };
    assert.match(refusal('input: [2]\nlayers: [relu]\nloss: mse\n'), /nothing to train/);
    assert.match(refusal(oneWeight(1, 1), { budget: 10 }), /takes too long/);
    assert.match(refusal('expression: x * y\nat: { x: 2, y: 3 }\n'), /circuit/);
  });
});

describe("trainability of rules.md's calibration", () => {
  const layersOf = { input: 256, outputs: 10 };
  const cases = [
    // The slowest of the healthy ones, and one that learns through many layers.
    [{ hidden: stack(3), activation: 'sigmoid', init: 'xavier-normal', loss: 'mse' }, 'trains'],
    [{ input: 8, hidden: stack(5), outputs: 1, activation: 'relu', loss: 'mse' }, 'trains'],
    // Under cross-entropy stuck networks come loose earlier than under the squared error.
    [{ hidden: stack(5), activation: 'sigmoid', init: 'xavier-normal', loss: 'cross-entropy' }, 'stuck'],
    [{ hidden: stack(10), activation: 'relu', loss: 'cross-entropy' }, 'stuck'],
  ] as const;
  for (const [shape, expected] of cases) {
    const { activation, hidden, loss } = shape;
    it(`${expected}: ${activation} x ${hidden.length}, ${loss}`, async () => {
      const kernels = await kernelsOf('simd');
      const { outcome, sentence } = probed(perceptron({ ...layersOf, ...shape }), {
        kernels,
        untilTrains: true,
      });
      assert.equal(outcome, expected, sentence);
    });
  }
});
