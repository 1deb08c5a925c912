/** TensorFlow.js's weights: a manifest of names, shapes and types over binary shards (tfjs-core/src/io/types.ts, WeightsManifestConfig). */
import {
  countOf,
  readElements,
  storedTypes,
  TensorFileError,
  type StoredType,
} from '../tensor-files/tensors';
import type { Tensor } from '../../tensor/tensor';
import { fieldOf, itemsIn, objectIn, textIn, type Json } from './json';
import type { StoredWeight } from './weightNames';

const types: Readonly<Record<string, StoredType | undefined>> = {
  float32: storedTypes.float32,
  float16: storedTypes.float16,
  int32: storedTypes.int32,
  uint8: storedTypes.uint8,
  uint16: storedTypes.uint16,
  bool: storedTypes.bool,
};

/** Weights are refused above so many bytes. */
export const mostBytes = 1024 ** 3;

/** The files that hold the numbers, as the manifest names them. @throws TensorFileError for a path that leaves the model's folder */
export function shardsOf(groups: readonly Json[]): readonly string[] {
  return groups.flatMap((group) =>
    itemsIn(group, 'paths').map((path) => {
      const name = path.kind === 'text' ? path.text : '';
      if (name === '' || /^[/\\]|^[a-z][a-z\d+.-]*:|(?:^|[/\\])\.\.(?:[/\\]|$)/i.test(name)) {
        throw new TensorFileError(`its weights stand at "${name.slice(0, 60)}", outside of its folder`);
      }
      return name;
    }),
  );
}

/** All weights, in the order of the manifest. @throws TensorFileError */
export function storedInManifest(
  groups: readonly Json[],
  shard: (path: string) => Uint8Array,
): readonly StoredWeight[] {
  return groups.flatMap((group) => {
    const bytes = joined(shardsOf([group]).map(shard));
    let place = 0;
    return itemsIn(group, 'weights').map((weight, index): StoredWeight => {
      const entry = entryOf(weight);
      const from = place;
      place += entry.count * entry.stored.bytes;
      if (place > bytes.length) {
        throw new TensorFileError(`the weight "${entry.name.slice(0, 60)}" lies outside of its files`);
      }
      const content = bytes.subarray(from, place);
      const parts = entry.name.split('/');
      return {
        path: parts.slice(0, -1),
        word: parts.at(-1) ?? '',
        index,
        read: () => tensorOf(entry, content),
      };
    });
  });
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly count: number;
  readonly stored: StoredType;
  /** What stored numbers are multiplied with and what is added: `min + scale q`. */
  readonly quantised: { readonly scale: number; readonly min: number } | null;
}

function entryOf(weight: Json): Entry {
  const name = textIn(weight, 'name') ?? '';
  const sizes = itemsIn(weight, 'shape');
  const shape = sizes.flatMap((size) => (size.kind === 'number' ? [size.value] : []));
  const quantisation = objectIn(weight, 'quantization');
  const word = textIn(quantisation, 'dtype') ?? textIn(weight, 'dtype') ?? '';
  const stored = Object.hasOwn(types, word) ? types[word] : undefined;
  if (!stored || shape.length !== sizes.length) {
    throw new TensorFileError(
      `the weight "${name.slice(0, 60)}" has the type ${word.slice(0, 40)}, which is not read`,
    );
  }
  const count = countOf(shape);
  if (count * stored.bytes > mostBytes)
    throw new TensorFileError(`the weight "${name.slice(0, 60)}" is too large`);
  const isScaled = quantisation !== undefined && stored !== storedTypes.float16;
  const quantised = isScaled
    ? { scale: numberIn(quantisation, 'scale'), min: numberIn(quantisation, 'min') }
    : null;
  return { name, shape, count, stored, quantised };
}

function numberIn(json: Json, name: string): number {
  const found = fieldOf(json, name);
  if (found?.kind === 'number') return found.value;
  throw new TensorFileError(`its quantised weights lack their ${name}`);
}

function tensorOf({ name, shape, stored, quantised }: Entry, content: Uint8Array): Tensor {
  const tensor = readElements(content, { name, shape, stored, littleEndian: true, columnMajor: false });
  if (!quantised) return tensor;
  const data = Float32Array.from(tensor.data, (value) => quantised.min + quantised.scale * value);
  return { elementType: 'float32', shape, data };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
}
