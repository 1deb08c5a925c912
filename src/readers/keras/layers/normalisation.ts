/** Normalisations of keras.layers. */
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import type { TensorValue } from '../../tensors/tensorValue';
import { whole } from '../../tensors/arguments';
import { withShape, type Shaped } from '../../tensors/shaped';
import type { KerasLayer, Layer, Sizes } from './layer';
import { shapeWords } from './places';

const fans = { fanIn: 1, fanOut: 1 };
const starts = 'beta_initializer="zeros", gamma_initializer="ones"';
const penalties =
  'beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None';

/** The axes that `axis` names, counted from 0 and in order. ValueError where the input has none of them. */
function axesOf(layer: Layer, rank: number, shape: Sizes): readonly number[] {
  const value = unwrap(layer.get('axis'));
  const items: readonly Value[] = value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];
  const axes = items.map((item) => {
    const axis = whole(layer.machine, item);
    if (axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
    throw fail(
      layer.machine,
      'ValueError',
      `Axis ${axis} is out of bounds for input shape ${shapeWords(shape)}. Received: axis=${axis}`,
    );
  });
  return axes.sort((a, b) => a - b);
}

/** Numbers to multiply with, and to add, where the layer wants them. */
function affine(layer: Layer, shape: Sizes): void {
  if (layer.flag('scale'))
    layer.weight({ name: 'gamma', shape, start: 'gamma_initializer', role: 'scale', fans });
  if (layer.flag('center'))
    layer.weight({ name: 'beta', shape, start: 'beta_initializer', role: 'bias', fans });
}

function present(...tensors: readonly (TensorValue | null)[]): readonly TensorValue[] {
  return tensors.filter((tensor) => tensor !== null);
}

/** Batch normalisation: in training by the batch, else by what training has left behind. */
const batchNormalisation: KerasLayer = {
  name: 'BatchNormalization',
  aliases: ['SyncBatchNormalization'],
  kind: 'batch_normalization',
  signature: `axis=-1, momentum=0.99, epsilon=1e-3, center=True, scale=True, ${starts}, moving_mean_initializer="zeros", moving_variance_initializer="ones", beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None, synchronized=False, renorm=False, renorm_clipping=None, renorm_momentum=0.99, fused=None, virtual_batch_size=None, adjustment=None`,
  build: (layer, shape) => {
    const [axis = 1] = axesOf(layer, shape.length, shape);
    const channels = [shape[axis] ?? 1];
    affine(layer, channels);
    layer.weight({
      name: 'moving_mean',
      shape: channels,
      start: 'moving_mean_initializer',
      trainable: false,
      fans,
    });
    layer.weight({
      name: 'moving_variance',
      shape: channels,
      start: 'moving_variance_initializer',
      trainable: false,
      fans,
    });
  },
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const [axis = 1] = axesOf(layer, x.shape.length, x.shape);
    const [gamma, beta] = [layer.tensor('gamma'), layer.tensor('beta')];
    const channels = layer.required('moving_mean').shape?.[0];
    if (x.shape[axis] !== channels)
      throw layer.incompatible(
        `expected axis ${axis} of input shape to have value ${channels ?? 0}, but received input with shape ${shapeWords(x.shape)}`,
      );
    const held = !layer.training || !layer.state.trainable;
    const y = layer.apply(
      {
        op: 'batch-norm',
        attributes: {
          ...{ epsilon: layer.number('epsilon'), momentum: 1 - layer.number('momentum'), axis },
          ...{ scale: gamma !== null, shift: beta !== null, statistics: true, unbiased: false },
          ...(held && layer.recorder.tracing?.training === true ? { frozen: true } : {}),
        },
      },
      x,
      ...present(gamma, beta),
      layer.required('moving_mean'),
      layer.required('moving_variance'),
    );
    return y.value;
  },
};

/** Axes moved behind all others, and the way back. */
function axesLast(
  layer: Layer,
  x: Shaped,
  axes: readonly number[],
): { readonly moved: TensorValue; readonly back: (y: TensorValue) => TensorValue } {
  const others = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const order = [...others, ...axes];
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return { moved: layer.permuted(x, order), back: (y) => layer.permuted(y, inverse) };
}

