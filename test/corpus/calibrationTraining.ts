/** Ground truth for the limits: whether a network, as it is written, learns a small real task under usual optimizers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from '../../src/base/source';
import type { Network } from '../../src/graph/network';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { shortTraining, type ShortTraining } from '../../src/studies/training/shortTraining';
import type { Kernels } from '../../src/tensor/kernels';
import { examples } from '../inspect/sources';

/** What a network is trained on. */
export type Task = 'digits' | 'digit images' | 'digit reconstruction' | 'friedman' | 'own';

/** The optimizers that a network may be trained with; it learns when it learns with one of them. */
export const usualTrainings = [
  { optimizer: 'sgd', rate: 0.1, momentum: 0.9 },
  { optimizer: 'sgd', rate: 0.01, momentum: 0.9 },
  { optimizer: 'adam', rate: 0.001 },
] as const;

/** One way of training. */
export type UsualTraining = (typeof usualTrainings)[number];

/** What training came to. */
export interface Outcome {
  readonly training: UsualTraining;
  /** Loss before and after; the smallest of the last evaluations. */
  readonly first: number;
  readonly last: number;
  readonly accuracy: number | null;
}

/** The source with the data of a task in place of noise. Images of digits are enlarged to the size that the network takes. */
export function onTask(source: string, task: Task, image: number): string {
  const digits = '{ file: digits.csv, target: digit, scale: 0.0625, test: 360 }';
  if (task === 'own') return source;
  if (task === 'digits') return `${source}data: ${digits}\n`;
  if (task === 'friedman') return `${source}data: { file: friedman.csv, target: y }\n`;
  if (task === 'digit reconstruction') return `${source}data: ${pixelPairs()}\n`;
  const layers = `layers:\n  - { "reshape": [1, 8, 8] }\n  - { "upsample": ${image / 8}, "mode": "bilinear" }\n`;
  const reshaped = source.replace(/^input: .*$/m, 'input: [64]').replace('layers:\n', layers);
  return `${reshaped}data: ${digits}\n`;
}

/** Friedman's first function of ten uniform inputs, of which five count (Friedman 1991), with inputs and targets standardised. */
function friedman(): string {
  let state = 1;
  const uniform = (): number => {
    // Park and Miller's generator: a table that is the same everywhere.
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const rows = Array.from({ length: 512 }, () => {
    const x = Array.from({ length: 8 }, uniform);
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = x;
    const y = 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
    return [...x.map((value) => (value - 0.5) * Math.sqrt(12)), (y - 14.4) / 4.9];
  });
  const header = [...Array.from({ length: 8 }, (_, index) => `x${index}`), 'y'];
  return [header, ...rows].map((row) => row.join(',')).join('\n');
}

/** Digits as inputs and as targets, standardised by their own mean and deviation over all pixels. */
function pixelPairs(): string {
  const [, ...rows] = readFileSync(path.join(examples, 'digits.csv'), 'utf8').trim().split('\n');
  const pixels = rows.slice(0, 384).map((row) =>
    row
      .split(',')
      .slice(0, 64)
      .map((value) => (Number(value) - 4.9) / 6),
  );
  return JSON.stringify({ inputs: pixels, targets: pixels });
}

/** The files that tasks need. */
export function taskFiles(): Files {
  const bytes = new TextEncoder();
  return new Map([
    ['digits.csv', readFileSync(path.join(examples, 'digits.csv'))],
    ['friedman.csv', bytes.encode(friedman())],
  ]);
}

/** The network of a source with its files. @throws Error when it cannot be read */
export function networkOf(text: string): Network {
  const { networks, problems } = readSource({ path: 'case.network.yaml', text }, taskFiles(), noOverrides);
  const [network] = networks;
  if (!network || problems.length > 0) throw new Error(problems.map(({ message }) => message).join(' '));
  return network;
}

/** Trains once. */
export function trained(source: string, training: UsualTraining, steps: number, kernels: Kernels): Outcome {
  const text = `${source}train: ${JSON.stringify({ ...training, batch: 32, steps })}\n`;
  const course = kernels.temporarily(() => courseOf(networkOf(text), steps, kernels));
  const { losses, accuracy } = course;
  const tail = losses.slice(-3).filter(Number.isFinite);
  return {
    training,
    first: losses[0] ?? NaN,
    last: losses.length < 11 || tail.length === 0 ? NaN : Math.min(...tail),
    accuracy,
  };
}

function courseOf(network: Network, steps: number, kernels: Kernels): ShortTraining {
  const subject = { kernels, memoryLimit: 2 ** 31, checkpoint: () => undefined };
  const course = shortTraining(subject, network, steps);
  for (;;) {
    const step = course.next();
    if (step.done === true) return step.value;
  }
}
