/** The networks of the calibration: each family from healthy to stuck, by depth, width, activation and initialisation. */
import type { Task } from './calibrationTraining';
import { alexNet, leNet, vgg } from './architectures/images';
import { perceptron } from './architectures/plain';
import { recurrent } from './architectures/sequences';
import { keras, pytorch, torchvisionPlain } from './architectures/starts';
import { LayerList, type Start } from './architectures/writing';

/** The families that are calibrated. */
export type CalibratedFamily = 'MLP' | 'convolutions' | 'residual' | 'recurrent';

/** One network with the task that it is trained on. */
export interface CalibrationCase {
  readonly family: CalibratedFamily;
  readonly title: string;
  readonly source: string;
  readonly task: Task;
  /** Height and width of the images that it takes. */
  readonly image: number;
  readonly steps: number;
}

function written(init: unknown, name: string): Start {
  return {
    name,
    of: (kind) => (kind === 'linear' || kind === 'convolution' ? { init } : {}),
  };
}

const he = written('he-normal', 'He');
const glorot = written('xavier-normal', 'Glorot');
const orthogonal = written('orthogonal', 'orthogonal');
const small = written({ normal: 0.01 }, 'N(0, 0.01)');
const large = written({ normal: 0.5 }, 'N(0, 0.5)');
const unit = written({ normal: 1 }, 'N(0, 1)');

const stack = (count: number, units: number): readonly number[] => Array.from({ length: count }, () => units);

interface Stack {
  readonly start: Start;
  readonly depth: number;
  readonly units: number;
  readonly activation: string;
}

function digits({ start, depth, units, activation }: Stack): CalibrationCase {
  const hidden = stack(depth, units);
  const source = perceptron({ start, input: 64, hidden, outputs: 10, activation, loss: 'cross-entropy' });
  const title = `${activation} 64-${units}x${depth}-10, ${start.name}`;
  return { family: 'MLP', title, source, task: 'digits', image: 0, steps: 1000 };
}

function scalar({ start, depth, units, activation }: Stack): CalibrationCase {
  const source = perceptron({ start, input: 8, hidden: stack(depth, units), outputs: 1, activation });
  const title = `${activation} 8-${units}x${depth}-1, ${start.name}`;
  return { family: 'MLP', title, source, task: 'friedman', image: 0, steps: 1000 };
}

const cases = (
  make: (stack: Stack) => CalibrationCase,
  start: Start,
  activation: string,
  units: number,
  depths: readonly number[],
): readonly CalibrationCase[] => depths.map((depth) => make({ start, depth, units, activation }));

function autoencoder(start: Start, hidden: readonly number[]): CalibrationCase {
  const source = perceptron({ start, input: 64, hidden, outputs: 64 });
  const title = `autoencoder 64-${hidden.join('-')}-64, ${start.name}`;
  return { family: 'MLP', title, source, task: 'digit reconstruction', image: 0, steps: 1000 };
}

const perceptrons: readonly CalibrationCase[] = [
  ...cases(digits, pytorch, 'relu', 64, [2, 4, 5, 6, 7, 8, 10]),
  ...cases(scalar, pytorch, 'relu', 16, [4, 5, 6, 7, 8]),
  ...cases(scalar, pytorch, 'relu', 64, [3, 5, 6, 7, 8, 10]),
  ...cases(digits, keras, 'relu', 64, [4, 8, 12, 16]),
  ...cases(digits, he, 'relu', 64, [5, 10, 20]),
  ...cases(digits, small, 'relu', 64, [1, 2, 3, 4]),
  ...cases(digits, large, 'relu', 64, [2, 4, 6]),
  ...cases(digits, unit, 'relu', 64, [2, 3, 4]),
  ...cases(digits, glorot, 'tanh', 64, [5, 10, 20]),
  ...cases(digits, pytorch, 'tanh', 64, [5, 8, 12, 20]),
  ...cases(digits, orthogonal, 'tanh', 64, [10, 20]),
  ...cases(digits, unit, 'tanh', 64, [1, 2, 4, 6]),
  ...cases(digits, large, 'tanh', 64, [2, 4]),
  ...cases(digits, glorot, 'sigmoid', 64, [1, 2, 3, 4, 5]),
  ...cases(digits, pytorch, 'sigmoid', 64, [1, 2, 3, 4]),
  ...cases(digits, unit, 'sigmoid', 64, [1, 2]),
  ...cases(digits, pytorch, 'gelu', 64, [3, 5, 7]),
  ...cases(digits, pytorch, 'silu', 64, [3, 5, 7]),
  ...cases(digits, pytorch, 'selu', 64, [5, 10, 15]),
  ...[pytorch, keras, he].flatMap((start) => [
    autoencoder(start, [128, 32, 128]),
    autoencoder(start, [128, 64, 12, 64, 128]),
    autoencoder(start, [128, 64, 12, 3, 12, 64, 128]),
  ]),
];

