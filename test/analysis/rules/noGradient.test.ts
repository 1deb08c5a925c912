/** No gradient: parameters that the loss does not move. */
import { describeCases } from './check';

describeCases('no-gradient', [
  {
    title: 'a branch that nothing uses',
    source: `
input: [8]
loss: mse
layers:
  - { linear: 16, id: stem }
  - relu
  - { linear: 16, id: unused, from: stem } # ^ no-gradient error
  - { linear: 1, from: stem }
`,
  },
  {
    title: 'a step function ends the gradient',
    source: `
input: [8]
loss: mse
layers:
  - linear: 16
  - step # ^ nonlinearity-misplaced error 1..1 > no-gradient
  - linear: 1
`,
  },
  {
    title: 'everything behind a zero-initialised residual branch opens later',
    source: `
input: [8]
loss: mse
layers:
  - { linear: 8, id: stem }
  - linear: 8
  - relu
  - { linear: 8, init: zeros }
  - { add: stem }
  - linear: 1
`,
  },
  {
    title: 'a bias at rest between as many samples of one class as of the other',
    source: `
input: [1]
layers:
  - { linear: 1, weights: 0, biases: 0 }
  - sigmoid
loss: binary-cross-entropy
data: { inputs: [[1], [2]], targets: [0, 1] }
`,
  },
]);
