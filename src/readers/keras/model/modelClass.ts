/** keras.Model and keras.Sequential: models of recorded calls, of layers in a row, and of the program's own `call`. */
import { native } from '../../python/builtins/native';
import { isInstance, nativeClass } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { list, none, str } from '../../python/values/make';
import { spanOf } from '../../python/values/place';
import type { ClassValue, InstanceValue, Value } from '../../python/values/value';
import { recorderOf } from '../../tensors/recorder';
import { inFlavour, tensorIn } from '../../tensors/tensorValue';
import { nominalBatch } from '../../../graph/batchSizes';
import { whole, word } from '../../tensors/arguments';
import { callLayer, withPlace } from '../layer/calling';
import { initialiseLayer, isLayer, layerClassOf } from '../layer/layerClass';
import { nameOf, stateOf } from '../layer/state';
import { childrenOf } from '../layer/walk';
import { sizesIn } from '../layers/classes';
import { kerasFlavour } from '../values/flavour';
import { functionalGraph, replay } from './graph';
import { inputLayerClassOf, newInput } from './input';
import { inputBehind, symbolOf, tensorsIn } from './symbolic';

/** What models list of what they are made of. */
const listed: Readonly<Record<string, (machine: Machine, self: InstanceValue) => readonly Value[]>> = {
  layers: layersIn,
  inputs: (_machine, self) => tensorsIn(stateOf(self).input ?? none).map(({ value }) => value),
  outputs: (_machine, self) => tensorsIn(stateOf(self).output ?? none).map(({ value }) => value),
  input_names: (_machine, self) =>
    tensorsIn(stateOf(self).input ?? none).map((tensor) => str(inputBehind(tensor)?.name ?? 'input')),
};

/** The layers of a model: those of its recorded calls, those in a row, or those in its attributes. */
function layersIn(machine: Machine, self: InstanceValue): readonly InstanceValue[] {
  const { layers } = stateOf(self);
  return layers.length > 0 ? layers : childrenOf(machine, self).map(({ layer }) => layer);
}

interface ModelClasses {
  readonly model: ClassValue;
  readonly sequential: ClassValue;
}

const classesKey = 'keras model classes';

/** Model and Sequential of a machine. */
export function modelClassesOf(machine: Machine): ModelClasses {
  const found = machine.keep.get(classesKey);
  if (typeof found === 'object') return found as ModelClasses; // only this function writes under the key
  const model = nativeClass('Model', [layerClassOf(machine)], false);
  const sequential = nativeClass('Sequential', [model], false);
  const made = { model, sequential };
  machine.keep.set(classesKey, made);
  for (const [name, value] of modelMethods) model.attributes.set(name, value);
  for (const [name, items] of Object.entries(listed)) {
    const getter = native(name, 'self', (on, self) =>
      self.kind === 'instance' ? list([...items(on, self)]) : none,
    );
    model.attributes.set(name, { kind: 'property', getter, setter: null, deleter: null, doc: null });
  }
  for (const [name, value] of sequentialMethods) sequential.attributes.set(name, value);
  return made;
}

/** Whether a value is a model of this machine. */
export function isModel(machine: Machine, value: Value): value is InstanceValue {
  return value.kind === 'instance' && isInstance(value, modelClassesOf(machine).model);
}

type Run = (machine: Machine, self: InstanceValue, ...bound: Value[]) => Value;

function method(name: string, signature: string, run: Run): readonly [string, Value] {
  const body = (machine: Machine, self: Value, ...bound: Value[]): Value =>
    self.kind === 'instance' ? run(machine, self, ...bound) : none;
  const whole = signature === '' ? 'self' : `self, ${signature}`;
  return [name, native(`Model.${name}`, whole, body, { binds: true, takesUnknown: true, owner: 'Model' })];
}

function namedIn(value: Value | undefined): Map<string, Value> {
  if (value?.kind !== 'dict') return new Map();
  return new Map(
    [...value.table.entries()].flatMap(({ key, value: item }) =>
      key.kind === 'str' ? [[key.value, item] as const] : [],
    ),
  );
}

