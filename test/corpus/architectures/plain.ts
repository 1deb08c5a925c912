/** Fully connected networks of any widths and depth. */
import { LayerList, type Start } from './writing';

/** A multilayer perceptron. */
export interface Perceptron {
  readonly start: Start;
  readonly input: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly activation?: string;
  readonly loss?: string;
  /** The last activation, where there is one. */
  readonly last?: string;
  readonly norm?: 'batch-norm' | 'layer-norm';
  readonly dropout?: number;
}

/** A multilayer perceptron with one activation throughout. */
export function perceptron({
  start,
  input,
  hidden,
  outputs,
  activation = 'relu',
  loss = 'mse',
  last,
  norm,
  dropout,
}: Perceptron): string {
  const layers = new LayerList(start);
  for (const units of hidden) {
    layers.layer('linear', units, norm === 'batch-norm' ? { bias: false } : {});
    if (norm) layers.layer(norm);
    layers.layer(activation);
    if (dropout !== undefined) layers.layer('dropout', dropout);
  }
  layers.layer('linear', outputs, {}, 'head');
  if (last !== undefined) layers.layer(last);
  return layers.file([input], loss);
}

/** Residual blocks of two layers, without a norm, before a head of so many classes. */
export function residualPerceptron(start: Start, blocks: number, units: number): string {
  const layers = new LayerList(start);
  let x = layers.layer('linear', units);
  for (let block = 0; block < blocks; block += 1) {
    layers.layer('linear', units);
    layers.layer('relu');
    layers.layer('linear', units, {}, 'residual-end');
    x = layers.layer('add', x);
  }
  layers.layer('linear', 10, {}, 'head');
  return layers.file([64], 'cross-entropy', { batch: 64 });
}
