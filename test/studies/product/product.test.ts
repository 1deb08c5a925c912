/** The product of a gradient: known answers of lessons.md, PyTorch's partial gradients at a branch, telescoping, and difference quotients. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Factor } from '../../../src/studies/product/factors';
import { productStudy } from '../../../src/studies/product/study';
import { StudyRefused } from '../../../src/studies/study';
import { inspectText, near, onlyNetwork } from '../../inspect/sources';
import { exampleText, productOf, subjectOf } from './asking';

const sigma = (z: number): number => 1 / (1 + Math.exp(-z));
const slope = (z: number): number => sigma(z) * (1 - sigma(z));
const fourSigmoids = exampleText('lesson-3-four-layers-sigmoid.network.yaml');

const { residual } = JSON.parse(
  readFileSync(path.join(__dirname, '../../goldens/gradient-product.json'), 'utf8'),
) as {
  readonly residual: Readonly<
    { readonly text: string } & Record<'part' | 'rest' | 'whole' | 'gradient', readonly number[]>
  >;
}; // written by gradient_product.py, whose format is this type

const rms = (values: readonly number[]): number => Math.hypot(...values) / Math.sqrt(values.length);

/** A factor in one word. */
function word({ symbol }: Factor): string {
  switch (symbol.form) {
    case 'loss-gradient':
      return `dL/dA ${symbol.layer}`;
    case 'activation-derivative':
      return `dA/dZ ${symbol.layer}`;
    case 'transposed-weights':
      return `W ${symbol.layer}`;
    case 'jacobian':
      return `J ${symbol.layer}`;
    case 'other-paths':
      return `+ ${symbol.through.join(', ')}`;
    case 'transposed-input':
      return `A ${symbol.of}`;
    case 'ones':
      return '1';
    case 'parameter-derivative':
      return `d${symbol.of}/d ${symbol.parameter}`;
    case 'mean':
      return `/ ${symbol.samples}`;
  }
}

