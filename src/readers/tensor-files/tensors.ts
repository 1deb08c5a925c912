/** Tensors from files: what every format gives, and how stored numbers become elements. */
import { UnreadableFile } from '../../base/byteSource';
import { byteCount } from '../../base/numbers';
import type { ElementType, Shape, Tensor } from '../../tensor/tensor';

/** The tensors of one file by their names; a file of one unnamed tensor holds it under the empty name. */
export type NamedTensors = ReadonlyMap<string, Tensor>;

/** Why a file cannot be read, as one plain sentence without its name: "it ends inside its header". */
export class TensorFileError extends UnreadableFile {}

/** How a stored element is read: its bytes and its place among our element types. */
export interface StoredType {
  readonly bytes: number;
  readonly elementType: ElementType;
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number;
}

/** Every stored type that can become one of ours; 64-bit integers must fit 32 bits, since ours are indices. */
export const storedTypes = {
  float64: {
    bytes: 8,
    elementType: 'float64',
    read: (view, offset, little) => view.getFloat64(offset, little),
  },
  float32: {
    bytes: 4,
    elementType: 'float32',
    read: (view, offset, little) => view.getFloat32(offset, little),
  },
  float16: {
    bytes: 2,
    elementType: 'float32',
    read: (view, offset, little) => halfToNumber(view.getUint16(offset, little)),
  },
  bfloat16: {
    bytes: 2,
    elementType: 'float32',
    read: (view, offset, little) => upperHalfToNumber(view.getUint16(offset, little)),
  },
  int64: {
    bytes: 8,
    elementType: 'int32',
    read: (view, offset, little) => Number(view.getBigInt64(offset, little)),
  },
  int32: { bytes: 4, elementType: 'int32', read: (view, offset, little) => view.getInt32(offset, little) },
  int16: { bytes: 2, elementType: 'int32', read: (view, offset, little) => view.getInt16(offset, little) },
  int8: { bytes: 1, elementType: 'int32', read: (view, offset) => view.getInt8(offset) },
  uint64: {
    bytes: 8,
    elementType: 'int32',
    read: (view, offset, little) => Number(view.getBigUint64(offset, little)),
  },
  uint32: { bytes: 4, elementType: 'int32', read: (view, offset, little) => view.getUint32(offset, little) },
  uint16: { bytes: 2, elementType: 'int32', read: (view, offset, little) => view.getUint16(offset, little) },
  uint8: { bytes: 1, elementType: 'int32', read: (view, offset) => view.getUint8(offset) },
  bool: { bytes: 1, elementType: 'bool', read: (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1) },
} as const satisfies Record<string, StoredType>;

/** The element type in the words of people: float32, bfloat16, int64. */
export function nameOfStored(stored: StoredType): string {
  return Object.entries(storedTypes).find(([, each]) => each === stored)?.[0] ?? '';
}

const storages = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  bool: Uint8Array,
} as const;

/** Where the elements of a tensor stand in a file. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly stored: StoredType;
  readonly littleEndian: boolean;
  /** Column-major order, as Fortran has it. */
  readonly columnMajor: boolean;
}

/** Reads the elements, row-major. @throws TensorFileError when they do not fill the shape or an integer needs more than 32 bits */
export function readElements(bytes: Uint8Array, tensor: StoredTensor): Tensor {
  const { shape, stored, littleEndian, columnMajor, name } = tensor;
  const count = countOf(shape);
  const called = name === '' ? 'the tensor' : `the tensor "${name}"`;
  if (count * stored.bytes !== bytes.byteLength) {
    throw new TensorFileError(
      `${called} of shape (${shape.join(', ')}) takes ${byteCount(count * stored.bytes)}, the file holds ${byteCount(bytes.byteLength)} for it`,
    );
  }
  const same = littleEndian ? asStored(bytes, stored) : null;
  if (same) {
    const read: Tensor = { elementType: stored.elementType, shape, data: same };
    return columnMajor && shape.length > 1 ? rowMajor(read) : read;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new storages[stored.elementType](count);
  for (let position = 0; position < count; position += 1) {
    data[position] = stored.read(view, position * stored.bytes, littleEndian);
  }
  if (stored.elementType === 'int32') refuseWideIntegers(view, tensor, data, called);
  const read: Tensor = { elementType: stored.elementType, shape, data };
  return columnMajor && shape.length > 1 ? rowMajor(read) : read;
}

/** A copy of elements that are stored as we keep them, which is many times faster than to read them one by one; every machine that runs an editor is little-endian. */
function asStored(bytes: Uint8Array, stored: StoredType): Tensor['data'] | null {
  if (stored !== storedTypes.float32 && stored !== storedTypes.float64 && stored !== storedTypes.int32)
    return null;
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  return new storages[stored.elementType](copy.buffer);
}

/** The product of sizes from a file. @throws TensorFileError when one is no size or the product is no count */
export function countOf(shape: Shape): number {
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.every((size) => Number.isSafeInteger(size) && size >= 0) && Number.isSafeInteger(count))
    return count;
  throw new TensorFileError(`a tensor cannot have the shape (${shape.join(', ')})`);
}

function refuseWideIntegers(
  view: DataView,
  { stored, littleEndian }: StoredTensor,
  data: Tensor['data'],
  called: string,
): void {
  if (stored.bytes < 4) return;
  data.forEach((kept, position) => {
    const value = stored.read(view, position * stored.bytes, littleEndian);
    if (value !== kept)
      throw new TensorFileError(`${called} holds the integer ${value}, which needs more than 32 bits`);
  });
}

function rowMajor(columnMajor: Tensor): Tensor {
  const { elementType, shape } = columnMajor;
  const data = new storages[elementType](columnMajor.data.length);
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  let source = 0;
  for (let position = 0; position < data.length; position += 1) {
    data[position] = columnMajor.data[source] ?? NaN;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const step = strides[axis] ?? 0;
      const next = (index[axis] ?? 0) + 1;
      source += step;
      if (next < (shape[axis] ?? 0)) {
        index[axis] = next;
        break;
      }
      source -= step * next;
      index[axis] = 0;
    }
  }
  return { elementType, shape, data };
}

/** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a float32. */
function upperHalfToNumber(bits: number): number {
  word.setUint32(0, bits * 0x10000);
  return word.getFloat32(0);
}
