/** Embeddings as layers of torch.nn. */
import { fail } from '../../python/values/exceptions';
import { int, none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { tensorArgument } from '../values/arguments';
import { flag } from '../../tensors/arguments';
import { embeddingFunctions, paddingIndex } from '../functions/embeddings';
import { parameterOf } from '../module/parameter';
import { sizeArgument } from './convolutions';
import type { Layer, TorchLayer } from './layer';
import { attributesOf, through } from './through';

/** A table of vectors: given ones, or normal numbers with a row of zeros for the padding (reset_parameters). */
function buildTable(layer: Layer, given: Value, frozen: boolean): void {
  const { machine } = layer;
  const count = sizeArgument(machine, layer.get('num_embeddings'), 1);
  const features = sizeArgument(machine, layer.get('embedding_dim'), 2);
  const padding = paddingIndex(machine, layer.get('padding_idx'), count);
  layer.set('padding_idx', padding === null ? none : int(padding));
  const shape = [count, features];
  if (given.kind !== 'none') {
    const table = tensorArgument(machine, given, '_weight');
    if (table.shape && table.shape.join() !== shape.join()) {
      const message = 'Shape of weight does not match num_embeddings and embedding_dim';
      throw fail(machine, 'AssertionError', message);
    }
    layer.state.parameters.set('weight', parameterOf(layer.recorder, table, !frozen));
    return;
  }
  const initialisation =
    padding === null ? ({ name: 'normal' } as const) : ({ name: 'normal', zeroRow: padding } as const);
  layer.parameter('weight', {
    shape,
    role: 'embedding',
    initialisation,
    fans: { fanIn: features, fanOut: features },
  });
}

const lookUp = through(embeddingFunctions, 'embedding');
const foldBags = through(embeddingFunctions, 'embedding_bag');

export const embeddingLayers: readonly TorchLayer[] = [
  {
    name: 'Embedding',
    kind: 'embedding',
    signature:
      'num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False, device=None, dtype=None',
    build: (layer, ...bound) => {
      layer.self.attributes.delete('_weight');
      buildTable(layer, bound[7] ?? none, flag(layer.machine, bound[8] ?? none));
    },
    forward: (layer, input) =>
      lookUp(layer, input, ...attributesOf(layer, ['weight', 'padding_idx']), none, none, none, none),
  },
  {
    name: 'EmbeddingBag',
    kind: 'embedding-bag',
    signature:
      "num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, _weight=None, include_last_offset=False, padding_idx=None, device=None, dtype=None",
    build: (layer, ...bound) => {
      layer.self.attributes.delete('_weight');
      buildTable(layer, bound[7] ?? none, false);
    },
    takes: 'input, offsets=None, per_sample_weights=None',
    forward: (layer, input, offsets, weights) => {
      const [table = none, ...rest] = attributesOf(layer, [
        'weight',
        'max_norm',
        'norm_type',
        'scale_grad_by_freq',
        'mode',
        'sparse',
      ]);
      const [last = none, padding = none] = attributesOf(layer, ['include_last_offset', 'padding_idx']);
      return foldBags(layer, input, table, offsets, ...rest, weights, last, padding);
    },
  },
];
