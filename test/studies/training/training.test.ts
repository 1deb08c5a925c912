/** Training as a study: known answers of the lessons, what a run records, and that portions change nothing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mostCensuses, mostRecorded } from '../../../src/analysis/training/record';
import { initialParameters } from '../../../src/engine/parameters';
import type { Files } from '../../../src/base/source';
import type { Network } from '../../../src/graph/network';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { StudyRefused } from '../../../src/studies/study';
import type { TrainingSettings } from '../../../src/engine/training/preparing';
import { startTraining, type TrainingRun } from '../../../src/studies/training/training';
import type { Kernels } from '../../../src/tensor/kernels';
import { referenceKernels } from '../../../src/tensor/reference';
import { examples, near } from '../../inspect/sources';
import { kernelsOf, variants } from '../../tensor/wasmModules';

function networkIn(text: string, files: Files = new Map()): Network {
  const { networks, problems } = readSource({ path: 'case.network.yaml', text }, files, noOverrides);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return network;
}

function fileOf(name: string): Uint8Array {
  return readFileSync(path.join(examples, name));
}

interface How extends TrainingSettings {
  readonly kernels?: Kernels;
  readonly memoryLimit?: number;
}

function start(network: Network, { kernels, memoryLimit = 2 ** 31, ...settings }: How = {}): TrainingRun {
  const subject = {
    network,
    kernels: kernels ?? referenceKernels('float64'),
    memoryLimit,
    checkpoint: () => undefined,
  };
  return startTraining(subject, settings);
}

function trained(network: Network, how: How = {}): TrainingRun {
  const run = start(network, how);
  while (run.advance());
  return run;
}

/** A line through three points, with a ReLU network beside it for what a ReLU shows. */
const line = (train: string): string =>
  `input: [1]\nlayers: [{ linear: 1, weights: 0, biases: 0 }]\nloss: mse\ndata: { inputs: [[-1], [0], [1]], targets: [[-1], [1], [3]] }\ntrain: ${train}\n`;

const small = (train: string): string =>
  `input: [3]\nlayers: [{ linear: 8, init: he-normal }, relu, { dropout: 0.3 }, { linear: 2 }]\nloss: cross-entropy\nbatch: 20\ntrain: ${train}\n`;

describe('the known answers of training', () => {
  it('logistic regression on two classes: w = (8.528, -5.0516), b = -3.9648, loss 0.0709, accuracy 0.96', () => {
    const name = 'lesson-3-logistic-training.network.yaml';
    const files = new Map([['two-classes.csv', fileOf('two-classes.csv')]]);
    const run = trained(networkIn(fileOf(name).toString(), files));
    const { values } = run.parametersAt(run.updates);
    const [w1 = NaN, w2 = NaN] = values.get('linear1.weight')?.data ?? [];
    near(w1, 8.528, 1e-3, 'w1');
    near(w2, -5.0516, 1e-3, 'w2');
    near(values.get('linear1.bias')?.data[0], -3.9648, 1e-3, 'b');
    const { training, testing } = run.snapshot().census;
    near(training.loss.at(-1), 0.0709, 1e-5, 'loss');
    assert.equal(training.accuracy?.at(-1), 0.96);
    assert.equal(testing, null);
  });

  it('a line: the gradient of the mean square by hand, one step at a time', () => {
    // y = 2 x + 1 from w = b = 0: dL/dw = -2 mean(x y) = -8/3, dL/db = -2 mean(y) = -2.
    const run = start(networkIn(line('{ rate: 0.3, steps: 100, batch: 3 }')));
    run.advance(1);
    assert.equal(run.updates, 1);
    const { values } = run.parametersAt(1);
    near(values.get('linear1.weight')?.data[0], 0.8, 1e-14);
    near(values.get('linear1.bias')?.data[0], 0.6, 1e-14);
    near(run.snapshot().gradientNorm.mean[0], Math.hypot(8 / 3, 2), 1e-14);
    while (run.advance());
    near(run.parametersAt(100).values.get('linear1.weight')?.data[0], 2, 1e-9);
  });

  const [fastest] = variants.slice(-1);
  it('the digits example: at least 96 % of 360 held-out digits, the median of five seeds', async function () {
    if (!fastest) this.skip();
    this.timeout(240_000);
    const text = fileOf('digits.network.yaml').toString();
    const files = new Map([['digits.csv', fileOf('digits.csv')]]);
    const accuracies: number[] = [];
    for (const seed of [1, 2, 3, 4, 5]) {
      const network = networkIn(text.replace(/^seed: .*$/m, `seed: ${seed}`), files);
      assert.equal(network.seed, seed);
      const run = trained(network, { kernels: await kernelsOf(fastest) });
      const { census, testingSamples } = run.snapshot();
      assert.equal(testingSamples, 360);
      accuracies.push(census.testing?.accuracy?.at(-1) ?? NaN);
    }
    const middle = accuracies.toSorted((a, b) => a - b)[2] ?? NaN;
    assert.ok(middle >= 0.96, `median of ${accuracies.join(', ')}`);
  });
});

