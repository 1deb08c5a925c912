/** Initial loss: what an untrained network may know. */
import { describeCases } from './check';

describeCases('initial-loss', [
  {
    title: 'logits of standard deviation 37',
    source: `
input: [16]
data: { classification: 300, classes: 4, features: 16 }
loss: cross-entropy # ^ initial-loss warning 20..60
layers:
  - { linear: 4, init: { normal: 5 } }
`,
  },
  {
    title: 'a He-initialised network with a Glorot head',
    source: `
input: [16]
data: { classification: 300, classes: 4, features: 16 }
loss: cross-entropy # ^ initial-loss information 1.2..3
layers:
  - { linear: 64, init: he-normal }
  - relu
  - { linear: 4, init: { xavier-normal: 0.7 } }
`,
  },
  {
    title: "PyTorch's default starts at chance",
    source: `
input: [16]
data: { classification: 300, classes: 4, features: 16 }
loss: cross-entropy
layers:
  - linear: 64
  - relu
  - linear: 4
`,
  },
  {
    title: 'eight samples of twenty classes, whose labels have at most the entropy ln 8',
    source: `
input: [16]
data: { classification: 8, classes: 20, features: 16 }
loss: cross-entropy
layers:
  - linear: 64
  - relu
  - linear: 20
`,
  },
  {
    title: 'random targets of a regression have no chance level',
    source: `
input: [64]
loss: mse
layers:
  - { linear: 64, init: he-normal }
  - relu
  - { linear: 1, init: he-normal }
`,
  },
]);