const layerNormalisation: KerasLayer = {
  name: 'LayerNormalization',
  kind: 'layer_normalization',
  signature: `axis=-1, epsilon=1e-3, center=True, scale=True, ${starts}, ${penalties}, rms_scaling=False`,
  build: (layer, shape) => {
    affine(
      layer,
      axesOf(layer, shape.length, shape).map((axis) => shape[axis] ?? 1),
    );
  },
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const axes = axesOf(layer, x.shape.length, x.shape);
    const [gamma, beta] = [layer.tensor('gamma'), layer.tensor('beta')];
    const { moved, back } = axesLast(layer, x, axes);
    const attributes = {
      axes: axes.length,
      epsilon: layer.number('epsilon'),
      scale: gamma !== null,
      shift: beta !== null,
    };
    return back(layer.apply({ op: 'layer-norm', attributes }, moved, ...present(gamma, beta))).value;
  },
};

const rmsNormalisation: KerasLayer = {
  name: 'RMSNormalization',
  kind: 'rms_normalization',
  signature: 'axis=-1, epsilon=1e-6',
  build: (layer, shape) => {
    const sizes = axesOf(layer, shape.length, shape).map((axis) => shape[axis] ?? 1);
    layer.weight({ name: 'scale', shape: sizes, start: { name: 'ones' }, role: 'scale', fans });
  },
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const axes = axesOf(layer, x.shape.length, x.shape);
    const { moved, back } = axesLast(layer, x, axes);
    const attributes = { axes: axes.length, epsilon: layer.number('epsilon'), scale: true };
    return back(layer.apply({ op: 'rms-norm', attributes }, moved, layer.required('scale'))).value;
  },
};

/** How many groups a number of channels falls into; -1: each channel is one. */
function groupsOf(layer: Layer, channels: number): number {
  const groups = layer.whole('groups');
  if (groups === -1) return channels;
  if (channels < groups)
    throw fail(
      layer.machine,
      'ValueError',
      `Number of groups (${groups}) cannot be more than the number of channels (${channels}).`,
    );
  if (channels % groups !== 0)
    throw fail(
      layer.machine,
      'ValueError',
      `Number of groups (${groups}) must be a multiple of the number of channels (${channels}).`,
    );
  return groups;
}

const groupNormalisation: KerasLayer = {
  name: 'GroupNormalization',
  kind: 'group_normalization',
  signature: `groups=32, axis=-1, epsilon=1e-3, center=True, scale=True, ${starts}, ${penalties}`,
  build: (layer, shape) => {
    const [axis = 1] = axesOf(layer, shape.length, shape);
    const channels = shape[axis] ?? 1;
    groupsOf(layer, channels);
    affine(layer, [channels]);
  },
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const rank = x.shape.length;
    const [axis = 1] = axesOf(layer, rank, x.shape);
    const order = [0, axis, ...[...x.shape.keys()].filter((one) => one !== 0 && one !== axis)];
    const [gamma, beta] = [layer.tensor('gamma'), layer.tensor('beta')];
    const attributes = {
      ...{ groups: groupsOf(layer, x.shape[axis] ?? 1), epsilon: layer.number('epsilon') },
      ...{ scale: gamma !== null, shift: beta !== null },
    };
    const y = layer.apply(
      { op: 'group-norm', attributes },
      layer.permuted(x, order),
      ...present(gamma, beta),
    );
    return layer.permuted(
      y,
      order.map((_, place) => order.indexOf(place)),
    ).value;
  },
};

const unitNormalisation: KerasLayer = {
  name: 'UnitNormalization',
  kind: 'unit_normalization',
  signature: 'axis=-1',
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const axes = axesOf(layer, x.shape.length, x.shape);
    // Several axes are one vector: they are laid behind the others and joined.
    const { moved, back } = axesLast(layer, x, axes);
    const shape = withShape(layer.recorder, moved).shape;
    const kept = shape.slice(0, shape.length - axes.length);
    const joined =
      axes.length === 1
        ? moved
        : layer.apply({ op: 'flatten', attributes: { startAxis: kept.length, endAxis: -1 } }, moved);
    const y = layer.apply({ op: 'lp-normalise', attributes: { p: 2, axis: -1, epsilon: 1e-12 } }, joined);
    return back(axes.length === 1 ? y : layer.apply({ op: 'reshape', attributes: { sizes: shape } }, y))
      .value;
  },
};

/** All that are no wrappers. */
export const normalisationLayers: readonly KerasLayer[] = [
  batchNormalisation,
  layerNormalisation,
  rmsNormalisation,
  groupNormalisation,
  unitNormalisation,
];
