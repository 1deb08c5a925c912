/** What a model of Keras takes: what its inputs say, what build or the program's own calls say, or guesses by its first layer. */
import type { Program } from '../../python/read/program';
import { evaluateAt, type CallSite, type ParameterValue } from '../../python/read/sites';
import type { Machine } from '../../python/values/machine';
import { isInstance } from '../../python/values/classes';
import { none } from '../../python/values/make';
import type { InstanceValue, Value } from '../../python/values/value';
import { isFloating, type DtypeName } from '../../tensors/elementTypes';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import type { InputWords } from '../../program/inputs';
import { stateOf } from '../layer/state';
import { namedLayers } from '../layer/walk';
import { indicesTaken } from '../layers/categories';
import { Layer } from '../layers/layer';
import { inputBehind, tensorsIn } from '../model/symbolic';
import { modelClassesOf } from '../model/modelClass';

/** Inputs of a model, and what had to be taken for granted. */
export interface FoundInputs {
  readonly inputs: readonly InputWords[];
  /** A sentence, or null where the program says all of it. */
  readonly assumed: string | null;
  readonly guessed: boolean;
}

const batch = 2;

function input(sample: readonly number[], dtype: DtypeName, indexCount: number, name?: string): InputWords {
  return {
    ...{ kind: 'input', shape: [batch, ...sample], dtype, indexCount, whole: false },
    ...(name !== undefined && { name }),
  };
}

/** The whole numbers below which a layer that looks up takes its inputs; 0 for any other layer. */
function vocabularyOf(machine: Machine, layer: InstanceValue | undefined): number {
  if (!layer) return 0;
  const value = layer.cls.name === 'Embedding' ? layer.attributes.get('input_dim') : undefined;
  return value?.kind === 'int' ? Number(value.value) : indicesTaken(new Layer(machine, layer));
}

/** The inputs that a model declares; null where it declares none. */
export function declaredInputs(program: Program, model: InstanceValue): FoundInputs | null {
  const state = stateOf(model);
  const symbols = state.graph?.inputs ?? tensorsIn(state.input ?? none);
  if (symbols.length === 0 || !isDeclared(program, model)) return null;
  const open = symbols.flatMap((symbol) => {
    const sample = inputBehind(symbol)?.sample ?? [];
    return sample.includes(null) ? [symbol] : [];
  });
  const inputs = symbols.map((symbol, place) => {
    const sample = (symbol.shape ?? []).slice(1);
    const count = indexCountOf(program, model, symbol);
    const name = inputBehind(symbol)?.name ?? `input_${place}`;
    return input(sample, count > 0 ? 'int64' : 'float32', count, symbols.length > 1 ? name : undefined);
  });
  const sizes = open.map(({ shape }) => `(${(shape ?? []).slice(1).join(', ')})`).join(' and ');
  const assumed = open.length === 0 ? null : `The model leaves sizes of its input open; ${sizes} is taken.`;
  return { inputs, assumed, guessed: false };
}

function isDeclared({ machine }: Program, model: InstanceValue): boolean {
  return stateOf(model).graph !== null || isInstance(model, modelClassesOf(machine).sequential);
}

/** How many indices an input has: those of the Embedding that takes it, else many where it is whole numbers. */
function indexCountOf({ machine }: Program, model: InstanceValue, symbol: TensorValue): number {
  const state = stateOf(model);
  const takers = state.graph
    ? state.graph.steps.flatMap((step) => {
        if (step.kind !== 'layer') return [];
        const takes = step.call.positional.some((value) =>
          tensorsIn(value).some(({ content }) => content === symbol.content),
        );
        return takes ? [step.call.layer] : [];
      })
    : state.layers.slice(0, 1);
  const counts = takers.map((layer) => firstVocabulary(machine, layer)).filter((count) => count > 0);
  if (counts.length > 0) return Math.min(...counts);
  return isFloating(symbol.dtype) ? 0 : 1000;
}

/** The Embedding that stands first within a layer. */
function firstVocabulary(machine: Machine, layer: InstanceValue): number {
  const own = vocabularyOf(machine, layer);
  if (own > 0) return own;
  const first = stateOf(layer).layers.find((one) => one.cls.name !== 'InputLayer');
  if (first && stateOf(layer).graph === null) return firstVocabulary(machine, first);
  const inner = namedLayers(machine, layer).find(({ layer: one }) => vocabularyOf(machine, one) > 0);
  return vocabularyOf(machine, inner?.layer);
}

