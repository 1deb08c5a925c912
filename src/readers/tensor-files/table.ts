/** The formats of tensor files, told apart by how their bytes begin, so that a wrong ending misleads nobody. */
import { isHdf5, readHdf5, tensorsOfHdf5 } from './hdf5/file';
import { isNpy, readNpy } from './npy';
import { readNpz } from './npz';
import { readSafetensors } from './safetensors';
import { TensorFileError, type NamedTensors } from './tensors';
import { isPickle, pickleOf, readTorchFile, refusePickle } from './torchFile';
import { isZip, zipEntries } from './zip';

/** Where a Keras archive keeps its weights. */
const kerasWeights = 'model.weights.h5';

/** Reads the tensors of a file of any of these formats, or says why not, as a sentence without the file's name. */
export function readTensorFile(bytes: Uint8Array): NamedTensors | { readonly problem: string } {
  try {
    return tensorsOf(bytes);
  } catch (error) {
    if (error instanceof TensorFileError) return { problem: error.message };
    throw error;
  }
}

function tensorsOf(bytes: Uint8Array): NamedTensors {
  if (isNpy(bytes)) return new Map([['', readNpy(bytes)]]);
  if (isHdf5(bytes)) return tensorsOfHdf5(readHdf5(bytes));
  if (isPickle(bytes)) return refusePickle();
  if (!isZip(bytes)) return readSafetensors(bytes);
  const entries = zipEntries(bytes);
  const pickle = pickleOf(entries);
  if (pickle) return readTorchFile(entries, pickle);
  const weights = entries.get(kerasWeights);
  return weights ? tensorsOfHdf5(readHdf5(weights.read())) : readNpz(entries);
}
