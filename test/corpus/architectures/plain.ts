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