/** What the program itself gives the model: in build, fit or a call. */
export function usedInputs(
  program: Program,
  model: InstanceValue,
  target: string | null,
  sites: readonly CallSite[],
  parameter: ParameterValue,
): FoundInputs | null {
  const said = stateOf(model).batchShape;
  if (said?.every((size, axis) => axis === 0 || size !== null)) {
    const sample = said.slice(1).map((size) => size ?? 1);
    const count = firstVocabulary(program.machine, model);
    return { inputs: [input(sample, count > 0 ? 'int64' : 'float32', count)], assumed: null, guessed: false };
  }
  if (target === null) return null;
  for (const site of sites) {
    const isUse =
      site.callee === target || site.callee === `${target}.fit` || site.callee === `${target}.predict`;
    const [first] = site.node.args;
    const expression = first ?? site.node.keywords.find(({ arg }) => arg === 'x' || arg === 'inputs')?.value;
    if (!isUse || !expression) continue;
    const outcome = program.machine.aside(() =>
      evaluateAt(program, site, expression, program.main, parameter),
    );
    const shapes = 'value' in outcome ? shapesIn(outcome.value) : [];
    if (shapes.length === 0) continue;
    const count = firstVocabulary(program.machine, model);
    const inputs = shapes.map((sample) => input(sample, count > 0 ? 'int64' : 'float32', count));
    return { inputs, assumed: 'The input is taken to be what the program gives the model.', guessed: false };
  }
  return null;
}

/** What a data set gives the model: the first of the parts of its element. */
function givenBy(value: Value): Value {
  const element = value.kind === 'instance' ? value.attributes.get('element') : undefined;
  if (!element) return value;
  return element.kind === 'tuple' ? (element.items[0] ?? none) : element;
}

function shapesIn(given: Value): readonly (readonly number[])[] {
  const value = givenBy(given);
  const tensor = tensorIn(value);
  const tensors = tensor ? [tensor] : tensorsIn(value);
  return tensors.flatMap(({ shape }) => (shape && shape.length > 1 ? [shape.slice(1)] : []));
}

/** Shapes by the first layer, the most usual first. */
export function guessedInputs(program: Program, model: InstanceValue): readonly FoundInputs[] {
  const { machine } = program;
  const layers = namedLayers(machine, model).map(({ layer }) => layer);
  const kinds = layers.map(({ cls }) => cls.mro.find(({ origin }) => origin === null)?.name ?? '');
  const vocabulary = layers.map((layer) => vocabularyOf(machine, layer)).find((count) => count > 0) ?? 0;
  const images = [
    [28, 28, 1],
    [32, 32, 3],
    [64, 64, 3],
    [224, 224, 3],
  ];
  const sequences = [
    [16, 8],
    [64, 1],
  ];
  const rows = [[32], [784]];
  const first =
    kinds.find((kind) => /Conv|Pool|Dense|LSTM|GRU|RNN|Embedding|Flatten|Attention/.test(kind)) ?? '';
  const order = /2D/.test(first)
    ? [...images, ...rows]
    : /LSTM|GRU|RNN|1D|Attention/.test(first)
      ? [...sequences, ...rows]
      : /3D/.test(first)
        ? [[16, 32, 32, 1]]
        : first === 'Flatten'
          ? [...images, ...rows]
          : [...rows, ...sequences, ...images];
  const floats = order.map((sample) => [input(sample, 'float32', 0)]);
  const indices = vocabulary > 0 ? [[input([16], 'int64', vocabulary)]] : [];
  const tries = first === 'Embedding' ? [...indices, ...floats] : [...floats, ...indices];
  const count = callParameters(model);
  return tries.map((inputs) => {
    const [one] = inputs;
    const all = one ? new Array<InputWords>(count).fill(one) : inputs;
    const shape = one?.kind === 'input' ? one.shape.slice(1).join(', ') : '';
    return {
      inputs: all,
      assumed: `Nothing says what the input is; (${shape}) is taken since the model runs on it.`,
      guessed: true,
    };
  });
}

/** How many inputs the program's own `call` must be given. */
function callParameters({ cls }: InstanceValue): number {
  const call = cls.mro.map(({ attributes }) => attributes.get('call')).find((found) => found !== undefined);
  if (call?.kind !== 'function') return 1;
  const needed = call.code.positional.slice(1, call.code.positional.length - call.defaults.length);
  return Math.max(1, needed.filter((name) => name !== 'training' && name !== 'mask').length);
}
