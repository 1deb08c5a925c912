/** Pools as layers of torch.nn. */
import { none } from '../../python/values/make';
import { poolingFunctions } from '../functions/pooling';
import { ntuple } from '../functions/places';
import type { TorchLayer } from './layer';
import { attributesOf, through } from './through';

/** A layer that is a function of its attributes. */
function pool(
  name: string,
  kind: string,
  call: string,
  signature: string,
  names: readonly string[],
  build?: TorchLayer['build'],
): TorchLayer {
  const run = through(poolingFunctions, call);
  return {
    ...{ name, kind, signature },
    ...(build && { build }),
    forward: (layer, input) => run(layer, input, ...attributesOf(layer, names)),
  };
}

/** The stride is the kernel's size where it is not given. */
const strideFromKernel: NonNullable<TorchLayer['build']> = (layer) => {
  if (layer.get('stride').kind === 'none') layer.set('stride', layer.get('kernel_size'));
};

function poolsOver(axes: number): readonly TorchLayer[] {
  const even = 'kernel_size, stride=None, padding=0';
  const divisor = axes === 1 ? '' : ', divisor_override=None';
  const own: NonNullable<TorchLayer['build']> = (layer, ...bound) => {
    strideFromKernel(layer, ...bound);
    if (axes > 1) return;
    for (const name of ['kernel_size', 'stride', 'padding'])
      layer.set(name, ntuple(layer.machine, layer.get(name), 1));
  };
  return [
    pool(
      `MaxPool${axes}d`,
      'max-pool',
      `max_pool${axes}d`,
      `${even}, dilation=1, return_indices=False, ceil_mode=False`,
      ['kernel_size', 'stride', 'padding', 'dilation', 'ceil_mode', 'return_indices'],
      strideFromKernel,
    ),
    pool(
      `AvgPool${axes}d`,
      'avg-pool',
      `avg_pool${axes}d`,
      `${even}, ceil_mode=False, count_include_pad=True${divisor}`,
      [
        'kernel_size',
        'stride',
        'padding',
        'ceil_mode',
        'count_include_pad',
        ...(axes === 1 ? [] : ['divisor_override']),
      ],
      own,
    ),
    pool(`AdaptiveAvgPool${axes}d`, 'adaptive-avg-pool', `adaptive_avg_pool${axes}d`, 'output_size', [
      'output_size',
    ]),
    pool(
      `AdaptiveMaxPool${axes}d`,
      'adaptive-max-pool',
      `adaptive_max_pool${axes}d`,
      'output_size, return_indices=False',
      ['output_size', 'return_indices'],
    ),
    pool(
      `LPPool${axes}d`,
      'lp-pool',
      `lp_pool${axes}d`,
      'norm_type, kernel_size, stride=None, ceil_mode=False',
      ['norm_type', 'kernel_size', 'stride', 'ceil_mode'],
    ),
    unpool(axes),
  ];
}

function unpool(axes: number): TorchLayer {
  const run = through(poolingFunctions, `max_unpool${axes}d`);
  return {
    name: `MaxUnpool${axes}d`,
    kind: 'max-unpool',
    signature: 'kernel_size, stride=None, padding=0',
    build: (layer, ...bound) => {
      strideFromKernel(layer, ...bound);
      for (const name of ['kernel_size', 'stride', 'padding'])
        layer.set(name, ntuple(layer.machine, layer.get(name), axes));
    },
    takes: 'input, indices, output_size=None',
    forward: (layer, input, indices, outputSize) => {
      const [kernel = none, stride = none, padding = none] = attributesOf(layer, [
        'kernel_size',
        'stride',
        'padding',
      ]);
      return run(layer, input, indices, kernel, stride, padding, outputSize);
    },
  };
}

export const poolingLayers: readonly TorchLayer[] = [1, 2, 3].flatMap(poolsOver);
