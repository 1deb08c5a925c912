/** Error terms and updates in the textbook's notation, against closed formulas and PyTorch (lessons.md, L1). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { toTensor, type GoldenTensor } from '../../goldens/read';
import { near } from '../../inspect/sources';
import { errorTermsOf, exampleText, subjectOf } from './asking';

const { errorTerms: golden } = JSON.parse(
  readFileSync(path.join(__dirname, '../../goldens/gradient-product.json'), 'utf8'),
) as {
  readonly errorTerms: {
    readonly text: string;
    readonly errorTerms: Readonly<Record<string, GoldenTensor>>;
    readonly gradients: Readonly<Record<string, readonly number[]>>;
  };
}; // written by gradient_product.py, whose format is this type

const sigma = (z: number): number => 1 / (1 + Math.exp(-z));

describe('error terms', () => {
  it('are 2 (y - yhat) sigma for k, and delta w sigma for j and q, on x -> q -> j -> k', () => {
    const { layers, ...about } = errorTermsOf(subjectOf(exampleText('lesson-1-error-terms.network.yaml')));
    const [x, y] = [1.5, 1];
    const q = sigma(0.8 * x + 0.1);
    const j = sigma(1.2 * q - 0.3);
    const k = sigma(-0.7 * j + 0.2);
    const deltaK = 2 * (y - k) * k * (1 - k);
    const deltaJ = deltaK * -0.7 * j * (1 - j);
    const deltaQ = deltaJ * 1.2 * q * (1 - q);
    assert.deepEqual(
      layers.map(({ name }) => name),
      ['q', 'j', 'k'],
    );
    [deltaQ, deltaJ, deltaK].forEach((expected, layer) => {
      near(layers[layer]?.byUnit?.errorTerm[0], expected, 1e-15, `error term of layer ${layer}`);
      near(layers[layer]?.byUnit?.own[0], expected, 1e-15, `- delta of layer ${layer}`);
    });
    [deltaQ * x, deltaJ * q, deltaK * j].forEach((expected, layer) => {
      near(layers[layer]?.byWeight?.change[0], expected, 1e-15, `change of layer ${layer}`);
      near(layers[layer]?.byWeight?.gradient[0], -expected, 1e-15, `gradient of layer ${layer}`);
    });
    assert.deepEqual(about, {
      sample: 0,
      samples: 1,
      loss: 'mse',
      squared: true,
      divisor: 1,
      outputs: 1,
      rate: 0.5,
    });
  });

  it('are what autograd gives for the summed squared error of each of two samples, and -4 times our delta (2-3-2)', () => {
    const subject = subjectOf(golden.text);
    const summed = new Map<string, Float64Array>();
    for (const sample of [0, 1]) {
      const { layers, divisor, samples } = errorTermsOf(subject, sample);
      assert.deepEqual([divisor, samples], [4, 2]);
      for (const { name, byUnit, byWeight, inputs } of layers) {
        const theirs = toTensor(golden.errorTerms[name] ?? { elementType: 'float64', shape: [], values: [] });
        const units = theirs.shape[1] ?? 0;
        byUnit?.errorTerm.forEach((term, unit) => {
          const expected = theirs.data[sample * units + unit] ?? NaN;
          near(term / expected, 1, 1e-12, `error term ${name}${unit} of sample ${sample}`);
          near((byUnit.own[unit] ?? NaN) / expected, 1, 1e-12, `our own ${name}${unit} of sample ${sample}`);
        });
        const sum = summed.get(name) ?? new Float64Array(units * inputs);
        byWeight?.change.forEach((change, at) => (sum[at] = (sum[at] ?? NaN) + change));
        summed.set(name, sum);
      }
    }
    // The changes of both samples over the divisor are -1 times the gradient of the mean.
    for (const [name, sum] of summed) {
      sum.forEach((value, at) =>
        near(-value / 4, golden.gradients[`${name}.weight`]?.[at] ?? NaN, 1e-14, `${name}.weight ${at}`),
      );
    }
  });

  it('start from the own slope of another loss', () => {
    const text = 'input: [3]\nlayers: [{ linear: 4 }, tanh, { linear: 3 }]\nloss: cross-entropy\nbatch: 8\n';
    const { layers, squared, divisor } = errorTermsOf(subjectOf(text), 3);
    assert.deepEqual([squared, divisor], [false, 8]);
    for (const { byUnit } of layers) {
      byUnit?.errorTerm.forEach((term, unit) => near(term, byUnit.own[unit] ?? NaN, 1e-14));
    }
  });

  it('are summed up in wide layers', () => {
    const text = 'input: [64]\nlayers: [{ linear: 50 }, relu, { linear: 2 }]\nloss: mse\nbatch: 4\n';
    const [first, second] = errorTermsOf(subjectOf(text)).layers;
    assert.deepEqual([first?.byUnit, first?.byWeight, second?.byWeight], [null, null, null]);
    assert.ok(second?.byUnit);
    near((first?.errorRms ?? NaN) / (first?.ownRms ?? NaN), 1, 1e-12);
  });

  it('are refused for what is not fully connected, with its name', () => {
    const refused = (text: string, message: RegExp): void =>
      assert.throws(() => errorTermsOf(subjectOf(text)), message);
    refused(
      'input: [1, 8, 8]\nlayers: [{ conv2d: 2, kernel: 3 }, flatten, { linear: 2 }]\nloss: mse\n',
      /conv2d1 and flatten1 are something else/,
    );
    refused('input: [3]\nlayers: [{ linear: 2 }, softmax]\nloss: mse\n', /linear1 is something else/);
    refused(
      'input: [3]\nlayers: [{ linear: 2, id: a }, { linear: 2, from: input }, { add: a }]\nloss: mse\n',
      /is something else/,
    );
    refused('input: [4, 3]\nlayers: [{ linear: 2 }]\nloss: mse\n', /list of numbers/);
  });
});
