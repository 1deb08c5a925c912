/** Attention of keras.layers with several heads: projections of queries, keys and values, and of what the heads give. */
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { int, none, str, tuple } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { plainCall } from '../../tensors/arithmetic';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { wholes } from '../../tensors/arguments';
import { withShape, type Shaped } from '../../tensors/shaped';
import { bandMask, both, causalMask, flagged, truths, unsqueezed, weighed } from './attentionParts';
import type { KerasLayer, Layer, LayerArguments } from './layer';
import { shown } from './places';
import { layerNamed } from './recurrent';

const alphabet = 'abcdefghijklmnopqrstuvwxyz';

/** The equation of a projection, and the letters of its bias (keras _build_proj_equation). */
function projection(
  free: number,
  bound: number,
  outputs: number,
): { readonly equation: string; readonly bias: string } {
  const kept = alphabet.slice(0, free);
  const gone = alphabet.slice(free, free + bound);
  const made = alphabet.slice(free + bound, free + bound + outputs);
  return { equation: `${kept}${gone},${gone}${made}->${kept}${made}`, bias: made };
}

/** How many of the last axes are bound, and the sizes that take their place. */
interface Projected {
  readonly bound: number;
  readonly sizes: readonly number[];
  readonly activation?: string;
}

/** A layer within: made when it is first needed, and kept. */
function projected(layer: Layer, name: string, x: Value, { bound, sizes, activation }: Projected): Shaped {
  const { machine } = layer;
  const attribute = `_${name}_dense`;
  let inner = layer.get(attribute);
  if (inner.kind === 'none') {
    const rank = withShape(layer.recorder, layer.input(x)).shape.length;
    const { equation, bias } = projection(rank - bound, bound, sizes.length);
    const open = new Array<Value>(rank - bound - 1).fill(none);
    const keywords = new Map<string, Value>([
      ['output_shape', tuple([...open, ...sizes.map(int)])],
      ['bias_axes', layer.flag('use_bias') ? str(bias) : none],
      ['name', str(name)],
      ['kernel_initializer', layer.get('kernel_initializer')],
      ['bias_initializer', layer.get('bias_initializer')],
      ['activation', activation === undefined ? none : str(activation)],
    ]);
    inner = machine.call(layerNamed(machine, 'EinsumDense'), [str(equation)], keywords);
    layer.set(attribute, inner);
  }
  return layer.input(machine.call(inner, [x]));
}

/** A mask as numbers to add: where a query takes no key at all it takes all of them alike, as in Keras. */
function asScores(layer: Layer, mask: TensorValue): TensorValue {
  const ones = layer.apply({ op: 'cast', attributes: { elementType: 'float' } }, mask);
  return layer.apply({ op: 'affine', attributes: { scale: far, shift: -far } }, ones);
}

/** So far below all others that nothing of a key is left. */
const far = 1e30;

/** What several heads need to know. */
interface Heads {
  readonly query: number;
  readonly key: number;
  readonly keySize: number;
  readonly valueSize: number;
}

/** (batch, …places, heads, features) as (batch, heads, places, features). */
function headsFirst(layer: Layer, x: Shaped): TensorValue {
  const [batch = 1, ...rest] = x.shape;
  const [heads = 1, features = 1] = rest.slice(-2);
  const places = rest.slice(0, -2).reduce((product, size) => product * size, 1);
  const flat =
    rest.length === 3
      ? x
      : layer.apply({ op: 'reshape', attributes: { sizes: [batch, places, heads, features] } }, x);
  return layer.permuted(flat, [0, 2, 1, 3]);
}

function masksOf(layer: Layer, given: LayerArguments, queries: number, keys: number): TensorValue | null {
  const tensor = (name: string): TensorValue | null => {
    const found = tensorIn(given.get(name));
    return found ? truths(layer, found) : null;
  };
  const [query, value, key, whole] = ['query_mask', 'value_mask', 'key_mask', 'attention_mask'].map(tensor);
  const causal = flagged(given, 'use_causal_mask')
    ? unsqueezed(layer, causalMask(layer, queries, keys), 0)
    : null;
  const band = layer.isNone('sliding_window')
    ? null
    : unsqueezed(layer, bandMask(layer, queries, keys, layer.whole('sliding_window')), 0);
  const sides = [
    query ? unsqueezed(layer, query, 2) : null,
    value ? unsqueezed(layer, value, 1) : null,
    key ? unsqueezed(layer, key, 1) : null,
    causal,
    band,
    whole ?? null,
  ];
  const joined = sides.reduce<TensorValue | null>((mask, side) => both(layer, mask, side), null);
  // One axis for the heads.
  return joined && (joined.shape?.length === 3 ? unsqueezed(layer, joined, 1) : joined);
}