/** Model(inputs, outputs, name): the recorded calls between them; with neither, a model of the program's own. */
function initialiseModel(machine: Machine, self: InstanceValue, rest?: Value, keywords?: Value): Value {
  const given = namedIn(keywords);
  const [first, second, third] = rest?.kind === 'tuple' ? rest.items : [];
  const inputs = given.get('inputs') ?? given.get('input') ?? first;
  const outputs = given.get('outputs') ?? given.get('output') ?? second;
  for (const name of ['inputs', 'input', 'outputs', 'output']) given.delete(name);
  if (third?.kind === 'str') given.set('name', third);
  const isFunctional = inputs !== undefined && outputs !== undefined && self.cls.name !== 'Layer';
  const state = stateOf(self);
  if (isFunctional && self.cls === modelClassesOf(machine).model && !given.has('name')) {
    const renamed = { ...self, cls: { ...self.cls, name: 'Functional' } };
    state.name = nameOf(machine, { ...renamed, native: undefined });
  }
  initialiseLayer(machine, self, given);
  if (!isFunctional) return none;
  state.graph = functionalGraph(machine, inputs, outputs);
  state.layers = [...state.graph.layers];
  state.built = true;
  state.input = inputs;
  state.output = outputs;
  return none;
}

/** The layer of a name or at a place among the layers of a model. */
function getLayer(machine: Machine, self: InstanceValue, name: Value, index: Value): Value {
  const layers = layersIn(machine, self);
  const wantsPlace = index.kind !== 'none' || name.kind === 'int';
  if (wantsPlace) {
    const found = layers.at(whole(machine, index.kind === 'none' ? name : index));
    if (found) return found;
    throw fail(
      machine,
      'ValueError',
      `Was asked to retrieve layer at index, but model only has ${layers.length} layers.`,
    );
  }
  const wanted = word(machine, name);
  const found = layers.find((layer) => nameOf(machine, layer) === wanted);
  if (found) return found;
  const names = layers.map((layer) => `'${nameOf(machine, layer)}'`).join(', ');
  throw fail(machine, 'ValueError', `No such layer: ${wanted}. Existing layers are: [${names}].`);
}

/** model.build(input_shape): runs it on tensors without numbers. */
function buildModel(machine: Machine, self: InstanceValue, shape: Value): Value {
  const sizes = sizesIn(machine, shape);
  if (sizes.length === 0) return none;
  stateOf(self).batchShape = [null, ...(sizes[0] ?? []).slice(1)];
  const symbols = sizes.map((one) => symbolOf(machine, [nominalBatch, ...one.slice(1)], 'float32'));
  const [first] = symbols;
  const inputs = symbols.length === 1 && first ? first.value : list(symbols.map(({ value }) => value));
  callLayer(machine, self, [inputs], null);
  return none;
}

/** What fit, evaluate and their kin give: nothing is run here. */
function notRun(name: string): readonly [string, Value] {
  return method(name, '*args, **kwargs', (machine) =>
    machine.unknown('effect', `${name} is not run.`, `model.${name}`),
  );
}

const modelMethods: readonly (readonly [string, Value])[] = [
  method('__init__', '*args, **kwargs', initialiseModel),
  method('call', 'inputs, training=None, mask=None', (machine, self, inputs) => {
    const { graph } = stateOf(self);
    if (graph) return replay(machine, graph, inputs);
    throw fail(
      machine,
      'NotImplementedError',
      `Model ${self.cls.name} does not have a \`call()\` method implemented.`,
    );
  }),
  method('get_layer', 'name=None, index=None', (machine, self, name, index) =>
    getLayer(machine, self, name, index),
  ),
  method('build', 'input_shape=None, *args', (machine, self, shape) =>
    stateOf(self).graph ? none : buildModel(machine, self, shape),
  ),
  method('compile', '*args, **kwargs', (_machine, self, rest, keywords) => {
    const given = namedIn(keywords);
    const names = ['optimizer', 'loss', 'loss_weights', 'metrics'];
    for (const [place, item] of (rest.kind === 'tuple' ? rest.items : []).entries()) {
      const name = names[place];
      if (name) given.set(name, item);
    }
    stateOf(self).compiled = given;
    return none;
  }),
  method('summary', '*args, **kwargs', () => none),
  ...[
    'fit',
    'fit_generator',
    'train_on_batch',
    'evaluate',
    'predict',
    'predict_on_batch',
    'test_on_batch',
    'predict_classes',
    'predict_proba',
    'evaluate_generator',
    'predict_generator',
  ].map(notRun),
  ...[
    'save',
    'save_weights',
    'load_weights',
    'export',
    'reset_states',
    'reset_metrics',
    'make_train_function',
    'to_json',
  ].map((name) => method(name, '*args, **kwargs', () => none)),
];

