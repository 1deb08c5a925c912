/** Normalisations over axes, groups and neighbours as layers of torch.nn. */
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { int, tuple } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { flag, whole } from '../../tensors/arguments';
import { normFunctions } from '../functions/norms';
import { sizeArgument } from './convolutions';
import type { Layer, TorchLayer } from './layer';
import { attributesOf, through } from './through';

/** Ones to multiply with, and where `shift` says so zeros to add. */
function affine(layer: Layer, shape: readonly number[], scale: boolean, shift: boolean | null): void {
  const fans = { fanIn: 1, fanOut: 1 };
  layer.parameter('weight', scale ? { shape, role: 'scale', initialisation: { name: 'ones' }, fans } : null);
  if (shift === null) return;
  layer.parameter('bias', shift ? { shape, role: 'bias', initialisation: { name: 'zeros' }, fans } : null);
}

/** The shape as a tuple; a single number is one of one axis. */
function shapeTuple(layer: Layer, value: Value): readonly number[] {
  const { machine } = layer;
  const plain = unwrap(value);
  const single = plain.kind === 'int' || plain.kind === 'bool' || plain.kind === 'host';
  const items = single ? [value] : plain.kind === 'tuple' || plain.kind === 'list' ? plain.items : null;
  if (plain.kind === 'unknown') throw new Encountered(plain);
  if (!items) throw fail(machine, 'TypeError', `'${classOf(plain).name}' object is not iterable`);
  const shape = items.map((item, place) => sizeArgument(machine, item, place + 1));
  layer.set('normalized_shape', tuple(shape.map(int)));
  return shape;
}

function delegating(
  name: string,
  kind: string,
  call: string,
  signature: string,
  names: readonly string[],
  build: NonNullable<TorchLayer['build']>,
): TorchLayer {
  const run = through(normFunctions, call);
  return {
    ...{ name, kind, signature, build },
    forward: (layer, input) => run(layer, input, ...attributesOf(layer, names)),
  };
}

export const normLayers: readonly TorchLayer[] = [
  delegating(
    'LayerNorm',
    'layer-norm',
    'layer_norm',
    'normalized_shape, eps=1e-05, elementwise_affine=True, bias=True, device=None, dtype=None',
    ['normalized_shape', 'weight', 'bias', 'eps'],
    (layer, shape, _eps, learned, bias) => {
      const { machine } = layer;
      const scale = flag(machine, learned);
      affine(layer, shapeTuple(layer, shape), scale, scale && flag(machine, bias));
    },
  ),
  delegating(
    'RMSNorm',
    'rms-norm',
    'rms_norm',
    'normalized_shape, eps=None, elementwise_affine=True, device=None, dtype=None',
    ['normalized_shape', 'weight', 'eps'],
    (layer, shape, _eps, learned) => {
      affine(layer, shapeTuple(layer, shape), flag(layer.machine, learned), null);
    },
  ),
  delegating(
    'GroupNorm',
    'group-norm',
    'group_norm',
    'num_groups, num_channels, eps=1e-05, affine=True, device=None, dtype=None',
    ['num_groups', 'weight', 'bias', 'eps'],
    (layer) => {
      const { machine } = layer;
      const groups = whole(machine, layer.get('num_groups'));
      const channels = sizeArgument(machine, layer.get('num_channels'), 1);
      if (groups === 0) throw fail(machine, 'ZeroDivisionError', 'integer modulo by zero');
      if (channels % groups !== 0) {
        const message = `num_channels (${channels}) must be divisible by num_groups (${groups})`;
        throw fail(machine, 'ValueError', message);
      }
      const wanted = flag(machine, layer.get('affine'));
      affine(layer, [channels], wanted, wanted);
    },
  ),
  delegating(
    'LocalResponseNorm',
    'local-response-norm',
    'local_response_norm',
    'size, alpha=0.0001, beta=0.75, k=1.0',
    ['size', 'alpha', 'beta', 'k'],
    () => undefined,
  ),
];
