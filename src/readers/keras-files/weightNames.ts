/** Weights of a saved model by the paths of its layers, whatever the layout of the file. */
import type { Tensor } from '../../tensor/tensor';
import type { Hdf5Object } from '../tensor-files/hdf5/file';
import { fieldOf, itemsIn, objectIn, textIn, type Json } from './json';

/** One stored weight: where it stands in the file, split at its slashes, and how its numbers are read. */
export interface StoredWeight {
  /** The path in words: names of layers where the file says them. */
  readonly path: readonly string[];
  /** Its own word (kernel); null where the file only counts. */
  readonly word: string | null;
  /** Its place among those of its group. */
  readonly index: number;
  readonly read: (name: string) => Tensor;
}

/** The weights of an HDF5 file: the groups of Keras 2, or `layers/NAME/vars/0` of Keras 3. */
export function storedInHdf5(root: Hdf5Object, model: Json | undefined): readonly StoredWeight[] {
  const older = root.children.get('model_weights') ?? root;
  if (older.attributes.has('layer_names'))
    return [...older.children].flatMap(([, layer]) => olderLayer(layer));
  return newerGroup(root, [], model);
}

/** `weight_names` lists the weights of a layer; in Keras 2 they end in `:0`. Long lists stand in several attributes. */
function olderLayer(layer: Hdf5Object): readonly StoredWeight[] {
  const names = [...layer.attributes]
    .filter(([name]) => /^weight_names\d*$/.test(name))
    .flatMap(([, value]) => (Array.isArray(value) ? value.map(String) : []));
  return names.flatMap((name, index) => {
    const parts = name.split('/');
    const stored = parts.reduce<Hdf5Object | undefined>((group, part) => group?.children.get(part), layer);
    const word = parts.at(-1)?.replace(/:\d+$/, '') ?? '';
    return stored?.dataset ? [{ path: parts.slice(0, -1), word, index, read: stored.dataset.read }] : [];
  });
}

/** Groups of Keras 3 carry the name of their layer in newer versions; in older ones only its class, counted. */
function newerGroup(
  group: Hdf5Object,
  path: readonly string[],
  model: Json | undefined,
): readonly StoredWeight[] {
  const own = [...(group.children.get('vars')?.children ?? [])].flatMap(
    ([number, { dataset }]): StoredWeight[] => {
      const index = Number(number);
      return dataset && Number.isInteger(index) ? [{ path, word: null, index, read: dataset.read }] : [];
    },
  );
  const named = layerNames(model);
  const below = [...group.children].flatMap(([name, child]) => {
    if (name === 'vars' || name === 'optimizer') return [];
    const container = name === 'layers' || name === '_layer_checkpoint_dependencies' ? child : null;
    if (container) {
      return [...container.children].flatMap(([key, layer]) => {
        const known = named.get(key);
        const said = layer.children.get('vars')?.attributes.get('name');
        const called = typeof said === 'string' ? said : (known?.name ?? key);
        return newerGroup(layer, [...path, called], known?.json);
      });
    }
    const said = child.children.get('vars')?.attributes.get('name');
    return newerGroup(child, [...path, typeof said === 'string' ? `${name}_${said}` : name], undefined);
  });
  return [...own, ...below];
}

/** The layers of a model by the names that Keras 3 gives their groups: the class in snake case, counted (keras.src.saving.saving_lib). */
function layerNames(
  model: Json | undefined,
): ReadonlyMap<string, { readonly name: string; readonly json: Json }> {
  const config = fieldOf(model, 'config');
  const layers = config?.kind === 'list' ? config.items : itemsIn(config, 'layers');
  const counts = new Map<string, number>();
  const named = new Map<string, { readonly name: string; readonly json: Json }>();
  const isSequential = textIn(model, 'class_name') === 'Sequential';
  for (const json of layers) {
    const className = textIn(json, 'class_name')?.replace(/^.*>/, '') ?? '';
    const name = textIn(objectIn(json, 'config'), 'name') ?? textIn(json, 'name');
    if (name === undefined || (isSequential && className === 'InputLayer')) continue;
    const key = snakeCase(className);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    named.set(count === 0 ? key : `${key}_${count}`, { name, json });
  }
  return named;
}

/** keras.src.utils.naming.to_snake_case. */
function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
