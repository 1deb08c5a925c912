/** Normalisation and clipping side by side, held to what the definitions say: batch norm on one sample, the clip limit, equal first steps. */
import { strict as assert } from 'node:assert';
import type { ClippingAnswer, NormalisationAnswer } from '../../../src/studies/normalisation/answer';
import { clippingStudy } from '../../../src/studies/normalisation/clipping';
import { normalisationStudy } from '../../../src/studies/normalisation/study';
import { StudyRefused, type Subject } from '../../../src/studies/study';
import type { Kernels } from '../../../src/tensor/kernels';
import { near } from '../../inspect/sources';
import { readNetworkFile } from '../../readers/check';
import { kernelsOf } from '../../tensor/wasmModules';

let kernels: Kernels;
before(async () => {
  kernels = await kernelsOf('simd');
});

function subjectOf(text: string): Subject {
  const { networks, problems } = readNetworkFile(text);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return {
    ...{ source: { path: 'case.network.yaml', text }, files: new Map(), network, index: 0 },
    ...{ kernels, memoryLimit: 2 ** 30, checkpoint: () => undefined },
  };
}

function last<Answer>(work: Generator<Answer, Answer>): Answer {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

const deep = (behind = ''): string => `input: [16]
layers:
  - repeat: 6
    layers:
      - { linear: 32, init: { normal: 0.05 } }
${behind}      - tanh
  - linear: 4
loss: cross-entropy
train: { optimizer: sgd, rate: 0.1 }
`;

const normalised = (text: string, batch: number | null, steps = 0): NormalisationAnswer =>
  last(normalisationStudy.answer(subjectOf(text), { batch, steps }));

describe('normalisation side by side', () => {
  it('keeps the activations apart where small weights let them fade, and the gradient too', () => {
    const { layers, variants } = normalised(deep(), 64);
    assert.equal(layers.length, 7);
    const [without, ...norms] = variants;
    assert.deepEqual(
      variants.map(({ name, own }) => [name, own]),
      [
        ['without', true],
        ['batch-norm', false],
        ['layer-norm', false],
      ],
    );
    // Weights of 0.05 over 32 units leave 0.05 sqrt(32) = 0.28 of the standard deviation at each layer.
    const std = without?.std ?? [];
    for (let layer = 2; layer < 6; layer += 1) {
      near((std[layer] ?? NaN) / (std[layer - 1] ?? NaN), 0.05 * Math.sqrt(32), 0.06, 'std');
    }
    // tanh of a standard normal number has standard deviation 0.628 (the integral of tanh^2 times the density is 0.394).
    for (const { std: kept } of norms) for (const each of kept.slice(0, 6)) near(each, 0.628, 0.04, 'std');
    const ratio = (delta: readonly (number | null)[]): number => (delta[0] ?? NaN) / (delta[6] ?? NaN);
    for (const { delta } of norms) assert.ok(ratio(delta) > 100 * ratio(without?.delta ?? []));
  });

  it('batch norm on a batch of one: every value is 0 and so is every gradient before it', () => {
    const { variants } = normalised(deep(), 1);
    const [without, batchNorm, layerNorm] = variants;
    assert.equal(batchNorm?.single, true);
    for (const each of batchNorm.std.slice(0, 6)) assert.equal(each, 0);
    // In float32 a difference of equal numbers leaves 1e-7 of them, which 1 / sqrt(epsilon) = 316 makes larger.
    const head = batchNorm.delta[6] ?? NaN;
    for (const each of batchNorm.delta.slice(0, 6)) near(each, 0, 1e-4 * head, 'delta, but for rounding');
    for (const other of [without, layerNorm]) {
      assert.equal(other?.single, false);
      for (const each of other.delta) assert.ok((each ?? 0) > 0);
    }
  });

  it('takes the file as it is for what it has', () => {
    const { variants } = normalised(deep('      - batch-norm\n'), 32);
    assert.deepEqual(
      variants.map(({ own }) => own),
      [false, true, false],
    );
  });

  it('trains each for some steps', () => {
    const { variants, how } = normalised(deep(), 32, 40);
    assert.match(how, /sgd at rate 0.1, 32 samples a step/);
    for (const { trained } of variants) assert.equal(trained?.steps.at(-1), 40);
    const end = (index: number): number => variants[index]?.trained?.losses.at(-1) ?? NaN;
    assert.ok(end(1) < end(0), `${end(1)} ${end(0)}`);
  });

  it('is refused where nothing is hidden', () => {
    assert.throws(() => normalised('input: [2]\nlayers: [linear: 1, sigmoid]\nloss: mse\n', 4), StudyRefused);
  });
});

describe('clipping side by side', () => {
  const steep = deep().replace('normal: 0.05', 'normal: 1').replace('rate: 0.1', 'rate: 1');

  it('is refused where the steps of the training do not fit the memory limit', () => {
    const subject = subjectOf(deep().replace('rate: 0.1', 'rate: 0.1, batch: 100000'));
    const work = clippingStudy.answer({ ...subject, memoryLimit: 2e7 }, { by: 'norm', limit: 1, steps: 1 });
    assert.throws(
      () => last(work),
      (error) => error instanceof StudyRefused && /memory limit is 19\.1 MiB/.test(error.message),
    );
  });

  const clipped = (by: 'norm' | 'value', limit: number, steps = 30): ClippingAnswer =>
    last(clippingStudy.answer(subjectOf(steep), { by, limit, steps }));

  it('counts the steps whose norm lies over the limit, and the first norm is the same', () => {
    const { with: limited, without } = clipped('norm', 0.5);
    assert.ok(limited && without);
    assert.equal(limited.norms[0], without.norms[0]);
    assert.equal(without.bound, 0);
    const over = limited.norms.filter((norm) => norm > 0.5).length;
    near(limited.bound, over / limited.norms.length, 1e-12, 'share');
    assert.ok(limited.bound > 0);
  });

  it('a limit that nothing reaches changes nothing', () => {
    for (const by of ['norm', 'value'] as const) {
      const { with: limited, without } = clipped(by, 1e9);
      assert.equal(limited?.bound, 0);
      assert.deepEqual(limited.losses, without?.losses);
    }
  });

  it('a limit below everything binds in every step', () => {
    for (const by of ['norm', 'value'] as const) assert.equal(clipped(by, 1e-9, 5).with?.bound, 1);
  });

  it('takes positive limits and at least a step', () => {
    assert.deepEqual(clippingStudy.read({ by: 'norm', limit: 1, steps: 20 }), {
      by: 'norm',
      limit: 1,
      steps: 20,
    });
    for (const wrong of [{ by: 'x' }, { limit: 0 }, { limit: Infinity }, { steps: 0 }, { steps: 501 }]) {
      assert.equal(clippingStudy.read({ by: 'norm', limit: 1, steps: 20, ...wrong }), null);
    }
  });
});
