/** Fully connected layers and what changes nothing but the shape. */
import { fail } from '../../python/values/exceptions';
import { viewOf } from '../../tensors/views';
import { axisOf, tensorArgument } from '../values/arguments';
import { flag } from '../../tensors/arguments';
import { linear } from '../functions/linear';
import { sizeArgument } from './convolutions';
import type { TorchLayer } from './layer';

export const basicLayers: readonly TorchLayer[] = [
  {
    name: 'Linear',
    kind: 'linear',
    signature: 'in_features, out_features, bias=True, device=None, dtype=None',
    build: (layer, inFeatures, outFeatures, bias) => {
      const { machine } = layer;
      const [outputs, inputs] = [sizeArgument(machine, outFeatures, 1), sizeArgument(machine, inFeatures, 2)];
      const fans = { fanIn: inputs, fanOut: outputs };
      // kaiming_uniform_(a=sqrt(5)) is uniform within 1 / sqrt(fan in); so is the bias (nn.Linear.reset_parameters).
      const initialisation = { name: 'pytorch' } as const;
      layer.parameter('weight', { shape: [outputs, inputs], role: 'weight', initialisation, fans });
      const wanted = flag(machine, bias);
      layer.parameter('bias', wanted ? { shape: [outputs], role: 'bias', initialisation, fans } : null);
    },
    forward: (layer, input) => {
      const { machine, recorder } = layer;
      const weight = layer.tensor('weight');
      if (!weight)
        throw fail(
          machine,
          'TypeError',
          "linear(): argument 'weight' (position 2) must be Tensor, not NoneType",
        );
      const x = tensorArgument(machine, input, "linear(): argument 'input' (position 1)");
      return linear(recorder, x, weight, layer.tensor('bias')).value;
    },
  },
  {
    name: 'Identity',
    kind: 'identity',
    signature: '*args, **kwargs',
    forward: (_layer, input) => input,
  },
  {
    name: 'Flatten',
    kind: 'flatten',
    signature: 'start_dim=1, end_dim=-1',
    forward: (layer, input) => {
      const { machine, recorder } = layer;
      const x = tensorArgument(machine, input, "flatten(): argument 'input' (position 1)");
      const rank = x.shape?.length ?? 2;
      const startAxis = axisOf(machine, layer.get('start_dim'), rank);
      const endAxis = axisOf(machine, layer.get('end_dim'), rank);
      return viewOf(recorder, x, { op: 'flatten', attributes: { startAxis, endAxis } }).value;
    },
  },
];
