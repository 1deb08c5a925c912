/** Symmetric initialisation: layers whose units are copies of one another. */
import { describeCases } from './check';

describeCases('symmetric-init', [
  {
    title: 'all weights zero',
    source: `
input: [8]
loss: mse
layers:
  - { linear: 16, init: zeros } # ^ symmetric-init error 0..0 > no-gradient
  - tanh
  - { linear: 16, init: zeros }
  - tanh
  - { linear: 1, init: zeros }
`,
    only: ['symmetric-init', 'no-gradient'],
  },
  {
    title: 'all weights 0.5, two hidden layers',
    source: `
input: [8]
loss: mse
layers:
  - { linear: 16, weights: 0.5 } # ^ symmetric-init error 0.5..0.5
  - sigmoid
  - { linear: 1, weights: 0.5 }
`,
    only: ['symmetric-init'],
  },
  {
    title: 'all weights equal, dropout between',
    source: `
input: [8]
loss: mse
layers:
  - { linear: 16, weights: 0.5 } # ^ symmetric-init error 0.5..0.5
  - sigmoid
  - dropout: 0.2
  - { linear: 1, weights: 0.5 }
`,
    only: ['symmetric-init'],
  },
  {
    title: 'a hidden layer of equal weights before random ones',
    source: `
input: [8]
loss: mse
layers:
  - { linear: 16, init: { constant: 0.1 } } # ^ symmetric-init warning 0.099..0.101
  - tanh
  - linear: 1
`,
  },
  {
    title: 'a hidden ReLU layer of zeros never wakes up',
    source: `
input: [8]
loss: mse
layers:
  - { linear: 16, init: zeros } # ^ symmetric-init error 0..0 > dead-relu, no-gradient
  - relu
  - linear: 1
`,
  },
  {
    title: 'a zero-initialised head',
    source: `
input: [8]
loss: mse
layers:
  - linear: 16
  - tanh
  - { linear: 4, init: zeros } # ^ no-gradient information
`,
  },
  {
    title: 'single units cannot be copies',
    source: `
input: [1]
loss: mse
layers:
  - { linear: 1, weights: 1 }
  - tanh
  - { linear: 1, weights: 1 }
`,
  },
]);
