/** Networks on images and sequences: what is healthy stays unblamed, what the literature calls stuck is named. */
import type { InspectOptions } from '../../../src/inspect/inspect';
import { kernelsOf } from '../../tensor/wasmModules';
import { describeCases } from './check';

/** Convolutions in plain loops would take minutes. */
async function fast(): Promise<Partial<InspectOptions>> {
  const kernels = await kernelsOf('simd');
  return { kernels: () => kernels };
}

/** So many blocks of convolution and activation, a pool behind every second one. */
function stack(count: number, channels: number, block: readonly string[]): string {
  const lines: string[] = [];
  for (let index = 0; index < count; index += 1) {
    lines.push(`  - { conv2d: ${channels}, kernel: 3, padding: 1 }`, ...block.map((line) => `  - ${line}`));
    if (index % 4 === 3) lines.push('  - max-pool: 2');
  }
  return lines.join('\n');
}

/** LeNet-5 (LeCun et al. 1998) as it is written today. */
function leNet(activation: string, pool: string, init = ''): string {
  return `
input: [1, 28, 28]
loss: cross-entropy
layers:
  - { conv2d: 6, kernel: 5, padding: 2${init} }
  - ${activation}
  - ${pool}: 2
  - { conv2d: 16, kernel: 5${init} }
  - ${activation}
  - ${pool}: 2
  - flatten
  - { linear: 120${init} }
  - ${activation}
  - { linear: 84${init} }
  - ${activation}
  - { linear: 10${init} }
`;
}

const residual = (index: number): string => `
  - { conv2d: 16, kernel: 3, padding: 1, bias: false }
  - batch-norm
  - relu
  - { conv2d: 16, kernel: 3, padding: 1, bias: false }
  - batch-norm
  - { add: out${index}, id: sum${index} }
  - { relu, id: out${index + 1} }`;

/*
 * Measured with PyTorch 2.13 on the 1,797 digits of 8 x 8 pixels, enlarged to 28 x 28 (SGD, batches of 64, 15 epochs): LeNet with sigmoid
 * under the default initialisation stays at a loss of 2.31 (rate 0.5), with Xavier it leaves 2.30 after 10 epochs and reaches 1.0; with tanh
 * (rate 0.1) it reaches 0.07 and with ReLU and max pools 0.01, both under the default.
 */
describe('LeNet', () => {
  describeCases(
    'vanishing',
    [
      {
        title: "with sigmoid under PyTorch's default is stuck",
        source: leNet('sigmoid', 'avg-pool').replace(
          '- { conv2d: 6, kernel: 5, padding: 2 }',
          '- { conv2d: 6, kernel: 5, padding: 2 } # ^ vanishing error 1e-4..1e-3',
        ),
      },
      {
        title: 'with sigmoid and Xavier learns late: information',
        source: leNet('sigmoid', 'avg-pool', ', init: xavier-uniform').replace(
          'padding: 2, init: xavier-uniform }',
          'padding: 2, init: xavier-uniform } # ^ vanishing information 0.003..0.01',
        ),
      },
      { title: 'with tanh learns', source: leNet('tanh', 'avg-pool') },
      { title: 'with ReLU and max pools learns', source: leNet('relu', 'max-pool') },
    ],
    fast,
  );
});

