/** Activations as functions of torch and of torch.nn.functional. */
import type { OpCall, OpName } from '../../../ops/table';
import { plainCall } from '../../tensors/arithmetic';
import { assign } from '../../tensors/views';
import { flag, number, tensorArgument, wholeOr, word } from '../arguments';
import { torchFlavour } from '../flavour';
import { everywhere, torchFunction, type Home, type TorchFunction } from './row';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import type { Value } from '../../python/values/value';

/** Applies an activation; in place it writes into its argument. */
export function activate(recorder: Recorder, call: OpCall, input: TensorValue, inPlace = false): Value {
  const result = recorder.apply(call, [input], { flavour: torchFlavour });
  if (!inPlace) return result.value;
  assign(recorder, input, result);
  return input.value;
}

const functional: readonly Home[] = ['functional', 'in place'];

function plain(name: string, op: OpName, homes: readonly Home[]): TorchFunction {
  return torchFunction(name, 'input, inplace=False', homes, (recorder, input, inPlace) =>
    activate(
      recorder,
      plainCall(op),
      tensorArgument(recorder.machine, input, `${name}(): argument 'input' (position 1)`),
      flag(recorder.machine, inPlace),
    ),
  );
}

export const activationFunctions: readonly TorchFunction[] = [
  plain('relu', 'relu', ['functional', ...everywhere]),
  plain('relu6', 'relu6', functional),
  plain('sigmoid', 'sigmoid', ['functional', 'special', ...everywhere]),
  plain('tanh', 'tanh', ['functional', ...everywhere]),
  plain('silu', 'silu', functional),
  plain('mish', 'mish', functional),
  torchFunction(
    'leaky_relu',
    'input, negative_slope=0.01, inplace=False',
    functional,
    (recorder, input, slope, inPlace) => {
      const call = { op: 'leaky-relu', attributes: { slope: number(recorder.machine, slope) } } as const;
      return activate(
        recorder,
        call,
        tensorArgument(recorder.machine, input, "leaky_relu(): argument 'input' (position 1)"),
        flag(recorder.machine, inPlace),
      );
    },
  ),
  torchFunction(
    'softmax',
    'input, dim=None, _stacklevel=3, dtype=None',
    ['torch', 'functional', 'method', 'special'],
    (recorder, input, dim) => {
      const tensor = tensorArgument(recorder.machine, input, "softmax(): argument 'input' (position 1)");
      const axis = wholeOr(recorder.machine, dim, 1);
      return recorder.apply({ op: 'softmax', attributes: { axis } }, [tensor], { flavour: torchFlavour })
        .value;
    },
  ),
  torchFunction('gelu', "input, approximate='none'", ['functional'], (recorder, input, approximate) => {
    const op = word(recorder.machine, approximate) === 'tanh' ? 'gelu-tanh' : 'gelu';
    return activate(
      recorder,
      plainCall(op),
      tensorArgument(recorder.machine, input, "gelu(): argument 'input' (position 1)"),
    );
  }),
];
