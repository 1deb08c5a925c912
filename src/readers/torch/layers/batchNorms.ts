/** Batch and instance normalisation as layers of torch.nn, with their buffers. */
import { fail } from '../../python/values/exceptions';
import { none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { tensorIn } from '../../tensors/tensorValue';
import { tensorArgument } from '../values/arguments';
import { flag, number } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { batchNormalised, instanceNormalised, type Normalising } from '../functions/batchNorms';
import { applied } from '../functions/places';
import { withShape } from '../../tensors/shaped';
import { sizeArgument } from './convolutions';
import type { Layer, TorchLayer } from './layer';
import { understood } from './through';

/** Scale and shift, and statistics that begin at mean 0 and variance 1 (_NormBase.reset_parameters). */
function buildNorm(layer: Layer): void {
  const { machine, recorder } = layer;
  const shape = [sizeArgument(machine, layer.get('num_features'), 1)];
  const affine = flag(machine, layer.get('affine'));
  const fans = { fanIn: 1, fanOut: 1 };
  layer.parameter('weight', affine ? { shape, role: 'scale', initialisation: { name: 'ones' }, fans } : null);
  const shifted = affine && (!layer.self.attributes.has('bias') || flag(machine, layer.get('bias')));
  layer.parameter('bias', shifted ? { shape, role: 'bias', initialisation: { name: 'zeros' }, fans } : null);
  const tracked = flag(machine, layer.get('track_running_stats'));
  const filled = (value: number): readonly number[] => new Array<number>(shape[0] ?? 0).fill(value);
  layer.buffer('running_mean', tracked ? recorder.constant(torchFlavour, 'float32', shape, filled(0)) : null);
  layer.buffer('running_var', tracked ? recorder.constant(torchFlavour, 'float32', shape, filled(1)) : null);
  layer.buffer('num_batches_tracked', tracked ? recorder.constant(torchFlavour, 'int64', [], [0]) : null);
}

function normalisingOf(layer: Layer, call: string): Normalising {
  const { machine } = layer;
  const momentum = layer.get('momentum');
  return {
    call,
    mean: layer.tensor('running_mean'),
    variance: layer.tensor('running_var'),
    weight: layer.tensor('weight'),
    bias: layer.tensor('bias'),
    training: flag(machine, layer.get('training')),
    momentum: momentum.kind === 'none' ? null : number(machine, momentum),
    count: layer.tensor('num_batches_tracked'),
    epsilon: number(machine, layer.get('eps')),
  };
}

function batchNormForward(layer: Layer, input: Value): Value {
  const { machine, recorder } = layer;
  machine.call(layer.get('_check_input_dim'), [input]);
  return understood(layer, [input], () => {
    const x = withShape(
      recorder,
      tensorArgument(machine, input, "batch_norm(): argument 'input' (position 1)"),
    );
    const given = normalisingOf(layer, 'batch_norm');
    const tracked = flag(machine, layer.get('track_running_stats'));
    const [mean, variance] = given.training && !tracked ? [null, null] : [given.mean, given.variance];
    const training = given.training || (!mean && !variance);
    return batchNormalised(recorder, x, { ...given, mean, variance, training }).value;
  });
}

function instanceNormForward(layer: Layer, input: Value): Value {
  const { machine, recorder } = layer;
  machine.call(layer.get('_check_input_dim'), [input]);
  return understood(layer, [input], () => {
    const x = withShape(
      recorder,
      tensorArgument(machine, input, "instance_norm(): argument 'input' (position 1)"),
    );
    const own = normalisingOf(layer, 'instance_norm');
    const unbatched = x.shape.length === number(machine, machine.call(layer.get('_get_no_batch_dim'), []));
    const axis = unbatched ? 0 : 1;
    const features = number(machine, layer.get('num_features'));
    const channels = x.shape[axis] ?? 0;
    if (channels !== features && flag(machine, layer.get('affine'))) {
      const message = `expected input's size at dim=${axis} to match num_features (${features}), but got: ${channels}.`;
      throw fail(machine, 'ValueError', message);
    }
    const given = { ...own, training: own.training || !own.mean };
    if (!unbatched) return instanceNormalised(recorder, x, given).value;
    const batched = applied(recorder, { op: 'unsqueeze', attributes: { axis: 0 } }, [x]);
    const result = instanceNormalised(recorder, withShape(recorder, batched), given);
    return applied(recorder, { op: 'squeeze', attributes: { axes: [0] } }, [result]).value;
  });
}

/** How many axes an input may have, and how PyTorch says it. */
function rankCheck(
  ranks: readonly number[] | null,
  words: string,
): NonNullable<TorchLayer['methods']>[number] {
  return {
    name: '_check_input_dim',
    takes: 'input',
    run: ({ machine }, input) => {
      const rank = tensorIn(input)?.shape?.length;
      if (input.kind !== 'host' && input.kind !== 'unknown')
        throw fail(machine, 'AttributeError', `'NoneType' object has no attribute 'dim'`);
      if (rank === undefined || (ranks ? ranks.includes(rank) : rank >= 2)) return none;
      throw fail(machine, 'ValueError', `expected ${words} input (got ${rank}D input)`);
    },
  };
}

const batchSignature =
  'num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *, bias=True';
const syncSignature =
  'num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, process_group=None, device=None, dtype=None, *, bias=True';
const instanceSignature =
  'num_features, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False, device=None, dtype=None';

function batchNorm(name: string, ranks: readonly number[] | null, words: string): TorchLayer {
  return {
    ...{ name, kind: 'batch-norm', base: '_BatchNorm' },
    signature: name === 'SyncBatchNorm' ? syncSignature : batchSignature,
    build: buildNorm,
    forward: batchNormForward,
    methods: [rankCheck(ranks, words)],
  };
}

function instanceNorm(axes: number): TorchLayer {
  const [least, most] = [axes + 1, axes + 2];
  return {
    ...{ name: `InstanceNorm${axes}d`, kind: 'instance-norm', base: '_InstanceNorm' },
    signature: instanceSignature,
    build: buildNorm,
    forward: instanceNormForward,
    methods: [
      rankCheck([least, most], `${least}D or ${most}D`),
      { name: '_get_no_batch_dim', takes: '', run: () => ({ kind: 'int', value: least }) },
    ],
  };
}

const unchecked = { name: '_check_input_dim', takes: 'input', run: () => none };

export const batchNormLayers: readonly TorchLayer[] = [
  {
    name: '_NormBase',
    kind: 'normalisation',
    signature: batchSignature,
    build: buildNorm,
    forward: (_, x) => x,
  },
  {
    ...{ name: '_BatchNorm', kind: 'batch-norm', base: '_NormBase', signature: batchSignature },
    ...{ build: buildNorm, forward: batchNormForward, methods: [unchecked] },
  },
  {
    ...{ name: '_InstanceNorm', kind: 'instance-norm', base: '_NormBase', signature: instanceSignature },
    ...{ build: buildNorm, forward: instanceNormForward, methods: [unchecked] },
  },
  batchNorm('BatchNorm1d', [2, 3], '2D or 3D'),
  batchNorm('BatchNorm2d', [4], '4D'),
  batchNorm('BatchNorm3d', [5], '5D'),
  batchNorm('SyncBatchNorm', null, 'at least 2D'),
  ...[1, 2, 3].map(instanceNorm),
];
