/** Gives the parameters and buffers of a network the weights of its file: by layer, by what they are called within it, and by their order. */
import { counted } from '../../base/numbers';
import { someOf, withWeights } from '../../graph/givenWeights';
import type { BufferNode, Network, ParameterNode } from '../../graph/network';
import type { Tensor } from '../../tensor/tensor';
import type { NamedTensors } from '../tensor-files/tensors';
import type { StoredWeight } from './weightNames';

/** The order in which Keras's layers make their weights, which is that of the file where it only counts them. */
const order = [
  'depthwise_kernel',
  'pointwise_kernel',
  'kernel',
  'recurrent_kernel',
  'embeddings',
  'position_embeddings',
  'scale',
  'gamma',
  'beta',
  'alpha',
  'bias',
  'moving_mean',
  'moving_variance',
  'mean',
  'variance',
  'count',
];

/** A network with weights, and what did not fit, one sentence each. */
export interface Weighted {
  readonly network: Network;
  readonly problems: readonly string[];
}

type Place = ParameterNode | BufferNode;

/** Puts stored weights in their places. What the file has not, keeps its own start, and is named. @throws TensorFileError where numbers cannot be read */
export function weighted(network: Network, stored: readonly StoredWeight[]): Weighted {
  const values = namedFor(network, stored);
  const given = withWeights(network, values, { keeps: ({ name }) => !values.has(name) });
  const missing = placesOf(network).filter(({ name }) => !values.has(name));
  const lacks = `The file gives no weights for ${counted(missing.length, 'parameter')}: ${someOf(missing.map(({ name }) => name))}; they start as the layers say.`;
  const problems = missing.length > 0 && stored.length > 0 ? [...given.misfits, lacks] : given.misfits;
  return { network: given.network, problems };
}

/** The stored weights under the names of the parameters and buffers that they are for. @throws TensorFileError where numbers cannot be read */
export function namedFor(network: Network, stored: readonly StoredWeight[]): NamedTensors {
  const groups = byKey(stored, ({ path }) => path.join('/'));
  const values = new Map<string, Tensor>();
  for (const [path, members] of byKey(placesOf(network), ({ name }) =>
    name.split('/').slice(0, -1).join('/'),
  )) {
    for (const [{ name }, weight] of pairs(members, groupFor(path, groups) ?? [])) {
      values.set(name, weight.read(name));
    }
  }
  return values;
}

function placesOf({ nodes }: Network): readonly Place[] {
  return nodes.filter((node) => node.kind === 'parameter' || node.kind === 'buffer');
}

function byKey<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/**
 * The group of the same path; else the one whose path shares most words with it, the first layers first. Keras 2 writes names that its models
 * no longer have around them, Keras 3 the attributes under which a layer keeps others (query_dense for query).
 */
function groupFor(
  path: string,
  groups: ReadonlyMap<string, readonly StoredWeight[]>,
): readonly StoredWeight[] | undefined {
  const exact = groups.get(path);
  if (exact) return exact;
  const parts = path.split('/');
  const layer = parts[0] ?? '';
  let best: { readonly score: number; readonly group: readonly StoredWeight[] } | undefined;
  for (const [key, group] of groups) {
    const there = key.split('/');
    const at = there.indexOf(layer);
    const isSuffix = key.endsWith(`/${path}`) || path.endsWith(`/${key}`);
    if (at === -1 && !isSuffix) continue;
    const words = new Set(there.flatMap((part) => part.split('_')));
    const shared = parts.flatMap((part) => part.split('_')).filter((word) => words.has(word)).length;
    const score = (isSuffix ? 1000 : 0) + 2 * shared - words.size / 100;
    if (!best || score > best.score) best = { score, group };
  }
  return best?.group;
}

/** Which weight goes where: by their words, or by their order where the file only counts. */
function pairs(
  places: readonly Place[],
  group: readonly StoredWeight[],
): readonly (readonly [Place, StoredWeight])[] {
  const named = new Map(
    group.flatMap((weight) => (weight.word === null ? [] : [[weight.word, weight] as const])),
  );
  if (named.size > 0) {
    return places.flatMap((place) => {
      const weight = named.get(wordOf(place));
      return weight ? [[place, weight] as const] : [];
    });
  }
  const counting = [...group].sort((a, b) => a.index - b.index);
  const ordered = [...places].sort((a, b) => rankOf(a) - rankOf(b));
  return ordered.flatMap((place, index) => {
    const weight = counting[index];
    return weight ? [[place, weight] as const] : [];
  });
}

function wordOf({ name }: Place): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Words that are not in the list keep their order behind those that are. */
function rankOf(place: Place): number {
  const rank = order.indexOf(wordOf(place));
  return rank === -1 ? order.length : rank;
}