describe('a training run', () => {
  it('gives the same numbers however it is portioned', () => {
    const network = networkIn(small('{ rate: 0.1, steps: 60, batch: 7, momentum: 0.5 }'));
    const whole = trained(network).snapshot();
    const pieces = start(network);
    while (pieces.advance(1));
    assert.deepEqual(pieces.snapshot(), whole);
    assert.notDeepEqual(trained(network, { seed: 5 }).snapshot().loss, whole.loss);
  });

  it('draws noise anew at each step', () => {
    const { loss, census } = trained(networkIn(small('{ rate: 0, steps: 6, batch: 20 }'))).snapshot();
    assert.equal(new Set(loss.mean).size, 6);
    // Evaluation has no noise.
    assert.equal(new Set(census.training.loss).size, 1);
  });

  it('records steps in a bounded number, and keeps their parameters', () => {
    const network = networkIn(line('{ rate: 0.01, steps: 3000, batch: 3 }'));
    const run = trained(network);
    const { recorded, census, kept, layers, loss, step } = run.snapshot();
    assert.equal(step, 3000);
    assert.ok(recorded.steps.length > mostRecorded / 2 && recorded.steps.length <= mostRecorded + 1);
    assert.equal(recorded.steps.at(-1), 2999);
    assert.equal(recorded.layers.delta.length, layers.length * recorded.steps.length);
    assert.ok(census.updates.length <= mostCensuses + 1);
    assert.deepEqual([census.updates[0], census.updates.at(-1)], [0, 3000]);
    assert.ok(loss.mean.length <= 1000);
    assert.deepEqual([kept[0], kept.at(-1)], [0, 3000]);
    for (const updates of [...kept].slice(0, 5)) assert.equal(run.parametersAt(updates).updates, updates);
    const first = initialParameters(network, network.seed, referenceKernels('float64'));
    assert.deepEqual(run.parametersAt(0).values.get('linear1.weight'), first.get('linear1.weight'));
  });

  it('records of a layer what its gradient and its step are', () => {
    // From w = 0.5 on x = 1, y = 0 by mse: delta = 2 w, dL/dw = 2 w, step = rate 2 w, so update : weight = 2 rate.
    const text =
      'input: [1]\nlayers: [{ linear: 1, weights: 0.5, bias: false }]\nloss: mse\ndata: { inputs: [[1]], targets: [[0]] }\ntrain: { rate: 0.1, steps: 2, batch: 1 }\n';
    const { recorded } = trained(networkIn(text)).snapshot();
    const { delta, gradient, update, weight, dead, saturated } = recorded.layers;
    assert.deepEqual([...recorded.steps], [0, 1]);
    for (const [step, w] of [0.5, 0.4].entries()) {
      near(weight[step], w, 1e-7, 'weight');
      near(delta[step], 2 * w, 1e-7, 'delta');
      near(gradient[step], 2 * w, 1e-7, 'gradient');
      near(update[step], 0.2, 1e-7, 'update');
      assert.ok(Number.isNaN(dead[step]) && Number.isNaN(saturated[step]));
    }
  });

  it('records the last batch of an epoch, which is shorter, like any other', () => {
    // Every sample is w x = 0.5 with y = 0: dL/dz = 2 z / batch.
    const text =
      'input: [1]\nlayers: [{ linear: 1, weights: 0.5, bias: false }]\nloss: mse\ndata: { inputs: [[1], [1], [1]], targets: [[0], [0], [0]] }\ntrain: { rate: 0, steps: 4, batch: 2 }\n';
    const { recorded } = trained(networkIn(text)).snapshot();
    assert.deepEqual([...recorded.layers.delta], [0.5, 1, 0.5, 1]);
  });

  it('sees a unit die in training', () => {
    // relu(w x + b) on x = 1 and 2 with target -1: one large step makes w and b negative, and no gradient brings them back.
    const text =
      'input: [1]\nlayers: [{ linear: 1, weights: 1, biases: 0 }, relu]\nloss: mse\ndata: { inputs: [[1], [2]], targets: [[-1], [-1]] }\ntrain: { rate: 1, steps: 5, batch: 2 }\n';
    const { census, recorded, layers } = trained(networkIn(text)).snapshot();
    const [layer] = census.layers;
    assert.deepEqual([...(layer?.died ?? [])], [1]);
    assert.deepEqual([...(layer?.share ?? [])], [0, 1, 1, 1, 1, 1]);
    assert.deepEqual([...recorded.layers.dead], [0, 1, 1, 1, 1]);
    assert.equal(layers[0]?.canDie, true);
  });

  it('counts the steps that clipping binds', () => {
    const free = trained(networkIn(line('{ rate: 0.3, steps: 10, batch: 3 }'))).snapshot();
    const above = [...free.gradientNorm.mean].filter((norm) => norm > 1e9).length;
    assert.equal(above, 0);
    assert.deepEqual(free.clipped, { norm: 0, value: 0 });
    const { clipped, gradientNorm } = trained(
      networkIn(line('{ rate: 0.1, steps: 10, batch: 3, clip-norm: 2, clip-value: 1.2 }')),
    ).snapshot();
    assert.equal(clipped.norm, [...gradientNorm.mean].filter((norm) => norm > 2).length);
    assert.ok(clipped.norm > 0 && clipped.norm < 10);
    assert.ok(clipped.value > 0);
  });

  it('ends at the first step that is not finite, and names the op', () => {
    const run = trained(networkIn(line('{ rate: 1.0e+160, steps: 10, batch: 3 }')));
    const { end, step, recorded } = run.snapshot();
    assert.equal(end.kind, 'diverged');
    assert.equal(step, 1);
    // The weight is 1e160 by then: its square overflows in the loss.
    assert.equal(end.sentence, 'At step 1, 1 of 1 values of the loss mse are NaN or infinite.');
    assert.equal(end.layer, null);
    assert.equal(recorded.steps.at(-1), 1);
    assert.ok(run.parametersAt(1).values.get('linear1.weight')?.data.every(Number.isFinite));
  });

  it('names the layer whose values overflow', () => {
    const text =
      'input: [1]\nlayers: [{ linear: 2, weights: 1 }, exp, { linear: 1 }]\nloss: mse\ndata: { inputs: [[1000]], targets: [[0]] }\ntrain: { steps: 3 }\n';
    const { end } = trained(networkIn(text)).snapshot();
    assert.equal(end.kind, 'diverged');
    assert.match(end.sentence, /^At step 0, 2 of 2 values of exp in exp1 are NaN or infinite\.$/);
  });

  it('takes no more storage from step to step', async () => {
    for (const variant of variants) {
      const kernels = await kernelsOf(variant);
      const text = small('{ optimizer: adam, steps: 400, batch: 7 }');
      const run = start(networkIn(text), { kernels });
      while (run.updates < 50) run.advance(1);
      const { now, most } = kernels.usage();
      while (run.advance());
      assert.equal(run.updates, 400);
      assert.deepEqual(kernels.usage(), { now, most });
    }
  });

  it('goes by epochs where the source does', () => {
    const { steps, stepsPerEpoch, step } = trained(networkIn(small('{ epochs: 3, batch: 7 }'))).snapshot();
    assert.deepEqual([stepsPerEpoch, steps, step], [3, 9, 9]);
  });

  it('takes as many samples in a step as the file says, also where they are drawn', () => {
    const text =
      'input: [2]\nlayers: [{ linear: 1 }]\nloss: mse\ntrain: { rate: 0, steps: 1, batch: 1000 }\n';
    const { batch, trainingSamples } = trained(networkIn(text)).snapshot();
    assert.deepEqual([batch, trainingSamples], [1000, 1000]);
  });

  it('makes as many steps as it is asked', () => {
    const run = start(networkIn(line('{ rate: 0.1, steps: 100, batch: 3 }')));
    run.advance(3);
    assert.equal(run.updates, 3);
    assert.equal(run.end.kind, 'running');
  });

  it('trains without a word about training, and for no step at all', () => {
    const { step, training } = trained(networkIn('input: [2]\nlayers: [{ linear: 1 }]\n')).snapshot();
    assert.equal(step, 1000);
    assert.deepEqual([training.optimizer.kind, training.rate], ['adam', 0.001]);
    const none = trained(networkIn(line('{ steps: 0 }'))).snapshot();
    assert.deepEqual([none.step, none.end.kind, none.recorded.steps.length], [0, 'finished', 0]);
    assert.deepEqual([...none.census.updates], [0]);
  });

  it('refuses what cannot be trained, with the reason', () => {
    const refusal = (text: string, how: How = {}): string => {
      try {
        start(networkIn(text), how);
      } catch (error) {
        assert.ok(error instanceof StudyRefused);
        return error.message;
      }
      assert.fail('it started');
    };
    assert.match(refusal('input: [2]\nlayers: [relu]\nloss: mse\n'), /no parameters/);
    assert.match(
      refusal('input: [2000]\nlayers: [{ linear: 2000 }]\nloss: mse\n', { memoryLimit: 1e6 }),
      /memory limit is 977 KiB/,
    );
  });
});
