/** Output activation: what the last activation can reach against what loss and targets ask for. */
import { describeCases, type Case } from './check';

/** A small network by its loss, the width of its last layer, its last activation and its data. */
function ending(
  title: string,
  { loss, outputs = 1, last, data }: { loss: string; outputs?: number; last: string; data?: string },
): Case {
  return {
    title,
    only: ['output-activation'],
    source: `
input: [2]
batch: 8
loss: ${loss}
${data === undefined ? '' : `data: ${data}`}
layers:
  - linear: 8
  - tanh
  - linear: ${outputs}
  - ${last}
`,
  };
}

const regression = (targets: readonly number[]): string =>
  `{ inputs: [${targets.map((_, row) => `[${row / 4}, 1]`).join(', ')}], targets: [${targets.map((target) => `[${target}]`).join(', ')}] }`;

// 1 / (1 + 9 e^-1) = 0.232, 1 / (1 + 9 e^-2) = 0.451, 1 / (1 + e^-1) = 0.731, 1 / (1 + 9 e^-6) = 0.978.
describeCases('output-activation', [
  ending('sigmoid before cross-entropy', {
    loss: 'cross-entropy',
    outputs: 10,
    last: 'sigmoid # ^ output-activation error 0.231..0.233',
  }),
  ending('tanh before cross-entropy', {
    loss: 'cross-entropy',
    outputs: 10,
    last: 'tanh # ^ output-activation error 0.45..0.452',
  }),
  ending('ReLU6 before cross-entropy', {
    loss: 'cross-entropy',
    outputs: 10,
    last: 'relu6 # ^ output-activation warning 0.977..0.979',
  }),
  ending('ReLU before cross-entropy', {
    loss: 'cross-entropy',
    outputs: 10,
    last: 'relu # ^ output-activation warning 1..1',
  }),
  ending('tanh before bce-logits', {
    loss: 'bce-logits',
    last: 'tanh # ^ output-activation error 0.731..0.732',
  }),
  ending('ReLU before bce-logits', { loss: 'bce-logits', last: 'relu # ^ output-activation error 1..1' }),
  ending('ReLU before binary-cross-entropy', {
    loss: 'binary-cross-entropy',
    last: 'relu # ^ output-activation error 1..1',
  }),
  ending('tanh before binary-cross-entropy', {
    loss: 'binary-cross-entropy',
    last: 'tanh # ^ output-activation error 1..1 > non-finite',
  }),
  ending('softmax over one unit', {
    loss: 'binary-cross-entropy',
    last: 'softmax # ^ output-activation error 1..1 > no-gradient',
  }),
  ending('sigmoid on targets up to 4', {
    loss: 'mse',
    last: 'sigmoid # ^ output-activation error 0.75..0.75 > initial-loss',
    data: regression([1, 2, 3, 4]),
  }),
  ending('ReLU on targets of both signs', {
    loss: 'mse',
    last: 'relu # ^ output-activation error 0.5..0.5',
    data: regression([-1, 2, -3, 4]),
  }),
  ending('sigmoid on targets from 0 to 1', { loss: 'mse', last: 'sigmoid', data: regression([0, 0.5, 1]) }),
  ending('ReLU where the targets are not known', {
    loss: 'mse',
    last: 'relu # ^ output-activation information 0..0',
  }),
  ending('softplus where the targets are not known', { loss: 'mse', last: 'softplus' }),
  ending('ReLU on targets that are never negative', { loss: 'mse', last: 'relu', data: regression([0, 5]) }),
  ending('tanh on targets that are not known', { loss: 'mse', outputs: 2, last: 'tanh' }),
  ending('a wide hardtanh before cross-entropy', {
    loss: 'cross-entropy',
    outputs: 10,
    last: '{ hardtanh: , minimum: -10, maximum: 10 }',
  }),
  ending('sigmoid before binary-cross-entropy', { loss: 'binary-cross-entropy', last: 'sigmoid' }),
  ending('softmax before cross-entropy is another rule', {
    loss: 'cross-entropy',
    outputs: 4,
    last: 'softmax',
  }),
  ending('sigmoid before bce-logits is another rule', { loss: 'bce-logits', last: 'sigmoid' }),
  ending('softmax over two units', { loss: 'mse', outputs: 2, last: 'softmax' }),
  {
    title: 'a ReLU before the last pool, as in SqueezeNet',
    only: ['output-activation'],
    source: `
input: [2, 6, 6]
batch: 8
loss: cross-entropy
layers:
  - { conv2d: 10, kernel: 1 }
  - relu
  - global-avg-pool
`,
  },
]);
