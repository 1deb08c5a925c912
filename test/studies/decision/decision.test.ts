/** The decision view: logistic regression against its known answers (lessons.md, L3), contours against closed forms, classes against softmax. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { zeroLine } from '../../../src/studies/decision/contours';
import type { Decision } from '../../../src/studies/decision/decision';
import { decisionStudy } from '../../../src/studies/decision/study';
import { StudyRefused } from '../../../src/studies/study';
import { referenceKernels } from '../../../src/tensor/reference';
import { examples, near } from '../../inspect/sources';
import { exampleText } from '../product/asking';

function decisionOf(text: string, size = 64): Decision {
  const source = { path: 'case.network.yaml', text };
  const files = new Map([['two-classes.csv', readFileSync(path.join(examples, 'two-classes.csv'))]]);
  const { networks, problems } = readSource(source, files, noOverrides);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  const steps = decisionStudy.answer(
    {
      ...{ source, network, files, index: 0, memoryLimit: 2 ** 31 },
      ...{ kernels: referenceKernels('float64'), checkpoint: () => undefined },
    },
    { size, updates: 0 },
  );
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

interface Sample {
  readonly x: readonly [number, number, 1];
  readonly y: number;
}

const samples: readonly Sample[] = readFileSync(path.join(examples, 'two-classes.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [x1 = NaN, x2 = NaN, y = NaN] = line.split(',').map(Number);
    return { x: [x1, x2, 1], y };
  });

/** The fit by Newton's method: the minimum of the summed log loss and, with a penalty, (w1^2 + w2^2) / 2. */
function fit(penalty: number): readonly number[] {
  let w = [0, 0, 0];
  for (let round = 0; round < 50; round += 1) {
    const gradient = [penalty * (w[0] ?? 0), penalty * (w[1] ?? 0), 0];
    const hessian = [0, 1, 2].map((row) =>
      [0, 1, 2].map((column) => (row === column && row < 2 ? penalty : 0)),
    );
    for (const { x, y } of samples) {
      const p = 1 / (1 + Math.exp(-x.reduce((z, value, place) => z + value * (w[place] ?? 0), 0)));
      x.forEach((value, row) => {
        gradient[row] = (gradient[row] ?? 0) + (p - y) * value;
        x.forEach((other, column) => {
          const line = hessian[row] ?? [];
          line[column] = (line[column] ?? 0) + p * (1 - p) * value * other;
        });
      });
    }
    const step = solved(hessian, gradient);
    w = w.map((value, place) => value - (step[place] ?? NaN));
  }
  return w;
}

