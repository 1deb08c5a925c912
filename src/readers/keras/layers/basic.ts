/** Dense layers, activations, and what changes little but the shape. */
import { fail } from '../../python/values/exceptions';
import { activated } from '../activations';
import type { Layer, KerasLayer, Sizes } from './layer';
import { checkRate } from './regularisation';

function checkDense(layer: Layer): void {
  const units = layer.get('units').kind === 'unknown' ? 1 : layer.whole('units');
  if (units > 0) return;
  const message = `Received an invalid value for \`units\`, expected a positive integer. Received: units=${units}`;
  throw fail(layer.machine, 'ValueError', message);
}

/** A kernel (inputs, outputs) for the last axis, and a bias. */
function buildDense(layer: Layer, shape: Sizes): void {
  layer.checkRank(shape, { least: 2 });
  const [inputs = 1, units] = [shape.at(-1), layer.whole('units')];
  layer.weight({ name: 'kernel', shape: [inputs, units], start: 'kernel_initializer' });
  if (layer.flag('use_bias')) layer.weight({ name: 'bias', shape: [units], start: 'bias_initializer' });
}

export const basicLayers: readonly KerasLayer[] = [
  {
    name: 'Dense',
    kind: 'dense',
    signature:
      'units, activation=None, use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None, kernel_constraint=None, bias_constraint=None, lora_rank=None, lora_alpha=None, quantization_config=None',
    made: checkDense,
    build: buildDense,
    call: (layer, inputs) => {
      const x = layer.input(inputs);
      layer.checkRank(x.shape, { least: 2 });
      const kernel = layer.required('kernel');
      const [features = 0] = kernel.shape ?? [];
      if (x.shape.at(-1) !== features) {
        const sizes = x.shape.map((size, axis) => (axis === 0 ? 'None' : size)).join(', ');
        throw layer.incompatible(
          `expected axis -1 of input shape to have value ${features}, but received input with shape (${sizes})`,
        );
      }
      const bias = layer.tensor('bias');
      const weight = layer.permuted(kernel, [1, 0]);
      const y = layer.apply({ op: 'linear', attributes: {} }, x, weight, ...(bias ? [bias] : []));
      return layer.finished(y);
    },
  },
  {
    name: 'Activation',
    kind: 'activation',
    signature: 'activation',
    call: (layer, inputs) => activated(layer.machine, layer.get('activation'), layer.input(inputs)),
  },
  {
    name: 'Flatten',
    kind: 'flatten',
    signature: 'data_format=None',
    call: (layer, inputs) => {
      const x = layer.input(inputs);
      const last = layer.channelsLast;
      if (x.shape.length < 2) return layer.apply({ op: 'unsqueeze', attributes: { axis: 1 } }, x).value;
      const order = [...x.shape.keys()];
      const channelsLast = last || order.length < 3;
      const moved = channelsLast ? x : layer.permuted(x, [0, ...order.slice(2), 1]);
      return layer.apply({ op: 'flatten', attributes: { startAxis: 1, endAxis: -1 } }, moved).value;
    },
  },
  {
    name: 'Dropout',
    kind: 'dropout',
    signature: 'rate, noise_shape=None, seed=None',
    made: checkRate,
    call: (layer, inputs) => {
      const x = layer.input(inputs);
      const rate = layer.number('rate');
      if (rate === 0 || !layer.training) return x.value;
      return layer.apply({ op: 'dropout', attributes: { rate } }, x).value;
    },
  },
];
