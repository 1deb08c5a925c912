/** What the layers of keras.layers do with masks. */
import type { MaskRule } from '../layer/masks';
import type { InstanceValue, Value } from '../../python/values/value';
import { plainCall } from '../../tensors/arithmetic';
import type { TensorValue } from '../../tensors/tensorValue';
import { tensorsIn } from '../model/symbolic';
import type { Layer } from './layer';

const passing = new Set(
  (
    'Dense EinsumDense Activation Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianNoise GaussianDropout AlphaDropout ActivityRegularization ' +
    'LayerNormalization BatchNormalization GroupNormalization UnitNormalization RMSNormalization ReLU LeakyReLU PReLU ELU Softmax Identity Masking ' +
    'Add Subtract Multiply Average Maximum Minimum Concatenate TimeDistributed Attention AdditiveAttention MultiHeadAttention'
  ).split(' '),
);
const sequences = new Set(['RNN', 'SimpleRNN', 'LSTM', 'GRU']);

function differs(layer: Layer, inputs: Value, value: number): TensorValue | null {
  const [x] = tensorsIn(inputs);
  if (!x) return null;
  return layer.apply(plainCall('not-equal'), x, layer.recorder.constant(x.flavour, x.dtype, [], [value]));
}

function holds(self: InstanceValue, name: string): boolean {
  const value = self.attributes.get(name);
  return value?.kind === 'bool' && value.value;
}

const several: Readonly<Record<string, readonly string[]>> = {
  MultiHeadAttention: ['query', 'value', 'key'],
  GroupedQueryAttention: ['query', 'value', 'key'],
};

/** The rule of a layer by its name; `layerOf` gives the layer behind an instance. */
export function maskRule(name: string, layerOf: (self: InstanceValue) => Layer): MaskRule {
  return { gives: giving(name, layerOf), names: several[name] ?? [] };
}

function giving(name: string, layerOf: (self: InstanceValue) => Layer): MaskRule['gives'] {
  if (name === 'Embedding' || name === 'ReversibleEmbedding')
    return (self, inputs) => (holds(self, 'mask_zero') ? differs(layerOf(self), inputs, 0) : null);
  if (name === 'Masking')
    return (self, inputs) => {
      const layer = layerOf(self);
      const found = differs(layer, inputs, layer.number('mask_value'));
      return found && layer.apply({ op: 'any', attributes: { axes: [-1], keepDimensions: false } }, found);
    };
  if (name === 'Bidirectional')
    return (self, _inputs, mask) => {
      const inner = self.attributes.get('forward_layer');
      return inner?.kind === 'instance' && holds(inner, 'return_sequences') ? mask : null;
    };
  if (sequences.has(name)) return (self, _inputs, mask) => (holds(self, 'return_sequences') ? mask : null);
  return (_self, _inputs, mask) => (passing.has(name) ? mask : null);
}
