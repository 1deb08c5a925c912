/** Convolutions of keras.layers: plain, depthwise, separable and transposed, over one to three axes of places. */
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import type { TensorValue } from '../../tensors/tensorValue';
import type { Shaped } from '../../torch/values/shaped';
import type { KerasLayer, Layer, Sizes } from './layer';
import {
  channelsBack,
  channelsFirst,
  numbersPerAxis,
  placesOf,
  samePadding,
  shapeWords,
  wordAmong,
} from './places';

const starts = 'kernel_initializer="glorot_uniform", bias_initializer="zeros"';
const penalties =
  'kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None';

const namesOfPadding = (axes: number): readonly string[] =>
  axes === 1 ? ['same', 'causal', 'valid'] : ['same', 'valid'];

/** What a convolution asks of its windows. */
interface Windows {
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

function refuse(layer: Layer, message: string): never {
  throw fail(layer.machine, 'ValueError', message);
}

/** What all constructors check; `filters` names the argument that counts outputs, if there is one. */
function check(layer: Layer, axes: number, filters: string | null): void {
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

function checkRoom(layer: Layer, shape: Sizes, windows: Windows, kernel: Sizes): void {
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
function convolved(
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

function addBias(layer: Layer, units: number): void {
  if (layer.flag('use_bias')) layer.weight({ name: 'bias', shape: [units], start: 'bias_initializer' });
}

/** The input of a layer with its rank, and its channels where the kernel fixes them. */
function checkedInput(layer: Layer, inputs: Value, axes: number, channels: number | null): Shaped {
  const x = layer.input(inputs);
  layer.checkRank(x.shape, { least: axes + 2 });
  const found = placesOf(layer, x.shape).channels;
  if (channels !== null && found !== channels)
    throw layer.incompatible(
      `expected axis ${layer.channelsLast ? -1 : 1} of input shape to have value ${channels}, but received input with shape ${shapeWords(x.shape)}`,
    );
  return x;
}

function plainConvolution(axes: number): KerasLayer {
  return {
    name: `Conv${axes}D`,
    aliases: [`Convolution${axes}D`],
    kind: `conv${axes}d`,
    signature: `filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1, groups=1, activation=None, use_bias=True, ${starts}, ${penalties}`,
    made: (layer) => {
      check(layer, axes, 'filters');
    },
    build: (layer, shape) => {
      layer.checkRank(shape, { least: axes + 2 });
      const [filters, groups] = [layer.whole('filters'), layer.whole('groups')];
      const { channels } = placesOf(layer, shape);
      if (channels % groups !== 0)
        refuse(
          layer,
          `The number of input channels must be evenly divisible by the number of groups. Received groups=${groups}, but the input has ${channels} channels (full input shape is ${shapeWords(shape)}).`,
        );
      const windows = windowsOf(layer, axes);
      const kernel = [...windows.taps, channels / groups, filters];
      checkRoom(layer, shape, windows, kernel);
      layer.weight({ name: 'kernel', shape: kernel, start: 'kernel_initializer' });
      addBias(layer, filters);
    },
    call: (layer, inputs) => {
      const kernel = layer.required('kernel');
      const groups = layer.whole('groups');
      const x = checkedInput(layer, inputs, axes, (kernel.shape?.at(-2) ?? 1) * groups);
      const windows = windowsOf(layer, axes);
      checkRoom(layer, x.shape, windows, kernel.shape ?? []);
      const weight = turned(layer, kernel);
      return layer.finished(convolved(layer, x, { weight, bias: layer.tensor('bias') }, windows, groups));
    },
  };
}

/** (…taps, channels, multiplier) as (channels x multiplier, 1, …taps). */
function depthwiseWeight(layer: Layer, kernel: TensorValue): TensorValue {
  const shape = kernel.shape ?? [];
  const rank = shape.length;
  const taps = Array.from({ length: rank - 2 }, (_, axis) => axis);
  const moved = layer.permuted(kernel, [rank - 2, rank - 1, ...taps]);
  const sizes = [(shape.at(-2) ?? 1) * (shape.at(-1) ?? 1), 1, ...shape.slice(0, -2)];
  return layer.apply({ op: 'reshape', attributes: { sizes } }, moved);
}

function depthwiseConvolution(axes: number): KerasLayer {
  return {
    name: `DepthwiseConv${axes}D`,
    kind: `depthwise_conv${axes}d`,
    signature:
      'kernel_size, strides=1, padding="valid", depth_multiplier=1, data_format=None, dilation_rate=1, activation=None, use_bias=True, depthwise_initializer="glorot_uniform", bias_initializer="zeros", depthwise_regularizer=None, bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None, bias_constraint=None',
    made: (layer) => {
      check(layer, axes, null);
    },
    build: (layer, shape) => {
      layer.checkRank(shape, { least: axes + 2 });
      const { channels } = placesOf(layer, shape);
      const multiplier = layer.whole('depth_multiplier');
      const windows = windowsOf(layer, axes);
      const kernel = [...windows.taps, channels, multiplier];
      checkRoom(layer, shape, windows, kernel);
      layer.weight({ name: 'kernel', shape: kernel, start: 'depthwise_initializer' });
      addBias(layer, channels * multiplier);
    },
    call: (layer, inputs) => {
      const kernel = layer.required('kernel');
      const channels = kernel.shape?.at(-2) ?? 1;
      const x = checkedInput(layer, inputs, axes, channels);
      const weight = depthwiseWeight(layer, kernel);
      const operands = { weight, bias: layer.tensor('bias') };
      return layer.finished(convolved(layer, x, operands, windowsOf(layer, axes), channels));
    },
  };
}

function separableConvolution(axes: number): KerasLayer {
  return {
    name: `SeparableConv${axes}D`,
    aliases: [`SeparableConvolution${axes}D`],
    kind: `separable_conv${axes}d`,
    signature:
      'filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1, depth_multiplier=1, activation=None, use_bias=True, depthwise_initializer="glorot_uniform", pointwise_initializer="glorot_uniform", bias_initializer="zeros", depthwise_regularizer=None, pointwise_regularizer=None, bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None, pointwise_constraint=None, bias_constraint=None',
    made: (layer) => {
      check(layer, axes, 'filters');
    },
    build: (layer, shape) => {
      layer.checkRank(shape, { least: axes + 2 });
      const { channels } = placesOf(layer, shape);
      const [multiplier, filters] = [layer.whole('depth_multiplier'), layer.whole('filters')];
      const windows = windowsOf(layer, axes);
      const kernel = [...windows.taps, channels, multiplier];
      checkRoom(layer, shape, windows, kernel);
      const point = [...windows.taps.map(() => 1), channels * multiplier, filters];
      layer.weight({
        name: 'depthwise_kernel',
        shape: kernel,
        start: 'depthwise_initializer',
        role: 'weight',
      });
      layer.weight({
        name: 'pointwise_kernel',
        shape: point,
        start: 'pointwise_initializer',
        role: 'weight',
      });
      addBias(layer, filters);
    },
    call: (layer, inputs) => {
      const kernel = layer.required('depthwise_kernel');
      const channels = kernel.shape?.at(-2) ?? 1;
      const x = checkedInput(layer, inputs, axes, channels);
      const windows = windowsOf(layer, axes);
      const ones = windows.taps.map(() => 1);
      const moved = channelsFirst(layer, x);
      const between = layer.apply(
        {
          op: 'convolution',
          attributes: {
            strides: windows.strides,
            dilations: windows.dilations,
            padding: paddingOf(moved.shape.slice(2), windows),
            paddingMode: 'zeros',
            groups: channels,
          },
        },
        moved,
        depthwiseWeight(layer, kernel),
      );
      const point = turned(layer, layer.required('pointwise_kernel'));
      const bias = layer.tensor('bias');
      const attributes = {
        strides: ones,
        dilations: ones,
        padding: [...ones, ...ones].map(() => 0),
        paddingMode: 'zeros',
        groups: 1,
      } as const;
      const y = layer.apply({ op: 'convolution', attributes }, between, point, ...(bias ? [bias] : []));
      return layer.finished(channelsBack(layer, y));
    },
  };
}

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

function transposedConvolution(axes: number): KerasLayer {
  return {
    name: `Conv${axes}DTranspose`,
    aliases: [`Convolution${axes}DTranspose`, ...(axes === 2 ? ['Deconvolution2D'] : [])],
    kind: `conv${axes}d_transpose`,
    signature: `filters, kernel_size, strides=1, padding="valid", output_padding=None, data_format=None, dilation_rate=1, activation=None, use_bias=True, ${starts}, ${penalties}`,
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

/** All of them. */
export const convolutionLayers: readonly KerasLayer[] = [1, 2, 3].flatMap((axes) => [
  plainConvolution(axes),
  transposedConvolution(axes),
  ...(axes < 3 ? [depthwiseConvolution(axes), separableConvolution(axes)] : []),
]);
