/** NumPy's npy: a magic word, a version, a header that spells a Python dict, then the elements (NEP 1). */
import type { Tensor } from '../../tensor/tensor';
import { readElements, storedTypes, TensorFileError, type StoredType } from './tensors';

/** Kind and bytes of NumPy's type words, behind the mark of the byte order. */
const types: Readonly<Record<string, StoredType>> = {
  f8: storedTypes.float64,
  f4: storedTypes.float32,
  f2: storedTypes.float16,
  i8: storedTypes.int64,
  i4: storedTypes.int32,
  i2: storedTypes.int16,
  i1: storedTypes.int8,
  u8: storedTypes.uint64,
  u4: storedTypes.uint32,
  u2: storedTypes.uint16,
  u1: storedTypes.uint8,
  b1: storedTypes.bool,
};

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** Whether the bytes begin as an npy file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return magic.every((byte, place) => bytes[place] === byte);
}

/** Reads the array of a file. @throws TensorFileError; arrays of Python objects are pickles, which nothing here ever loads */
export function readNpy(bytes: Uint8Array, name = ''): Tensor {
  if (!isNpy(bytes) || bytes.length < 12) throw new TensorFileError('it is no npy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [lengthBytes, start] = bytes[6] === 1 ? [2, 10] : [4, 12];
  const length = lengthBytes === 2 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start + length > bytes.length) throw new TensorFileError('it ends inside its header');
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const type = /['"]descr['"]\s*:\s*['"]([^'"]*)['"]/.exec(header)?.[1];
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(header)?.[1];
  const sizes = /['"]shape['"]\s*:\s*\(([^)]*)\)/.exec(header)?.[1];
  if (sizes === undefined || order === undefined) {
    throw new TensorFileError('its header has no shape and order that can be read');
  }
  const shape = sizes
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map((size) => (/^\d+L?$/.test(size) ? Number.parseInt(size, 10) : NaN));
  return readElements(bytes.subarray(start + length), {
    name,
    shape,
    stored: storedTypeOf(type),
    littleEndian: type?.startsWith('>') !== true,
    columnMajor: order === 'True',
  });
}

function storedTypeOf(word: string | undefined): StoredType {
  const key = word?.replace(/^[<>|=]/, '') ?? '';
  const stored = Object.hasOwn(types, key) ? types[key] : undefined;
  if (stored) return stored;
  if (key.startsWith('O')) {
    throw new TensorFileError('it holds Python objects (a pickle), which are never loaded');
  }
  throw new TensorFileError(`it holds elements of the type ${word ?? 'of a record'}, which is not read`);
}
