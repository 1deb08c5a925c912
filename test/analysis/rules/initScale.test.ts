/** Initialisation out of scale: what the user draws far off is named once, with what follows from it; what is deliberate or undone is not. */
import { describeCases } from './check';

const only = ['init-scale', 'vanishing', 'exploding', 'saturation', 'dead-relu', 'initial-loss'];
/** Other rules' consequences are theirs to test. */
const silenced = 'ignore: [layer-imbalance, half-precision]';

describeCases('init-scale', [
  {
    title: 'N(0, 0.01) at width 256 is 0.01 / (1 / sqrt(256)) = 0.16 times LeCun, and the vanishing follows',
    source: `
${silenced}
input: [256]
loss: mse
batch: 16
layers:
  - { linear: 256, init: { normal: 0.01 } } # ^ init-scale error 0.15..0.17 > vanishing
  - relu
  - repeat: 5
    layers:
      - { linear: 256, init: { normal: 0.01 } }
      - relu
  - { linear: 10, init: { normal: 0.01 } }
`,
    only,
  },
  {
    title: 'N(0, 1) at width 64 is sqrt(64 / 2) = 5.66 times He, and the explosion follows',
    source: `
${silenced}
input: [64]
loss: mse
batch: 16
layers:
  - { linear: 64, init: { normal: 1 } } # ^ init-scale error 5.3..6 > exploding
  - relu
  - repeat: 5
    layers:
      - { linear: 64, init: { normal: 1 } }
      - relu
  - { linear: 1, init: { normal: 1 } }
`,
    only,
  },
  {
    title:
      'N(0, 5) before tanh is 5 / (5/3 / sqrt(32)) = 17 times Glorot at its largest, and the saturation follows',
    source: `
${silenced}
input: [32]
loss: mse
batch: 64
layers:
  - { linear: 32, init: { normal: 5 } } # ^ init-scale error 15..19 > saturation
  - tanh
  - linear: 32
  - tanh
  - linear: 1
`,
    only,
  },
  {
    title:
      'N(0, 1) at width 64 is 5.66 times He: two layers do not explode, but the loss starts far over ln 3',
    source: `
input: [2]
data: { spiral: 300, classes: 3 }
loss: cross-entropy
layers:
  - { linear: 64, init: { normal: 1 } }
  - leaky-relu: 0.1
  - { linear: 64, init: { normal: 1 } } # ^ init-scale warning 5.4..5.9 > initial-loss
  - leaky-relu: 0.1
  - { linear: 3, init: { normal: 1 } }
`,
    only,
  },
  {
    title: 'N(0, 0.001) in a shallow network is far off, though its gradient still arrives',
    source: `
input: [64]
loss: mse
batch: 64
layers:
  - { linear: 32, init: { normal: 0.001 } } # ^ init-scale warning 0.007..0.009
  - relu
  - linear: 10
`,
    only: ['init-scale'],
  },
  ...[
    ['the default of PyTorch, 0.41 times He', 'pytorch'],
    ['the default of Keras, Glorot, 0.71 times He', 'keras'],
    ['He by the fan-out', 'he-normal-fan-out'],
    ['LeCun', 'lecun-uniform'],
    ['orthogonal with the gain of ReLU', '{ orthogonal: 1.414 }'],
    ['half of He', '{ he-normal: 0.707 }'],
  ].map(([title, init]) => ({
    title: `silent on ${String(title)}`,
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - repeat: 3
    layers:
      - { linear: 64, init: ${String(init)} }
      - relu
  - { linear: 1, init: ${String(init)} }
`,
    only: ['init-scale'],
  })),
  {
    title: 'silent on a head that starts small, as in policies and detectors',
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - { linear: 64, init: he-normal }
  - relu
  - { linear: 10, init: { normal: 0.0001 } }
`,
    only: ['init-scale'],
  },
  {
    title: 'silent before a norm that undoes the scale',
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - repeat: 4
    layers:
      - { linear: 64, init: { normal: 0.001 } }
      - batch-norm
      - relu
  - linear: 1
`,
    only: ['init-scale'],
  },
  {
    title: 'silent on residual branches that end small, as GPT-2 scales them by 1 / sqrt(2 N)',
    source: `
input: [64]
loss: mse
batch: 16
layers:
  - { linear: 64, id: start }
  - { linear: 64, init: he-normal }
  - relu
  - { linear: 64, init: { normal: 0.002 } }
  - { add: start }
  - linear: 1
`,
    only: ['init-scale'],
  },
  {
    title: 'silent on weights that were given, which are no draw',
    source: `
input: [1]
loss: mse
layers:
  - { linear: 1, weights: 50 }
  - tanh
  - { linear: 1, weights: 50 }
data: { inputs: [[0.01], [0.02]], targets: [1, 0] }
`,
    only: ['init-scale'],
  },
  {
    title: 'silent on small weights that make up for large inputs',
    source: `
input: [4]
loss: mse
layers:
  - { linear: 16, init: { normal: 0.005 } }
  - relu
  - linear: 1
data: { inputs: [[100, -200, 50, 80], [-90, 150, -70, 60], [120, 90, -160, -40], [-50, -80, 110, 140]], targets: [1, 0, 1, 0] }
`,
    only: ['init-scale'],
  },
  {
    title:
      'recurrent weights N(0, 1) at 32 units are sqrt(32 / 2) = 4 times He: their state is bounded, its gradient is not',
    source: `
${silenced}
input: [12, 8]
loss: cross-entropy
batch: 64
layers:
  - { rnn: 32, init: xavier-uniform, recurrent-init: { normal: 1 }, last: true } # ^ init-scale warning 3.7..4.3 > recurrent-gradient
  - { linear: 10, init: xavier-uniform }
`,
    only: ['init-scale'],
  },
  {
    title: 'silent on orthogonal recurrent weights, which keep the gradient',
    source: `
${silenced}
input: [12, 8]
loss: cross-entropy
batch: 64
layers:
  - { rnn: 32, init: xavier-uniform, recurrent-init: orthogonal, last: true }
  - { linear: 10, init: xavier-uniform }
`,
    only: ['init-scale'],
  },
]);
