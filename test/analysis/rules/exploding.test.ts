/** Exploding: weights so large that delta grows on its way back. */
import { describeCases } from './check';

describeCases('exploding', [
  {
    title:
      "5 steps back through N(0, 1) weights of width 64, sqrt(32) each, and one through PyTorch's head, 0.41: 2.4e3",
    source: `
ignore: [init-scale, layer-imbalance]
input: [64]
loss: mse
layers:
  - repeat: 6
    layers:
      - { linear: 64, init: { normal: 1 } } # ^ exploding error 1.2e3..5e3
      - relu
  - linear: 1
`,
  },
  {
    title: 'a gain of 3.2 in 5 steps, and 0.41 in the head: 137',
    source: `
ignore: [init-scale, layer-imbalance]
input: [64]
loss: mse
layers:
  - repeat: 6
    layers:
      - { linear: 64, init: { he-normal: 4.525 } } # ^ exploding warning 90..210
      - relu
  - linear: 1
`,
  },
  {
    title: 'with classes, the loss over chance follows from it',
    source: `
ignore: [init-scale, layer-imbalance]
input: [16]
data: { classification: 300, classes: 4, features: 16 }
loss: cross-entropy
layers:
  - repeat: 6
    layers:
      - { linear: 64, init: { normal: 1 } } # ^ exploding error 1.2e3..5e3 > initial-loss
      - relu
  - linear: 10 # ^ output-units warning 6..6
`,
  },
  {
    title: 'a gain of 1.5 in 5 steps, 3-fold',
    source: `
input: [64]
loss: mse
layers:
  - repeat: 6
    layers:
      - { linear: 64, init: { he-normal: 2.12 } }
      - relu
  - linear: 1
`,
  },
]);
