/** Lists the tensors of a file without keeping their elements, whatever its format. */
import type { TensorEntry } from '../../tensor/entry';
import { listSafetensors } from './safetensors';
import { readTensorFile } from './table';
import { TensorFileError } from './tensors';

/** What stands in a file of tensors, or why it cannot be read, as a sentence without the file's name. */
export function listTensorFile(bytes: Uint8Array): readonly TensorEntry[] | { readonly problem: string } {
  // A safetensors file begins with the length of a JSON header, whose bracket is its ninth byte.
  if (bytes[8] === 0x7b) return safetensorsIn(bytes);
  const tensors = readTensorFile(bytes);
  if ('problem' in tensors) return tensors;
  return [...tensors].map(([name, { shape, elementType, data }]) => ({
    ...{ name, shape, type: elementType },
    bytes: data.byteLength,
  }));
}

function safetensorsIn(bytes: Uint8Array): ReturnType<typeof listTensorFile> {
  try {
    return listSafetensors(bytes);
  } catch (error) {
    if (error instanceof TensorFileError) return { problem: error.message };
    throw error;
  }
}
