/** Attention of keras.layers with one head: by dot products, and by a sum under tanh. */
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { tuple } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import { plainCall } from '../../tensors/arithmetic';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { both, causalMask, flagged, truths, unsqueezed, weighed } from './attentionParts';
import type { KerasLayer, Layer } from './layer';
import { multiHeadLayers } from './multiHeadAttention';
import { shown } from './places';

const add = plainCall('add');
const multiply = plainCall('multiply');

/** Every query with every key: (batch, queries, keys, features). */
function summed(layer: Layer, query: TensorValue, key: TensorValue): TensorValue {
  return layer.apply(add, unsqueezed(layer, query, 2), unsqueezed(layer, key, 1));
}

function overFeatures(layer: Layer, x: TensorValue): TensorValue {
  return layer.apply({ op: 'sum', attributes: { axes: [-1], keepDimensions: false } }, x);
}

type Scores = (layer: Layer, query: TensorValue, key: TensorValue) => TensorValue;

/** Attention and AdditiveAttention: `layer([query, value])` or `layer([query, value, key])`. */
function listAttention(scores: Scores): KerasLayer['call'] {
  return (layer, inputs, given) => {
    const plain = unwrap(inputs);
    if (plain.kind === 'unknown') throw new Encountered(plain);
    if (plain.kind !== 'list' && plain.kind !== 'tuple')
      throw fail(
        layer.machine,
        'ValueError',
        `${layer.self.cls.name} layer must be called on a list of inputs, namely [query, value] or [query, value, key]. Received: inputs=${shown(layer.machine, inputs)}.`,
      );
    const [query, value, third] = layer.inputs(inputs);
    if (!query || !value)
      throw fail(
        layer.machine,
        'ValueError',
        `${layer.self.cls.name} layer accepts inputs list of length 2 or 3, namely [query, value] or [query, value, key].`,
      );
    const key = third ?? value;
    const masks = unwrap(given.get('mask'));
    const [queryMask, valueMask] =
      masks.kind === 'list' || masks.kind === 'tuple' ? masks.items.map(tensorIn) : [];
    const [queries = 1, keys = 1] = [query.shape.at(-2), key.shape.at(-2)];
    const causal = flagged(given, 'use_causal_mask')
      ? unsqueezed(layer, causalMask(layer, queries, keys), 0)
      : null;
    const mask = both(layer, valueMask ? unsqueezed(layer, truths(layer, valueMask), 1) : null, causal);
    const { output, weights } = weighed(layer, scores(layer, query, key), value, mask);
    const kept = queryMask
      ? layer.apply(
          multiply,
          output,
          layer.apply({ op: 'cast', attributes: { elementType: 'float' } }, unsqueezed(layer, queryMask, 2)),
        )
      : output;
    return flagged(given, 'return_attention_scores') ? tuple([kept.value, weights.value]) : kept.value;
  };
}

const listTakes = 'return_attention_scores=False, use_causal_mask=False';
const one = { fanIn: 1, fanOut: 1 };

const attention: KerasLayer = {
  name: 'Attention',
  kind: 'attention',
  signature: 'use_scale=False, score_mode="dot", dropout=0.0, seed=None',
  made: (layer) => {
    const mode = layer.word('score_mode');
    if (mode !== 'dot' && mode !== 'concat')
      throw fail(
        layer.machine,
        'ValueError',
        `Invalid value for argument score_mode. Expected one of {'dot', 'concat'}. Received: score_mode=${mode}`,
      );
  },
  build: (layer) => {
    const start = { name: 'ones' } as const;
    if (layer.flag('use_scale')) layer.weight({ name: 'scale', shape: [], start, role: 'scale', fans: one });
    if (layer.word('score_mode') === 'concat')
      layer.weight({ name: 'concat_score_weight', shape: [], start, role: 'scale', fans: one });
  },
  takes: listTakes,
  call: listAttention((layer, query, key) => {
    const scale = layer.tensor('scale');
    const scaled = (x: TensorValue): TensorValue => (scale ? layer.apply(multiply, x, scale) : x);
    if (layer.word('score_mode') === 'concat') {
      const sums = overFeatures(layer, layer.apply(plainCall('tanh'), scaled(summed(layer, query, key))));
      return layer.apply(multiply, sums, layer.required('concat_score_weight'));
    }
    const rank = key.shape?.length ?? 3;
    const order = [...Array(rank).keys()];
    const turned = layer.permuted(key, [...order.slice(0, -2), rank - 1, rank - 2]);
    return scaled(layer.apply({ op: 'matrix-product', attributes: {} }, query, turned));
  }),
};

const additiveAttention: KerasLayer = {
  name: 'AdditiveAttention',
  kind: 'additive_attention',
  signature: 'use_scale=True, dropout=0.0, seed=None',
  build: (layer, shape) => {
    const features = shape.at(-1) ?? 1;
    const start = { name: 'keras', own: { name: 'xavier-uniform' } } as const;
    if (layer.flag('use_scale'))
      layer.weight({
        name: 'scale',
        shape: [features],
        start,
        role: 'scale',
        fans: { fanIn: features, fanOut: features },
      });
  },
  takes: listTakes,
  call: listAttention((layer, query, key) => {
    const curved = layer.apply(plainCall('tanh'), summed(layer, query, key));
    const scale = layer.tensor('scale');
    return overFeatures(layer, scale ? layer.apply(multiply, curved, scale) : curved);
  }),
};

/** All of them, with several heads too. */
export const attentionLayers: readonly KerasLayer[] = [attention, additiveAttention, ...multiHeadLayers];
