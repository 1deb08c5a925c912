/** What layers of attention share: their masks, and values weighed by the scores of their keys. */
import { plainCall } from '../../tensors/arithmetic';
import type { TensorValue } from '../../tensors/tensorValue';
import { kerasFlavour } from '../values/flavour';
import type { Layer, LayerArguments } from './layer';

/** Whether a call says yes to one of its arguments. */
export function flagged(given: LayerArguments, name: string): boolean {
  const value = given.get(name);
  return value.kind === 'bool' && value.value;
}

/** One axis more, of one place. */
export function unsqueezed(layer: Layer, x: TensorValue, axis: number): TensorValue {
  return layer.apply({ op: 'unsqueeze', attributes: { axis } }, x);
}

export function truths(layer: Layer, mask: TensorValue): TensorValue {
  // What is given to a network as truths is read as 0 and 1.
  return layer.apply({ op: 'cast', attributes: { elementType: 'bool' } }, mask);
}

/** Where every query takes only what stands at its place or before: (queries, keys). */
export function causalMask(layer: Layer, queries: number, keys: number): TensorValue {
  const values = Array.from({ length: queries * keys }, (_, place) =>
    Number(place % keys <= Math.floor(place / keys)),
  );
  return layer.recorder.constant(kerasFlavour, 'bool', [queries, keys], values);
}

/** Where every query takes only what stands fewer than `window` places away, on either side: (queries, keys). */
export function bandMask(layer: Layer, queries: number, keys: number, window: number): TensorValue {
  const values = Array.from({ length: queries * keys }, (_, place) =>
    Number(Math.abs(Math.floor(place / keys) - (place % keys)) < window),
  );
  return layer.recorder.constant(kerasFlavour, 'bool', [queries, keys], values);
}

/** What both masks leave; either of them alone where there is one. */
export function both(layer: Layer, a: TensorValue | null, b: TensorValue | null): TensorValue | null {
  return a && b ? layer.apply(plainCall('and'), a, b) : (a ?? b);
}

/** Scores of keys for every query (…, queries, keys), and the values that they weigh. */
export function weighed(
  layer: Layer,
  scores: TensorValue,
  value: TensorValue,
  mask: TensorValue | null,
): { readonly output: TensorValue; readonly weights: TensorValue } {
  const left = mask
    ? layer.apply(
        { op: 'masked-fill', attributes: { value: -1e30 } },
        scores,
        layer.apply(plainCall('not'), mask),
      )
    : scores;
  const weights = layer.apply({ op: 'softmax', attributes: { axis: -1 } }, left);
  const rate = layer.training ? layer.number('dropout') : 0;
  const taken = rate > 0 ? layer.apply({ op: 'dropout', attributes: { rate } }, weights) : weights;
  return { output: layer.apply({ op: 'matrix-product', attributes: {} }, taken, value), weights };
}
