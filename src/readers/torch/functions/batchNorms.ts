/** Batch and instance normalisation: their own statistics, those that run along, or whichever the mode of the run says. */
import type { OpCall } from '../../../ops/table';
import { sizeOf } from '../../../tensor/tensor';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { optionalTensor } from '../values/arguments';
import { flag, number } from '../../tensors/arguments';
import { asBuffer } from '../module/buffers';
import { shapedArgument } from '../values/shaped';
import { type Shaped } from '../../tensors/shaped';
import { applied, listText } from './places';
import { typeWords } from '../values/typeWords';
import { torchFunction, type TorchFunction } from './row';

/** What normalises: statistics that run along, scale and shift, each or null. */
export interface Normalising {
  readonly call: string;
  readonly mean: TensorValue | null;
  readonly variance: TensorValue | null;
  readonly weight: TensorValue | null;
  readonly bias: TensorValue | null;
  /** Whether the statistics of the batch are asked for. */
  readonly training: boolean;
  readonly momentum: number | null;
  /** How many batches there were; only without a momentum. */
  readonly count: TensorValue | null;
  readonly epsilon: number;
}

/**
 * Where statistics come from. A network in training mode follows the mode of a run; a part of it that is in evaluation mode stays with its
 * running statistics, and in a network in evaluation mode a part in training mode takes its batch's.
 */
type Source = 'batch' | 'run' | 'running';

function sourceOf({ tracing }: Recorder, { mean, variance, training }: Normalising): Source {
  if (!mean || !variance) return 'batch';
  const whole = tracing ? tracing.training : training;
  if (training === whole) return 'run';
  return training ? 'batch' : 'running';
}

function checkCounts(machine: Machine, channels: number, given: Normalising): void {
  const { mean, variance, weight, bias } = given;
  for (const [name, tensor] of Object.entries({ running_mean: mean, running_var: variance, weight, bias })) {
    const count = sizeOf(tensor?.shape ?? []);
    if (tensor?.shape && count !== channels)
      throw fail(machine, 'RuntimeError', `${name} should contain ${channels} elements not ${count}`);
  }
}

/** x over its batch and places, channel by channel. Raises what PyTorch raises where numbers do not fit. */
export function batchNormalised(recorder: Recorder, input: Shaped, given: Normalising): TensorValue {
  const { machine } = recorder;
  const { shape } = input;
  const [batch = 1, channels = 1, ...places] = shape;
  if (given.training && batch * sizeOf(places) === 1) {
    const message = `Expected more than 1 value per channel when training, got input size torch.Size(${listText(shape)})`;
    throw fail(machine, 'ValueError', message);
  }
  if (!given.training && (!given.mean || !given.variance))
    throw fail(machine, 'RuntimeError', 'running_mean must be defined in evaluation mode');
  checkCounts(machine, channels, given);
  if (!isFloating(input.dtype)) {
    const message = `"batch_norm" not implemented for '${typeWords[input.dtype][1]}'`;
    throw fail(machine, 'NotImplementedError', message);
  }
  const { weight, bias, count, epsilon } = given;
  const source = sourceOf(recorder, given);
  const running = source === 'batch' ? [] : statistics(recorder, given);
  const cumulative = running.length > 0 && given.momentum === null && count !== null;
  const momentum = cumulative ? null : (given.momentum ?? 0);
  const attributes = {
    ...{ epsilon, momentum, axis: 1, scale: weight !== null, shift: bias !== null },
    ...{ statistics: running.length > 0, unbiased: true },
    ...(source === 'running' && { frozen: true }),
  };
  const counted = cumulative ? [asBuffer(recorder, count)] : [];
  const args = [input, weight, bias, ...running, ...counted].filter((tensor) => tensor !== null);
  return applied(recorder, { op: 'batch-norm', attributes }, args);
}

function statistics(recorder: Recorder, { mean, variance }: Normalising): readonly TensorValue[] {
  return mean && variance ? [asBuffer(recorder, mean), asBuffer(recorder, variance)] : [];
}

/** x over the places of each channel of each sample. */
export function instanceNormalised(recorder: Recorder, input: Shaped, given: Normalising): TensorValue {
  const { machine } = recorder;
  const [batch = 1, channels = 1, ...places] = input.shape;
  if (given.training && sizeOf(places) === 1) {
    const message = `Expected more than 1 spatial element when training, got input size torch.Size(${listText(input.shape)})`;
    throw fail(machine, 'ValueError', message);
  }
  const { weight, bias, epsilon } = given;
  for (const [name, tensor] of Object.entries({ weight, bias })) {
    const count = sizeOf(tensor?.shape ?? []);
    if (!tensor?.shape || count === channels) continue;
    const message = `${name} should contain ${batch * channels} elements not ${batch * count}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const source = sourceOf(recorder, given);
  if (source === 'running') return batchNormalised(recorder, input, given);
  const running = source === 'batch' ? [] : statistics(recorder, given);
  const attributes = {
    ...{ epsilon, momentum: given.momentum ?? 0.1, scale: weight !== null, shift: bias !== null },
    statistics: running.length > 0,
  };
  const args = [input, weight, bias, ...running].filter((tensor) => tensor !== null);
  const call: OpCall = { op: 'instance-norm', attributes };
  return applied(recorder, call, args);
}

function normalisingOf(machine: Machine, call: string, bound: readonly Value[]): Normalising {
  const [, mean, variance, weight, bias, training, momentum, epsilon] = bound as [
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
  ]; // both signatures have eight parameters
  const tensor = (value: Value, name: string): TensorValue | null =>
    optionalTensor(machine, value, `${call}(): argument '${name}'`);
  return {
    call,
    mean: tensor(mean, 'running_mean'),
    variance: tensor(variance, 'running_var'),
    weight: tensor(weight, 'weight'),
    bias: tensor(bias, 'bias'),
    training: flag(machine, training),
    ...{ momentum: number(machine, momentum), count: null, epsilon: number(machine, epsilon) },
  };
}

export const batchNormFunctions: readonly TorchFunction[] = [
  torchFunction(
    'batch_norm',
    'input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05',
    ['functional'],
    (recorder, ...bound) => {
      const [input] = bound as [Value]; // the signature has eight parameters
      const image = shapedArgument(recorder, input, 'batch_norm');
      return batchNormalised(recorder, image, normalisingOf(recorder.machine, 'batch_norm', bound)).value;
    },
  ),
  torchFunction(
    'instance_norm',
    'input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05',
    ['functional'],
    (recorder, ...bound) => {
      const [input] = bound as [Value]; // the signature has eight parameters
      const image = shapedArgument(recorder, input, 'instance_norm');
      const given = normalisingOf(recorder.machine, 'instance_norm', bound);
      return instanceNormalised(recorder, image, given).value;
    },
  ),
];
