/** The tensors of HDF5 files: every dataset of numbers by its path. */
import type { TensorEntry } from '../../../tensor/entry';
import type { Tensor } from '../../../tensor/tensor';
import { countOf, nameOfStored, type NamedTensors } from '../tensors';
import type { Hdf5Dataset, Hdf5Object } from './file';

/** All datasets of numbers by their paths. @throws UnreadableFile */
export function tensorsOfHdf5(root: Hdf5Object): NamedTensors {
  return new Map(datasetsIn(root).map(([path, { read }]) => [path, read(path)] satisfies [string, Tensor]));
}

/** What the headers of all datasets of numbers say; no element is looked at. @throws UnreadableFile */
export function entriesOfHdf5(root: Hdf5Object): readonly TensorEntry[] {
  return datasetsIn(root).map(([name, { shape, stored }]) => ({
    ...{ name, shape, type: nameOfStored(stored), bytes: countOf(shape) * stored.bytes },
  }));
}

function datasetsIn(root: Hdf5Object): readonly (readonly [path: string, dataset: Hdf5Dataset])[] {
  const found: [string, Hdf5Dataset][] = [];
  const walk = ({ children, dataset }: Hdf5Object, path: string): void => {
    if (dataset) found.push([path, dataset]);
    for (const [name, child] of children) walk(child, path === '' ? name : `${path}/${name}`);
  };
  walk(root, '');
  return found;
}
