/** NumPy's npz: a zip of npy files, each named as its array. */
import type { Tensor } from '../../tensor/tensor';
import { readNpy } from './npy';
import type { NamedTensors } from './tensors';
import type { ZipEntry } from './zip';

/** Reads all arrays of an unpacked archive; other files in it are passed over. @throws TensorFileError */
export function readNpz(entries: ReadonlyMap<string, ZipEntry>): NamedTensors {
  const tensors = new Map<string, Tensor>();
  for (const { name: file, read } of entries.values()) {
    if (!file.endsWith('.npy')) continue;
    const name = file.slice(0, -'.npy'.length);
    tensors.set(name, readNpy(read(), name));
  }
  return tensors;
}
