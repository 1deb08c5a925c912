/** The rules that need no run on whole networks that are well: none may speak, and none is run, since a refusal for memory lets these rules speak alone. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../../../src/base/source';
import { inspectAll } from '../../../src/inspect/inspect';

const root = join(__dirname, '..', '..', '..');
const examples = join(root, 'examples');
const architectures = join(root, 'test', 'goldens', 'architectures');

/** What the rules say of a source that is read and not run; its data files lie in `folder`. */
function said(text: string, folder: string, path = 'case.network.yaml'): readonly string[] {
  const files = (names: readonly string[]): Files =>
    new Map(
      names
        .filter((name) => existsSync(join(folder, name)))
        .map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
    );
  const options = { memoryLimit: 1 };
  const first = inspectAll({ path, text }, new Map(), options).report;
  const { networks } =
    first.needs.length === 0 ? first : inspectAll({ path, text }, files(first.needs), options).report;
  assert.ok(networks.length > 0, 'nothing was read');
  return networks.flatMap(({ findings, refusal, circuit }) => {
    assert.ok(refusal !== null || circuit !== null || /expression/.test(text), 'it was run');
    return findings.map(({ severity, rule }) => `${severity} ${rule}`);
  });
}

/** Networks that are well, and that a rule of another kind would take for a mistake. */
const healthy: Readonly<Record<string, string>> = {
  'a regression with a linear head': `
input: [8]
loss: mse
layers: [linear: 16, relu, linear: 1]
`,
  'a regression with targets far from zero and a linear head': `
input: [1]
loss: mse
data: { inputs: [[1], [2], [3], [4]], targets: [[100], [200], [300], [400]] }
layers: [linear: 1]
`,
  'an autoencoder with sigmoid and mse': `
input: [64]
loss: mse
layers: [linear: 16, relu, linear: 64, sigmoid]
`,
  'an autoencoder with sigmoid and binary cross-entropy': `
input: [64]
loss: binary-cross-entropy
layers: [linear: 16, relu, linear: 64, sigmoid]
`,
  'a linear autoencoder': `
input: [64]
loss: mse
layers: [linear: 8, linear: 64]
`,
  'a factorised embedding': `
input: [12]
loss: cross-entropy
layers: [{ embedding: 8, tokens: 100 }, linear: 32, gelu, linear: 100, permute: [2, 1]]
`,
  'a factorised head': `
input: [64]
loss: cross-entropy
layers: [linear: 128, relu, linear: 4, linear: 50]
`,
  'a generator with tanh': `
input: [16]
loss: mse
layers:
  - { linear: 32, bias: false }
  - batch-norm
  - relu
  - linear: 64
  - tanh
`,
  'a discriminator': `
input: [64]
loss: binary-cross-entropy
layers: [linear: 32, leaky-relu: 0.2, dropout: 0.3, linear: 1, sigmoid]
`,
  'depthwise separable convolutions without an activation between': `
input: [8, 12, 12]
loss: cross-entropy
layers:
  - { conv2d: 8, kernel: 3, groups: 8 }
  - { conv2d: 16, kernel: 1 }
  - relu
  - global-avg-pool
  - linear: 10
`,
  'an encoder block before its norm': `
input: [6, 16]
loss: cross-entropy
layers:
  - { layer-norm: , id: first }
  - attention: 4
  - { add: input, id: skip }
  - layer-norm
  - linear: 64
  - gelu
  - dropout: 0.1
  - linear: 16
  - dropout: 0.1
  - add: skip
  - select: 0
    axis: 1
  - linear: 5
`,
  'log-softmax and nll': `
input: [8]
loss: nll
layers: [linear: 16, relu, linear: 4, log-softmax]
`,
  'several labels a sample': `
input: [8]
loss: binary-cross-entropy
layers: [linear: 16, relu, linear: 4, sigmoid]
`,
  'rates of counts': `
input: [8]
loss: poisson-nll
layers: [linear: 16, relu, linear: 1]
`,
  'VGG with batch norm, its biases left out': `
input: [3, 16, 16]
loss: cross-entropy
train: { optimizer: sgd, rate: 0.1, momentum: 0.9 }
layers:
  - { conv2d: 8, kernel: 3, bias: false }
  - batch-norm
  - relu
  - max-pool: 2
  - flatten
  - linear: 32
  - relu
  - dropout: 0.5
  - linear: 10
`,
  'SqueezeNet, whose last ReLU stands before the pool': `
input: [3, 16, 16]
loss: cross-entropy
layers:
  - { conv2d: 8, kernel: 3 }
  - relu
  - dropout: 0.5
  - { conv2d: 10, kernel: 1 }
  - relu
  - global-avg-pool
`,
};

describe('rules that need no run are silent on', () => {
  for (const file of readdirSync(examples).filter((name) => /\.network\.(ya?ml|json)$/.test(name))) {
    it(`the example ${file}`, () => {
      const found = said(readFileSync(join(examples, file), 'utf8'), examples, file);
      assert.deepEqual(found, []);
    });
  }

  for (const file of readdirSync(architectures).filter((name) => name.endsWith('.network.yaml'))) {
    it(`the architecture ${file}`, () =>
      assert.deepEqual(said(readFileSync(join(architectures, file), 'utf8'), architectures), []));
  }

  for (const [title, source] of Object.entries(healthy)) {
    it(title, () => assert.deepEqual(said(source, examples), []));
  }
});
