/** What is measured: square matrix products, and whole networks forward and backward, as data that every engine builds from. */
import { sourceOfModel } from './models';

/** A network that every engine builds in its own words. */
export type Model =
  /** Fully connected layers with one activation between them. */
  | { readonly kind: 'mlp'; readonly widths: readonly number[]; readonly activation: 'relu' | 'sigmoid' }
  /** 3 x 3 convolutions with ReLU that keep the places, global average pool, linear head. */
  | {
      readonly kind: 'cnn';
      readonly channels: readonly number[];
      readonly size: number;
      readonly classes: number;
    }
  /** ResNet-18 for CIFAR (He et al. 2016, with a 3 x 3 stem and no pool behind it). */
  | { readonly kind: 'resnet18'; readonly size: number; readonly classes: number }
  /** GPT: pre-norm blocks of causal attention and a GELU MLP four times as wide, learned positions, a head over the tokens. */
  | {
      readonly kind: 'gpt';
      readonly blocks: number;
      readonly features: number;
      readonly heads: number;
      readonly steps: number;
      readonly tokens: number;
    }
  /** One LSTM over a sequence, a linear head on its last step. */
  | {
      readonly kind: 'lstm';
      readonly units: number;
      readonly steps: number;
      readonly features: number;
      readonly classes: number;
    };

/** A network with cross-entropy at its end, forward and backward. */
export interface NetworkWorkload {
  readonly kind: 'network';
  readonly name: string;
  readonly batch: number;
  readonly model: Model;
}

/** A product of two square matrices. */
export interface ProductWorkload {
  readonly kind: 'product';
  readonly name: string;
  readonly size: number;
}

/** One step of training: a shuffled batch put together, forward, backward, and the optimizer. */
export interface TrainingWorkload {
  readonly kind: 'training';
  readonly name: string;
  readonly batch: number;
  readonly model: Model;
  /** Samples that the batches are taken from. */
  readonly samples: number;
  readonly optimizer: 'sgd' | 'adam';
  readonly rate: number;
  /** Of sgd. */
  readonly momentum: number;
}

/** The whole job: a fresh process reads a network and inspects it. */
export interface JobWorkload {
  readonly kind: 'job';
  readonly name: string;
  readonly batch: number;
  readonly model: Model;
}

export type Workload = ProductWorkload | NetworkWorkload | TrainingWorkload | JobWorkload;

function product(size: number): ProductWorkload {
  return { kind: 'product', name: `matrix product ${size} x ${size} x ${size}`, size };
}

function network(name: string, batch: number, model: Model): NetworkWorkload {
  return { kind: 'network', name: `${name}, batch ${batch}`, batch, model };
}

/** As many samples as the digits example trains on. */
function training(
  optimizer: TrainingWorkload['optimizer'],
  rate: number,
  momentum: number,
  batch: number,
  model: Model,
): TrainingWorkload {
  const name = `training step: MLP 64-32-32-10, ${optimizer}, batch ${batch}`;
  return { kind: 'training', name, batch, model, samples: 1437, optimizer, rate, momentum };
}

function job(name: string, batch: number, model: Model): JobWorkload {
  return { kind: 'job', name: `fresh process: ${name}, batch ${batch}`, batch, model };
}

function mlp(activation: 'relu' | 'sigmoid', ...widths: readonly number[]): Model {
  return { kind: 'mlp', widths, activation };
}

const smallMlp = mlp('relu', 64, 32, 32, 10);
const resnet18: Model = { kind: 'resnet18', size: 32, classes: 10 };

/** Every row of the table. */
export const workloads: readonly Workload[] = [
  ...[64, 128, 256, 512, 1024].map(product),
  network('MLP 64-32-32-10', 64, smallMlp),
  network('MLP 784-512-512-10', 128, mlp('relu', 784, 512, 512, 10)),
  network('20 x 256 sigmoid', 128, mlp('sigmoid', ...new Array<number>(21).fill(256), 10)),
  network('CNN 3-32-64-128 on 32 x 32', 32, {
    kind: 'cnn',
    channels: [3, 32, 64, 128],
    size: 32,
    classes: 10,
  }),
  network('ResNet-18 on CIFAR', 8, resnet18),
  network('GPT 6 x 384, 64 steps', 4, {
    kind: 'gpt',
    blocks: 6,
    features: 384,
    heads: 6,
    steps: 64,
    tokens: 65,
  }),
  network('LSTM 128, 100 steps', 32, { kind: 'lstm', units: 128, steps: 100, features: 64, classes: 10 }),
  training('sgd', 0.05, 0.9, 64, smallMlp),
  training('adam', 0.001, 0, 64, smallMlp),
  job('MLP 64-32-32-10', 64, smallMlp),
  job('ResNet-18 on CIFAR', 8, resnet18),
];

/** Networks whose cost must grow no faster than their work: rows of the second table, measured on our fastest variant only. */
export const growth: readonly NetworkWorkload[] = [
  ...[100, 200, 400, 800, 1600].map((depth) =>
    network(`${depth} layers of 32`, 32, mlp('relu', ...new Array<number>(depth).fill(32), 10)),
  ),
  ...[64, 128, 256, 512, 1024].map((width) =>
    network(`10 layers of ${width}`, 64, mlp('relu', ...new Array<number>(10).fill(width), 10)),
  ),
];

/** The network as a network file. */
export function sourceOf(workload: NetworkWorkload | TrainingWorkload | JobWorkload): string {
  const network = `${sourceOfModel(workload.model)}batch: ${workload.batch}\n`;
  if (workload.kind !== 'training') return network;
  const { optimizer, rate, momentum } = workload;
  const inertia = optimizer === 'sgd' ? `, momentum: ${momentum}` : '';
  return `${network}train: { optimizer: ${optimizer}, rate: ${rate}${inertia} }\n`;
}
