/** The study of trainability: it grows by one rate after the other, and refuses what cannot be trained in a sentence. */
import assert from 'node:assert/strict';
import type { Trainability } from '../../src/analysis/trainability';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { answersTo } from '../../src/studies/table';
import { unhurried } from '../../src/tensor/pace';
import { referenceKernels } from '../../src/tensor/reference';
import { perceptron } from '../analysis/rules/networks';

function* answers(text: string): Generator<Trainability | null, Trainability> {
  const source = { path: 'case.network.yaml', text };
  const [network] = readSource(source, new Map(), noOverrides).networks;
  assert.ok(network);
  const subject = { source, files: new Map(), network, index: 0, memoryLimit: 2 ** 31 };
  const kernels = referenceKernels('float32', unhurried);
  // The study was named, so that its answers are known.
  return yield* answersTo(
    { ...subject, kernels, checkpoint: () => undefined },
    { study: 'trainability' },
  ) as ReturnType<typeof answers>;
}

describe('study trainability', () => {
  it('grows rate by rate, in their order, up to its verdict', () => {
    const text = perceptron({
      input: 8,
      hidden: [32],
      outputs: 3,
      activation: 'tanh',
      loss: 'cross-entropy',
    });
    const steps = answers(`${text}train: { optimizer: sgd, rate: 0.5 }\n`);
    const counts: number[] = [];
    for (;;) {
      const { value, done } = steps.next();
      counts.push(value?.rates.length ?? 0);
      if (done !== true) continue;
      assert.deepEqual(
        value.rates.map(({ rate }) => rate),
        [0.05, 0.5, 5],
      );
      assert.equal(value.outcome, 'trains', value.sentence);
      break;
    }
    assert.deepEqual([...new Set(counts)], [0, 1, 2, 3]);
  });

  it('refuses in a sentence', () => {
    assert.throws(() => answers('input: [2]\nlayers: [relu]\nloss: mse\n').next(), /nothing to train/);
  });
});