describe('the product of a gradient', () => {
  it('is dL/dA[4] dA[4]/dZ[4] W[4]^T ... A[0]^T / m for W[1] of four sigmoid layers, with its numbers (lessons.md, L3)', () => {
    const { product } = productOf(subjectOf(fourSigmoids), 'linear1.weight');
    const a = [1];
    for (let layer = 1; layer <= 4; layer += 1) a.push(sigma(a.at(-1) ?? NaN));
    const z = [NaN, ...a.slice(0, 4)];
    const expected: readonly (readonly [string, number])[] = [
      ['dL/dA linear4', 1 / (a[4] ?? NaN)],
      ['dA/dZ linear4', slope(z[4] ?? NaN)],
      ['W linear4', 1],
      ['dA/dZ linear3', slope(z[3] ?? NaN)],
      ['W linear3', 1],
      ['dA/dZ linear2', slope(z[2] ?? NaN)],
      ['W linear2', 1],
      ['dA/dZ linear1', slope(z[1] ?? NaN)],
      ['A input', 1],
      ['/ 1', 1],
    ];
    assert.deepEqual(
      product.factors.map(word),
      expected.map(([name]) => name),
    );
    product.factors.forEach(({ ratio, norm }, place) => {
      const [name, value] = expected[place] ?? ['', NaN];
      near(ratio, value, 1e-12, `ratio of ${name}`);
      near(norm, value, 1e-12, `norm of ${name}`);
    });
    near(
      product.gradient,
      expected.reduce((all, [, value]) => all * value, 1),
      1e-15,
      'dL/dW[1]',
    );
  });

  it('holds the bound 0.25^3 beside the measured 0.00964 and what the weights did (L1)', () => {
    const { sums } = productOf(subjectOf(fourSigmoids), 'linear1.weight').product;
    assert.deepEqual([sums.first, sums.last, sums.steps], [0, 3, 3]);
    near(sums.activationBound, 0.25 ** 3, 1e-15, 'bound');
    near(sums.activations, 0.00964, 5e-6, 'activations');
    near(sums.weights, 1, 1e-15, 'weights');
    near(sums.others, 1, 0, 'others');
  });

  for (const [floatType, tolerance] of [
    ['float64', 1e-12],
    ['float32', 1e-5],
  ] as const) {
    it(`telescopes: every product so far is the gradient there, the last is the report's, and the flow's factors are these (${floatType})`, () => {
      const text = `input: [16]
layers:
  - repeat: 6
    layers: [{ linear: 16, init: xavier-normal }, batch-norm, tanh]
  - linear: 3
loss: cross-entropy
batch: 32
`;
      const subject = subjectOf(text, floatType);
      const report = onlyNetwork(inspectText(text, { kernels: () => subject.kernels }));
      const weight = report.layers[0]?.parameterReports.find(({ name }) => name === 'linear1.weight');
      const { product } = productOf(subject, 'linear1.weight');
      for (const factor of product.factors)
        near(factor.product / factor.gradient, 1, tolerance, word(factor));
      assert.equal(product.factors.at(-1)?.gradient, weight?.gradientRms);
      assert.equal(product.gradient, weight?.gradientRms);
      const { sums } = product;
      const ratio = (report.layers[sums.first]?.delta ?? NaN) / (report.layers[sums.last]?.delta ?? NaN);
      near((sums.activations * sums.weights * sums.others) / ratio, 1, tolerance, 'delta ratio');
      near(sums.activations / (report.flow?.activationProduct ?? NaN), 1, tolerance, 'a of the flow');
      assert.equal(sums.activationBound, report.flow?.activationBound);
      assert.deepEqual(product.factors.slice(0, 5).map(word), [
        'dL/dA linear7',
        'W linear7',
        'dA/dZ batch-norm6',
        'J batch-norm6',
        'W linear6',
      ]);
    });
  }

  it('tells the way it follows from the other ones, with shares, as PyTorch does (residual network)', () => {
    const { product } = productOf(subjectOf(residual.text), 'a.weight');
    const { factors } = product;
    assert.deepEqual(factors.map(word), [
      'dL/dA c',
      'W c',
      'J sum',
      'W b',
      '+ sum',
      'dA/dZ a',
      'A input',
      '/ 3',
    ]);
    // Gradients up to the mean are those of one sample's own loss.
    near(factors[3]?.gradient, 3 * rms(residual.part), 1e-12, 'through b');
    near(factors[4]?.gradient, 3 * rms(residual.whole), 1e-12, 'through both');
    const dot = (one: readonly number[], other: readonly number[]): number =>
      one.reduce((sum, value, at) => sum + value * (other[at] ?? NaN), 0);
    near(
      factors[4]?.share,
      dot(residual.part, residual.whole) / dot(residual.whole, residual.whole),
      1e-12,
      'share',
    );
    near(product.gradient, rms(residual.gradient), 1e-12, 'gradient');
  });

  it('names convolutions, pools and recurrent layers as Jacobians, and ends at the parameter that is asked for', () => {
    const text = `input: [2, 8, 8]
layers:
  - { conv2d: 3, kernel: 3 }
  - prelu
  - max-pool: 2
  - flatten
  - linear: 2
loss: cross-entropy
batch: 8
`;
    const subject = subjectOf(text);
    const words = (parameter: string): readonly string[] =>
      productOf(subject, parameter).product.factors.map(word);
    const upToPool = ['dL/dA linear1', 'W linear1', 'J flatten1', 'J max-pool1'];
    assert.deepEqual(words('conv2d1.weight'), [...upToPool, 'dA/dZ conv2d1', 'dZ/d conv2d1.weight', '/ 8']);
    assert.deepEqual(words('prelu1.slope'), [...upToPool, 'dA/d prelu1.slope', '/ 8']);
    assert.deepEqual(words('linear1.bias'), ['dL/dA linear1', '1', '/ 8']);
    const series = subjectOf(
      'input: [5, 3]\nlayers: [{ lstm: 4, last: true }, { linear: 2 }]\nloss: mse\nbatch: 4\n',
    );
    const { product } = productOf(series, 'lstm1.weight-hh-l0');
    assert.deepEqual(product.factors.map(word).slice(1, 3), ['W linear1', 'dZ/d lstm1.weight-hh-l0']);
  });

  it('takes a sum for a sum: no mean at the end', () => {
    const text = 'input: [3]\nlayers: [{ linear: 2 }]\nloss: { mse: null, reduction: sum }\nbatch: 4\n';
    const { product } = productOf(subjectOf(text), 'linear1.weight');
    assert.equal(product.mean, false);
    assert.deepEqual(product.factors.map(word), ['dL/dA linear1', 'A input']);
  });

  it('ends at 0 where a layer is dead, and says no ratio behind it', () => {
    const text = fourSigmoids
      .replaceAll('sigmoid', 'relu')
      .replace('inputs: [[1]]', 'inputs: [[-1]]')
      .replace('binary-cross-entropy', 'mse');
    const { product } = productOf(subjectOf(text), 'linear1.weight');
    assert.equal(product.gradient, 0);
    assert.equal(product.factors.at(-1)?.product, 0);
    assert.ok(product.factors.some(({ ratio }) => ratio === null));
  });
});

