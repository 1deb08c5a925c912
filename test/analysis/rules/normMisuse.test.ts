/** Misuse of normalisation: what stands directly before batch norm, and how much it has to compare. */
import { describeCases, type Case } from './check';

function normalised(title: string, layers: readonly string[], besides = 'batch: 8', input = '[8]'): Case {
  return {
    title,
    only: ['norm-misuse', 'no-gradient'],
    source: `
input: ${input}
${besides}
loss: mse
layers:
${layers.map((layer) => `  - ${layer}\n`).join('')}  - relu
  - flatten
  - linear: 1
`,
  };
}

const plain = '{ linear: 16, bias: false }';
const image = ['{ conv2d: 4, kernel: 3, bias: false }', 'batch-norm'];

describeCases('norm-misuse', [
  normalised('a batch of one', [plain, 'batch-norm # ^ norm-misuse error 1..1 > no-gradient'], 'batch: 1'),
  normalised(
    'steps of one',
    [plain, 'batch-norm # ^ norm-misuse error 1..1'],
    'batch: 8\ntrain: { batch: 1 }',
  ),
  normalised('a batch of two', [plain, 'batch-norm'], 'batch: 2'),
  normalised('one image', image, 'batch: 1', '[3, 8, 8]'),
  normalised('one sample under layer norm', [plain, 'layer-norm'], 'batch: 1'),
  normalised('a bias', ['linear: 16 # ^ norm-misuse information 1..1', 'batch-norm']),
  normalised('two biases are one finding', [
    'linear: 16 # ^ norm-misuse information 2..2',
    'batch-norm',
    'relu',
    'linear: 16',
    'batch-norm',
  ]),
  normalised('a bias behind an activation', ['linear: 16', 'relu', 'batch-norm']),
  normalised('a bias before layer norm', ['linear: 16', 'layer-norm']),
  normalised('a bias whose layer goes around the norm as well', [
    '{ linear: 16, id: skip }',
    'batch-norm',
    'add: skip',
  ]),
  normalised('dropout of one half', [
    plain,
    'relu',
    'dropout: 0.5 # ^ norm-misuse warning 2..2',
    'batch-norm',
  ]),
  normalised('dropout of 0.3, as in wide residual networks', [
    plain,
    'dropout: 0.3 # ^ norm-misuse information 1.42..1.43',
    'batch-norm',
  ]),
  normalised('dropout behind the norm', [plain, 'batch-norm', 'dropout: 0.5']),
  normalised('dropout with a layer between', [plain, 'dropout: 0.5', plain, 'batch-norm']),
  normalised('alpha dropout', [plain, 'alpha-dropout: 0.5', 'batch-norm']),
  normalised('silenced at the layer', ['{ linear: 16, ignore: norm-misuse }', 'batch-norm']),
]);
