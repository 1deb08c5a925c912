/** Pooling of keras.layers: windows, whole axes, and as many windows as are asked for. */
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import type { OpCall } from '../../../ops/table';
import type { TensorValue } from '../../tensors/tensorValue';
import { tensorIn } from '../../tensors/tensorValue';
import { withShape, type Shaped } from '../../tensors/shaped';
import type { KerasLayer, Layer } from './layer';
import { channelsBack, channelsFirst, numbersPerAxis, samePadding, shapeWords, wordAmong } from './places';

type Kind = 'max' | 'average';

/** The input with its channels in front, of the rank that the layer is made for. */
function imageOf(layer: Layer, inputs: Value, axes: number): Shaped {
  const x = layer.input(inputs);
  layer.checkRank(x.shape, { exact: axes + 2 });
  return channelsFirst(layer, x);
}

function sizesOf(
  layer: Layer,
  axes: number,
): { readonly kernel: readonly number[]; readonly strides: readonly number[] } {
  const kernel = numbersPerAxis(layer, 'pool_size', axes);
  return { kernel, strides: layer.isNone('strides') ? kernel : numbersPerAxis(layer, 'strides', axes) };
}

function windowed(kind: Kind, axes: number): KerasLayer {
  const word = kind === 'max' ? 'Max' : 'Average';
  return {
    name: `${word}Pooling${axes}D`,
    aliases: [kind === 'max' ? `MaxPool${axes}D` : `AvgPool${axes}D`],
    kind: `${kind}_pooling${axes}d`,
    signature: 'pool_size=2, strides=None, padding="valid", data_format=None',
    made: (layer) => {
      sizesOf(layer, axes);
      wordAmong(layer, 'padding', ['same', 'valid']);
    },
    call: (layer, inputs) => {
      const x = imageOf(layer, inputs, axes);
      const { kernel, strides } = sizesOf(layer, axes);
      const same = layer.word('padding').toLowerCase() === 'same';
      const places = x.shape.slice(2);
      if (!same && places.some((size, axis) => size < (kernel[axis] ?? 1)))
        throw fail(
          layer.machine,
          'ValueError',
          `Computed output size would be zero or negative. Received: \`inputs.shape=${shapeWords(layer.input(inputs).shape)}\` and \`pool_size=(${kernel.join(', ')})\`.`,
        );
      const around = places.map((size, axis) =>
        same ? samePadding(size, kernel[axis] ?? 1, strides[axis] ?? 1) : ([0, 0] as const),
      );
      return channelsBack(layer, pooled(layer, kind, x, { kernel, strides, around })).value;
    },
  };
}

interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  /** Places before and behind each axis. */
  readonly around: readonly (readonly [number, number])[];
}

/** Windows over places of which some are not there: they are never the largest, and count for nothing in a mean. */
function pooled(layer: Layer, kind: Kind, x: Shaped, { kernel, strides, around }: Windows): TensorValue {
  const even = around.every(([before, behind]) => before === behind);
  const padding = around.map(([before]) => (even ? before : 0));
  const amounts = even ? [] : around.toReversed().flatMap((pair) => [...pair]);
  const padded = (tensor: TensorValue, value: number): TensorValue =>
    amounts.length === 0
      ? tensor
      : layer.apply({ op: 'pad', attributes: { mode: 'constant', amounts, value } }, tensor);
  const dilations = kernel.map(() => 1);
  if (kind === 'max')
    return layer.apply(
      { op: 'max-pool', attributes: { kernel, strides, padding, dilations, ceilMode: false } },
      padded(x, -Infinity),
    );
  const mean = (tensor: TensorValue, divisor: number | null): TensorValue =>
    layer.apply(
      {
        op: 'average-pool',
        attributes: { kernel, strides, padding, ceilMode: false, countIncludesPadding: false, divisor },
      },
      tensor,
    );
  if (even) return mean(x, null);
  // Zeros add nothing; each sum is divided by the number of places that are there.
  const ones = { op: 'full', attributes: { sizes: [1, 1, ...x.shape.slice(2)], value: 1 } } as const;
  const counted = mean(padded(layer.apply(ones), 0), 1);
  return layer.apply({ op: 'divide', attributes: {} }, mean(padded(x, 0), 1), counted);
}

/** Over all places: (batch, channels), or with axes of one place. */
function whole(kind: Kind, axes: number): KerasLayer {
  const word = kind === 'max' ? 'Max' : 'Average';
  return {
    name: `Global${word}Pooling${axes}D`,
    aliases: [kind === 'max' ? `GlobalMaxPool${axes}D` : `GlobalAvgPool${axes}D`],
    kind: `global_${kind}_pooling${axes}d`,
    signature: 'data_format=None, keepdims=False',
    call: (layer, inputs, given) => {
      const x = layer.input(inputs);
      layer.checkRank(x.shape, { exact: axes + 2 });
      const first = layer.channelsLast ? 1 : 2;
      const over = Array.from({ length: axes }, (_, axis) => axis + first);
      const keepDimensions = layer.flag('keepdims');
      const mask = tensorIn(given.get('mask'));
      if (mask && kind === 'average' && axes === 1)
        return maskedMean(layer, x, withShape(layer.recorder, mask), { axis: first, keepDimensions }).value;
      const attributes = { axes: over, keepDimensions };
      return layer.apply({ op: kind === 'max' ? 'max' : 'mean', attributes }, x).value;
    },
  };
}

/** The mean of the steps that a mask names. */
function maskedMean(
  layer: Layer,
  x: Shaped,
  mask: Shaped,
  { axis, keepDimensions }: { readonly axis: number; readonly keepDimensions: boolean },
): TensorValue {
  const floats = layer.apply({ op: 'cast', attributes: { elementType: 'float' } }, mask);
  const weights = layer.apply({ op: 'unsqueeze', attributes: { axis: axis === 1 ? 2 : 1 } }, floats);
  const sum = (tensor: TensorValue): TensorValue =>
    layer.apply({ op: 'sum', attributes: { axes: [axis], keepDimensions } }, tensor);
  const weighted = layer.apply({ op: 'multiply', attributes: {} }, x, weights);
  return layer.apply({ op: 'divide', attributes: {} }, sum(weighted), sum(weights));
}

function adaptive(kind: Kind, axes: number): KerasLayer {
  return {
    name: `Adaptive${kind === 'max' ? 'Max' : 'Average'}Pooling${axes}D`,
    kind: `adaptive_${kind}_pooling${axes}d`,
    signature: 'output_size, data_format=None',
    call: (layer, inputs) => {
      const x = imageOf(layer, inputs, axes);
      const sizes = numbersPerAxis(layer, 'output_size', axes);
      const call = {
        op: kind === 'max' ? 'adaptive-max-pool' : 'adaptive-average-pool',
        attributes: { sizes },
      } as OpCall; // both take the sizes alone
      return channelsBack(layer, layer.apply(call, x)).value;
    },
  };
}

/** All of them. */
export const poolingLayers: readonly KerasLayer[] = [1, 2, 3].flatMap((axes) =>
  (['max', 'average'] as const).flatMap((kind) => [
    windowed(kind, axes),
    whole(kind, axes),
    adaptive(kind, axes),
  ]),
);
