/** Dropout: rates at, below and beyond the limits. */
import { describeCases, type Case } from './check';

function dropping(title: string, layer: string): Case {
  return {
    title,
    only: ['dropout', 'no-gradient'],
    source: `
input: [8]
batch: 8
loss: mse
layers:
  - linear: 16
  - relu
  - ${layer}
  - linear: 1
`,
  };
}

describeCases('dropout', [
  dropping('a rate of 0.9', 'dropout: 0.9 # ^ dropout warning 0.9..0.9'),
  dropping('a rate of 0.8, which should stay perhaps', 'dropout: 0.8 # ^ dropout warning 0.8..0.8'),
  dropping('a rate of 0.6', 'dropout: 0.6 # ^ dropout information 0.6..0.6'),
  dropping('all of it', 'dropout: 1 # ^ dropout error 1..1 > no-gradient'),
  dropping('one half', 'dropout: 0.5'),
  dropping('a tenth', 'dropout: 0.1'),
  dropping('nothing', 'dropout: 0'),
  dropping('stochastic depth', 'drop-path: 0.6'),
  dropping('silenced at the layer', '{ dropout: 0.9, ignore: dropout }'),
]);
