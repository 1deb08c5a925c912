/** The numbers of tensors in ONNX files: where they stand, how they are stored, and which of our element types holds them. */
import { byRange } from '../../../base/byteSource';
import { byteCount, shapeText } from '../../../base/numbers';
import type { Files } from '../../../base/source';
import { sizeOf, type ElementType, type Tensor, type TensorData } from '../../../tensor/tensor';
import {
  countOf,
  readElements,
  storedTypes,
  TensorFileError,
  type StoredType,
} from '../../tensor-files/tensors';
import type { TensorMessage } from './messages';

/** What becomes of the elements of a file. */
export type Computed = 'float' | 'int32' | 'bool';

interface DataType {
  readonly name: string;
  readonly computed: Computed;
  readonly stored: StoredType;
  /** Bit patterns in place of numbers, where they stand in a field of integers. */
  readonly bits?: true;
}

/** TensorProto.DataType by its numbers, as far as a network of ours can hold them. */
const dataTypes: ReadonlyMap<number, DataType> = new Map<number, DataType>([
  [1, { name: 'float', computed: 'float', stored: storedTypes.float32 }],
  [2, { name: 'uint8', computed: 'int32', stored: storedTypes.uint8 }],
  [3, { name: 'int8', computed: 'int32', stored: storedTypes.int8 }],
  [4, { name: 'uint16', computed: 'int32', stored: storedTypes.uint16 }],
  [5, { name: 'int16', computed: 'int32', stored: storedTypes.int16 }],
  [6, { name: 'int32', computed: 'int32', stored: storedTypes.int32 }],
  [7, { name: 'int64', computed: 'int32', stored: storedTypes.int64 }],
  [9, { name: 'bool', computed: 'bool', stored: storedTypes.bool }],
  [10, { name: 'float16', computed: 'float', stored: storedTypes.float16, bits: true }],
  [11, { name: 'double', computed: 'float', stored: storedTypes.float64 }],
  [12, { name: 'uint32', computed: 'int32', stored: storedTypes.uint32 }],
  [13, { name: 'uint64', computed: 'int32', stored: storedTypes.uint64 }],
  [16, { name: 'bfloat16', computed: 'float', stored: storedTypes.bfloat16, bits: true }],
]);

/** How the elements of a type are computed; null for texts, complex numbers, packed and 8-bit floats. */
export function computedType(type: number): Computed | null {
  return dataTypes.get(type)?.computed ?? null;
}

/** A tensor of the file; whole numbers stand in float64, which holds all 64-bit sizes that occur. */
export type FileTensor = Tensor & { readonly computed: Computed };

/** Where the bytes of external tensors come from. */
export interface ExternalData {
  readonly files: Files;
  /** Asks for a file that is not there yet. */
  readonly need: (path: string) => void;
}

/** The tensor of a message; null where a file that holds its numbers is still to come. @throws TensorFileError */
export function readTensor(message: TensorMessage, external: ExternalData): FileTensor | null {
  const { name, sizes } = message;
  const type = dataTypes.get(message.type);
  if (!type) {
    throw new TensorFileError(`the tensor "${name}" holds elements of a type that we do not compute with`);
  }
  const count = countOf(sizes);
  const raw = message.external ? externalBytes(message, external) : message.raw;
  if (raw === undefined) return null;
  const data = raw ? rawNumbers(message, type, raw) : typedNumbers(message, type, count);
  const elementType: ElementType = type.computed === 'float' ? floatTypeOf(data) : type.computed;
  return { elementType, shape: sizes, data, computed: type.computed };
}

function floatTypeOf(data: TensorData): ElementType {
  return data instanceof Float32Array ? 'float32' : 'float64';
}

function rawNumbers({ name, sizes }: TensorMessage, type: DataType, raw: Uint8Array): TensorData {
  const { stored } = type;
  const count = sizeOf(sizes);
  if (count * stored.bytes !== raw.byteLength) throw lengthError(name, sizes, count * stored.bytes, raw);
  if (type.computed !== 'int32') {
    const whole = { name, shape: sizes, stored, littleEndian: true, columnMajor: false };
    return stored === storedTypes.float32 ? floats(raw) : readElements(raw, whole).data;
  }
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const numbers = new Float64Array(count);
  for (let at = 0; at < count; at += 1) numbers[at] = stored.read(view, at * stored.bytes, true);
  return numbers;
}

/** Every machine that runs an editor stores numbers little-endian, as the format does. */
function floats(raw: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(raw).buffer);
}

function lengthError(
  name: string,
  sizes: readonly number[],
  bytes: number,
  raw: Uint8Array,
): TensorFileError {
  return new TensorFileError(
    `the tensor "${name}" of shape ${shapeText(sizes)} takes ${byteCount(bytes)}, the file holds ${byteCount(raw.byteLength)} for it`,
  );
}

function typedNumbers({ name, sizes, numbers }: TensorMessage, type: DataType, count: number): TensorData {
  if (numbers.length !== count) {
    throw new TensorFileError(
      `the tensor "${name}" of shape ${shapeText(sizes)} needs ${count} numbers, the file holds ${numbers.length} for it`,
    );
  }
  if (type.bits) {
    const view = new DataView(new ArrayBuffer(2));
    return Float64Array.from(numbers, (bits) => {
      view.setUint16(0, bits, true);
      return type.stored.read(view, 0, true);
    });
  }
  if (type.computed === 'bool') return Uint8Array.from(numbers, (value) => Number(value !== 0));
  return type.stored === storedTypes.float32 ? Float32Array.from(numbers) : Float64Array.from(numbers);
}

/** The bytes in another file; undefined where it is still to come. */
function externalBytes(
  { name, external }: TensorMessage,
  { files, need }: ExternalData,
): Uint8Array | undefined {
  const location = external?.get('location') ?? '';
  const refuse = (why: string): TensorFileError =>
    new TensorFileError(`the numbers of the tensor "${name}" cannot be had: ${why}`);
  if (!isInside(location)) throw refuse("they would stand outside of the model's folder");
  const file = files.get(location);
  if (file === undefined) {
    need(location);
    return undefined;
  }
  if ('missing' in file) throw refuse(`${location}: ${file.missing}`);
  const { size, read } = byRange(file);
  const offset = Number(external?.get('offset') ?? 0);
  const length = Number(external?.get('length') ?? size - offset);
  const fits = [offset, length].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (!fits || offset + length > size) throw refuse(`they lie beyond the end of ${location}`);
  return read(offset, offset + length);
}

/** Whether a location is a path within the folder of the model. */
function isInside(location: string): boolean {
  return (
    location !== '' &&
    !/^[/\\]|^[A-Za-z][A-Za-z+.-]*:|\0/.test(location) &&
    !location.split(/[/\\]/).includes('..')
  );
}
