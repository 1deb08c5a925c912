/** Initial loss: what an untrained network may know. */
import { describeCases } from './check';

describeCases('initial-loss', [
  {
    title: 'logits of standard deviation 28',
    source: `
input: [2]
data: { blobs: 300, classes: 10 }
loss: cross-entropy # ^ initial-loss warning 3..20
layers:
  - { linear: 10, init: { normal: 5 } }
`,
  },
  {
    title: 'a He-initialised head',
    source: `
input: [2]
data: { blobs: 300, classes: 10 }
loss: cross-entropy # ^ initial-loss information 1.2..2
layers:
  - { linear: 64, init: he-normal }
  - relu
  - { linear: 10, init: he-normal }
`,
  },
  {
    title: "PyTorch's default starts at chance",
    source: `
input: [2]
data: { blobs: 300, classes: 10 }
loss: cross-entropy
layers:
  - linear: 64
  - relu
  - linear: 10
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
