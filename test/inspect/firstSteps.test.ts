/** The first steps of a training: known movements, what clipping leaves, losses that run away, and where nothing is made. */
import { strict as assert } from 'node:assert';
import type { FirstSteps } from '../../src/analysis/firstSteps';
import { float64, inspectText, near, onlyNetwork } from './sources';

function stepsOf(text: string): FirstSteps | null {
  return onlyNetwork(inspectText(text, float64)).firstSteps;
}

/** One weight w at one sample x = 1, and a loss of 1/2 w^2 by the mean of squares over two equal outputs and sgd: w(n + 1) = (1 - rate) w(n). */
function bowl(train: string): string {
  return `input: [1]
layers: [{ linear: 2, bias: false, weights: [[2], [2]] }]
loss: mse
batch: 1
data: { inputs: [[1]], targets: [[0, 0]] }
train: ${train}
`;
}

describe('first steps', () => {
  it('move a weight in a bowl by the rate: dL/dw = 2 w / 2 for each of the two', () => {
    const steps = stepsOf(bowl('{ rate: 0.1, steps: 40 }'));
    assert.ok(steps);
    assert.equal(steps.losses.length, 15);
    // The loss is w^2, w falls to 0.9 w, so the update is 0.1 of the weight and 0.1 * 0.9^n of the first.
    near(steps.losses[0], 4, 1e-12);
    near(steps.losses[14], 4 * 0.9 ** 28, 1e-12);
    near(steps.updates[0]?.ratio, 0.1, 1e-12);
    // The median of n = 5 to 14 lies between 9 and 10.
    near(steps.updates[0]?.ofFirst, (0.1 * (0.9 ** 9 + 0.9 ** 10)) / 2, 1e-12);
    near(steps.norms[0], Math.sqrt(8), 1e-12);
    assert.deepEqual(
      steps.kept.map((share) => share === 1),
      steps.kept.map(() => true),
    );
    assert.equal(steps.rateShare, 1);
    assert.equal(steps.slower, null);
  });

  it('tell how much of the gradient clipping leaves, by norm and by value', () => {
    // The norm is sqrt(2) w; PyTorch divides by the norm and 1e-6.
    const byNorm = stepsOf(bowl('{ rate: 1e-9, clip-norm: 0.1 }'));
    near(byNorm?.kept[0], 0.1 / (Math.sqrt(8) + 1e-6), 1e-12);
    const byValue = stepsOf(bowl('{ rate: 1e-9, clip-value: 0.5 }'));
    near(byValue?.kept[0], 0.25, 1e-12);
  });

  it('know the share of the rate while it warms up', () => {
    // From nothing to the rate in 100 steps: step n has n hundredths; the middle of 5 to 14.
    near(stepsOf(bowl('{ rate: 0.1, warm-up: 100, start-factor: 0 }'))?.rateShare, 0.095, 1e-12);
  });

  it('try smaller rates where the loss runs away', () => {
    // At 3 w goes to -2 w and the loss times 4; at 0.3 to 0.7 w and the loss times 0.49.
    const steps = stepsOf(bowl('{ rate: 3 }'));
    near((steps?.losses[1] ?? NaN) / (steps?.losses[0] ?? NaN), 4, 1e-9);
    assert.ok(steps?.slower);
    assert.equal(steps.slower.risen, 3);
    near(steps.slower.rate ?? NaN, 0.3, 1e-12);
    near(steps.slower.last, 4 * 0.49 ** 14, 1e-9);
  });

  it('tell on which side of the limits a weight lies, of the settings where they say so, and nothing where it is not known', () => {
    // A step at r moves w by r of itself; limits are 0.3 of the first size and 1e-5 of its own.
    const sideAt = (train: string): string | null => stepsOf(bowl(train))?.updates[0]?.beyond?.way ?? null;
    assert.equal(sideAt('{ rate: 2 }'), 'above');
    assert.equal(sideAt('{ rate: 0.1 }'), null);
    assert.equal(sideAt('{ rate: 1e-6 }'), 'below');
    // Steps 5 to 14 of a warm-up of 1,000 from nothing have a hundredth of the rate, for a reason.
    assert.equal(sideAt('{ rate: 5e-4, warm-up: 1000, start-factor: 0 }'), null);
    const limits = { 'update-ratio': { warning: 0.01 } };
    const { updates } =
      onlyNetwork(inspectText(bowl('{ rate: 0.1 }'), { ...float64, limits })).firstSteps ?? {};
    assert.deepEqual(updates?.[0]?.beyond, { way: 'above', limit: 0.01 });
    const still = stepsOf(bowl('{ rate: 0.1 }').replace('[[2], [2]]', '0'));
    assert.equal(still?.updates[0]?.beyond, null);
  });

  it('end where a number is not finite', () => {
    const steps = stepsOf(bowl('{ rate: 1e200 }'));
    assert.ok(steps && steps.losses.length < 15);
    assert.ok(!Number.isFinite(steps.losses.at(-1)));
    assert.equal(steps.slower?.rate ?? null, null);
  });

  it('say nothing of zero weights, as a share of what they were', () => {
    const steps = stepsOf(bowl('{ rate: 0.1 }').replace('[[2], [2]]', '0'));
    assert.ok(Number.isNaN(steps?.updates[0]?.ofFirst));
  });

  it('are not made without a word about training, at no rate, and where they would cost too much', () => {
    const text = bowl('{ rate: 0.1 }');
    assert.equal(stepsOf(text.replace(/train:.*\n/, '')), null);
    assert.equal(stepsOf(bowl('{ rate: 0 }')), null);
    // 15 steps on 2,000 x 2,000 weights, 100 operations each, are 6e9.
    const dear = `input: [2000]\nlayers: [{ linear: 2000 }]\nloss: mse\nbatch: 1\ntrain: { rate: 0.1 }\n`;
    assert.equal(onlyNetwork(inspectText(dear)).firstSteps, null);
  });

  it('are the same to the bit twice', () => {
    const text =
      'input: [3]\nlayers: [{ linear: 4 }, tanh, { linear: 2 }]\nloss: cross-entropy\ntrain: { optimizer: adam }\n';
    assert.deepEqual(stepsOf(text), stepsOf(text));
  });
});

