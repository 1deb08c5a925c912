/** Vanishing: stuck networks at their first layer, with the consequences folded under them. */
import { describeCases } from './check';

describeCases('vanishing', [
  {
    title: "20 sigmoid layers under PyTorch's default",
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - repeat: 20
    layers:
      - linear: 64    # ^ vanishing error 1e-20..1e-10
      - sigmoid
  - linear: 10
`,
  },
  {
    title: 'the same with He and ReLU is silent',
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - repeat: 20
    layers:
      - { linear: 64, init: he-normal }
      - relu
  - { linear: 10, init: he-normal }
`,
    only: ['vanishing', 'exploding'],
  },
  {
    title: 'weights of N(0, 0.01) before ReLUs',
    source: `
ignore: [init-scale, layer-imbalance]
input: [256]
loss: mse
batch: 16
layers:
  - repeat: 5
    layers:
      - { linear: 256, init: { normal: 0.01 } } # ^ vanishing error 1e-7..1e-4
      - relu
  - { linear: 1, init: { normal: 0.01 } }
`,
  },
  {
    title: 'tanh whose weights are far too large is one mistake with its saturation',
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - repeat: 12
    layers:
      - { linear: 64, init: { normal: 1 } }
      - tanh
  - linear: 1
`,
    only: ['vanishing'],
  },
  {
    title: "the lesson's chain of single sigmoid units, with the ratio that the lesson states (0.00964)",
    source: `
input: [1]
loss: binary-cross-entropy
data: { inputs: [[1]], targets: [1] }
layers:
  - repeat: 4
    layers:
      - { linear: 1, weights: 1, biases: 0 } # ^ vanishing information 0.0096..0.0097
      - sigmoid
`,
  },
  {
    title: 'the same with a product of 1 a layer',
    source: `
input: [1]
loss: mse
data: { inputs: [[0.5]], targets: [1] }
layers:
  - repeat: 8
    layers:
      - { linear: 1, weights: 4, biases: -2 }
      - sigmoid
`,
  },
  {
    title: 'a single weight layer has no way back',
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - linear: 1
  - sigmoid
`,
  },
  {
    title: 'a zero-initialised head opens at the first step',
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - linear: 64
  - relu
  - linear: 64
  - relu
  - { linear: 1, init: zeros } # ^ no-gradient information
`,
  },
  {
    title: 'silenced for the file',
    source: `
input: [64]
loss: mse
batch: 16
ignore: [vanishing]
layers:
  - repeat: 20
    layers:
      - linear: 64
      - sigmoid
  - linear: 10
`,
  },
  {
    title: 'silenced at the layer',
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - { linear: 64, ignore: vanishing }
  - sigmoid
  - repeat: 19
    layers:
      - linear: 64
      - sigmoid
  - linear: 10
`,
  },
]);
