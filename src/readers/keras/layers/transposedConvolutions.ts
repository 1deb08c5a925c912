/** Transposed convolutions of keras.layers, which make images larger by the stride. */
import type { TensorValue } from '../../tensors/tensorValue';
import type { Shaped } from '../../tensors/shaped';
import {
  addBias,
  check,
  checkedInput,
  kernelPenalties,
  kernelStarts,
  turned,
  windowsOf,
} from './convolutionParts';
import type { KerasLayer, Layer } from './layer';
import { channelsBack, channelsFirst, numbersPerAxis, placesOf } from './places';

/** Places taken away before and behind an axis of the whole result; negative: zeros are added (Keras's rules for TensorFlow's padding). */
function cropsOf(
  taps: number,
  stride: number,
  { padding, outputPadding }: { readonly padding: string; readonly outputPadding: number | null },
): readonly [number, number] {
  if (padding === 'valid') return [0, -(outputPadding ?? Math.max(taps, stride) - taps)];
  const length = outputPadding === null ? stride + taps - 2 : taps + (taps % 2) - 2 + outputPadding;
  const left = Math.min(Math.ceil(length / 2), taps - 1);
  return [taps - 1 - left, taps - 1 - (length - left)];
}

/** A transposed convolution. */
export function transposedConvolution(axes: number): KerasLayer {
  return {
    name: `Conv${axes}DTranspose`,
    aliases: [`Convolution${axes}DTranspose`, ...(axes === 2 ? ['Deconvolution2D'] : [])],
    kind: `conv${axes}d_transpose`,
    signature: `filters, kernel_size, strides=1, padding="valid", output_padding=None, data_format=None, dilation_rate=1, activation=None, use_bias=True, ${kernelStarts}, ${kernelPenalties}`,
    made: (layer) => {
      check(layer, axes, 'filters');
    },
    build: (layer, shape) => {
      layer.checkRank(shape, { least: axes + 2 });
      const filters = layer.whole('filters');
      const { channels } = placesOf(layer, shape);
      const kernel = [...numbersPerAxis(layer, 'kernel_size', axes), filters, channels];
      layer.weight({ name: 'kernel', shape: kernel, start: 'kernel_initializer' });
      addBias(layer, filters);
    },
    call: (layer, inputs) => {
      const kernel = layer.required('kernel');
      const x = checkedInput(layer, inputs, axes, kernel.shape?.at(-1) ?? 1);
      return layer.finished(transposed(layer, x, kernel, axes));
    },
  };
}

function transposed(layer: Layer, x: Shaped, kernel: TensorValue, axes: number): TensorValue {
  const { taps, strides, dilations, padding } = windowsOf(layer, axes);
  const more = layer.isNone('output_padding') ? null : numbersPerAxis(layer, 'output_padding', axes, 0);
  const crops = taps.map((count, axis) =>
    cropsOf((count - 1) * (dilations[axis] ?? 1) + 1, strides[axis] ?? 1, {
      padding,
      outputPadding: more?.[axis] ?? null,
    }),
  );
  const before = crops.map(([first]) => Math.max(0, first));
  const behind = crops.map(([, last]) => Math.max(0, last));
  // What is added behind beyond the stride or dilation no kernel reaches: zeros, and the bias, are put there by hand.
  const room = taps.map((_, axis) => Math.max(strides[axis] ?? 1, dilations[axis] ?? 1) - 1);
  const wanted = crops.map(([, last]) => Math.max(0, -last));
  const outputPadding = wanted.map((count, axis) => Math.min(count, room[axis] ?? 0));
  const rest = wanted.map((count, axis) => count - (outputPadding[axis] ?? 0));
  const bias = layer.tensor('bias');
  const joined = bias !== null && rest.every((count) => count === 0);
  const attributes = { strides, dilations, padding: [...before, ...behind], outputPadding, groups: 1 };
  const y = layer.apply(
    { op: 'transposed-convolution', attributes },
    channelsFirst(layer, x),
    turned(layer, kernel),
    ...(joined ? [bias] : []),
  );
  if (rest.every((count) => count === 0)) return channelsBack(layer, y);
  const amounts = rest.toReversed().flatMap((count) => [0, count]);
  const padded = layer.apply({ op: 'pad', attributes: { mode: 'constant', amounts, value: 0 } }, y);
  if (!bias) return channelsBack(layer, padded);
  const sizes = [-1, ...taps.map(() => 1)];
  const shift = layer.apply({ op: 'reshape', attributes: { sizes } }, bias);
  return channelsBack(layer, layer.apply({ op: 'add', attributes: {} }, padded, shift));
}
