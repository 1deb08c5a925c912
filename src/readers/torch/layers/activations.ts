/** Activations as layers of torch.nn. */
import { fail } from '../../python/values/exceptions';
import { float, none } from '../../python/values/make';
import { tensorIn } from '../../tensors/tensorValue';
import { number, whole } from '../../tensors/arguments';
import { activationFunctions } from '../functions/activations';
import { textOf } from '../functions/places';
import type { TorchLayer } from './layer';
import { attributesOf, through } from './through';

/** An activation that calls the function of a name with attributes of its own. */
function activation(
  name: string,
  kind: string,
  call: string,
  signature = '',
  names: readonly string[] = [],
  build?: TorchLayer['build'],
): TorchLayer {
  const run = through(activationFunctions, call);
  return {
    ...{ name, kind, signature },
    ...(build && { build }),
    forward: (layer, input) => run(layer, input, ...attributesOf(layer, names)),
  };
}

/** One that takes nothing but whether it writes into its input. */
function rectifier(name: string, kind: string, call: string): TorchLayer {
  return activation(name, kind, call, 'inplace=False', ['inplace']);
}

const hardtanh = activation(
  'Hardtanh',
  'hardtanh',
  'hardtanh',
  'min_val=-1.0, max_val=1.0, inplace=False, min_value=None, max_value=None',
  ['min_val', 'max_val', 'inplace'],
  ({ machine }, least = none, most = none) => {
    if (number(machine, most) > number(machine, least)) return;
    const message = `max_val (${textOf(machine, most)}) must be greater than min_val (${textOf(machine, least)})`;
    throw fail(machine, 'AssertionError', message);
  },
);

const prelu = activation(
  'PReLU',
  'prelu',
  'prelu',
  'num_parameters=1, init=0.25, device=None, dtype=None',
  ['weight'],
  (layer, count = none, start = none) => {
    const { machine } = layer;
    layer.parameter('weight', {
      shape: [whole(machine, count)],
      role: 'slope',
      initialisation: { name: 'constant', argument: number(machine, start) },
      fans: { fanIn: 1, fanOut: 1 },
    });
  },
);

const softmax2d: TorchLayer = {
  name: 'Softmax2d',
  kind: 'softmax',
  signature: '',
  forward: (layer, input) => {
    const rank = tensorIn(input)?.shape?.length;
    if (rank !== undefined && rank !== 3 && rank !== 4) {
      const message = `Softmax2d: expected input to be 3D or 4D, got ${rank}D instead`;
      throw fail(layer.machine, 'ValueError', message);
    }
    const axis = { kind: 'int', value: -3 } as const;
    return through(activationFunctions, 'softmax')(layer, input, axis, none, none);
  },
};

function overAxis(name: string, kind: string, call: string): TorchLayer {
  const run = through(activationFunctions, call);
  return {
    ...{ name, kind, signature: 'dim=None' },
    forward: (layer, input) => run(layer, input, layer.get('dim'), none, none),
  };
}

export const activationLayers: readonly TorchLayer[] = [
  rectifier('ReLU', 'relu', 'relu'),
  hardtanh,
  {
    ...rectifier('ReLU6', 'relu6', 'relu6'),
    base: 'Hardtanh',
    build: (layer) => {
      layer.set('min_val', float(0));
      layer.set('max_val', float(6));
    },
  },
  rectifier('SiLU', 'silu', 'silu'),
  rectifier('Mish', 'mish', 'mish'),
  rectifier('SELU', 'selu', 'selu'),
  rectifier('Hardsigmoid', 'hard-sigmoid', 'hardsigmoid'),
  rectifier('Hardswish', 'hard-swish', 'hardswish'),
  activation('Sigmoid', 'sigmoid', 'sigmoid'),
  activation('Tanh', 'tanh', 'tanh'),
  activation('LogSigmoid', 'log-sigmoid', 'logsigmoid'),
  activation('Softsign', 'softsign', 'softsign'),
  activation('Tanhshrink', 'tanhshrink', 'tanhshrink'),
  activation('LeakyReLU', 'leaky-relu', 'leaky_relu', 'negative_slope=0.01, inplace=False', [
    'negative_slope',
    'inplace',
  ]),
  activation('ELU', 'elu', 'elu', 'alpha=1.0, inplace=False', ['alpha', 'inplace']),
  activation('CELU', 'celu', 'celu', 'alpha=1.0, inplace=False', ['alpha', 'inplace']),
  activation('GELU', 'gelu', 'gelu', "approximate='none'", ['approximate']),
  activation('Softplus', 'softplus', 'softplus', 'beta=1.0, threshold=20.0', ['beta', 'threshold']),
  activation('Softshrink', 'softshrink', 'softshrink', 'lambd=0.5', ['lambd']),
  activation('Hardshrink', 'hardshrink', 'hardshrink', 'lambd=0.5', ['lambd']),
  activation('Threshold', 'threshold', 'threshold', 'threshold, value, inplace=False', [
    'threshold',
    'value',
    'inplace',
  ]),
  activation('RReLU', 'rrelu', 'rrelu', 'lower=0.125, upper=0.3333333333333333, inplace=False', [
    'lower',
    'upper',
    'training',
    'inplace',
  ]),
  prelu,
  activation('GLU', 'glu', 'glu', 'dim=-1', ['dim']),
  overAxis('Softmax', 'softmax', 'softmax'),
  overAxis('LogSoftmax', 'log-softmax', 'log_softmax'),
  overAxis('Softmin', 'softmin', 'softmin'),
  softmax2d,
];