describe('gradients in half precision', () => {
  it('count what float16 rounds to zero: up to 2^-25, zeros apart', () => {
    // dL/dw of output-energy with one output y = w x at w = 1: 2 w x^2 / 1 = 2 x^2 over one sample: 2^-25 and just above, by x.
    const gradientOf = (squares: readonly number[]): string =>
      `input: [${squares.length}]
layers: [{ linear: 1, bias: false, weights: [[${squares.map((_, index) => (index === 0 ? 1 : 0)).join(', ')}]] }]
loss: output-energy
batch: 1
data: { inputs: [[${squares.join(', ')}]] }
`;
    // y = x0, so that dL/dw_i = 2 x0 x_i with x0 = 2^-10: by powers of two exactly 2^-25, 2^-24, 2^-26, 0 and 2^-19.
    const text = gradientOf([2 ** -10, 2 ** -16, 2 ** -15, 2 ** -17, 0]);
    assert.deepEqual(onlyNetwork(inspectText(text)).halfPrecision, { flushed: 2, of: 4 });
    const over = gradientOf([2 ** -10, 2 ** -16 * (1 + 2 ** -20)]);
    assert.deepEqual(onlyNetwork(inspectText(over)).halfPrecision, { flushed: 0, of: 2 });
  });

  it('are not counted without a run', () => {
    const { report } = inspectText('input: [2]\nlayers: [{ linear: 1 }]\n', { memoryLimit: 1 });
    assert.equal(report.networks[0]?.halfPrecision, null);
  });
});
