/** Saturation: bounded activations that work where they are flat. */
import { describeCases } from './check';

describeCases('saturation', [
  {
    title: 'sigmoid after weights of N(0, 10)',
    source: `
ignore: [init-scale, layer-imbalance]
input: [64]
loss: mse
layers:
  - { linear: 64, init: { normal: 10 } } # ^ saturation warning 0.9..1
  - sigmoid
  - linear: 1
`,
  },
  {
    title: 'tanh after weights of N(0, 1): 80 % beyond |z| = 2.09 at a standard deviation of 8',
    source: `
ignore: [init-scale, layer-imbalance]
input: [64]
loss: mse
layers:
  - { linear: 64, init: { normal: 1 } } # ^ saturation warning 0.75..0.85
  - tanh
  - linear: 1
`,
  },
  {
    title: 'tanh after weights of three times Glorot: 49 % beyond 2.09 at a standard deviation of 3',
    source: `
input: [64]
loss: mse
layers:
  - { linear: 64, init: { xavier-normal: 3 } } # ^ saturation information 0.4..0.5
  - tanh
  - linear: 1
`,
  },
  {
    title: 'inputs of 1e4 end the gradient at the first layer',
    source: `
input: [2]
loss: bce-logits
data: { inputs: [[10000, 20000], [-20000, 10000], [5000, -30000], [30000, 10000]], targets: [0, 1, 0, 1] } # ^ input-scale warning 30000..30000
layers:
  - linear: 16 # ^ saturation error 0.99..1 > no-gradient
  - tanh
  - linear: 16
  - tanh
  - linear: 1
`,
  },
  {
    title: 'tanh after Glorot',
    source: `
input: [64]
loss: mse
layers:
  - repeat: 3
    layers:
      - { linear: 64, init: xavier-normal }
      - tanh
  - linear: 1
`,
  },
  {
    title: 'a sure sigmoid before binary cross-entropy',
    source: `
input: [64]
loss: binary-cross-entropy
layers:
  - { linear: 1, init: { normal: 2 } }
  - sigmoid
`,
    only: ['saturation'],
  },
]);