/** Adds a layer behind the last one; with a known input it is called at once. */
function addLayer(machine: Machine, self: InstanceValue, given: Value): void {
  const state = stateOf(self);
  const tensor = tensorIn(given);
  const input = tensor && inputBehind(tensor);
  const layer = input ? input.layer : given;
  if (given.kind === 'unknown') {
    machine.report('warning', `A layer of the model is not known: ${given.message}`);
    return;
  }
  if (!isLayer(machine, layer)) {
    const message = `Only instances of \`keras.Layer\` can be added to a Sequential model. Received: ${layer.kind}`;
    throw fail(machine, 'ValueError', message);
  }
  if (isInstance(layer, inputLayerClassOf(machine))) {
    state.input = stateOf(layer).output;
    state.output = state.input;
    return;
  }
  const own = stateOf(layer);
  if (state.layers.length === 0 && state.input === null) {
    const sample = own.batchShape?.slice(1) ?? null;
    if (own.graph)
      beginWith(state, symbolsLike(machine, own.graph.inputs[0]?.shape ?? null, own.graph.inputs[0]?.dtype));
    else if (own.input && own.output && isInstance(layer, modelClassesOf(machine).sequential))
      beginWith(state, symbolsLike(machine, tensorIn(own.input)?.shape ?? null, tensorIn(own.input)?.dtype));
    else if (sample) beginWith(state, newInput(machine, sample, dtypeFor(layer), null).value);
  }
  state.layers.push(layer);
  if (state.output) state.output = callLayer(machine, layer, [state.output], null);
}

/** An embedding looks numbers up. */
function dtypeFor({ cls }: InstanceValue): Value | undefined {
  return cls.name === 'Embedding' ? { kind: 'str', value: 'int32' } : undefined;
}

function beginWith(state: ReturnType<typeof stateOf>, value: Value | null): void {
  state.input = value;
  state.output = value;
}

function symbolsLike(
  machine: Machine,
  shape: readonly number[] | null,
  dtype: string | undefined,
): Value | null {
  if (!shape) return null;
  return newInput(
    machine,
    shape.slice(1),
    dtype === undefined ? undefined : { kind: 'str', value: dtype },
    null,
  ).value;
}

/** The layers one behind the other, on other tensors. */
function callSequential(machine: Machine, self: InstanceValue, inputs: Value): Value {
  const recorder = recorderOf(machine);
  let value = tensorIn(inputs) ? inputs : (tensorsIn(inputs)[0]?.value ?? inputs);
  for (const layer of stateOf(self).layers) {
    const tensor = tensorIn(value);
    const given = tensor ? inFlavour(tensor, kerasFlavour).value : value;
    const at = layer.origin && spanOf(layer.origin);
    value = withPlace(recorder, at, () => callLayer(machine, layer, [given], null));
  }
  return value;
}

const sequentialMethods: readonly (readonly [string, Value])[] = [
  method('__init__', 'layers=None, trainable=True, name=None', (machine, self, layers, _trainable, name) => {
    initialiseLayer(machine, self, new Map([['name', name]]));
    const items = layers.kind === 'list' || layers.kind === 'tuple' ? layers.items : [];
    for (const item of items) addLayer(machine, self, item);
    return none;
  }),
  method('add', 'layer, rebuild=True', (machine, self, layer) => {
    addLayer(machine, self, layer);
    return none;
  }),
  method('pop', 'rebuild=True', (_machine, self) => {
    const state = stateOf(self);
    const last = state.layers.pop();
    const before = state.layers.at(-1);
    if (state.output) state.output = before ? stateOf(before).output : state.input;
    return last ?? none;
  }),
  method('call', 'inputs, training=None, mask=None', (machine, self, inputs) =>
    callSequential(machine, self, inputs),
  ),
];