describe('one element of a gradient', () => {
  it('has the same gradient by backprop and by a centred difference', () => {
    const text = 'input: [6]\nlayers: [{ linear: 5 }, tanh, { linear: 3 }]\nloss: cross-entropy\nbatch: 16\n';
    for (const element of [null, [0, 0], [4, 5]] as const) {
      const { check } = productOf(subjectOf(text, 'float32'), 'linear1.weight', element);
      assert.ok(check.precise);
      if (element) assert.deepEqual([check.row, check.column], element);
      const { analytic, numeric, samples, outcome } = check.precise;
      assert.ok(Math.abs(analytic - numeric) / Math.max(Math.abs(analytic), Math.abs(numeric)) < 1e-7);
      assert.deepEqual([samples, outcome], [16, 'right']);
      near(check.gradient / analytic, 1, 1e-4, 'float32');
    }
  });

  it('is the largest unless one is named', () => {
    const subject = subjectOf('input: [6]\nlayers: [{ linear: 5 }]\nloss: mse\nbatch: 16\n');
    const { check, rows, columns } = productOf(subject, 'linear1.weight');
    assert.deepEqual([rows, columns], [5, 6]);
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const other = productOf(subject, 'linear1.weight', [row, column]).check;
        assert.ok(Math.abs(other.gradient) <= Math.abs(check.gradient));
      }
    }
  });

  it('says where the difference steps over a kink: at z = 0 ReLU has two slopes', () => {
    const text = `input: [1]
layers:
  - { linear: 1, weights: 1, biases: 0 }
  - relu
loss: mse
data: { inputs: [[0]], targets: [1] }
`;
    const { check } = productOf(subjectOf(text), 'linear1.bias');
    assert.ok(check.precise);
    assert.equal(check.precise.outcome, 'kink');
    assert.deepEqual(
      check.precise.crossings.map(({ op, units }) => [op, units]),
      [['relu', 1]],
    );
    assert.equal(check.precise.analytic, 0);
    // L = (relu(b) - 1)^2 has slope 0 to the left of 0, -2 to the right.
    near(check.precise.left, 0, 1e-9, 'left');
    near(check.precise.right, -2, 1e-4, 'right');
    near(check.precise.numeric, -1, 1e-4, 'difference');
  });

  it('refuses what is not there in a sentence', () => {
    const subject = subjectOf(fourSigmoids);
    assert.throws(
      () => productOf(subject, 'linear9.weight'),
      new StudyRefused('The network has no parameter linear9.weight any more.'),
    );
    assert.throws(
      () => productOf(subject, 'linear1.weight', [0, 1]),
      /There is no element in row 0, column 1/,
    );
    const cut = 'input: [2]\nlayers: [{ linear: 1 }, { linear: 2, from: input }]\nloss: mse\n';
    assert.throws(
      () => productOf(subjectOf(cut), 'linear1.weight'),
      new StudyRefused('The loss does not reach linear1.weight.'),
    );
    const large = { ...subjectOf(fourSigmoids), memoryLimit: 10 };
    assert.throws(() => productOf(large, 'linear1.weight'), /the memory limit is 10 bytes/);
  });

  it('understands a question field by field', () => {
    assert.deepEqual(productStudy.read({ parameter: 'a.weight', element: [1, 2] }), {
      parameter: 'a.weight',
      element: [1, 2],
    });
    assert.deepEqual(productStudy.read({ parameter: 'a.weight' }), { parameter: 'a.weight', element: null });
    for (const element of [[1], [1, -1], [0.5, 1], 'x', [NaN, 0]])
      assert.equal(productStudy.read({ parameter: 'a', element }), null);
    assert.equal(productStudy.read({ parameter: 3 }), null);
  });
});