function convolutions(start: Start, activation: string, depth: number, norm = false): CalibrationCase {
  const layers = new LayerList(start);
  for (let index = 0; index < depth; index += 1) {
    layers.layer('conv2d', 8, { kernel: 3, padding: 1, bias: !norm });
    if (norm) layers.layer('batch-norm');
    layers.layer(activation);
    if (index % 2 === 1 && index < 6) layers.layer('max-pool', 2);
  }
  layers.layer('flatten');
  layers.layer('linear', 10, {}, 'head');
  return {
    family: 'convolutions',
    title: `${depth} x 3 x 3${norm ? ' with batch norm' : ''}, ${activation}, ${start.name}`,
    source: layers.file([1, 16, 16], 'cross-entropy', { batch: 16 }),
    task: 'digit images',
    image: 16,
    steps: 250,
  };
}

function named(title: string, source: string, image: number, steps = 250): CalibrationCase {
  return { family: 'convolutions', title, source, task: 'digit images', image, steps };
}

const cifar = { size: 32, classes: 10, batch: 16 } as const;

const plainConvolutions: readonly CalibrationCase[] = [
  ...[2, 4, 6, 8].map((depth) => convolutions(pytorch, 'relu', depth)),
  ...[4, 8, 12].map((depth) => convolutions(keras, 'relu', depth)),
  ...[4, 8, 12].map((depth) => convolutions(he, 'relu', depth)),
  ...[4, 8].map((depth) => convolutions(pytorch, 'relu', depth, true)),
  ...[1, 2, 3, 4].map((depth) => convolutions(glorot, 'sigmoid', depth)),
  ...[4, 8].map((depth) => convolutions(glorot, 'tanh', depth)),
  ...[2, 4].map((depth) => convolutions(small, 'relu', depth)),
  ...[2, 4].map((depth) => convolutions(unit, 'relu', depth)),
  named(
    "LeNet-5, PyTorch's default",
    leNet({ start: pytorch, batch: 16 }).replace('[1,28,28]', '[1,32,32]'),
    32,
  ),
  named(
    "LeNet-5 with sigmoid, PyTorch's default",
    leNet({ start: pytorch, batch: 16 }, 'sigmoid', 'avg-pool').replace('[1,28,28]', '[1,32,32]'),
    32,
  ),
  ...[pytorch, keras].map((start) =>
    named(`AlexNet / 8, ${start.name}`, alexNet({ ...cifar, start, width: 1 / 8 }), 32),
  ),
  ...[pytorch, keras, torchvisionPlain].map((start) =>
    named(`VGG-11 / 16, ${start.name}`, vgg({ ...cifar, start, width: 1 / 16 }, 11, false), 32),
  ),
  ...[keras, torchvisionPlain].map((start) =>
    named(`VGG-16 / 16, ${start.name}`, vgg({ ...cifar, start, width: 1 / 16 }, 16, false), 32),
  ),
];

function residual(start: Start, blocks: number, norm: 'batch-norm' | 'layer-norm' | null): CalibrationCase {
  const layers = new LayerList(start);
  let x = layers.layer('linear', 64);
  for (let block = 0; block < blocks; block += 1) {
    if (norm) layers.layer(norm);
    layers.layer('linear', 64);
    layers.layer('relu');
    layers.layer('linear', 64, {}, 'residual-end');
    x = layers.layer('add', x);
  }
  layers.layer('linear', 10, {}, 'head');
  return {
    family: 'residual',
    title: `${blocks} blocks, ${norm ?? 'no norm'}, ${start.name}`,
    source: layers.file([64], 'cross-entropy'),
    task: 'digits',
    image: 0,
    steps: 600,
  };
}

const residuals: readonly CalibrationCase[] = [
  ...[4, 16].flatMap((blocks) => [residual(pytorch, blocks, null), residual(pytorch, blocks, 'layer-norm')]),
  ...[4, 16].map((blocks) => residual(he, blocks, null)),
  residual(unit, 4, null),
  residual(keras, 16, 'batch-norm'),
];

/** Digits read row by row, each pixel or each row a step. */
function rows(start: Start, word: 'rnn' | 'lstm' | 'gru', steps: 8 | 64): CalibrationCase {
  const features = 64 / steps;
  const source = recurrent({
    start,
    word,
    units: 32,
    length: steps,
    features,
    outputs: 10,
    loss: 'cross-entropy',
  })
    .replace(/^input: .*$/m, 'input: [64]')
    .replace('layers:\n', `layers:\n  - { "reshape": [${steps}, ${features}] }\n`);
  return {
    family: 'recurrent',
    title: `${word} of 32 units, ${steps} steps, ${start.name}`,
    source: source.replace('loss:', 'batch: 64\nloss:'),
    task: 'digits',
    image: 0,
    steps: 600,
  };
}

const recurrents: readonly CalibrationCase[] = [pytorch, keras].flatMap((start) =>
  (['rnn', 'lstm', 'gru'] as const).flatMap((word) => [rows(start, word, 8), rows(start, word, 64)]),
);

/** All of them. */
export const calibrationCases: readonly CalibrationCase[] = [
  ...perceptrons,
  ...plainConvolutions,
  ...residuals,
  ...recurrents,
];