/** Cramer's rule. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const at = (rows: readonly (readonly number[])[], row: number, column: number): number =>
    rows[row]?.[column] ?? NaN;
  const determinant = (m: readonly (readonly number[])[]): number =>
    at(m, 0, 0) * (at(m, 1, 1) * at(m, 2, 2) - at(m, 1, 2) * at(m, 2, 1)) -
    at(m, 0, 1) * (at(m, 1, 0) * at(m, 2, 2) - at(m, 1, 2) * at(m, 2, 0)) +
    at(m, 0, 2) * (at(m, 1, 0) * at(m, 2, 1) - at(m, 1, 1) * at(m, 2, 0));
  return [0, 1, 2].map(
    (column) =>
      determinant(matrix.map((line, row) => line.with(column, right[row] ?? NaN))) / determinant(matrix),
  );
}

describe('decision of logistic regression', () => {
  for (const [name, penalty, accuracy] of [
    ['lesson-3-logistic.network.yaml', 0, 0.96],
    ['lesson-3-logistic-penalty.network.yaml', 1, 0.98],
  ] as const) {
    it(`has the weights of the fit and the accuracy of lessons.md: ${name}`, () => {
      const decision = decisionOf(exampleText(name));
      const { line, training } = decision;
      const [w1, w2, b] = fit(penalty);
      // The example gives five digits.
      near(line?.weights[0], w1 ?? NaN, 1e-4);
      near(line?.weights[1], w2 ?? NaN, 1e-4);
      near(line?.bias, b ?? NaN, 1e-4);
      assert.equal(training?.count, 100);
      near(training.accuracy, accuracy, 0);
      if (penalty === 0) near(training.loss, 0.0709, 5e-6);
    });

    it(`draws the line w . x + b = 0, and z of every sample: ${name}`, () => {
      const { line, boundary, samples: drawn } = decisionOf(exampleText(name));
      assert.ok(line && drawn && boundary.length > 40);
      const z = (x: number, y: number): number => line.weights[0] * x + line.weights[1] * y + line.bias;
      for (let place = 0; place < boundary.length; place += 2) {
        near(z(boundary[place] ?? NaN, boundary[place + 1] ?? NaN), 0, 1e-12);
      }
      samples.forEach(({ x, y }, sample) => {
        near(drawn.logit[sample], z(x[0], x[1]), 1e-12);
        near(drawn.height[sample], 1 / (1 + Math.exp(-z(x[0], x[1]))), 1e-15);
        assert.equal(drawn.truth[sample], y);
        assert.equal(drawn.predicted[sample], z(x[0], x[1]) > 0 ? 1 : 0);
      });
    });
  }
});

describe('decision', () => {
  it('reads softmax classes: the winner, its probability, and lines between classes', () => {
    const { kind, classes, height, winner, boundary, x, y, size } = decisionOf(
      'input: [2]\nlayers:\n  - { linear: 3, weights: [[1, 0], [0, 1], [-1, -1]], biases: 0 }\nloss: cross-entropy\n',
      32,
    );
    assert.deepEqual([kind, classes, x, y], ['classes', 3, { from: -3, to: 3 }, { from: -3, to: 3 }]);
    const scores = (a: number, b: number): readonly number[] => [a, b, -a - b];
    for (let cell = 0; cell < size * size; cell += 1) {
      const a = -3 + (6 * ((cell % size) + 0.5)) / size;
      const b = -3 + (6 * (Math.floor(cell / size) + 0.5)) / size;
      const powers = scores(a, b).map(Math.exp);
      const total = powers.reduce((sum, power) => sum + power, 0);
      near(height[cell], Math.max(...powers) / total, 1e-6);
      near(powers[winner[cell] ?? -1], Math.max(...powers), 1e-12);
    }
    for (let place = 0; place < boundary.length; place += 2) {
      const [first = 0, second = 0] = scores(boundary[place] ?? NaN, boundary[place + 1] ?? NaN).toSorted(
        (p, q) => q - p,
      );
      // Where three classes meet, a square holds more than one line.
      assert.ok(Math.abs(first - second) < 0.2, `${first} and ${second} tie`);
    }
  });

  it('says what is held out, and compares it apart', () => {
    const text = exampleText('lesson-3-logistic.network.yaml').replace(
      'target: class',
      'target: class, test: 20',
    );
    const { training, testing, samples: drawn } = decisionOf(text, 16);
    assert.deepEqual([training?.count, testing?.count], [80, 20]);
    assert.equal(
      drawn?.heldOut.reduce((sum, held) => sum + held, 0),
      20,
    );
    assert.equal((training?.right ?? 0) + (testing?.right ?? 0), 96);
  });

  it('refuses other networks, in words', () => {
    const linear = (input: string, loss: string): string =>
      `input: ${input}\nlayers:\n  - linear: 1\nloss: ${loss}\n`;
    assert.throws(() => decisionOf(linear('[3]', 'bce-logits')), StudyRefused);
    assert.throws(() => decisionOf(linear('[2]', 'mse')), /asks for a number/);
    assert.equal(decisionOf(linear('[2]', 'hinge'), 8).kind, 'score');
  });
});

describe('contours', () => {
  it('follow a circle within the error of linear interpolation', () => {
    const size = 101;
    const at = (place: number): number => -2 + (4 * place) / (size - 1);
    const values = Float64Array.from(
      { length: size * size },
      (_, cell) => at(cell % size) ** 2 + at(Math.floor(cell / size)) ** 2 - 1,
    );
    const segments = zeroLine({ columns: size, rows: size, values, x: at, y: at });
    let length = 0;
    for (let place = 0; place < segments.length; place += 4) {
      const [x1 = NaN, y1 = NaN, x2 = NaN, y2 = NaN] = segments.subarray(place, place + 4);
      near(Math.hypot(x1, y1), 1, 1e-3);
      length += Math.hypot(x2 - x1, y2 - y1);
    }
    near(length, 2 * Math.PI, 0.01);
  });

  it('part a saddle, and leave out what is not finite', () => {
    const field = (values: readonly number[]): Float64Array =>
      zeroLine({ columns: 2, rows: 2, values, x: (column) => column, y: (row) => row });
    assert.deepEqual([...field([1, -1, -1, 1])].length, 8);
    assert.deepEqual([...field([1, NaN, -1, 1])], []);
    assert.deepEqual([...field([1, 2, 3, 4])], []);
    assert.deepEqual([...field([-1, 1, -1, 1])], [0.5, 0, 0.5, 1]);
  });
});
