/** The idx format of MNIST: two zero bytes, a type, the number of axes, their sizes, then the elements (LeCun, http://yann.lecun.com/exdb/mnist). */
import type { Tensor } from '../../tensor/tensor';
import { readElements, storedTypes, TensorFileError, type StoredType } from '../tensor-files/tensors';

const types: Readonly<Record<number, StoredType | undefined>> = {
  0x08: storedTypes.uint8,
  0x09: storedTypes.int8,
  0x0b: storedTypes.int16,
  0x0c: storedTypes.int32,
  0x0d: storedTypes.float32,
  0x0e: storedTypes.float64,
};

/** Whether the bytes begin as an idx file of one to four axes does. */
export function isIdx(bytes: Uint8Array): boolean {
  const [first, second, type = 0, axes = 0] = bytes;
  return first === 0 && second === 0 && types[type] !== undefined && axes >= 1 && axes <= 4;
}

/** Reads the one array of a file. @throws TensorFileError */
export function readIdx(bytes: Uint8Array): Tensor {
  const stored = types[bytes[2] ?? 0];
  const axes = bytes[3] ?? 0;
  const start = 4 + 4 * axes;
  if (!stored || bytes.length < start) throw new TensorFileError('it ends inside its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  return readElements(bytes.subarray(start), {
    ...{ name: '', shape, stored },
    ...{ littleEndian: false, columnMajor: false },
  });
}
