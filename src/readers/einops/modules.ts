/** What `import einops` and `from einops.layers.torch import Rearrange` give. */
import { native } from '../python/builtins/native';
import type { BuiltinModule } from '../python/read/moduleTable';
import type { Machine } from '../python/values/machine';
import { none, str } from '../python/values/make';
import { unwrap } from '../python/values/classes';
import { Encountered } from '../python/values/unknown';
import type { BuiltinValue, Value } from '../python/values/value';
import { toIndex } from '../python/evaluate/indices';
import { recorderOf } from '../tensors/recorder';
import { declareLayer } from '../tensors/scopes';
import { tensorIn, type TensorValue } from '../tensors/tensorValue';
import { PatternMistake } from './pattern';
import { rearranged, type Operation } from './rearranging';
import { einopsLayersSource, einopsSource } from './source';

/** `_run(tensor, pattern, operation, reduction, lengths)`: the tensor, or what is wrong as a text. */
const runFunction = native('_run', 'tensor, pattern, operation, reduction, lengths', (machine, ...bound) => {
  const [tensor = none, pattern = none, operation = none, reduction = none, lengths = none] = bound;
  const recorder = recorderOf(machine);
  const of = tensorOf(machine, tensor);
  if (!of) return str('Tensor type unknown to einops');
  const words = [pattern, operation, reduction].map((word) => (word.kind === 'str' ? word.value : ''));
  const [text = '', name = '', fold = ''] = words;
  try {
    return rearranged(recorder, of, text, name as Operation, fold, lengthsOf(machine, lengths)).value; // our own text passes one of the three
  } catch (error) {
    if (error instanceof PatternMistake) return str(error.message);
    throw error;
  }
});

/** A tensor, or a list of them as one with a new axis in front. */
function tensorOf(machine: Machine, value: Value): TensorValue | undefined {
  const plain = unwrap(value);
  if (plain.kind === 'unknown') throw new Encountered(plain);
  if (plain.kind !== 'list' && plain.kind !== 'tuple') return tensorIn(value);
  const tensors = plain.items.flatMap((item) => tensorIn(item) ?? []);
  const [first] = tensors;
  if (!first || tensors.length < plain.items.length) return undefined;
  return recorderOf(machine).apply({ op: 'stack', attributes: { axis: 0 } }, tensors, {
    flavour: first.flavour,
  });
}

function lengthsOf(machine: Machine, value: Value): ReadonlyMap<string, number> {
  if (value.kind !== 'dict') return new Map();
  return new Map(
    [...value.table.entries()].flatMap(({ key, value: length }) =>
      key.kind === 'str' ? [[key.value, toIndex(machine, length)] as const] : [],
    ),
  );
}

/** `_einsum(tensors, equation)`: one product by an equation of single letters. */
const einsumFunction = native('_einsum', 'tensors, equation', (machine, tensors, equation) => {
  const list = tensors.kind === 'list' || tensors.kind === 'tuple' ? tensors.items : [];
  const args = list.flatMap((item) => tensorIn(item) ?? []);
  const [first] = args;
  if (!first || equation.kind !== 'str') return none;
  const { flavour } = first;
  return recorderOf(machine).apply({ op: 'einsum', attributes: { equation: equation.value } }, args, {
    flavour,
  }).value;
});

/** `_concat(tensors, axis)` */
const concatFunction = native('_concat', 'tensors, axis', (machine, tensors, axis) => {
  const args = tensors.kind === 'list' ? tensors.items.flatMap((item) => tensorIn(item) ?? []) : [];
  const [first] = args;
  if (!first) return none;
  const { flavour } = first;
  const call = { op: 'concat', attributes: { axis: toIndex(machine, axis) } } as const;
  return recorderOf(machine).apply(call, args, { flavour }).value;
});

const functions: readonly BuiltinValue[] = [runFunction, einsumFunction, concatFunction];

function values(): readonly (readonly [string, Value])[] {
  return functions.map((value) => [value.name, value] as const);
}

/** `_layer(cls, kind)`: says that a class is one layer in lists of layers. */
const layerFunction = native('_layer', 'cls, kind', (_machine, cls, kind) => {
  declareLayer(cls, kind.kind === 'str' ? kind.value : '');
  return none;
});

const layers: BuiltinModule = {
  values: (machine) => [
    ['_layer', layerFunction],
    ...['einops', 'torch', 'math'].flatMap((name) => {
      const module = machine.importModule(name);
      return module ? [[name, module] as const] : [];
    }),
  ],
  source: einopsLayersSource,
};

/** The modules by their dotted names. */
export const einopsModules: Readonly<Record<string, BuiltinModule>> = {
  einops: { values, source: einopsSource },
  'einops.layers': {},
  'einops.layers.torch': layers,
};
