/** NumPy's npz: a zip of npy files, each named as its array. */
import { byteCount } from '../../base/numbers';
import type { TensorEntry } from '../../tensor/entry';
import type { Tensor } from '../../tensor/tensor';
import { listNpy, readNpy } from './npy';
import { TensorFileError, type NamedTensors } from './tensors';
import { mostUnpacked, type ZipEntry } from './zip';

/** Reads all arrays of an archive; other files in it are passed over. @throws UnreadableFile */
export function readNpz(entries: ReadonlyMap<string, ZipEntry>): NamedTensors {
  const arrays = arraysOf(entries);
  const bytes = arrays.reduce((sum, { entry }) => sum + entry.size, 0);
  if (bytes > mostUnpacked) {
    throw new TensorFileError(`its arrays take ${byteCount(bytes)}, more than ${byteCount(mostUnpacked)}`);
  }
  return new Map<string, Tensor>(arrays.map(({ name, entry }) => [name, readNpy(entry.content(), name)]));
}

/** What the headers of all arrays say. @throws UnreadableFile */
export function listNpz(entries: ReadonlyMap<string, ZipEntry>): readonly TensorEntry[] {
  return arraysOf(entries).map(({ name, entry }) => listNpy(entry.content(), name));
}

function arraysOf(
  entries: ReadonlyMap<string, ZipEntry>,
): readonly { readonly name: string; readonly entry: ZipEntry }[] {
  return [...entries.values()]
    .filter(({ name }) => name.endsWith('.npy'))
    .map((entry) => ({ name: entry.name.slice(0, -'.npy'.length), entry }));
}
