/** The silent set: real architectures under their frameworks' and libraries' own initialisations, small enough for the tests. */
import { alexNet, convolutionalAutoencoder, leNet, squeezeNet, uNet, vgg } from './architectures/images';
import { perceptron, residualPerceptron } from './architectures/plain';
import { convMixer, denseNet, mobileNet, resNet } from './architectures/residual';
import { encoder, gpt, kerasBidirectional, mlpMixer, recurrent, vit } from './architectures/sequences';
import {
  keras,
  nanoGpt,
  pytorch,
  timmVit,
  torchvisionDensenet,
  torchvisionPlain,
  torchvisionResnet,
  torchvisionSqueezenet,
  torchvisionVit,
  transformerXavier,
  zeroInitResidual,
} from './architectures/starts';
import type { Start } from './architectures/writing';

/** A network that is well. */
export interface Silent {
  readonly title: string;
  readonly source: string;
}

const frameworks = [pytorch, keras] as const;

function under(title: string, starts: readonly Start[], source: (start: Start) => string): readonly Silent[] {
  return starts.map((start) => ({ title: `${title}, ${start.name}`, source: source(start) }));
}

/**
 * Images of CIFAR's size; the widths are those of the tests, a quarter or an eighth of the library's. With 16 samples a channel is seen at
 * enough places to be called dead.
 */
const cifar = { size: 32, classes: 10, batch: 16 } as const;

const images: readonly Silent[] = [
  ...under('LeNet-5', frameworks, (start) => leNet({ start })),
  ...under('LeNet-5 for CIFAR', frameworks, (start) => leNet({ start, size: 32 })),
  ...under('LeNet-5 with tanh and mean pools', frameworks, (start) => leNet({ start }, 'tanh', 'avg-pool')),
  ...under('AlexNet', frameworks, (start) => alexNet({ ...cifar, start, width: 1 / 8 })),
  ...under('VGG-11', [keras, torchvisionPlain], (start) => vgg({ ...cifar, start, width: 1 / 8 }, 11, false)),
  ...under('VGG-16', [keras, torchvisionPlain], (start) => vgg({ ...cifar, start, width: 1 / 8 }, 16, false)),
  ...under('VGG-11 with batch norm', [...frameworks, torchvisionPlain], (start) =>
    vgg({ ...cifar, start, width: 1 / 8 }, 11, true),
  ),
  ...under('VGG-16 with batch norm', [torchvisionPlain], (start) =>
    vgg({ ...cifar, start, width: 1 / 16 }, 16, true),
  ),
  ...under('SqueezeNet 1.1', [torchvisionSqueezenet], (start) =>
    squeezeNet({ ...cifar, start, width: 1 / 4 }),
  ),
  ...under('ResNet-18', [...frameworks, torchvisionResnet, zeroInitResidual], (start) =>
    resNet({ ...cifar, batch: 8, start, width: 1 / 8 }, 18),
  ),
  ...under('ResNet-34', [torchvisionResnet], (start) =>
    resNet({ ...cifar, batch: 8, start, width: 1 / 8 }, 34),
  ),
  ...under('ResNet-50', [torchvisionResnet], (start) =>
    resNet({ ...cifar, batch: 8, start, width: 1 / 16 }, 50),
  ),
  ...under('MobileNetV2', [...frameworks, torchvisionPlain], (start) =>
    mobileNet({ ...cifar, batch: 8, start, width: 1 / 8 }),
  ),
  ...under('DenseNet', [...frameworks, torchvisionDensenet], (start) =>
    denseNet({ ...cifar, size: 16, batch: 8, start }, [4, 4, 4], 8),
  ),
  ...under('ConvMixer', frameworks, (start) => convMixer({ ...cifar, start }, 32, 4, 5, 4)),
  ...under('U-Net', frameworks, (start) => uNet({ ...cifar, start, width: 1 / 16, classes: 3 }, false, 3)),
  ...under('U-Net with batch norm', frameworks, (start) =>
    uNet({ ...cifar, start, width: 1 / 16, classes: 3 }, true, 3),
  ),
  ...under('convolutional autoencoder', frameworks, (start) => convolutionalAutoencoder({ start }, null)),
  ...under('convolutional autoencoder with sigmoid', frameworks, (start) =>
    convolutionalAutoencoder({ start }, 'sigmoid'),
  ),
];

const words = { features: 48, depth: 4, heads: 4, batch: 32 } as const;

const sequences: readonly Silent[] = [
  ...under('GPT', [...frameworks, nanoGpt(4)], (start) => gpt({ ...words, start, classes: 65 }, 32)),
  ...under('GPT with dropout', [nanoGpt(6)], (start) =>
    gpt({ ...words, depth: 6, start, classes: 65 }, 32, 0.2),
  ),
  ...under('ViT', [...frameworks, timmVit, torchvisionVit], (start) =>
    vit({ ...words, start, classes: 10 }, 16, 4),
  ),
  ...under('transformer encoder', [...frameworks, transformerXavier], (start) =>
    encoder({ ...words, depth: 2, start, classes: 4 }, 1000, 24),
  ),
  ...under('transformer encoder, 6 blocks', [...frameworks, transformerXavier], (start) =>
    encoder({ ...words, depth: 6, start, classes: 2 }, 1000, 24),
  ),
  ...under('MLP-Mixer', frameworks, (start) => mlpMixer({ ...words, start, classes: 10 }, 16, 4)),
  ...under('bidirectional LSTMs of two classes', frameworks, kerasBidirectional),
  ...(['rnn', 'lstm', 'gru'] as const).flatMap((word) => [
    ...under(`${word} classifier of words`, frameworks, (start) =>
      recurrent({
        start,
        word,
        units: 64,
        length: 30,
        tokens: 1000,
        features: 32,
        outputs: 4,
        loss: 'cross-entropy',
      }),
    ),
    ...under(`${word} forecaster`, frameworks, (start) =>
      recurrent({ start, word, units: 50, length: 20, features: 1, outputs: 1, loss: 'mse' }),
    ),
    ...under(`${word} tagger, bidirectional, two layers`, frameworks, (start) =>
      recurrent({
        start,
        word,
        units: 32,
        depth: 2,
        bidirectional: true,
        length: 20,
        tokens: 500,
        features: 32,
        outputs: 9,
        loss: 'cross-entropy',
        everyStep: true,
      }),
    ),
    ...under(`${word} of 28 rows of an image`, frameworks, (start) =>
      recurrent({ start, word, units: 128, length: 28, features: 28, outputs: 10, loss: 'cross-entropy' }),
    ),
  ]),
];

