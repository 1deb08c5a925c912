/** The gradient check: right gradients are called right, wrong ones wrong, kinks kinks; and the error over h falls as theory says. */
import assert from 'node:assert/strict';
import { compare, limit } from '../../../src/studies/gradientCheck/difference';
import { gradientElementStudy, type ElementDetail } from '../../../src/studies/gradientCheck/element';
import { checkedLoss } from '../../../src/studies/gradientCheck/checkedLoss';
import { gradientOf } from '../../../src/studies/gradientCheck/loss';
import { gradientCheckStudy } from '../../../src/studies/gradientCheck/study';
import type { GradientCheckAnswer } from '../../../src/studies/gradientCheck/answer';
import { StudyRefused } from '../../../src/studies/study';
import { near } from '../../inspect/sources';
import { exampleText, subjectOf } from '../product/asking';

function last<Answer, Result>(steps: Generator<Answer, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const checkOf = (text: string, elements = 64): GradientCheckAnswer =>
  last(gradientCheckStudy.answer(subjectOf(text), { elements }));
const elementOf = (text: string, parameter: string, index = 0): ElementDetail =>
  last(gradientElementStudy.answer(subjectOf(text), { parameter, index }));

const layers = (...lines: readonly string[]): string =>
  `input: [3]\nlayers:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
const smooth = exampleText('lesson-5-gradient-check.network.yaml');

describe('gradient check', () => {
  it('finds a smooth network right to 1e-7 in every tensor (lessons.md)', () => {
    const { verdict, tensors, sampled, outcomes } = checkOf(smooth, 128);
    assert.equal(verdict.state, 'right');
    assert.match(
      verdict.sentence,
      /^Worst relative error \S+ of 128 sampled, limit 1e-7: the gradient is right\.$/,
    );
    assert.deepEqual([sampled, outcomes.right], [128, 128]);
    for (const { norm, sampled: own, size } of tensors) {
      assert.ok(own >= Math.min(3, size));
      assert.ok(norm !== null && norm < 1e-7);
    }
  });

  it('gives one answer to the bit', () => {
    assert.deepEqual(checkOf(smooth, 16), checkOf(smooth, 16));
  });

  it('calls a gradient wrong that is off by a millionth', () => {
    const { loss } = checkedLoss(subjectOf(smooth));
    const place = { parameter: 'linear3.weight', index: 4 };
    const analytic = gradientOf(loss, () => undefined).get(place.parameter)?.data[place.index] ?? NaN;
    assert.equal(last(compare(loss, place, analytic)).outcome, 'right');
    assert.equal(last(compare(loss, place, analytic * (1 + 1e-6))).outcome, 'wrong');
    assert.equal(last(compare(loss, place, 0)).outcome, 'wrong');
    near(last(compare(loss, place, analytic * 2)).error, 0.5, limit);
  });

  it('says which units sit on their kink, and does not count them', () => {
    const { verdict, checks, outcomes } = checkOf(
      layers('{ linear: 4, weights: 0, biases: 0 }', 'relu', 'linear: 2').concat('loss: mse\n'),
    );
    assert.equal(verdict.state, 'right');
    assert.equal(outcomes.wrong, 0);
    const kinks = checks.filter(({ outcome }) => outcome === 'kink');
    assert.ok(kinks.length > 0);
    assert.ok(kinks.every(({ parameter }) => parameter.startsWith('linear1.')));
    assert.equal(kinks[0]?.crossings[0]?.op, 'relu');
    assert.match(verdict.remarks.join(' '), /on a kink of relu1/);
  });

  it('holds dropout fixed, and names it', () => {
    const { verdict, random, outcomes } = checkOf(
      layers('linear: 6', 'tanh', 'dropout: 0.5', 'linear: 2').concat('loss: mse\n'),
    );
    assert.deepEqual([verdict.state, outcomes.wrong, [...random]], ['right', 0, ['dropout']]);
  });

  it('takes indices, batch statistics and recurrent layers', () => {
    for (const text of [
      'input: [5]\nlayers:\n  - { embedding: 4, tokens: 7 }\n  - gru: 3\n  - flatten\n  - linear: 2\nloss: cross-entropy\n',
      layers('linear: 4', 'batch-norm', 'tanh', 'linear: 2').concat('loss: mse\n'),
    ]) {
      const { verdict } = checkOf(text, 40);
      assert.equal(verdict.state, 'right', verdict.sentence);
    }
  });

  it('says that a loss is not finite', () => {
    const { verdict } = checkOf(
      layers('{ linear: 2, weights: 1.0e+308 }', 'linear: 2').concat('loss: mse\n'),
    );
    assert.equal(verdict.state, 'not-finite');
  });

  it('refuses what takes too long, with the number', () => {
    const large = `input: [3, 224, 224]\nlayers:\n  - conv2d: 64\n    kernel: 7\n  - global-avg-pool\n  - linear: 10\nloss: cross-entropy\n`;
    assert.throws(
      () => checkOf(large),
      (error: unknown) => {
        assert.ok(error instanceof StudyRefused);
        assert.match(error.message, /One forward pass over 2 samples takes \S+e\d operations/);
        return true;
      },
    );
  });
});

describe('one element of a gradient', () => {
  const text = exampleText('lesson-1-error-terms.network.yaml');
  const detail = elementOf(text, 'k.weight');
  const curve = (scheme: string, floatType: string): ElementDetail['curves'][number] => {
    const found = detail.curves.find((each) => each.scheme === scheme && each.floatType === floatType);
    assert.ok(found);
    return found;
  };

  it('has errors that fall with slope 1 (forward) and 2 (centred)', () => {
    near(curve('forward', 'float64').slope, 1, 0.02);
    near(curve('centred', 'float64').slope, 2, 0.02);
  });

  it('has its best h where rounding meets the form: about eps^(1/2) and eps^(1/3)', () => {
    const decadesOff = (scheme: string, floatType: string, power: number, eps: number): number => {
      const { best } = curve(scheme, floatType);
      assert.ok(best !== null);
      return Math.abs(Math.log10((detail.steps[best] ?? NaN) / eps ** power));
    };
    assert.ok(decadesOff('forward', 'float64', 1 / 2, 2 ** -52) < 1.5);
    assert.ok(decadesOff('centred', 'float64', 1 / 3, 2 ** -52) < 1.5);
    assert.ok(decadesOff('forward', 'float32', 1 / 2, 2 ** -23) < 1.5);
    assert.ok(decadesOff('centred', 'float32', 1 / 3, 2 ** -23) < 1.5);
  });

  it('has quotients and predictions of the closed form of the loss', () => {
    const sigma = (z: number): number => 1 / (1 + Math.exp(-z));
    const j = sigma(1.2 * sigma(0.8 * 1.5 + 0.1) - 0.3);
    const f = (w: number): number => (sigma(w * j + 0.2) - 1) ** 2;
    const k = sigma(-0.7 * j + 0.2);
    const slope = 2 * (k - 1) * k * (1 - k) * j;
    near(detail.analytic, slope, 1e-15);
    for (const { step, moved, quotient } of detail.quotients) {
      near(moved, f(-0.7 + step), 1e-15);
      near(quotient, (f(-0.7 + step) - f(-0.7)) / step, 1e-15 / step);
    }
    for (const { step, linear, truth } of detail.predictions) {
      near(truth, f(-0.7 + step), 1e-15);
      near(linear, f(-0.7) + step * slope, 1e-14);
    }
  });

  it('refuses an element that there is not', () => {
    assert.throws(() => elementOf(text, 'k.weight', 1), StudyRefused);
    assert.throws(() => elementOf(text, 'none', 0), StudyRefused);
  });
});
