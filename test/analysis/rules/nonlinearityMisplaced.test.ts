/** Misplaced nonlinearity: step, exponential and softmax in hidden layers and in their own places. */
import { describeCases, type Case } from './check';

function hidden(title: string, layers: readonly string[], input = '[6]', loss = 'mse'): Case {
  return {
    title,
    only: ['nonlinearity-misplaced', 'no-gradient'],
    source: `
input: ${input}
batch: 4
loss: ${loss}
layers:
${layers.map((layer) => `  - ${layer}\n`).join('')}`,
  };
}

describeCases('nonlinearity-misplaced', [
  hidden('step', ['linear: 8', 'step # ^ nonlinearity-misplaced error 1..1 > no-gradient', 'linear: 2']),
  hidden('step at the output', ['linear: 2', 'step # ^ nonlinearity-misplaced error 1..1 > no-gradient']),
  hidden('exponential', ['linear: 8', 'exponential # ^ nonlinearity-misplaced warning 1..1', 'linear: 2']),
  hidden('softmax', ['linear: 8', 'softmax # ^ nonlinearity-misplaced warning 1..1', 'linear: 2']),
  hidden('softmax with dropout behind it', [
    'linear: 8',
    'softmax # ^ nonlinearity-misplaced warning 1..1',
    'dropout: 0.2',
    'linear: 2',
  ]),
  hidden('softmax of a norm', [
    'linear: 8',
    'layer-norm',
    'softmax # ^ nonlinearity-misplaced warning 1..1',
    'linear: 2',
  ]),
  hidden('softmax at the output', ['linear: 8', 'relu', 'linear: 2', 'softmax']),
  hidden('exponential at the output', ['linear: 8', 'relu', 'linear: 2', 'exponential']),
  hidden('softmax of attention', ['attention: 2', 'flatten', 'linear: 2'], '[5, 4]'),
  hidden('a gate', [
    '{ linear: 8, id: values }',
    '{ linear: 8, from: input }',
    'softmax',
    '{ multiply: values }',
    'linear: 2',
  ]),
  hidden('a radial basis function', ['linear: 8', 'square', 'scale: -1', 'exponential', 'linear: 2']),
  hidden('tanh', ['linear: 8', 'tanh', 'linear: 2']),
]);
