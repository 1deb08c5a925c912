/** Layers of keras.layers that look up words and categories: what stands behind them gets indices, and those are what the network takes. */
import { native } from '../../python/builtins/native';
import { unwrap } from '../../python/values/classes';
import { int, list, none, str } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import type { Shaped } from '../../tensors/shaped';
import { Layer, type KerasLayer } from './layer';

function itemsIn(value: Value): number | null {
  const plain = unwrap(value);
  if (plain.kind === 'list' || plain.kind === 'tuple') return plain.items.length;
  return tensorIn(plain)?.shape?.[0] ?? null;
}

/** Indices beside those of the vocabulary: for what is not in it, and for what is left out. */
function specialIndices(layer: Layer): number {
  const strange = layer.get('num_oov_indices');
  return (strange.kind === 'int' ? Number(strange.value) : 1) + (layer.isNone('mask_token') ? 0 : 1);
}

/** How many indices a layer of this file gives; null where only data would say. */
export function categoriesOf(layer: Layer): number | null {
  for (const name of ['num_tokens', 'num_bins']) {
    const value = layer.get(name);
    if (value.kind === 'int') return Number(value.value);
  }
  const words = itemsIn(layer.get('vocabulary'));
  if (words !== null) return words + specialIndices(layer);
  const most = layer.get('max_tokens');
  return most.kind === 'int' ? Number(most.value) : null;
}

/** The kinds of the layers that take indices where Keras takes words or categories. */
export const lookUpKinds: ReadonlySet<string> = new Set(['StringLookup', 'IntegerLookup', 'Hashing']);

/** How many different indices a layer that looks up takes; 0 for any other layer. */
export function indicesTaken(layer: Layer): number {
  const { name } = layer.self.cls;
  return lookUpKinds.has(name) || name === 'CategoryEncoding' ? (categoriesOf(layer) ?? 0) : 0;
}

function sizeOf(layer: Layer): number {
  const size = categoriesOf(layer);
  if (size !== null) return size;
  throw new Encountered(
    layer.machine.unknown('data', 'How many words or categories there are depends on data that is not read.'),
  );
}

/** Indices as they are, or the vectors that `output_mode` asks for. */
function encoded(layer: Layer, given: Shaped, mode: string): Value {
  const x = layer.apply({ op: 'cast', attributes: { elementType: 'int32' } }, given);
  if (mode === 'int') return x.value;
  if (mode !== 'one_hot' && mode !== 'multi_hot' && mode !== 'count')
    throw new Encountered(
      layer.machine.unknown('data', `output_mode='${mode}' depends on data that is not read.`),
    );
  const isColumn = given.shape.length > 1 && given.shape.at(-1) === 1;
  const sizes = given.shape.slice(0, -1);
  const row: TensorValue =
    mode === 'one_hot' && isColumn ? layer.apply({ op: 'reshape', attributes: { sizes } }, x) : x;
  const hot = layer.apply({ op: 'one-hot', attributes: { classes: sizeOf(layer) } }, row);
  if (mode === 'one_hot') return hot.value;
  const axes = [-2];
  return layer.apply(
    { op: mode === 'count' ? 'sum' : 'max', attributes: { axes, keepDimensions: false } },
    hot,
  ).value;
}

function modeOf(layer: Layer): string {
  const mode = layer.word('output_mode');
  return mode === 'binary' ? 'multi_hot' : mode;
}

function noTexts(layer: Layer): Error {
  return new Encountered(
    layer.machine.unknown('data', `Texts are not read: what ${layer.name} makes of them is not known.`),
  );
}

function lookedUp(layer: Layer, inputs: Value): Value {
  const invert = unwrap(layer.get('invert'));
  if (invert.kind === 'bool' && invert.value) throw noTexts(layer);
  return encoded(layer, layer.input(inputs), modeOf(layer));
}

/** Data that is not read leaves a vocabulary unknown. */
const nothing = (): undefined => undefined;

/** The words of a vocabulary, as far as the program says them; for the others there stands what is not in it. */
function vocabularyOf(layer: Layer): Value {
  const given = unwrap(layer.get('vocabulary'));
  const words = given.kind === 'list' || given.kind === 'tuple' ? given.items : [];
  const missing = Math.max(0, sizeOf(layer) - words.length);
  layer.machine.step(missing);
  return list([...new Array<Value>(missing).fill(str('[UNK]')), ...words]);
}

function method(
  name: string,
  signature: string,
  run: (layer: Layer, given: Value) => Value,
): readonly [string, Value] {
  const body = native(
    name,
    signature,
    (machine, self, given = none) => (self.kind === 'instance' ? run(new Layer(machine, self), given) : none),
    { binds: true },
  );
  return [name, body];
}

const vocabularyMethods: NonNullable<KerasLayer['methods']> = [
  method('get_vocabulary', 'self, include_special_tokens=True', vocabularyOf),
  method('vocabulary_size', 'self', (layer) => int(sizeOf(layer))),
  method('set_vocabulary', 'self, vocabulary, idf_weights=None', (layer, words) => {
    layer.set('vocabulary', words);
    return none;
  }),
];

function lookup(name: string, kind: string, token: string): KerasLayer {
  return {
    ...{ name, kind, adapt: nothing, call: lookedUp, methods: vocabularyMethods },
    signature: `max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=${token}, vocabulary=None, idf_weights=None, invert=False, output_mode="int", sparse=False, pad_to_max_tokens=False, **kwargs`,
  };
}

/** All of them. */
export const categoryLayers: readonly KerasLayer[] = [
  lookup('StringLookup', 'string_lookup', '"[UNK]"'),
  lookup('IntegerLookup', 'integer_lookup', '-1'),
  {
    name: 'TextVectorization',
    kind: 'text_vectorization',
    signature:
      'max_tokens=None, standardize="lower_and_strip_punctuation", split="whitespace", ngrams=None, output_mode="int", output_sequence_length=None, pad_to_max_tokens=False, vocabulary=None, idf_weights=None, sparse=False, ragged=False, **kwargs',
    adapt: nothing,
    methods: vocabularyMethods,
    call: (layer) => {
      throw noTexts(layer);
    },
  },
  {
    name: 'Hashing',
    kind: 'hashing',
    signature: 'num_bins, mask_value=None, salt=None, output_mode="int", sparse=False, **kwargs',
    call: lookedUp,
  },
  {
    name: 'CategoryEncoding',
    kind: 'category_encoding',
    signature: 'num_tokens=None, output_mode="multi_hot", sparse=False, **kwargs',
    call: (layer, inputs) => encoded(layer, layer.input(inputs), modeOf(layer)),
  },
];
