/** Convolutions of keras.layers: plain, depthwise and separable, over one to three axes of places. */
import type { TensorValue } from '../../tensors/tensorValue';
import type { Shaped } from '../../tensors/shaped';
import {
  addBias,
  check,
  checkRoom,
  checkedInput,
  convolved,
  kernelPenalties,
  kernelStarts,
  paddingOf,
  refuse,
  turned,
  windowsOf,
} from './convolutionParts';
import type { KerasLayer, Layer } from './layer';
import { channelsBack, channelsFirst, placesOf, shapeWords } from './places';
import { transposedConvolution } from './transposedConvolutions';

function plainConvolution(axes: number): KerasLayer {
  return {
    name: `Conv${axes}D`,
    aliases: [`Convolution${axes}D`],
    kind: `conv${axes}d`,
    signature: `filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1, groups=1, activation=None, use_bias=True, ${kernelStarts}, ${kernelPenalties}`,
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

/** Each channel on its own, then all of them at each place. */
function separated(layer: Layer, x: Shaped, axes: number, channels: number): TensorValue {
  const windows = windowsOf(layer, axes);
  const { strides, dilations } = windows;
  const moved = channelsFirst(layer, x);
  const padding = paddingOf(moved.shape.slice(2), windows);
  const apart = { strides, dilations, padding, paddingMode: 'zeros', groups: channels } as const;
  const kernel = depthwiseWeight(layer, layer.required('depthwise_kernel'));
  const between = layer.apply({ op: 'convolution', attributes: apart }, moved, kernel);
  const ones = windows.taps.map(() => 1);
  const nothing = [...ones, ...ones].map(() => 0);
  const joint = {
    strides: ones,
    dilations: ones,
    padding: nothing,
    paddingMode: 'zeros',
    groups: 1,
  } as const;
  const point = turned(layer, layer.required('pointwise_kernel'));
  const bias = layer.tensor('bias');
  const y = layer.apply({ op: 'convolution', attributes: joint }, between, point, ...(bias ? [bias] : []));
  return channelsBack(layer, y);
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
      const channels = layer.required('depthwise_kernel').shape?.at(-2) ?? 1;
      return layer.finished(separated(layer, checkedInput(layer, inputs, axes, channels), axes, channels));
    },
  };
}

/** All of them. */
export const convolutionLayers: readonly KerasLayer[] = [1, 2, 3].flatMap((axes) => [
  plainConvolution(axes),
  transposedConvolution(axes),
  ...(axes < 3 ? [depthwiseConvolution(axes), separableConvolution(axes)] : []),
]);
