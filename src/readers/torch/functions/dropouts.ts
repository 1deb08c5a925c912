/** The dropout family: noise of a network in training mode; where only a call says that it trains, and the network does not, nothing is dropped. */
import type { OpCall } from '../../../ops/table';
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';
import { assign } from '../../tensors/views';
import { flag, number } from '../../tensors/arguments';
import { shapedArgument } from '../values/shaped';
import { applied, textOf } from './places';
import { torchFunction, type Home, type TorchFunction } from './row';

function dropped(
  recorder: Recorder,
  name: string,
  call: (rate: number) => OpCall,
  [input, p, training, inPlace]: readonly [Value, Value, Value, Value],
): Value {
  const { machine } = recorder;
  const rate = number(machine, p);
  if (!(rate >= 0 && rate <= 1)) {
    const message = `dropout probability has to be between 0 and 1, but got ${textOf(machine, p)}`;
    throw fail(machine, 'ValueError', message);
  }
  const x = shapedArgument(recorder, input, name);
  if (name === 'dropout1d' && x.shape.length !== 2 && x.shape.length !== 3) {
    const message = `dropout1d: Expected 2D or 3D input, but received a ${x.shape.length}D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).`;
    throw fail(machine, 'RuntimeError', message);
  }
  // In a network in evaluation mode the op waits for a run in training mode; a part that is alone in evaluation mode never drops.
  const stays = !flag(machine, training) && recorder.tracing?.training !== false;
  if (rate === 0 || stays) return x.value;
  const result = applied(recorder, call(rate), [x]);
  if (!flag(machine, inPlace)) return result.value;
  assign(recorder, x, result);
  return x.value;
}

function dropout(
  name: string,
  call: (rate: number) => OpCall,
  p: string,
  homes: readonly Home[],
): TorchFunction {
  const training = name.includes('alpha') ? 'False' : 'True';
  const signature = `input, p=${p}, training=${training}, inplace=False`;
  return torchFunction(name, signature, homes, (recorder, input, rate, training, inPlace) =>
    dropped(recorder, name, call, [input, rate, training, inPlace]),
  );
}

/** Whole channels of (batch, channels, ...places). */
const channels = (rate: number): OpCall => ({
  op: 'feature-dropout',
  attributes: { rate, channelAxis: 1 },
});

export const dropoutFunctions: readonly TorchFunction[] = [
  dropout('dropout', (rate) => ({ op: 'dropout', attributes: { rate } }), '0.5', ['torch', 'functional']),
  dropout('dropout1d', channels, '0.5', ['functional']),
  dropout('dropout2d', channels, '0.5', ['functional']),
  dropout('dropout3d', channels, '0.5', ['functional']),
  dropout('feature_dropout', channels, '0.5', ['torch']),
  dropout('alpha_dropout', (rate) => ({ op: 'alpha-dropout', attributes: { rate } }), '0.5', [
    'torch',
    'functional',
  ]),
  dropout(
    'feature_alpha_dropout',
    (rate) => ({ op: 'feature-alpha-dropout', attributes: { rate, channelAxis: 1 } }),
    '0.5',
    ['torch', 'functional'],
  ),
];
