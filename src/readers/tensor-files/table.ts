/** The formats of tensor files, told apart by how their bytes begin, so that a wrong ending misleads nobody. */
import { isNpy, readNpy } from './npy';
import { isZip, readNpz } from './npz';
import { readSafetensors } from './safetensors';
import { TensorFileError, type NamedTensors } from './tensors';

/** Reads the tensors of a safetensors, npy or npz file, or says why not, as a sentence without the file's name. */
export function readTensorFile(bytes: Uint8Array): NamedTensors | { readonly problem: string } {
  try {
    if (isNpy(bytes)) return new Map([['', readNpy(bytes)]]);
    if (isZip(bytes)) return readNpz(bytes);
    return readSafetensors(bytes);
  } catch (error) {
    if (error instanceof TensorFileError) return { problem: error.message };
    throw error;
  }
}
