/** Activations of keras.layers with options or weights of their own. */
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import { whole } from '../../tensors/arguments';
import { rectified } from '../rectifying';
import type { KerasLayer, Layer, Sizes } from './layer';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { shown } from './places';

/** A number that Keras refuses where it is below 0 or missing. */
function checkNumber(layer: Layer, name: string, words: string, optional: boolean): void {
  const value = unwrap(layer.get(name));
  if (value.kind === 'unknown' || (optional && value.kind === 'none')) return;
  const number = value.kind === 'int' || value.kind === 'float' ? Number(value.value) : NaN;
  if (number >= 0) return;
  throw fail(layer.machine, 'ValueError', `${words} Received: ${name}=${shown(layer.machine, value)}`);
}

const relu: KerasLayer = {
  name: 'ReLU',
  kind: 'relu',
  signature: 'max_value=None, negative_slope=0.0, threshold=0.0',
  made: (layer) => {
    for (const name of ['max_value', 'negative_slope', 'threshold'])
      checkNumber(
        layer,
        name,
        `${name} of a ReLU layer cannot be ${name === 'max_value' ? '' : 'None or '}a negative value.`,
        name === 'max_value',
      );
  },
  call: (layer, inputs) =>
    rectified(layer.recorder, layer.input(inputs), {
      slope: layer.number('negative_slope'),
      most: layer.isNone('max_value') ? null : layer.number('max_value'),
      threshold: layer.number('threshold'),
    }).value,
};

const leakyRelu: KerasLayer = {
  name: 'LeakyReLU',
  kind: 'leaky_relu',
  signature: 'negative_slope=0.3',
  made: (layer) => {
    checkNumber(
      layer,
      'negative_slope',
      'The negative_slope value of a Leaky ReLU layer cannot be None or negative value. Expected a float.',
      false,
    );
  },
  call: (layer, inputs) =>
    layer.apply(
      { op: 'leaky-relu', attributes: { slope: layer.number('negative_slope') } },
      layer.input(inputs),
    ).value,
};

const elu: KerasLayer = {
  name: 'ELU',
  kind: 'elu',
  signature: 'alpha=1.0',
  call: (layer, inputs) =>
    layer.apply({ op: 'elu', attributes: { alpha: layer.number('alpha') } }, layer.input(inputs)).value,
};

/** One slope for each unit; shared axes have one for all their places. */
const prelu: KerasLayer = {
  name: 'PReLU',
  kind: 'prelu',
  signature: 'alpha_initializer="Zeros", alpha_regularizer=None, alpha_constraint=None, shared_axes=None',
  build: (layer, shape) => {
    const shared = sharedAxes(layer);
    const sizes: Sizes = shape.slice(1).map((size, place) => (shared.includes(place + 1) ? 1 : size));
    layer.weight({ name: 'alpha', shape: sizes, start: 'alpha_initializer', role: 'slope' });
  },
  call: (layer, inputs) =>
    layer.apply({ op: 'prelu', attributes: {} }, layer.input(inputs), layer.required('alpha')).value,
};

function sharedAxes(layer: Layer): readonly number[] {
  const value = unwrap(layer.get('shared_axes'));
  if (value.kind === 'none') return [];
  const items: readonly Value[] = value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];
  return items.map((item) => whole(layer.machine, item));
}

/** Shares over one axis, or over several at once. */
const softmax: KerasLayer = {
  name: 'Softmax',
  kind: 'softmax',
  signature: 'axis=-1',
  call: (layer, inputs, given) => {
    const x = layer.input(inputs);
    const mask = tensorIn(given.get('mask'));
    const out = mask && layer.apply({ op: 'not', attributes: {} }, mask);
    const scores = out ? layer.apply({ op: 'masked-fill', attributes: { value: leastScore } }, x, out) : x;
    const shares = sharesOf(layer, scores);
    return (out ? layer.apply({ op: 'masked-fill', attributes: { value: 0 } }, shares, out) : shares).value;
  },
};

/** What masked scores are taken for: so small that they have no share. */
const leastScore = -1e30;

function sharesOf(layer: Layer, scores: TensorValue): TensorValue {
  const value = unwrap(layer.get('axis'));
  const items: readonly Value[] = value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];
  const axes = items.map((item) => whole(layer.machine, item));
  const [axis = -1] = axes;
  if (axes.length === 1) return layer.apply({ op: 'softmax', attributes: { axis } }, scores);
  const folded = layer.apply({ op: 'logsumexp', attributes: { axes, keepDimensions: true } }, scores);
  return layer.apply(
    { op: 'exp', attributes: {} },
    layer.apply({ op: 'subtract', attributes: {} }, scores, folded),
  );
}

/** All of them; Activation stands with the basic layers. */
export const activationLayers: readonly KerasLayer[] = [relu, leakyRelu, elu, prelu, softmax];
