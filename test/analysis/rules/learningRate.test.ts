/** Learning rate: written rates inside and outside of their optimizer's range. */
import assert from 'node:assert/strict';
import { limitsWith } from '../../../src/analysis/rules/limits';
import { rules } from '../../../src/analysis/rules/table';
import { readSource } from '../../../src/readers/table';
import { noOverrides } from '../../../src/readers/reader';
import { describeCases, inspected, type Case } from './check';

function trained(title: string, train: string, hidden = ['linear: 8', 'tanh']): Case {
  return { title, only: ['learning-rate'], source: sourceOf(train, hidden) };
}

/** Four samples at inputs of a tenth, without biases: the curvature of one layer is 2 * 0.01 / 4. */
function onSmallInputs(title: string, rate: number, hidden: readonly string[]): Case {
  const data =
    '{ inputs: [[0.1, 0, 0, 0], [0, 0.1, 0, 0], [0, 0, 0.1, 0], [0, 0, 0, 0.1]], targets: [1, -1, 0.5, -0.5] }';
  const source = sourceOf(`train: { rate: ${rate} }\ndata: ${data}`, hidden);
  const text = source.replace('batch: 8', 'batch: 4').replace('linear: 1\n', '{ linear: 1, bias: false }\n');
  return { title, only: ['learning-rate'], source: text };
}

function sourceOf(train: string, hidden: readonly string[]): string {
  return `
input: [4]
batch: 8
loss: mse
${train}
layers:
${hidden.map((layer) => `  - ${layer}\n`).join('')}  - linear: 1
`;
}

describeCases('learning-rate', [
  trained('adam at 0.1', 'train: { optimizer: adam, rate: 0.1 } # ^ learning-rate warning 0.1..0.1'),
  trained('rmsprop at 1', 'train: { optimizer: rmsprop, rate: 1 } # ^ learning-rate error 1..1'),
  trained(
    'adamw at 1e-8',
    'train: { optimizer: adamw, rate: 1e-8 } # ^ learning-rate warning 1e-8..1e-8 > update-ratio',
  ),
  trained('sgd at 10', 'train: { optimizer: sgd, rate: 10 } # ^ learning-rate error 10..10 > update-ratio'),
  trained('no rate at all', 'train: { optimizer: sgd, rate: 0 } # ^ learning-rate error 0..0'),
  trained('adam at 0.01', 'train: { optimizer: adam, rate: 0.01 }'),
  trained('adam without a rate', 'train: { optimizer: adam }'),
  trained('rmsprop without a rate', 'train: { optimizer: rmsprop }'),
  trained(
    'sgd at 1 where the loss runs away',
    'train: { rate: 1 } # ^ learning-rate error 1..1 > update-ratio',
  ),
  onSmallInputs('sgd at 1 with small inputs', 1, ['{ linear: 8, bias: false }', 'tanh']),
  trained('sgd at 1e-8 is slow and not wrong', 'train: { optimizer: sgd, rate: 1e-8 }'),
  onSmallInputs('sgd at 10 with one layer and small inputs', 10, []),
  trained('nothing about training', ''),
  trained('silenced in the file', 'train: { rate: 0 }\nignore: learning-rate'),
]);

describe('learning-rate of other readers', () => {
  it('calls a negative rate an error', () => {
    const text = sourceOf('train: { rate: 0.1 }', []);
    const [network] = readSource({ path: 'case.network.yaml', text }, new Map(), noOverrides).networks;
    assert.ok(network?.training);
    const report = inspected(text);
    const evidence = {
      firstNonFinite: null,
      firstNonFiniteGradient: null,
      inputNotFinite: 0,
      targetNotFinite: 0,
      zeroGradient: new Map(),
      constantWeights: new Map(),
    };
    const negative = { ...network, training: { ...network.training, rate: -0.1 } };
    const subject = { network: negative, report, controls: null, evidence, limits: limitsWith({}) };
    const found = [...rules['learning-rate'].check(subject)];
    assert.deepEqual(
      found.map(({ severity, value }) => [severity, value]),
      [['error', -0.1]],
    );
  });
});
