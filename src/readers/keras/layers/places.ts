/** What layers over images share: where their channels are, a number for each axis of places, and Keras's "same" padding. */
import { fail } from '../../python/values/exceptions';
import { unwrap } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { repr } from '../../python/evaluate/repr';
import { word } from '../../tensors/arguments';
import { withShape, type Shaped } from '../../tensors/shaped';
import type { Layer, Sizes } from './layer';

/** A tensor with its channels behind the batch, where our ops have them. */
export function channelsFirst(layer: Layer, x: Shaped): Shaped {
  const rank = x.shape.length;
  if (!layer.channelsLast || rank < 3) return x;
  const places = Array.from({ length: rank - 2 }, (_, axis) => axis + 1);
  return withShape(layer.recorder, layer.permuted(x, [0, rank - 1, ...places]));
}

/** The way back: channels where the layer has them. */
export function channelsBack(layer: Layer, y: TensorValue): TensorValue {
  const rank = y.shape?.length ?? 0;
  if (!layer.channelsLast || rank < 3) return y;
  const places = Array.from({ length: rank - 2 }, (_, axis) => axis + 2);
  return layer.permuted(y, [0, ...places, 1]);
}

/** The sizes of the places of an input, and of its channels. */
export function placesOf(layer: Layer, shape: Sizes): { readonly places: Sizes; readonly channels: number } {
  return layer.channelsLast
    ? { places: shape.slice(1, -1), channels: shape.at(-1) ?? 1 }
    : { places: shape.slice(2), channels: shape[1] ?? 1 };
}

/** Places that "same" adds before and behind an axis: as many positions as the stride leaves room for, the odd one behind. */
export function samePadding(
  size: number,
  taps: number,
  stride: number,
  dilation = 1,
): readonly [number, number] {
  const reach = (taps - 1) * dilation + 1;
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach - size);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** A value as a program would print it. */
export function shown(machine: Machine, value: Value): string {
  return repr(machine, value);
}

/** A whole number for each of `axes`; one number stands for all. ValueError in Keras's words (standardize_tuple). */
export function numbersPerAxis(layer: Layer, name: string, axes: number, least = 1): readonly number[] {
  const { machine } = layer;
  const value = unwrap(layer.get(name));
  const given =
    value.kind === 'list' || value.kind === 'tuple' ? value.items : new Array<Value>(axes).fill(value);
  const sign = least === 0 ? '>= 0' : '> 0';
  const refusal = (more: string): Error =>
    fail(
      machine,
      'ValueError',
      `The \`${name}\` argument must be a tuple of ${axes} integers. Received ${name}=${shown(machine, value)}${more}`,
    );
  if (given.length !== axes) throw refusal('');
  return given.map((item) => {
    const one = unwrap(item);
    if (one.kind === 'unknown') throw new Encountered(one);
    if (one.kind === 'float' && Number.isInteger(one.value)) return one.value;
    if (one.kind !== 'int')
      throw refusal(`, including element ${shown(machine, one)} of a type that is no int`);
    const number = Number(one.value);
    if (number >= least) return number;
    throw refusal(`, including values that are not ${sign}`);
  });
}

/** One of the words that an argument may be, in lower case. */
export function wordAmong(layer: Layer, name: string, allowed: readonly string[]): string {
  const value = layer.get(name);
  const found = unwrap(value).kind === 'str' ? word(layer.machine, value).toLowerCase() : '';
  if (allowed.includes(found)) return found;
  if (value.kind === 'unknown') throw new Encountered(value);
  const list = [...allowed].reverse().map((one) => `'${one}'`);
  const message = `The \`${name}\` argument must be a list/tuple or one of {${list.join(', ')}}. Received: ${unwrap(value).kind === 'str' ? found : shown(layer.machine, value)}`;
  throw fail(layer.machine, 'ValueError', message);
}

/** A shape in Keras's words: the batch is None. */
export function shapeWords(shape: Sizes): string {
  return `(None, ${shape.slice(1).join(', ')}${shape.length === 2 ? ',' : ''})`.replace(
    '(None, )',
    '(None,)',
  );
}

/** Adds a number for each channel to a tensor whose channels stand behind the batch. */
export function plusPerChannel(layer: Layer, y: TensorValue, bias: TensorValue | null): TensorValue {
  if (!bias) return y;
  const rank = y.shape?.length ?? 2;
  const sizes = [-1, ...new Array<number>(Math.max(0, rank - 2)).fill(1)];
  return layer.apply(
    { op: 'add', attributes: {} },
    y,
    layer.apply({ op: 'reshape', attributes: { sizes } }, bias),
  );
}

/** The tensor that a value must be. */
export function shapedOf(layer: Layer, value: Value): Shaped {
  const tensor = tensorIn(value);
  return tensor ? withShape(layer.recorder, tensor) : layer.input(value);
}
