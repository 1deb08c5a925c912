/** The scan of lesson 3: known maxima, the formulas at every x, both targets, classes, and layers of several units. */
import { strict as assert } from 'node:assert';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { scanStudy, type ScanAnswer, type ScanQuestion } from '../../src/studies/scan';
import { StudyRefused, type Subject } from '../../src/studies/study';
import { referenceKernels } from '../../src/tensor/reference';

const layer = '{ linear: 1, weights: 1, biases: 0 }';
const chain = (hidden: string): string =>
  `input: [1]\nlayers: [${layer}, ${hidden}, ${layer}, ${hidden}, ${layer}, ${hidden}, ${layer}, sigmoid]\nloss: binary-cross-entropy\n`;

function answers(text: string, sent: Partial<ScanQuestion> = {}): readonly ScanAnswer[] {
  const source = { path: 'a.network.yaml', text };
  const [network] = readSource(source, new Map(), noOverrides).networks;
  assert.ok(network);
  const subject: Subject = {
    ...{ source, files: new Map(), network, index: 0, memoryLimit: 1e9, checkpoint: () => undefined },
    kernels: referenceKernels('float64'),
  };
  const question = scanStudy.read({ target: 1, halfRange: 7, unit: null, ...sent });
  assert.ok(question);
  const all: ScanAnswer[] = [];
  const steps = scanStudy.answer(subject, question);
  for (let step = steps.next(); ; step = steps.next()) {
    all.push(step.value);
    if (step.done === true) return all;
  }
}

function scan(text: string, sent: Partial<ScanQuestion> = {}): ScanAnswer {
  return answers(text, sent).at(-1) ?? assert.fail('an answer');
}

const sigma = (z: number): number => 1 / (1 + Math.exp(-z));

function near(actual: number | undefined, expected: number, tolerance = 1e-12): void {
  assert.ok(Math.abs((actual ?? NaN) - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('the scan', () => {
  it('of four sigmoids against y = 1 has the maxima of lesson 3', () => {
    const { layers, targets } = scan(chain('sigmoid'));
    const largest = layers.map(({ gradient }) => Math.max(...gradient.map(Math.abs)));
    [0.0045, 0.0145, 0.054, 0.228].forEach((expected, index) => near(largest[index], expected, 6e-4));
    assert.deepEqual(targets, [
      { name: 'y = 1', value: 1 },
      { name: 'y = 0', value: 0 },
    ]);
  });

  it('follows the closed formulas at every x, for either target and range', () => {
    for (const [target, halfRange] of [
      [1, 7],
      [0, 7],
      [0, 10],
    ] as const) {
      const { x, layers } = scan(chain('sigmoid'), { target, halfRange });
      assert.deepEqual([x.length, x[0], x.at(-1)], [100, -halfRange, halfRange]);
      x.forEach((at, step) => {
        const a1 = sigma(at);
        const a2 = sigma(a1);
        const a3 = sigma(a2);
        const a4 = sigma(a3);
        const [d4, s3, s2, s1] = [a4 - target, a3 * (1 - a3), a2 * (1 - a2), a1 * (1 - a1)] as const;
        const gradients = [d4 * s3 * s2 * s1 * at, d4 * s3 * s2 * a1, d4 * s3 * a2, d4 * a3];
        [a1, a2, a3, a4].forEach((expected, index) => near(layers[index]?.activation[step], expected));
        gradients.forEach((expected, index) => near(layers[index]?.gradient[step], expected, 1e-9));
      });
    }
  });

  it('of three ReLUs has four gradients that coincide, zero for x below 0', () => {
    const { x, layers } = scan(chain('relu'));
    x.forEach((at, step) => {
      const expected = at <= 0 ? 0 : (sigma(at) - 1) * at;
      for (const { gradient } of layers) near(gradient[step], expected, 1e-9);
    });
  });

  it('offers each class, and takes it as the target', () => {
    const text =
      'input: [1]\nlayers: [{ linear: 3, weights: [[1], [0], [-1]], biases: 0 }]\nloss: cross-entropy\n';
    for (const target of [0, 1, 2]) {
      const { layers, targets, x } = scan(text, { target, unit: target });
      assert.deepEqual(
        targets.map(({ name }) => name),
        ['class 0', 'class 1', 'class 2'],
      );
      x.forEach((at, step) => {
        const powers = [Math.exp(at), 1, Math.exp(-at)];
        const share = (powers[target] ?? NaN) / powers.reduce((sum, power) => sum + power, 0);
        // Softmax with cross-entropy: dL/dz of the target's unit is its share less 1.
        near(layers[0]?.gradient[step], (share - 1) * at, 1e-9);
      });
    }
    assert.throws(() => scan(text, { target: 3 }), StudyRefused);
  });

  it('shows one unit of several, or their root mean square', () => {
    const text =
      'input: [1]\nlayers: [{ linear: 2, weights: [[3], [4]], biases: 0 }, { linear: 1, weights: 1, biases: 0 }]\nloss: mse\n';
    const all = scan(text, { target: 0 });
    assert.deepEqual(all.units, [2, 1]);
    const second = scan(text, { target: 0, unit: 1 });
    all.x.forEach((at, step) => {
      near(all.layers[0]?.activation[step], Math.abs(at) * Math.sqrt((9 + 16) / 2), 1e-9);
      near(second.layers[0]?.activation[step], 4 * at, 1e-9);
      // dL/dW of either unit is 2 (3x + 4x) x.
      near(second.layers[0]?.gradient[step], 14 * at * at, 1e-9);
    });
    assert.ok(second.layers[1]?.activation.every(Number.isNaN), 'the second layer has no second unit');
  });

  it('grows: each answer holds all of the axis, and what is to come is not a number', () => {
    const all = answers(chain('sigmoid'));
    assert.ok(all.length > 5);
    const counts = all.map(({ layers }) => layers[0]?.activation.filter(Number.isFinite).length ?? 0);
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => a - b),
    );
    for (const { layers, x } of all) assert.equal(layers[0]?.activation.length, x.length);
  });

  it('gives others their turn after fewer points where one takes long', () => {
    const text = 'input: [1]\nlayers: [{ linear: 1800 }, { linear: 1800 }, { linear: 1 }]\nloss: mse\n';
    const source = { path: 'a.network.yaml', text };
    const [network] = readSource(source, new Map(), noOverrides).networks;
    assert.ok(network);
    const around = {
      source,
      files: new Map(),
      network,
      index: 0,
      memoryLimit: 1e9,
      checkpoint: () => undefined,
    };
    const question = { target: 1, halfRange: 7, unit: null };
    const { value } = scanStudy.answer({ ...around, kernels: referenceKernels('float64') }, question).next();
    const known = value.layers[0]?.activation.filter((each) => !Number.isNaN(each)).length ?? 0;
    assert.ok(known > 0 && known < 10, `${known} points at once`);
  });

  it('refuses what has another input, and no question at all', () => {
    assert.throws(() => scan('input: [2]\nlayers: [linear: 1]\nloss: mse\n'), /one input number/);
    assert.equal(scanStudy.read({ target: 'a', halfRange: 7, unit: null }), null);
    assert.equal(scanStudy.read({ target: 1, halfRange: -7, unit: null }), null);
    assert.equal(scanStudy.read({ target: 1, halfRange: 7, unit: 0.5 }), null);
  });
});
