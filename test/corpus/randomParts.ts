/** What the families of random networks share: draws, a style, and how layers and heads are written. */
import type { LayerList, Options, Start } from './architectures/writing';

/** Draws for one network. */
export interface Draw {
  /** A number from 0 to 1. */
  uniform(): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  chance(share: number): boolean;
  /** One of a list; what stands there twice is twice as likely. */
  of<T>(choices: readonly T[]): T;
}

/** What all families share: how the layers start, and the function between them. */
export interface Style {
  readonly start: Start;
  readonly activation: string;
  readonly deepest: number;
  readonly norm: boolean;
  readonly dropout: number;
}

/** The head and the loss of a network whose last value is a list of features; gives the file. */
export function headed(layers: LayerList, draw: Draw, input: readonly number[], more: Options = {}): string {
  const task = draw.of(['classes', 'classes', 'classes', 'binary', 'labels', 'numbers', 'numbers'] as const);
  if (task === 'classes') {
    layers.layer('linear', draw.of([2, 3, 5, 10, 20]), {}, 'head');
    if (draw.chance(0.7)) return layers.file(input, 'cross-entropy', more);
    layers.layer('log-softmax');
    return layers.file(input, 'nll', more);
  }
  if (task === 'numbers') {
    layers.layer('linear', draw.of([1, 1, 2, 4]), {}, 'head');
    return layers.file(input, draw.of(['mse', 'mse', 'l1', 'huber']), more);
  }
  layers.layer('linear', task === 'binary' ? 1 : draw.whole(2, 8), {}, 'head');
  if (draw.chance(0.5)) return layers.file(input, 'bce-logits', more);
  layers.layer('sigmoid');
  return layers.file(input, 'binary-cross-entropy', more);
}

/** A fully connected layer with what stands behind it. */
export function dense(layers: LayerList, units: number, { activation, norm, dropout }: Style): void {
  layers.layer('linear', units, norm ? { bias: false } : {});
  if (norm) layers.layer('batch-norm');
  layers.layer(activation);
  if (dropout > 0) layers.layer('dropout', dropout);
}
