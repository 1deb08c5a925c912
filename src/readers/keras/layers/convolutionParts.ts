/** What convolutions of all kinds share: their windows, what is refused, and kernels in our layout. */
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import type { TensorValue } from '../../tensors/tensorValue';
import type { Shaped } from '../../tensors/shaped';
import type { Layer, Sizes } from './layer';
import {
  channelsBack,
  channelsFirst,
  numbersPerAxis,
  placesOf,
  samePadding,
  shapeWords,
  wordAmong,
} from './places';

/** Arguments of constructors: how kernel and bias start. */
export const kernelStarts = 'kernel_initializer="glorot_uniform", bias_initializer="zeros"';
/** Arguments of constructors: penalties and constraints of kernel and bias. */
export const kernelPenalties =
  'kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None';

const namesOfPadding = (axes: number): readonly string[] =>
  axes === 1 ? ['same', 'causal', 'valid'] : ['same', 'valid'];

/** What a convolution asks of its windows. */
export interface Windows {
  readonly taps: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: string;
}

/** What the arguments of a layer say of its windows. */
export function windowsOf(layer: Layer, axes: number): Windows {
  return {
    taps: numbersPerAxis(layer, 'kernel_size', axes),
    strides: numbersPerAxis(layer, 'strides', axes),
    dilations: numbersPerAxis(layer, 'dilation_rate', axes),
    padding: wordAmong(layer, 'padding', namesOfPadding(axes)),
  };
}

/** Raises a ValueError. */
export function refuse(layer: Layer, message: string): never {
  throw fail(layer.machine, 'ValueError', message);
}

/** What all constructors check; `filters` names the argument that counts outputs, if there is one. */
export function check(layer: Layer, axes: number, filters: string | null): void {
  const { strides, dilations } = windowsOf(layer, axes);
  if (filters !== null) {
    const count = layer.whole(filters);
    if (count <= 0)
      refuse(
        layer,
        `Invalid value for argument \`${filters}\`. Expected a strictly positive value. Received ${filters}=${count}.`,
      );
    const groups = layer.isNone('groups') ? 1 : layer.whole('groups');
    if (groups <= 0)
      refuse(layer, `The number of groups must be a positive integer. Received: groups=${groups}.`);
    if (count % groups !== 0)
      refuse(
        layer,
        `The number of filters must be evenly divisible by the number of groups. Received: groups=${groups}, filters=${count}.`,
      );
  }
  if (Math.max(...strides) > 1 && Math.max(...dilations) > 1)
    refuse(
      layer,
      `\`strides > 1\` not supported in conjunction with \`dilation_rate > 1\`. Received: strides=(${strides.join(', ')}) and dilation_rate=(${dilations.join(', ')})`,
    );
}

/** Places before the first and behind the last of each axis. */
export function paddingOf(sizes: Sizes, { taps, strides, dilations, padding }: Windows): readonly number[] {
  const pairs = sizes.map((size, axis): readonly [number, number] => {
    const [count = 1, stride = 1, dilation = 1] = [taps[axis], strides[axis], dilations[axis]];
    if (padding === 'causal') return [dilation * (count - 1), 0];
    return padding === 'same' ? samePadding(size, count, stride, dilation) : [0, 0];
  });
  return [...pairs.map(([before]) => before), ...pairs.map(([, behind]) => behind)];
}

/** Refuses windows that are larger than the input. */
export function checkRoom(layer: Layer, shape: Sizes, windows: Windows, kernel: Sizes): void {
  const { taps, dilations, padding, strides } = windows;
  if (padding !== 'valid') return;
  const { places } = placesOf(layer, shape);
  if (places.every((size, axis) => size >= ((taps[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1)) return;
  const list = (numbers: readonly number[]): string =>
    `(${numbers.join(', ')}${numbers.length === 1 ? ',' : ''})`;
  refuse(
    layer,
    `Computed output size would be zero or negative. Received \`inputs shape=${shapeWords(shape)}\`, \`kernel shape=${list(kernel)}\`, \`dilation_rate=[${dilations.join(' ')}]\`, \`strides=${list(strides)}\`, \`padding=${padding}\`.`,
  );
}

/** A convolution of an input whose channels stand where the layer has them; the weight is in our layout. */
export function convolved(
  layer: Layer,
  x: Shaped,
  operands: { readonly weight: TensorValue; readonly bias: TensorValue | null },
  windows: Windows,
  groups: number,
): TensorValue {
  const { weight, bias } = operands;
  const { strides, dilations } = windows;
  const moved = channelsFirst(layer, x);
  const padding = paddingOf(moved.shape.slice(2), windows);
  const attributes = { strides, dilations, padding, paddingMode: 'zeros', groups } as const;
  const y = layer.apply({ op: 'convolution', attributes }, moved, weight, ...(bias ? [bias] : []));
  return channelsBack(layer, y);
}

/** (…taps, a, b) as (b, a, …taps). */
export function turned(layer: Layer, kernel: TensorValue): TensorValue {
  const rank = kernel.shape?.length ?? 2;
  const taps = Array.from({ length: rank - 2 }, (_, axis) => axis);
  return layer.permuted(kernel, [rank - 1, rank - 2, ...taps]);
}

/** The bias, where the layer has one. */
export function addBias(layer: Layer, units: number): void {
  if (layer.flag('use_bias')) layer.weight({ name: 'bias', shape: [units], start: 'bias_initializer' });
}

/** The input of a layer with its rank, and its channels where the kernel fixes them. */
export function checkedInput(layer: Layer, inputs: Value, axes: number, channels: number | null): Shaped {
  const x = layer.input(inputs);
  layer.checkRank(x.shape, { least: axes + 2 });
  const found = placesOf(layer, x.shape).channels;
  if (channels !== null && found !== channels)
    throw layer.incompatible(
      `expected axis ${layer.channelsLast ? -1 : 1} of input shape to have value ${channels}, but received input with shape ${shapeWords(x.shape)}`,
    );
  return x;
}