const stack = (count: number, units: number): readonly number[] => Array.from({ length: count }, () => units);

const plain: readonly Silent[] = [
  ...[4, 16].flatMap((blocks) =>
    under(`${blocks} residual blocks without a norm`, frameworks, (start) =>
      residualPerceptron(start, blocks, 64),
    ),
  ),
  ...[1, 3, 5, 8].flatMap((depth) =>
    [16, 64, 512]
      .slice(0, depth > 3 ? 2 : 3)
      .flatMap((units) =>
        under(`scalar head, ${depth} layers of ${units}`, frameworks, (start) =>
          perceptron({ start, input: 8, hidden: stack(depth, units), outputs: 1 }),
        ),
      ),
  ),
  ...['tanh', 'gelu', 'silu', 'elu', 'leaky-relu'].flatMap((activation) =>
    under(`scalar head, 3 layers of 64, ${activation}`, frameworks, (start) =>
      perceptron({ start, input: 13, hidden: stack(3, 64), outputs: 1, activation }),
    ),
  ),
  ...under('digits, 784-512-512-10 with dropout', frameworks, (start) =>
    perceptron({ start, input: 784, hidden: [512, 512], outputs: 10, dropout: 0.2, loss: 'cross-entropy' }),
  ),
  ...under('Keras tutorial of Boston housing', frameworks, (start) =>
    perceptron({ start, input: 13, hidden: [64, 64], outputs: 1 }),
  ),
  ...under('Pima Indians, 8-12-8-1', frameworks, (start) =>
    perceptron({
      start,
      input: 8,
      hidden: [12, 8],
      outputs: 1,
      loss: 'binary-cross-entropy',
      last: 'sigmoid',
    }),
  ),
  ...under('iris, 4-8-3', frameworks, (start) =>
    perceptron({ start, input: 4, hidden: [8], outputs: 3, loss: 'cross-entropy' }),
  ),
  ...under('DQN of CartPole, 4-128-128-2', frameworks, (start) =>
    perceptron({ start, input: 4, hidden: [128, 128], outputs: 2, loss: 'huber' }),
  ),
  ...under('actor of a continuous control, tanh head', frameworks, (start) =>
    perceptron({ start, input: 17, hidden: [256, 256], outputs: 6, last: 'tanh' }),
  ),
  ...under('with batch norm', frameworks, (start) =>
    perceptron({
      start,
      input: 64,
      hidden: stack(4, 128),
      outputs: 10,
      norm: 'batch-norm',
      loss: 'cross-entropy',
    }),
  ),
  ...under('with layer norm', frameworks, (start) =>
    perceptron({
      start,
      input: 64,
      hidden: stack(4, 128),
      outputs: 10,
      norm: 'layer-norm',
      loss: 'cross-entropy',
    }),
  ),
  ...under('autoencoder 784-128-32-128-784 with sigmoid', frameworks, (start) =>
    perceptron({ start, input: 784, hidden: [128, 32, 128], outputs: 784, loss: 'mse', last: 'sigmoid' }),
  ),
  ...under('autoencoder 784-128-64-12-3-12-64-128-784', [keras], (start) =>
    perceptron({ start, input: 784, hidden: [128, 64, 12, 3, 12, 64, 128], outputs: 784, loss: 'mse' }),
  ),
  ...under('GAN discriminator', frameworks, (start) =>
    perceptron({
      start,
      input: 784,
      hidden: [512, 256],
      outputs: 1,
      activation: 'leaky-relu',
      loss: 'binary-cross-entropy',
      last: 'sigmoid',
    }),
  ),
];

/** All of them. */
export const silentSet: readonly Silent[] = [...images, ...sequences, ...plain];

/** Those among them that stand between healthy and stuck (rules.md, calibration.md): a warning is allowed, an error is not. */
export const doubtful: ReadonlySet<string> = new Set([
  "AlexNet, PyTorch's default",
  "VGG-16, Keras's default",
  "scalar head, 8 layers of 16, PyTorch's default",
  "scalar head, 8 layers of 64, PyTorch's default",
]);

/**
 * Not in the set, since they get a vanishing error. The first three keep 7e-5 and less of the control, and VGG-11 does not leave chance with
 * sgd (calibration.md): torchvision starts VGG and SqueezeNet otherwise for that reason. The last one keeps 7e-4, a little below the limit, and
 * was not trained to the end.
 */
export const leftOut: readonly string[] = [
  "VGG-11, PyTorch's default",
  "VGG-16, PyTorch's default",
  "SqueezeNet 1.1, PyTorch's default",
  "SqueezeNet 1.1, Keras's default",
];
