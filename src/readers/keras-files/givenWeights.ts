/** Files of Keras weights for a network of another source: what they hold, under the names that the network has for it. */
import { byRange, startOf, UnreadableFile, type Bytes } from '../../base/byteSource';
import type { Network } from '../../graph/network';
import { isHdf5, readHdf5, type Hdf5Object } from '../tensor-files/hdf5/file';
import type { NamedTensors } from '../tensor-files/tensors';
import { isZip, zipEntries } from '../tensor-files/zip';
import { archived } from './container';
import { parsePlaced } from './json';
import { storedInHdf5 } from './weightNames';
import { namedFor } from './weights';

/** The weights of an HDF5 file or Keras archive that are for this network; null where it is none, or holds none for it. */
export function kerasWeightsFor(network: Network, bytes: Bytes): NamedTensors | null {
  try {
    const root = rootOf(bytes);
    if (!root) return null;
    const config = root.attributes.get('model_config');
    const model = typeof config === 'string' ? parsePlaced(config) : undefined;
    const named = namedFor(network, storedInHdf5(root, model && 'kind' in model ? model : undefined));
    return named.size > 0 ? named : null;
  } catch (error) {
    // Whoever reads the file as tensors says what is wrong with it.
    if (error instanceof UnreadableFile) return null;
    throw error;
  }
}

function rootOf(bytes: Bytes): Hdf5Object | null {
  const source = byRange(bytes);
  if (isHdf5(source)) return readHdf5(source);
  const weights = isZip(startOf(source, 4)) ? zipEntries(source).get(archived.weights) : undefined;
  return weights ? readHdf5(weights.content()) : null;
}
