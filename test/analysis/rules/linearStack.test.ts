/** Linear stack: pairs that are one layer, and pairs that are built so on purpose. */
import { describeCases, type Case } from './check';

function stacked(title: string, input: string, layers: readonly string[], loss = 'mse'): Case {
  return {
    title,
    only: ['linear-stack'],
    source: `
input: ${input}
batch: 4
loss: ${loss}
layers:
${layers.map((layer) => `  - ${layer}\n`).join('')}`,
  };
}

describeCases('linear-stack', [
  stacked('hidden and last layer', '[20]', ['linear: 16 # ^ linear-stack warning 1..1', 'linear: 4']),
  stacked('with dropout between', '[20]', [
    'linear: 16 # ^ linear-stack warning 1..1',
    'dropout: 0.2',
    'linear: 4',
    'softmax',
  ]),
  stacked('with an identity between', '[20]', [
    'linear: 16 # ^ linear-stack warning 1..1',
    'identity',
    'linear: 4',
  ]),
  stacked('four in a row are one finding', '[8]', [
    'linear: 16 # ^ linear-stack warning 1..1',
    'linear: 16',
    'linear: 16',
    'linear: 4',
  ]),
  stacked('two convolutions', '[3, 8, 8]', [
    '{ conv2d: 32, kernel: 3 } # ^ linear-stack warning 1..1',
    '{ conv2d: 8, kernel: 3 }',
    'relu',
    'flatten',
    'linear: 2',
  ]),
  stacked('a convolution, flattened', '[3, 8, 8]', [
    '{ conv2d: 32, kernel: 3 } # ^ linear-stack warning 1..1',
    'flatten',
    'linear: 2',
  ]),
  stacked('with batch norm between', '[20]', [
    'linear: 16 # ^ linear-stack warning 1..1',
    'batch-norm',
    'linear: 4',
  ]),
  stacked('a linear bottleneck with batch norm', '[8, 8, 8]', [
    '{ conv2d: 4, kernel: 1, bias: false }',
    'batch-norm',
    '{ conv2d: 24, kernel: 1, bias: false }',
    'batch-norm',
    'relu',
    'flatten',
    'linear: 2',
  ]),
  stacked('convolutions with max pools alone between, no activation anywhere', '[3, 12, 12]', [
    '{ conv2d: 32, kernel: 3 } # ^ linear-stack warning 1..1',
    'max-pool: 2',
    '{ conv2d: 32, kernel: 3 }',
    'max-pool: 2',
    'flatten',
    'linear: 2',
  ]),
  stacked("max pools alone between the convolutions of Caffe's LeNet", '[1, 12, 12]', [
    '{ conv2d: 20, kernel: 3 } # ^ linear-stack information 1..1',
    'max-pool: 2',
    '{ conv2d: 50, kernel: 3 }',
    'max-pool: 2',
    'flatten',
    'linear: 64',
    'relu',
    'linear: 2',
  ]),
  stacked('an activation behind the pool', '[3, 12, 12]', [
    '{ conv2d: 32, kernel: 3 }',
    'max-pool: 2',
    'relu',
    '{ conv2d: 32, kernel: 3 }',
    'relu',
    'flatten',
    'linear: 2',
  ]),
  stacked('an activation between', '[20]', ['linear: 16', 'relu', 'linear: 4']),
  stacked('a factorisation', '[20]', ['linear: 4', 'linear: 16']),
  stacked('a linear autoencoder', '[20]', ['linear: 3', 'linear: 20']),
  stacked('single units', '[1]', ['linear: 1', 'linear: 1', 'linear: 1']),
  stacked('a norm between', '[20]', ['linear: 16', 'layer-norm', 'linear: 4']),
  stacked('a pool between', '[3, 8, 8]', ['{ conv2d: 32, kernel: 3 }', 'global-avg-pool', 'linear: 2']),
  stacked('a separable convolution', '[4, 8, 8]', [
    '{ conv2d: 16, kernel: 3, groups: 4 }',
    '{ conv2d: 8, kernel: 1 }',
    'relu',
    'flatten',
    'linear: 2',
  ]),
  stacked('windows of 3 x 1 and 1 x 3', '[4, 8, 8]', [
    '{ conv2d: 36, kernel: [3, 1] }',
    '{ conv2d: 8, kernel: [1, 3] }',
    'relu',
    'flatten',
    'linear: 2',
  ]),
  stacked('a skip around the second', '[16]', [
    '{ linear: 16, id: stem }',
    'linear: 16',
    '{ add: stem }',
    'relu',
    'linear: 1',
  ]),
  stacked('a recurrent layer before the head', '[5, 4]', ['{ lstm: 8, last: true }', 'linear: 2']),
  stacked('attention before the head', '[5, 4]', ['attention: 2', 'flatten', 'linear: 2']),
  stacked('weights that are written number by number', '[2]', [
    '{ linear: 2, weights: [[1, 0], [0, 1]] }',
    'linear: 2',
  ]),
  stacked('silenced at the layer', '[20]', ['{ linear: 16, ignore: linear-stack }', 'linear: 4']),
]);
