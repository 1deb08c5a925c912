/** Modules of torch that are Python of ours and only read when a program uses them: recurrent layers, attention, transformers. */
import { native } from '../python/builtins/native';
import type { BuiltinModule } from '../python/read/moduleTable';
import type { Machine } from '../python/values/machine';
import { int, none } from '../python/values/make';
import type { Value } from '../python/values/value';
import { tensorIn } from '../tensors/tensorValue';
import { word } from './arguments';
import { recurrentCellFunction, recurrentFunction, recurrentParameterFunction } from './layers/recurrence';
import { recurrentSource } from './layers/recurrentSource';
import { declareLayer } from './module/kinds';
import { moduleClassOf } from './module/moduleClass';

/** `_layer(cls, kind)`: says that a class is one layer in lists of layers. */
const layerFunction = native('_layer', 'cls, kind', (machine, cls, kind) => {
  declareLayer(cls, word(machine, kind));
  return none;
});

/** `_rank(x)`: the number of axes, or None where the shape is not known. */
const rankFunction = native('_rank', 'x', (_machine, x) => {
  const shape = tensorIn(x)?.shape;
  return shape ? int(shape.length) : none;
});

/** `_padded_data(x)`: the padded sequences behind a packed one. */
const paddedFunction = native('_padded_data', 'x', (machine, x) =>
  tensorIn(x) ? x : (machine.findAttribute(x, 'data') ?? x),
);

const packedAgainFunction = native('_packed_again', 'input, output', (_machine, _input, output) => output);

function recurrentValues(machine: Machine): readonly (readonly [string, Value])[] {
  return [
    ['Module', moduleClassOf(machine)],
    ...[
      layerFunction,
      rankFunction,
      paddedFunction,
      packedAgainFunction,
      recurrentFunction,
      recurrentCellFunction,
      recurrentParameterFunction,
    ].map((value) => [value.name, value] as const),
  ];
}

/** The modules by their dotted names. */
export const laterModules: Readonly<Record<string, BuiltinModule>> = {
  'torch.nn.modules.rnn': { values: recurrentValues, source: recurrentSource },
};

/** Where names of torch.nn are found that stand in one of these modules. */
const homes: ReadonlyMap<string, string> = new Map(
  [['torch.nn.modules.rnn', 'RNNBase RNN LSTM GRU RNNCellBase RNNCell LSTMCell GRUCell']].flatMap(
    ([home = '', names = '']) => names.split(' ').map((name) => [name, home] as const),
  ),
);

/** A name of torch.nn out of the module that has it; undefined where none does. */
export function laterName(machine: Machine, name: string): Value | undefined {
  const home = homes.get(name);
  const module = home === undefined ? undefined : machine.importModule(home);
  return module && machine.findAttribute(module, name);
}
