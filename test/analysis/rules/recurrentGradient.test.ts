/** Gradient over time: plain cells that forget or explode are named, gates under their framework's own start are not. */
import { describeCases } from './check';

const only = ['recurrent-gradient'];
const network = (layer: string, steps: number): string => `
ignore: init-scale
input: [${steps}, 8]
loss: mse
batch: 16
layers:
  - ${layer}
  - linear: 1
`;

describeCases('recurrent-gradient', [
  {
    // 1 / sqrt(32) uniform has spectral radius near 1 / sqrt 3 = 0.58, and tanh takes some more: at most 0.58^39 = 6e-10.
    title: "a plain cell of 40 steps under PyTorch's default",
    source: network('{ rnn: 32, last: true } # ^ recurrent-gradient information 1e-25..6e-10', 40),
    only,
  },
  { title: 'the same over 8 steps is silent', source: network('{ rnn: 32, last: true }', 8), only },
  {
    // Orthogonal times 1.5 without bias on a ReLU that passes half: 1.5 / sqrt 2 a step at least in the mean square.
    title: 'a ReLU cell whose recurrent weights stretch by 3',
    source: network(
      '{ rnn: 32, last: true, nonlinearity: relu, recurrent-init: { orthogonal: 3 } } # ^ recurrent-gradient warning 1e3..Infinity',
      30,
    ),
    only,
  },
  {
    title: "an LSTM of 100 steps under PyTorch's default is silent",
    source: network('{ lstm: 16, last: true }', 100),
    only,
  },
  {
    title: "a GRU of 100 steps under PyTorch's default is silent",
    source: network('{ gru: 16, last: true }', 100),
    only,
  },
  {
    title: 'a plain cell whose every step reaches the loss is silent',
    source: `
input: [40, 8]
loss: mse
batch: 16
layers:
  - { rnn: 16, last: false }
  - linear: 1
`,
    only,
  },
  {
    // The backward direction begins at the last step, and no loss reaches the steps that it runs after that.
    title: 'both directions of an LSTM of whose outputs the last alone reaches the loss are silent',
    source: `
input: [20, 4]
loss: mse
batch: 16
layers:
  - { lstm: 16, bidirectional: true }
  - select: -1
  - linear: 1
`,
    only,
  },
  {
    // Delta comes in at the last place, where the backward direction of the first layer begins, and falls from there on.
    title: 'the same of two layers of gates is silent',
    source: `
input: [32, 4]
loss: mse
batch: 16
layers:
  - { gru: 8, bidirectional: true, layers: 2 }
  - select: -1
  - linear: 1
`,
    only,
  },
]);
