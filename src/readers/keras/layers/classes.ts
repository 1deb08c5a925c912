/** The classes of keras.layers, made of the values that describe them: constructors, weights for shapes, calls. */
import { nominalBatch } from '../../../graph/batchSizes';
import { repr as shownValue } from '../../python/evaluate/repr';
import { bindArguments, type Parameters } from '../../python/evaluate/arguments';
import { native, readSignature } from '../../python/builtins/native';
import { nativeClass, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { none } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { BuiltinValue, ClassValue, InstanceValue, Keywords, Value } from '../../python/values/value';
import { whole } from '../../tensors/arguments';
import { outcomeOf } from '../../torch/functions/table';
import { withShape } from '../../tensors/shaped';
import { declareLayer } from '../../tensors/scopes';
import { declareMasking } from '../layer/masks';
import { initialiseLayer, layerClassOf } from '../layer/layerClass';
import { closedSizes, tensorsIn } from '../model/symbolic';
import { Layer, type KerasLayer, type LayerArguments, type Sizes } from './layer';
import { legacyNames } from './legacyNames';
import { maskRule } from './masking';

/** The classes of layers for one machine, by their names and aliases; a base stands before what descends from it. */
export function layerClasses(
  machine: Machine,
  layers: readonly KerasLayer[],
): ReadonlyMap<string, ClassValue> {
  const classes = new Map<string, ClassValue>();
  for (const layer of layers) {
    const base = classes.get(layer.base ?? '') ?? layerClassOf(machine);
    const cls = nativeClass(layer.called ?? layer.name, [base], false);
    declareLayer(cls, layer.kind);
    declareMasking(
      cls,
      maskRule(layer.name, (self) => new Layer(machine, self)),
    );
    cls.attributes.set('__init__', initialiser(layer));
    cls.attributes.set('build', builderOf(layer));
    cls.attributes.set('call', callOf(layer));
    if (layer.adapt) cls.attributes.set('adapt', adapterOf(layer.name, layer.adapt));
    for (const [name, value] of layer.methods ?? []) cls.attributes.set(name, value);
    for (const name of [layer.name, ...(layer.aliases ?? [])]) classes.set(name, cls);
  }
  return classes;
}

function initialiser(row: KerasLayer): BuiltinValue {
  let parameters: Parameters | null = null;
  return {
    kind: 'builtin',
    name: '__init__',
    owner: row.name,
    binds: true,
    takesUnknown: true,
    call: (machine, [self = none, ...positional], keywords) => {
      if (self.kind !== 'instance') return none;
      const signature = row.signature === '' ? 'self' : `self, ${row.signature}`;
      parameters ??= readSignature(`${row.name}.__init__`, signature);
      construct(machine, row, self, parameters, positional, keywords);
      return none;
    },
  };
}

function construct(
  machine: Machine,
  row: KerasLayer,
  self: InstanceValue,
  parameters: Parameters,
  positional: readonly Value[],
  keywords: Keywords,
): void {
  const { code } = parameters;
  const names = [...code.positional, ...code.keywordOnly];
  const given = new Map(keywords ?? []);
  for (const [old, name] of [...Object.entries(row.renamed ?? {}), ...legacyNames]) {
    const value = given.get(old);
    if (value === undefined || names.includes(old) || !names.includes(name)) continue;
    given.delete(old);
    given.set(name, value);
  }
  const args = row.rearranged?.(positional, given) ?? positional;
  const { state } = new Layer(machine, self);
  const own = initialiseLayer(machine, self, given, new Set(names));
  refuseStrangers(machine, row, own, [...names, ...(code.keywordRest ? [...own.keys()] : [])]);
  const slots = bindArguments(machine, parameters, [self, ...args], own.size === 0 ? null : own);
  for (const name of [...code.positional.slice(1, 1 + args.length), ...own.keys()]) state.given.add(name);
  const all = [...names, ...(code.keywordRest ? [code.keywordRest] : [])];
  for (const [place, name] of all.entries()) {
    const value = slots[place];
    if (value && name !== 'self') self.attributes.set(name, value);
  }
  try {
    row.made?.(new Layer(machine, self));
  } catch (error) {
    // Its place among the layers stays; what it computes is not known.
    if (!(error instanceof Encountered)) throw error;
    state.cause = error.unknown;
  }
}

/** Keywords that no layer of the kind has, and penalties that nobody knows by their words. */
function refuseStrangers(
  machine: Machine,
  { name }: KerasLayer,
  given: ReadonlyMap<string, Value>,
  names: readonly string[],
): void {
  const strange = [...given].filter(([own]) => !names.includes(own));
  if (strange.length > 0) {
    const words = strange.map(([own, value]) => `'${own}': ${shownValue(machine, value)}`).join(', ');
    throw fail(machine, 'ValueError', `Unrecognized keyword arguments passed to ${name}: {${words}}`);
  }
  for (const [own, value] of given) {
    const what = /_(regularizer|constraint)$/.exec(own)?.[1];
    if (
      what === undefined ||
      value.kind !== 'str' ||
      penalties[what]?.has(value.value.toLowerCase().replaceAll('_', ''))
    )
      continue;
    throw fail(machine, 'ValueError', `Could not interpret ${what} identifier: ${value.value}`);
  }
}

/** The words that Keras knows, without case and underscores. */
const penalties: Readonly<Record<string, ReadonlySet<string>>> = {
  regularizer: new Set(['l1', 'l2', 'l1l2', 'orthogonalregularizer']),
  constraint: new Set(['maxnorm', 'nonneg', 'unitnorm', 'minmaxnorm', 'radialconstraint']),
};

function builderOf(row: KerasLayer): Value {
  return native(
    `${row.name}.build`,
    'self, input_shape=None, *more',
    (machine, self, shapes, more) => {
      if (self.kind !== 'instance') return none;
      const layer = new Layer(machine, self);
      const all = [
        ...sizesIn(machine, shapes),
        ...(more.kind === 'tuple' ? more.items.flatMap((one) => sizesIn(machine, one)) : []),
      ];
      layer.state.built = true;
      const [first] = all;
      if (!row.build || !first || layer.state.weights.size > 0 || layer.state.cause) return none;
      try {
        row.build(layer, first, all);
      } catch (error) {
        if (!(error instanceof Encountered)) throw error;
        layer.state.cause = error.unknown;
      }
      return none;
    },
    { binds: true, owner: row.name },
  );
}

/** `adapt`; data that is not known is none that could be looked at. */
function adapterOf(name: string, adapt: NonNullable<KerasLayer['adapt']>): Value {
  return {
    kind: 'builtin',
    name: 'adapt',
    owner: name,
    binds: true,
    takesUnknown: true,
    call: (machine, [self = none, data = none], keywords) => {
      if (self.kind === 'instance') adapt(new Layer(machine, self), keywords?.get('data') ?? data);
      return none;
    },
  };
}

/** Whole shapes in what a program calls a shape: one, or several in a list or dict. */
export function sizesIn(machine: Machine, value: Value): readonly Sizes[] {
  const plain = unwrap(value);
  if (plain.kind === 'dict')
    return [...plain.table.entries()].flatMap((entry) => sizesIn(machine, entry.value));
  if (plain.kind !== 'list' && plain.kind !== 'tuple') return [];
  const isShape = plain.items.every((item) => unwrap(item).kind === 'int' || item.kind === 'none');
  if (!isShape) return plain.items.flatMap((item) => sizesIn(machine, item));
  const [batch, ...sample] = plain.items.map((item) => (item.kind === 'none' ? null : whole(machine, item)));
  return [[batch ?? nominalBatch, ...closedSizes(sample)]];
}

function callOf(row: KerasLayer): Value {
  const takes = row.takes === undefined ? '' : `, ${row.takes}`;
  const extra = row.takes?.split(',').map((part) => part.split('=')[0]?.trim() ?? '') ?? [];
  const names = [...extra, 'training', 'mask'];
  return native(
    `${row.name}.call`,
    `self, ${row.first ?? 'inputs'}${takes}, training=None, mask=None`,
    (machine, self, inputs, ...bound) => {
      if (self.kind !== 'instance') return none;
      const layer = new Layer(machine, self);
      const given: LayerArguments = { get: (name) => bound[names.indexOf(name)] ?? none };
      const { cause } = layer.state;
      return outcomeOf(
        layer.recorder,
        () => {
          if (cause) throw new Encountered(cause);
          if (inputs.kind === 'unknown') throw new Encountered(inputs);
          for (const tensor of tensorsIn(inputs)) withShape(layer.recorder, tensor);
          return row.call(layer, inputs, given);
        },
        [inputs, ...bound],
      );
    },
    { binds: true, owner: row.name, takesUnknown: true },
  );
}
