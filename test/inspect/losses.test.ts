/** Every loss by its name, from a network file to numbers: a finite loss, and a gradient at the first layer. */
import assert from 'node:assert/strict';
import { losses } from '../../src/ops/losses/table';
import { inspectText, onlyNetwork } from './sources';

/** What a loss needs besides its name: the ids of other layers. */
const needed: Readonly<Record<string, string>> = {
  'gaussian-nll': 'positive',
  'margin-ranking': 'a',
  'cosine-embedding': 'a',
  'triplet-margin': '{ positive: a, negative: positive }',
};

/** What the prediction must be: probabilities, their logarithms, or a rate; anything unless said. */
const heads: Readonly<Record<string, string>> = {
  nll: 'log-softmax',
  kl: 'log-softmax',
  ctc: 'log-softmax',
  'generalized-cross-entropy': 'softmax',
  'binary-cross-entropy': 'sigmoid',
  dice: 'sigmoid',
  tversky: 'sigmoid',
};

describe('losses of network files', () => {
  for (const name of Object.keys(losses)) {
    it(`${name} gives a finite number and a gradient`, () => {
      const text = `input: [${name === 'ctc' ? '6, ' : ''}4]
layers:
  - { linear: 5, id: first }
  - tanh
  - { linear: 3, id: a }
  - { softplus: , id: positive }
  - { linear: 3, from: a }
  - ${heads[name] ?? '{ leaky-relu: 1 }'}
loss: { ${name}: ${needed[name] ?? ''} }
batch: 16
`;
      const { loss, layers } = onlyNetwork(inspectText(text));
      assert.equal(loss?.name, name);
      assert.ok(Number.isFinite(loss.value), `the loss is ${loss.value}`);
      assert.ok((layers[0]?.delta ?? 0) > 0, 'the first layer gets a gradient');
    });
  }
});