describe('deep convolutional networks', () => {
  describeCases(
    'vanishing',
    [
      {
        // Simonyan and Zisserman (2015): deep plain networks stall unless they are started with care; Glorot and Bengio (2010) on sigmoids.
        title: 'twelve sigmoid convolutions vanish',
        source: `
input: [3, 16, 16]
loss: cross-entropy
layers:
  - { conv2d: 12, kernel: 3, padding: 1 } # ^ vanishing error 1e-14..1e-6
  - sigmoid
${stack(11, 12, ['sigmoid'])}
  - flatten
  - linear: 10
`,
      },
      {
        title: "twelve ReLU convolutions under PyTorch's default vanish, as VGG does without batch norm",
        source: `
input: [3, 16, 16]
loss: cross-entropy
layers:
  - { conv2d: 12, kernel: 3, padding: 1 } # ^ vanishing error 1e-6..1e-3 > dead-relu
  - relu
${stack(11, 12, ['relu'])}
  - flatten
  - linear: 10
`,
        only: ['vanishing', 'exploding'],
      },
      {
        // He et al. (2015): the reason for their initialisation.
        title: 'the same with He is silent',
        source: `
input: [3, 16, 16]
loss: cross-entropy
layers:
${stack(12, 12, ['relu']).replaceAll('padding: 1 }', 'padding: 1, init: he-normal }')}
  - flatten
  - linear: 10
`,
        only: ['vanishing', 'exploding'],
      },
      {
        // Ioffe and Szegedy (2015); torchvision's vgg*_bn train from such starts.
        title: "the same with batch norm under PyTorch's default is well but for biases that do nothing",
        source: `
input: [3, 16, 16]
loss: cross-entropy
layers:
${stack(12, 12, ['batch-norm', 'relu']).replace('\n', ' # ^ norm-misuse information 12..12\n')}
  - flatten
  - linear: 10
`,
      },
      {
        // He et al. (2016).
        title: "a residual network under PyTorch's default is silent altogether",
        source: `
input: [3, 16, 16]
loss: cross-entropy
layers:
  - { conv2d: 16, kernel: 3, padding: 1, bias: false }
  - batch-norm
  - { relu, id: out0 }${[0, 1, 2, 3].map(residual).join('')}
  - global-avg-pool
  - linear: 10
`,
      },
      {
        title: 'an encoder with a decoder that upsamples is silent altogether',
        source: `
input: [1, 16, 16]
loss: mse
layers:
  - { conv2d: 16, kernel: 3, stride: 2, padding: 1 }
  - relu
  - { conv2d: 8, kernel: 3, stride: 2, padding: 1 }
  - relu
  - upsample: 2
  - { conv2d: 16, kernel: 3, padding: 1 }
  - relu
  - { upsample: 2, mode: bilinear }
  - { conv2d: 1, kernel: 3, padding: 1 }
`,
      },
    ],
    fast,
  );

  describeCases(
    'exploding',
    [
      {
        title: 'weights of N(0, 1) where He has a standard deviation of 0.12',
        source: `
ignore: init-scale
input: [3, 16, 16]
loss: cross-entropy
layers:
  - { conv2d: 16, kernel: 3, padding: 1, init: { normal: 1 } } # ^ exploding error
  - relu
${stack(5, 16, ['relu']).replaceAll('padding: 1 }', 'padding: 1, init: { normal: 1 } }')}
  - global-avg-pool
  - linear: 10
`,
        only: ['exploding', 'vanishing'],
      },
    ],
    fast,
  );

  describeCases(
    'symmetric-init',
    [
      {
        title: 'equal weights stay equal through pools',
        source: `
input: [3, 8, 8]
loss: cross-entropy
layers:
  - { conv2d: 8, kernel: 3, padding: 1, init: { constant: 0.05 } } # ^ symmetric-init error
  - max-pool: 2
  - relu
  - { conv2d: 8, kernel: 3, padding: 1, init: { constant: 0.05 } } # ^ symmetric-init warning
  - relu
  - flatten
  - linear: 10
`,
        only: ['symmetric-init'],
      },
      {
        title: 'each output of a depthwise convolution sees another channel',
        source: `
input: [3, 8, 8]
loss: cross-entropy
layers:
  - { conv2d: 8, kernel: 3, padding: 1 }
  - { conv2d: 8, kernel: 3, padding: 1, groups: 8, init: { constant: 0.1 } }
  - relu
  - flatten
  - linear: 10
`,
        only: ['symmetric-init'],
      },
    ],
    fast,
  );

  describeCases(
    'dead-relu',
    [
      {
        title: 'biases of -8 kill channels; 16 samples are enough where there are places',
        source: `
input: [3, 16, 16]
loss: cross-entropy
batch: 16
layers:
  - { conv2d: 32, kernel: 3, biases: -8 } # ^ dead-relu error 0.9..1 > no-gradient
  - relu
  - { conv2d: 32, kernel: 3 }
  - flatten
  - linear: 10
`,
        only: ['dead-relu'],
      },
      {
        title: 'a feature of a sequence is dead when it is zero at every time',
        source: `
input: [20, 8]
loss: mse
batch: 32
layers:
  - { linear: 32, biases: -8 } # ^ dead-relu error 0.9..1 > no-gradient
  - relu
  - linear: 4
`,
        only: ['dead-relu'],
      },
      {
        // The rate of zeros is that of its neighbours: one time in two, and never all of them.
        title: 'features that are zero at half of the times live',
        source: `
input: [20, 8]
loss: mse
batch: 32
layers:
  - linear: 32
  - relu
  - linear: 4
`,
        only: ['dead-relu'],
      },
    ],
    fast,
  );
});
