/** Activations as layers of torch.nn. */
import type { OpCall, OpName } from '../../../ops/table';
import { plainCall } from '../../tensors/arithmetic';
import { flag, tensorArgument } from '../arguments';
import { activate } from '../functions/activations';
import type { Layer, TorchLayer } from './layer';

/** An activation; `inplace` writes into what it is given, as in PyTorch. */
function activation(
  name: string,
  kind: string,
  signature: string,
  call: (layer: Layer) => OpCall,
): TorchLayer {
  return {
    name,
    kind,
    signature,
    forward: (layer, input) => {
      const x = tensorArgument(layer.machine, input, `${kind}(): argument 'input' (position 1)`);
      const inPlace = layer.self.attributes.get('inplace');
      return activate(layer.recorder, call(layer), x, inPlace !== undefined && flag(layer.machine, inPlace));
    },
  };
}

function plain(name: string, op: OpName, signature = ''): TorchLayer {
  return activation(name, op, signature, () => plainCall(op));
}

export const activationLayers: readonly TorchLayer[] = [
  plain('ReLU', 'relu', 'inplace=False'),
  plain('ReLU6', 'relu6', 'inplace=False'),
  plain('Sigmoid', 'sigmoid'),
  plain('Tanh', 'tanh'),
  plain('SiLU', 'silu', 'inplace=False'),
  plain('Mish', 'mish', 'inplace=False'),
];
