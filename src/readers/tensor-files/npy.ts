/** NumPy's npy: a magic word, a version, a header that spells a Python dict, then the elements (NEP 1). */
import { startOf, type ByteSource } from '../../base/byteSource';
import type { TensorEntry } from '../../tensor/entry';
import type { Tensor } from '../../tensor/tensor';
import {
  countOf,
  nameOfStored,
  readElements,
  storedTypes,
  TensorFileError,
  type StoredTensor,
  type StoredType,
} from './tensors';

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

/** Longer headers describe records, which are not read. */
const longestHeader = 1024 ** 2;

/** Reads the array of a file. @throws UnreadableFile; arrays of Python objects are pickles, which nothing here ever loads */
export function readNpy(source: ByteSource, name = ''): Tensor {
  const { start, ...header } = headerOf(source, name);
  return readElements(source.read(start, source.size), header);
}

/** What the header of a file says of its array, of which the size is all else that is looked at. @throws UnreadableFile */
export function listNpy(source: ByteSource, name = ''): TensorEntry {
  const { start, shape, stored } = headerOf(source, name);
  const bytes = countOf(shape) * stored.bytes;
  if (start + bytes > source.size) throw new TensorFileError('it ends inside its elements');
  return { name, shape, type: nameOfStored(stored), bytes };
}

/** The header, and where the elements begin. */
function headerOf(source: ByteSource, name: string): StoredTensor & { readonly start: number } {
  const first = startOf(source, 12);
  if (!isNpy(first) || first.length < 12) throw new TensorFileError('it is no npy file');
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  const [lengthBytes, from] = first[6] === 1 ? [2, 10] : [4, 12];
  const start = from + (lengthBytes === 2 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > source.size) throw new TensorFileError('it ends inside its header');
  if (start > longestHeader) throw new TensorFileError('its header is too long for one array of numbers');
  const header = new TextDecoder().decode(source.read(from, start));
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
  return {
    ...{ name, shape, stored: storedTypeOf(type), start },
    littleEndian: type?.startsWith('>') !== true,
    columnMajor: order === 'True',
  };
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
