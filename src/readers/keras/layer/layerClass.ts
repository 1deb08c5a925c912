/** keras.layers.Layer: what every layer has, whoever defines it. */
import { native } from '../../python/builtins/native';
import { builtinClasses, classOf, isInstance, nativeClass, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { bool, dictOf, int, list, none, str } from '../../python/values/make';
import type { ClassValue, InstanceValue, Keywords, PropertyValue, Value } from '../../python/values/value';
import { sizeOf } from '../../../tensor/tensor';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { flag, whole, word } from '../../tensors/arguments';
import { closedSizes, symbolOf, withTensors, tensorsIn } from '../model/symbolic';
import { dtypeIn } from '../values/dtypes';
import { shapeValue } from '../values/shape';
import { nominalBatch } from '../../../graph/batchSizes';
import { initialisationOf } from '../starts/initialisers';
import { callLayer } from './calling';
import { nameOf, snakeCase, stateOf, uniqueName, type LayerState } from './state';
import { childrenOf, weightsOf } from './walk';
import { addWeight, kerasFans } from './weights';

const classKey = 'keras layer class';

/** The Layer class of a machine; programs may put things into it, so every reading has its own. */
export function layerClassOf(machine: Machine): ClassValue {
  const found = machine.keep.get(classKey);
  if (typeof found === 'object') return found as ClassValue; // only this function writes under the key
  const made = nativeClass('Layer', [builtinClasses.object], false);
  machine.keep.set(classKey, made);
  for (const [name, value] of methods) made.attributes.set(name, value);
  return made;
}

/** Whether a value is a layer or a model of this machine. */
export function isLayer(machine: Machine, value: Value): value is InstanceValue {
  return value.kind === 'instance' && isInstance(value, layerClassOf(machine));
}

/** What all constructors of layers take. */
const usual = new Set([
  ...[
    'name',
    'trainable',
    'dtype',
    'autocast',
    'activity_regularizer',
    'weights',
    'dynamic',
    'implementation',
  ],
  ...[
    'input_shape',
    'batch_input_shape',
    'batch_shape',
    'input_dim',
    'input_length',
    'batch_size',
    'input_dtype',
  ],
  'sparse',
]);

/** Takes from keywords what all layers have, and gives the others. `own` are parameters of the layer itself. */
export function initialiseLayer(
  machine: Machine,
  self: InstanceValue,
  keywords: Keywords,
  own: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, Value> {
  const state = stateOf(self);
  const rest = new Map<string, Value>();
  const found = new Map<string, Value>();
  for (const [name, value] of keywords ?? [])
    (usual.has(name) && !own.has(name) ? found : rest).set(name, value);
  const penalty = found.get('activity_regularizer');
  if (penalty && penalty.kind !== 'none') self.attributes.set('activity_regularizer', penalty);
  const name = found.get('name');
  if (name && name.kind === 'str') {
    uniqueName(machine, name.value);
    state.name = name.value;
  } else state.name ??= uniqueName(machine, snakeCase(self.cls.name));
  const trainable = found.get('trainable');
  if (trainable?.kind === 'bool') state.trainable = trainable.value;
  state.dtype = dtypeIn(found.get('dtype')) ?? state.dtype;
  state.batchShape = shapeSaid(machine, found, keywords) ?? state.batchShape;
  return rest;
}

/** input_shape=, batch_input_shape=, batch_shape=, input_dim= with input_length=: whole sizes, the batch first. */
function shapeSaid(
  machine: Machine,
  found: ReadonlyMap<string, Value>,
  keywords: Keywords,
): readonly (number | null)[] | null {
  const sizes = (value: Value): readonly (number | null)[] => {
    const plain = unwrap(value);
    const items = plain.kind === 'tuple' || plain.kind === 'list' ? plain.items : [plain];
    // A size that is not known is open, as one that the program leaves open.
    return items.map((item) =>
      item.kind === 'none' || item.kind === 'unknown' ? null : whole(machine, item),
    );
  };
  const isSaid = (value: Value | undefined): value is Value =>
    value !== undefined && value.kind !== 'none' && value.kind !== 'unknown';
  const batched = found.get('batch_input_shape') ?? found.get('batch_shape');
  if (isSaid(batched)) return sizes(batched);
  const sample = found.get('input_shape');
  if (isSaid(sample)) return [null, ...sizes(sample)];
  const dim = found.get('input_dim');
  const length = found.get('input_length') ?? keywords?.get('input_length');
  if (dim?.kind === 'unknown') return isSaid(length) ? [null, ...sizes(length), null] : [null, null];
  if (!isSaid(dim)) return null;
  return isSaid(length) ? [null, ...sizes(length), ...sizes(dim)] : [null, ...sizes(dim)];
}

type Run = (machine: Machine, self: InstanceValue, ...bound: Value[]) => Value;

function method(name: string, signature: string, run: Run): readonly [string, Value] {
  const body = (machine: Machine, self: Value, ...bound: Value[]): Value =>
    self.kind === 'instance' ? run(machine, self, ...bound) : none;
  const whole = signature === '' ? 'self' : `self, ${signature}`;
  return [name, native(`Layer.${name}`, whole, body, { binds: true, takesUnknown: true, owner: 'Layer' })];
}

function property(
  name: string,
  get: (machine: Machine, self: InstanceValue, state: LayerState) => Value,
  set?: (machine: Machine, self: InstanceValue, value: Value) => void,
): readonly [string, PropertyValue] {
  const getter = native(name, 'self', (machine, self) =>
    self.kind === 'instance' ? get(machine, self, stateOf(self)) : none,
  );
  const setter = native(
    name,
    'self, value',
    (machine, self, value) => {
      if (self.kind === 'instance')
        (set ?? ((_machine, owner, given) => owner.attributes.set(name, given)))(machine, self, value);
      return none;
    },
    { takesUnknown: true },
  );
  return [name, { kind: 'property', getter, setter, deleter: null, doc: null }];
}

function keywordsOf(value: Value | undefined): Map<string, Value> {
  if (value?.kind !== 'dict') return new Map();
  return new Map(
    [...value.table.entries()].flatMap(({ key, value: item }) =>
      key.kind === 'str' ? [[key.value, item] as const] : [],
    ),
  );
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'tuple' || value?.kind === 'list' ? value.items : [];
}

/** Layer.add_weight, in the words of Keras 3 and those of TensorFlow, where the name came first. */
function newWeight(machine: Machine, self: InstanceValue, rest: Value, keywords: Value): Value {
  const given = keywordsOf(keywords);
  const items = [...itemsOf(rest)];
  const names =
    items[0]?.kind === 'str'
      ? ['name', 'shape', 'dtype', 'initializer']
      : ['shape', 'initializer', 'dtype', 'trainable'];
  for (const [place, item] of items.entries()) given.set(names[place] ?? `extra${place}`, item);
  const shapeGiven = given.get('shape') ?? none;
  const plain = unwrap(shapeGiven);
  const shape =
    plain.kind === 'none'
      ? []
      : plain.kind === 'tuple' || plain.kind === 'list'
        ? plain.items.map((item) => whole(machine, item))
        : [whole(machine, plain)];
  const fans = kerasFans(shape);
  const initializer = given.get('initializer') ?? none;
  const trainable = given.get('trainable');
  const name = given.get('name');
  const isWritten = initializer.kind !== 'none';
  const penalty = given.get('regularizer');
  if (penalty && penalty.kind !== 'none') stateOf(self).penalised = true;
  const law = initialisationOf(machine, initializer, shape, fans);
  return addWeight(machine, self, {
    name: name?.kind === 'str' ? name.value : 'variable',
    ...{ shape, fans, written: isWritten },
    initialisation: isWritten ? law : { name: 'keras', own: law },
    trainable: trainable === undefined || trainable.kind === 'none' ? true : flag(machine, trainable),
  }).value;
}

/** The output shape of a layer for an input shape, found by running it on a tensor without numbers. */
function outputShape(machine: Machine, self: InstanceValue, shape: Value): Value {
  const plain = unwrap(shape);
  if (plain.kind !== 'tuple' && plain.kind !== 'list') return none;
  const [batch, ...sample] = plain.items.map((item) => (item.kind === 'none' ? null : whole(machine, item)));
  const symbol = symbolOf(machine, [batch ?? nominalBatch, ...closedSizes(sample)], 'float32');
  const result = callLayer(machine, self, [symbol.value], null);
  return withTensors(result, (tensor) => (tensor.shape ? shapeValue(tensor.shape) : none));
}

/** All layers below one, itself first. */
function setTrainable(machine: Machine, self: InstanceValue, value: boolean): void {
  stateOf(self).trainable = value;
  for (const { layer } of childrenOf(machine, self)) setTrainable(machine, layer, value);
}

function tensors(machine: Machine, self: InstanceValue, which: 'all' | 'trainable' | 'fixed'): Value {
  const found: TensorValue[] = [];
  for (const { weight, trains } of weightsOf(machine, self)) {
    if (which === 'all' || (which === 'trainable') === trains) found.push(weight.tensor);
  }
  return list(found.map(({ value }) => value));
}

/** Weights that a layer may do without. */
const optionalWeights = new Set(['bias', 'kernel', 'gamma', 'beta', '_build_shapes_dict']);

const methods: readonly (readonly [string, Value])[] = [
  [
    '__init__',
    native(
      'Layer.__init__',
      'self, *args, **kwargs',
      (machine, self, _args, keywords) => {
        if (self.kind === 'instance') initialiseLayer(machine, self, keywordsOf(keywords));
        return none;
      },
      { binds: true, takesUnknown: true, owner: 'Layer' },
    ),
  ],
  method('__call__', '*args, **kwargs', (machine, self, args, keywords) =>
    callLayer(machine, self, itemsOf(args), keywordsOf(keywords)),
  ),
  method('__getattr__', 'name', (machine, self, name) => {
    const wanted = name.kind === 'str' ? name.value : '';
    const weight = self.native ? stateOf(self).weights.get(wanted) : undefined;
    if (weight) return weight.tensor.value;
    const own = optionalWeights.has(wanted) ? none : undefined;
    if (own) return own;
    throw fail(machine, 'AttributeError', `'${self.cls.name}' object has no attribute '${wanted}'`);
  }),
  method('build', 'input_shape=None, *args', (_machine, self) => {
    stateOf(self).built = true;
    return none;
  }),
  method('call', 'inputs, *args, **kwargs', (machine, self) => {
    throw fail(
      machine,
      'NotImplementedError',
      `Layer ${classOf(self).name} does not have a \`call()\` method implemented.`,
    );
  }),
  method('add_weight', '*args, **kwargs', (machine, self, rest, keywords) =>
    newWeight(machine, self, rest, keywords),
  ),
  method('add_variable', '*args, **kwargs', (machine, self, rest, keywords) =>
    newWeight(machine, self, rest, keywords),
  ),
  method('compute_output_shape', 'input_shape', (machine, self, shape) => outputShape(machine, self, shape)),
  method('compute_mask', 'inputs, mask=None', (_machine, _self, _inputs, mask) => mask),
  method('get_config', '', (machine, self) => {
    const state = stateOf(self);
    return dictOf([
      ['name', str(nameOf(machine, self))],
      ['trainable', bool(state.trainable)],
      ['dtype', str(state.dtype)],
      ...[...state.given].map((name) => [name, self.attributes.get(name) ?? none] as const),
    ]);
  }),
  method('add_loss', '*args, **kwargs', (_machine, self) => {
    stateOf(self).addsLoss = true;
    return none;
  }),
  method('add_metric', '*args, **kwargs', () => none),
  method('get_weights', '', (machine, self) => tensors(machine, self, 'all')),
  method('set_weights', 'weights', () => none),
  method('count_params', '', (machine, self) =>
    int(weightsOf(machine, self).reduce((sum, { weight }) => sum + sizeOf(weight.tensor.shape ?? []), 0)),
  ),
  method('load_weights', '*args, **kwargs', () => none),
  method('get_input_at', 'node_index', (_machine, self) => stateOf(self).input ?? none),
  method('get_output_at', 'node_index', (_machine, self) => stateOf(self).output ?? none),
  [
    'from_config',
    {
      kind: 'wrappedMethod',
      wrapper: 'classmethod',
      callable: native(
        'Layer.from_config',
        'cls, config',
        (machine, cls, config) => machine.call(cls, [], keywordsOf(config)),
        { binds: true, owner: 'Layer' },
      ),
    },
  ],
  property(
    'name',
    (machine, self) => str(nameOf(machine, self)),
    (machine, self, value) => {
      stateOf(self).name = word(machine, value);
    },
  ),
  property(
    '_name',
    (machine, self) => str(nameOf(machine, self)),
    (machine, self, value) => {
      stateOf(self).name = word(machine, value);
    },
  ),
  property(
    'trainable',
    (_machine, _self, { trainable }) => bool(trainable),
    (machine, self, value) => {
      setTrainable(machine, self, flag(machine, value));
    },
  ),
  property(
    'built',
    (_machine, _self, { built }) => bool(built),
    (machine, self, value) => {
      stateOf(self).built = flag(machine, value);
    },
  ),
  property('weights', (machine, self) => tensors(machine, self, 'all')),
  property('variables', (machine, self) => tensors(machine, self, 'all')),
  property('trainable_weights', (machine, self) => tensors(machine, self, 'trainable')),
  property('trainable_variables', (machine, self) => tensors(machine, self, 'trainable')),
  property('non_trainable_weights', (machine, self) => tensors(machine, self, 'fixed')),
  property('non_trainable_variables', (machine, self) => tensors(machine, self, 'fixed')),
  property('dtype', (_machine, _self, { dtype }) => str(dtype)),
  property('compute_dtype', (_machine, _self, { dtype }) => str(dtype)),
  property('variable_dtype', (_machine, _self, { dtype }) => str(dtype)),
  property('losses', () => list([])),
  property('input', (machine, self, { input }) => shown(machine, self, input, 'input')),
  property('output', (machine, self, { output }) => shown(machine, self, output, 'output')),
  property('input_shape', (machine, self, { input }) => shapesOf(shown(machine, self, input, 'input'))),
  property('output_shape', (machine, self, { output }) => shapesOf(shown(machine, self, output, 'output'))),
];

function shapesOf(value: Value): Value {
  const shapes = tensorsIn(value).flatMap(({ shape }) => (shape ? [shapeValue(shape)] : []));
  const [first = none] = shapes;
  return tensorIn(value) ? first : shapes.length === 1 ? first : list(shapes);
}

function shown(machine: Machine, self: InstanceValue, value: Value | null, which: string): Value {
  if (value) return value;
  const message = `The layer ${nameOf(machine, self)} has never been called and thus has no defined ${which}.`;
  throw fail(machine, 'AttributeError', message);
}
