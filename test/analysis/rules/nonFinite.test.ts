/** Non-finite: the first op that holds NaN or an infinity. */
import { describeCases } from './check';

describeCases('non-finite', [
  {
    title: 'weights of 1e30 overflow float32 in the second layer',
    source: `
ignore: [init-scale, layer-imbalance]
input: [8]
loss: mse
layers:
  - { linear: 8, init: { normal: 1e30 } }
  - relu
  - { linear: 8, init: { normal: 1e30 } } # ^ non-finite error
  - relu
  - linear: 1
`,
  },
  {
    title: 'e^x of e^x',
    source: `
input: [8]
loss: mse
layers:
  - { linear: 8, init: { normal: 3 } } # ^ init-scale error 4..8
  - exponential # ^ nonlinearity-misplaced error 2..2 > non-finite, nonlinearity-misplaced
  - linear: 8
  - exponential
  - linear: 1
`,
  },
]);
