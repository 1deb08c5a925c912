/** Inputs that nobody gives: what the first layers and the names of forward's parameters allow, one guess after the other. */
import type { FunctionValue, InstanceValue, Value } from '../../python/values/value';
import { lookup, unwrap } from '../../python/values/classes';
import { none } from '../../python/values/make';
import type { InputWords } from '../inputs';
import { namedModules } from '../../torch/module/state';
import { embeddingSize } from './exampleInputs';

/** Sides of images that are tried, most usual first. */
const sides = [32, 28, 224, 64, 96, 128, 227, 299, 256, 384, 512];
/** Steps of sequences. */
const steps = 16;
const batch = 2;

/** Inputs to try, best first, each a full list of arguments of forward. */
export function guesses(
  module: InstanceValue,
  known: readonly number[] | null,
): readonly (readonly InputWords[])[] {
  const parameters = forwardParameters(module);
  const first = known ? [floats([batch, ...known])] : firstInputs(module, parameters[0] ?? 'x');
  return first.map((input) => [input, ...parameters.slice(1).map((name) => further(name, input, module))]);
}

/** The names of the parameters of forward that must be given. */
export function forwardParameters(module: InstanceValue): readonly string[] {
  const own = module.attributes.get('forward');
  const forward = own?.kind === 'boundMethod' ? own.callable : lookup(module.cls, 'forward');
  if (forward?.kind !== 'function') return ['input'];
  return required(forward);
}

function required({ code, defaults }: FunctionValue): readonly string[] {
  const names = code.positional.slice(1, code.positional.length - defaults.length);
  return names.length === 0 ? code.positional.slice(1, 2) : names;
}

function floats(shape: readonly number[]): InputWords {
  return { kind: 'input', shape, dtype: 'float32', indexCount: 0, whole: false };
}

function indices(shape: readonly number[], indexCount: number): InputWords {
  return { kind: 'input', shape, dtype: 'int64', indexCount, whole: false };
}

/** Names of parameters that take words by their numbers. */
const wordNames = /ids?$|idx|tokens?|^(src|text|words?|tok|sentence|captions?)$/i;

/** Shapes that the first layer with a number of inputs allows. */
function firstInputs(module: InstanceValue, name: string): readonly InputWords[] {
  const layers = namedModules(module).flatMap(({ module: one }) => ownShapes(one, module));
  const [first] = layers;
  const side = imageSide(module);
  const sized = side === null ? [] : [[3, side, side]].map((shape) => floats([batch, ...shape]));
  if (wordNames.test(name)) {
    const count = embeddingSize(module);
    if (count !== null) return [indices([batch, steps], count), ...(first ?? [])];
  }
  const others = layers.slice(1, 4).flat();
  return [
    ...sizedLike(first ?? [], side),
    ...(first ?? []),
    ...sized,
    ...others,
    floats([batch, 3, 32, 32]),
    floats([batch, 32]),
  ].slice(0, 24);
}

/** The image side that the network says it is for, in the place of the usual ones. */
function sizedLike(first: readonly InputWords[], side: number | null): readonly InputWords[] {
  const [usual] = first;
  if (side === null || usual?.kind !== 'input' || usual.shape.length !== 4) return [];
  return [floats([batch, usual.shape[1] ?? 3, side, side])];
}

const sizeNames = [
  'img_size',
  'image_size',
  'input_size',
  'image_resolution',
  'resolution',
  'input_resolution',
];

function imageSide(module: InstanceValue): number | null {
  for (const { module: one } of namedModules(module).slice(0, 8)) {
    for (const name of sizeNames) {
      const value = one.attributes.get(name);
      const plain = value && unwrap(value);
      const size = plain?.kind === 'tuple' || plain?.kind === 'list' ? plain.items.at(-1) : plain;
      if (size?.kind === 'int' && Number(size.value) >= 4) return Number(size.value);
    }
  }
  return null;
}

/** The shapes that a layer of torch takes, best first; none for whatever does not say it. */
function ownShapes(layer: InstanceValue, root: InstanceValue): readonly (readonly InputWords[])[] {
  const kind = layer.cls.mro.find(({ origin }) => origin === null)?.name ?? '';
  const number = (name: string): number | null => wholeOf(layer.attributes.get(name));
  const channels = number('in_channels');
  if (channels !== null && /Conv(Transpose)?2d$/.test(kind))
    return [sides.map((side) => floats([batch, channels, side, side]))];
  if (channels !== null && /Conv(Transpose)?1d$/.test(kind))
    return [[64, 128, 1000, 16000].map((length) => floats([batch, channels, length]))];
  if (channels !== null && /Conv(Transpose)?3d$/.test(kind))
    return [[16, 32].map((side) => floats([batch, channels, side, side, side]))];
  const features = number('in_features');
  if (features !== null) return [linearShapes(features)];
  const sequence = number('input_size');
  if (sequence !== null && /^(RNN|LSTM|GRU)$/.test(kind)) {
    return [[floats([batch, steps, sequence]), floats([batch, sequence])]];
  }
  if (sequence !== null && /Cell$/.test(kind)) return [[floats([batch, sequence])]];
  const entries = number('num_embeddings');
  if (entries !== null)
    return [
      [
        indices([batch, steps], entries),
        indices([batch], entries),
        indices([batch, steps], embeddingSize(root) ?? entries),
      ],
    ];
  const embedding = number('embed_dim');
  if (embedding !== null && kind === 'MultiheadAttention') return [[floats([batch, steps, embedding])]];
  return [];
}

/** Features as they are, as a square image of one or three channels, and behind an axis of steps. */
function linearShapes(features: number): readonly InputWords[] {
  const plain = [floats([batch, features]), floats([batch, steps, features])];
  const images = [1, 3].flatMap((channels) => {
    const side = Math.sqrt(features / channels);
    return Number.isInteger(side) && side >= 8 ? [floats([batch, channels, side, side])] : [];
  });
  return [...plain, ...images];
}

function wholeOf(value: Value | undefined): number | null {
  return value?.kind === 'int' ? Number(value.value) : null;
}

/** A further parameter by its name: states and masks may be left out, lengths and steps are one number for each sample. */
function further(name: string, first: InputWords, module: InstanceValue): InputWords {
  if (/mask|^(h|c|hx|cx|hidden|state|states|memory_state|prev.*|past.*|cache)(_?\d+)?$/i.test(name)) {
    return { kind: 'value', value: () => none, isNone: true };
  }
  if (/^(t|time|timesteps?|step|noise_level|sigma)$/i.test(name)) return floats([batch]);
  if (/^(y|labels?|class(es)?|cond(ition)?|c)$/i.test(name))
    return indices([batch], embeddingSize(module) ?? 10);
  if (wordNames.test(name) && first.kind === 'input' && first.indexCount === 0) {
    const count = embeddingSize(module);
    if (count !== null)
      return indices([batch, wholeOf(module.attributes.get('context_length')) ?? steps], count);
  }
  return first;
}