function attend(layer: Layer, inputs: Value, given: LayerArguments, heads: Heads): Value {
  const value = given.get('value');
  const key = given.get('key').kind === 'none' ? value : given.get('key');
  const shape = layer.input(inputs).shape;
  const q = projected(layer, 'query', inputs, { bound: 1, sizes: [heads.query, heads.keySize] });
  const k = projected(layer, 'key', key, { bound: 1, sizes: [heads.key, heads.keySize] });
  const gated = { bound: 1, sizes: [heads.query, heads.valueSize], activation: 'sigmoid' };
  const gate = layer.flag('use_gate') ? projected(layer, 'gate', inputs, gated) : null;
  const v = projected(layer, 'value', value, { bound: 1, sizes: [heads.key, heads.valueSize] });
  const axes = unwrap(layer.get('attention_axes'));
  if (axes.kind !== 'none' && wholes(layer.machine, axes).length !== shape.length - 2)
    throw new Encountered(
      layer.machine.unknown('unsupported', 'Attention over some of several axes is not understood yet.'),
    );
  const [left, right, values] = [q, k, v].map((tensor) => headsFirst(layer, tensor));
  if (!left || !right || !values) return inputs;
  const mask = masksOf(layer, given, left.shape?.[2] ?? 1, right.shape?.[2] ?? 1);
  const wanted = flagged(given, 'return_attention_scores');
  const { output, scores } = wanted
    ? spelledOut(layer, { left, right, values, mask, size: heads.keySize, groups: heads.query / heads.key })
    : {
        output: layer.apply(
          {
            op: 'scaled-dot-product-attention',
            attributes: {
              causal: false,
              scale: 1 / Math.sqrt(heads.keySize),
              dropout: layer.training ? layer.number('dropout') : 0,
            },
          },
          left,
          right,
          values,
          ...(mask ? [asScores(layer, mask)] : []),
        ),
        scores: null,
      };
  const back = layer.permuted(output, [0, 2, 1, 3]);
  const sizes = [...shape.slice(0, -1), heads.query, heads.valueSize];
  const placed = shape.length === 3 ? back : layer.apply({ op: 'reshape', attributes: { sizes } }, back);
  const passed = gate ? layer.apply(plainCall('multiply'), placed, gate) : placed;
  const asked = layer.self.attributes.get('output_shape') ?? none;
  const last = asked.kind === 'none' ? [shape.at(-1) ?? 1] : wholes(layer.machine, asked);
  const result = projected(layer, 'attention_output', passed.value, { bound: 2, sizes: last });
  return scores ? tuple([result.value, scores.value]) : result.value;
}

interface SpelledOut {
  readonly left: TensorValue;
  readonly right: TensorValue;
  readonly values: TensorValue;
  readonly mask: TensorValue | null;
  readonly size: number;
  /** Heads of queries for every head of keys. */
  readonly groups: number;
}

/** The same with the shares of all keys as an output. */
function spelledOut(
  layer: Layer,
  { left, right, values, mask, size, groups }: SpelledOut,
): { readonly output: TensorValue; readonly scores: TensorValue } {
  const copied = (x: TensorValue): TensorValue =>
    groups === 1 ? x : layer.apply({ op: 'repeat-interleave', attributes: { axis: 1, repeats: groups } }, x);
  const scaled = layer.apply({ op: 'affine', attributes: { scale: 1 / Math.sqrt(size), shift: 0 } }, left);
  const scores = layer.apply(
    { op: 'matrix-product', attributes: {} },
    scaled,
    layer.permuted(copied(right), [0, 1, 3, 2]),
  );
  const { output, weights } = weighed(layer, scores, copied(values), mask);
  return { output, scores: weights };
}

function positive(layer: Layer, ...names: readonly string[]): void {
  for (const name of names) {
    const value = layer.get(name);
    if (value.kind === 'unknown' || layer.whole(name) > 0) continue;
    throw fail(
      layer.machine,
      'ValueError',
      `Received an invalid value for argument \`${name}\`, expected a positive integer. Received: ${name}=${layer.whole(name)}`,
    );
  }
}

function checkWindow(layer: Layer): void {
  const value = layer.get('sliding_window');
  if (value.kind === 'none' || value.kind === 'unknown') return;
  if (value.kind === 'int' && layer.whole('sliding_window') > 0) return;
  const message = `\`sliding_window\` must be \`None\` or a positive integer. Received: sliding_window=${shown(layer.machine, value)}`;
  throw fail(layer.machine, 'ValueError', message);
}

const takes =
  'value=None, key=None, query_mask=None, value_mask=None, key_mask=None, attention_mask=None, return_attention_scores=False, use_causal_mask=False';
const starts =
  'kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None';

const multiHeadAttention: KerasLayer = {
  name: 'MultiHeadAttention',
  kind: 'multi_head_attention',
  signature: `num_heads, key_dim, value_dim=None, dropout=0.0, use_bias=True, output_shape=None, attention_axes=None, flash_attention=None, ${starts}, use_gate=False, sliding_window=None, seed=None`,
  made: (layer) => {
    positive(layer, 'num_heads', 'key_dim');
    checkWindow(layer);
  },
  first: 'query',
  takes,
  call: (layer, inputs, given) => {
    const count = layer.whole('num_heads');
    const keySize = layer.whole('key_dim');
    const valueSize = layer.isNone('value_dim') ? keySize : layer.whole('value_dim');
    return attend(layer, inputs, given, { query: count, key: count, keySize, valueSize });
  },
};

const groupQueryAttention: KerasLayer = {
  name: 'GroupedQueryAttention',
  aliases: ['GroupQueryAttention'],
  kind: 'grouped_query_attention',
  signature: `head_dim, num_query_heads, num_key_value_heads, dropout=0.0, use_bias=True, flash_attention=None, ${starts}, use_gate=False, sliding_window=None, seed=None`,
  made: (layer) => {
    positive(layer, 'head_dim', 'num_query_heads', 'num_key_value_heads');
    if (layer.whole('num_query_heads') % layer.whole('num_key_value_heads') !== 0)
      throw fail(
        layer.machine,
        'ValueError',
        '`num_query_heads` must be divisible by `num_key_value_heads`.',
      );
    checkWindow(layer);
  },
  first: 'query',
  takes,
  call: (layer, inputs, given) => {
    const size = layer.whole('head_dim');
    return attend(layer, inputs, given, {
      query: layer.whole('num_query_heads'),
      key: layer.whole('num_key_value_heads'),
      keySize: size,
      valueSize: size,
    });
  },
};

/** Both of them. */
export const multiHeadLayers: readonly KerasLayer[] = [multiHeadAttention, groupQueryAttention];
