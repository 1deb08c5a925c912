/** Draws networks that nobody chose: seeded, of every family, under default initialisations, as deep as people start with. */
import { randomStream } from '../../src/tensor/random';
import { convolutional, residualImages } from './randomImages';
import { attention, recurrentNetwork } from './randomSequences';
import { keras, pytorch } from './architectures/starts';
import { LayerList, type Start } from './architectures/writing';
import { dense, headed, type Draw, type Style } from './randomParts';

/** A network of the generator. */
export interface RandomNetwork {
  readonly title: string;
  readonly family: Family;
  readonly source: string;
}

const families = {
  perceptron,
  residual: residualPerceptron,
  convolutional,
  'residual images': residualImages,
  recurrent: recurrentNetwork,
  attention,
} as const satisfies Record<string, (draw: Draw, style: Style) => string>;

/** The name of a family. */
export type Family = keyof typeof families;

/** Families as often as people write them. */
const shares: readonly Family[] = [
  ...(['perceptron', 'perceptron', 'perceptron', 'convolutional', 'convolutional'] as const),
  ...(['residual', 'residual images', 'recurrent', 'recurrent', 'attention', 'attention'] as const),
];

const activations: readonly string[] = [
  ...['relu', 'relu', 'relu', 'relu', 'tanh', 'tanh', 'gelu', 'silu'],
  ...['leaky-relu', 'elu', 'selu', 'mish', 'sigmoid', 'softplus', 'hard-swish', 'prelu'],
];

/** Hidden layers that people put such activations into; sigmoids and the like are known to fail beyond. */
const deepest: Readonly<Record<string, number>> = { sigmoid: 2, softplus: 3 };

const suited: Readonly<Record<string, string>> = {
  tanh: 'xavier-uniform',
  sigmoid: 'xavier-uniform',
  softplus: 'xavier-uniform',
  selu: 'lecun-normal',
};

/** One of the starts: a framework's default four times of five, else what suits the activation. */
function startFor(activation: string, draw: Draw): Start {
  const init = suited[activation] ?? draw.of(['he-normal', 'he-uniform']);
  const suitable: Start = {
    name: init,
    of: (kind) => (kind === 'linear' || kind === 'convolution' ? { init } : {}),
  };
  return draw.of([pytorch, pytorch, keras, keras, suitable]);
}

function drawOf(index: number, seed: number): Draw {
  const stream = randomStream(seed, index);
  let position = 0;
  const uniform = (): number => stream.uniform(position++);
  const whole = (from: number, to: number): number => from + Math.floor(uniform() * (to - from + 1));
  return {
    uniform,
    whole,
    chance: (share) => uniform() < share,
    of: <T>(choices: readonly T[]): T => choices[whole(0, choices.length - 1)] as T, // the index lies within
  };
}

/** So many networks of a seed; the same seed gives the same texts. */
export function randomNetworks(count: number, seed: number): readonly RandomNetwork[] {
  return Array.from({ length: count }, (_, index) => {
    const draw = drawOf(index, seed);
    const family = draw.of(shares);
    const activation = draw.of(activations);
    const style: Style = {
      activation,
      start: startFor(activation, draw),
      deepest: deepest[activation] ?? 5,
      norm: draw.chance(0.3),
      dropout: draw.chance(0.3) ? draw.of([0.1, 0.2, 0.3, 0.5]) : 0,
    };
    const source = families[family](draw, style);
    return { title: `${index}: ${family}, ${activation}, ${style.start.name}`, family, source };
  });
}

/** Equal, narrowing or unrelated widths, now and then with a narrow layer before the head. */
function perceptron(draw: Draw, style: Style): string {
  const layers = new LayerList(style.start);
  const depth = draw.whole(1, style.deepest);
  const shape = draw.of(['equal', 'narrowing', 'any'] as const);
  const widths = [8, 16, 32, 64, 100, 128, 256];
  let units = draw.of(widths);
  for (let layer = 0; layer < depth; layer += 1) {
    dense(layers, units, style);
    if (shape === 'narrowing') units = Math.max(4, Math.round(units / 2));
    if (shape === 'any') units = draw.of(widths);
  }
  if (draw.chance(0.2)) dense(layers, draw.whole(3, 8), style);
  const input = draw.of([2, 4, 8, 13, 30, 64, 100, 784]);
  if (!draw.chance(0.1)) return headed(layers, draw, [input]);
  // An autoencoder.
  layers.layer('linear', input, {}, 'head');
  if (draw.chance(0.5)) layers.layer('sigmoid');
  return layers.file([input], 'mse');
}

/** Residual blocks of two layers. */
function residualPerceptron(draw: Draw, style: Style): string {
  const layers = new LayerList(style.start);
  const units = draw.of([16, 32, 64, 128]);
  let x = layers.layer('linear', units);
  const before = draw.chance(0.5);
  const most = style.deepest < 5 ? style.deepest : 8;
  for (let block = draw.whole(1, most); block > 0; block -= 1) {
    if (before) layers.layer('layer-norm');
    layers.layer('linear', units);
    layers.layer(style.activation);
    if (style.dropout > 0) layers.layer('dropout', style.dropout);
    layers.layer('linear', units, {}, 'residual-end');
    x = layers.layer('add', x);
    if (!before) x = layers.layer(style.norm ? 'layer-norm' : style.activation);
  }
  return headed(layers, draw, [draw.of([8, 20, 64])]);
}
