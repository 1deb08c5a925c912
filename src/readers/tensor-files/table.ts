/** The formats of tensor files, told apart by how their bytes begin, so that a wrong ending misleads nobody. */
import { byRange, startOf, UnreadableFile, type Bytes, type ByteSource } from '../../base/byteSource';
import type { TensorEntry } from '../../tensor/entry';
import { isHdf5, readHdf5 } from './hdf5/file';
import { entriesOfHdf5, tensorsOfHdf5 } from './hdf5/tensors';
import { isNpy, listNpy, readNpy } from './npy';
import { listNpz, readNpz } from './npz';
import { listSafetensors, readSafetensors } from './safetensors';
import type { NamedTensors } from './tensors';
import { isPickle, listTorchFile, pickleOf, readTorchFile, refusePickle } from './torchFile';
import { isZip, zipEntries } from './zip';

/** Where a Keras archive keeps its weights. */
const kerasWeights = 'model.weights.h5';

/** Bytes that tell a format. */
const tellingStart = 16;

/** Reads the tensors of a file of any of these formats, or says why not, as a sentence without the file's name. */
export function readTensorFile(bytes: Bytes): NamedTensors | { readonly problem: string } {
  return orProblem(() => tensorsOf(byRange(bytes)));
}

/** What stands in a file of tensors, without looking at their elements; or why it cannot be read, as a sentence without the file's name. */
export function listTensorFile(bytes: Bytes): readonly TensorEntry[] | { readonly problem: string } {
  return orProblem(() => entriesOf(byRange(bytes)));
}

function orProblem<Result>(read: () => Result): Result | { readonly problem: string } {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableFile) return { problem: error.message };
    throw error;
  }
}

function tensorsOf(source: ByteSource): NamedTensors {
  const start = startOf(source, tellingStart);
  if (isNpy(start)) return new Map([['', readNpy(source)]]);
  if (isHdf5(source)) return tensorsOfHdf5(readHdf5(source));
  if (isPickle(start)) return refusePickle();
  if (!isZip(start)) return readSafetensors(source);
  const entries = zipEntries(source);
  const pickle = pickleOf(entries);
  if (pickle) return readTorchFile(entries, pickle);
  const weights = entries.get(kerasWeights);
  return weights ? tensorsOfHdf5(readHdf5(weights.content())) : readNpz(entries);
}

function entriesOf(source: ByteSource): readonly TensorEntry[] {
  const start = startOf(source, tellingStart);
  if (isNpy(start)) return [listNpy(source)];
  if (isHdf5(source)) return entriesOfHdf5(readHdf5(source));
  if (isPickle(start)) return refusePickle();
  if (!isZip(start)) return listSafetensors(source);
  const entries = zipEntries(source);
  const pickle = pickleOf(entries);
  if (pickle) return listTorchFile(entries, pickle);
  const weights = entries.get(kerasWeights);
  return weights ? entriesOfHdf5(readHdf5(weights.content())) : listNpz(entries);
}
