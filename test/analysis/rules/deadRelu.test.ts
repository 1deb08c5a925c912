/** Dead ReLU: units that are zero on all samples of the probe. */
import { describeCases } from './check';

describeCases('dead-relu', [
  {
    title: 'biases of -8 against pre-activations of standard deviation 1.4',
    source: `
input: [64]
loss: mse
layers:
  - { linear: 64, init: he-normal, biases: -8 } # ^ dead-relu error 0.98..1 > dead-relu, no-gradient
  - relu
  - linear: 64
  - relu
  - linear: 1
`,
    only: ['dead-relu', 'no-gradient'],
  },
  {
    title: 'biases of -3.7, 2.6 standard deviations down, leave most alive',
    source: `
input: [64]
loss: mse
layers:
  - { linear: 64, init: he-normal, biases: -3.7 } # ^ dead-relu warning 0.1..0.5
  - relu
  - linear: 1
`,
    only: ['dead-relu'],
  },
  {
    title: '20 plain He layers die by themselves: information at most',
    source: `
input: [64]
loss: mse
batch: 256
layers:
  - repeat: 20
    layers:
      - { linear: 64, init: he-normal }
      - relu
  - linear: 1
`,
    only: ['vanishing', 'exploding'],
  },
  {
    title: 'biases of -8 before leaky-relu kill nothing',
    source: `
input: [64]
loss: mse
layers:
  - { linear: 64, init: he-normal, biases: -8 }
  - leaky-relu
  - linear: 1
`,
    only: ['dead-relu'],
  },
  {
    title: '16 samples are enough to call a whole layer dead',
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - { linear: 64, init: he-normal }
  - relu
  - { linear: 64, init: he-normal, biases: -60 } # ^ dead-relu error 1..1 > no-gradient
  - relu
  - linear: 1
`,
    only: ['dead-relu', 'no-gradient', 'vanishing'],
  },
  {
    title: '16 samples are too few to call a unit dead',
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - { linear: 64, init: he-normal, biases: -3 }
  - relu
  - linear: 1
`,
  },
]);
