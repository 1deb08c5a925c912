/** Datatypes and dataspaces of HDF5: what one element is, and how many there are along each axis (format specification, IV.A.2.b and d). */
import { storedTypes, TensorFileError, type StoredType } from '../tensors';
import { damaged, type Cursor } from './bytes';

/** The type of one element. */
export type Hdf5Type =
  | {
      readonly kind: 'number';
      readonly size: number;
      readonly stored: StoredType;
      readonly littleEndian: boolean;
    }
  | { readonly kind: 'text'; readonly size: number }
  /** Text of any length, which stands in a heap. */
  | { readonly kind: 'long text'; readonly size: number }
  /** Bytes without a meaning; two of them are a bfloat16 where an attribute says so. */
  | { readonly kind: 'bytes'; readonly size: number }
  | { readonly kind: 'other'; readonly size: number; readonly what: string };

const classes = [
  'integers',
  'floats',
  'times',
  'texts',
  'bit fields',
  'bytes',
  'records',
  'references',
  'enumerations',
  'lists of any length',
  'arrays',
] as const;

const integers: Readonly<Record<string, StoredType | undefined>> = {
  'signed 8': storedTypes.int64,
  'signed 4': storedTypes.int32,
  'signed 2': storedTypes.int16,
  'signed 1': storedTypes.int8,
  'unsigned 8': storedTypes.uint64,
  'unsigned 4': storedTypes.uint32,
  'unsigned 2': storedTypes.uint16,
  'unsigned 1': storedTypes.uint8,
};

/** IEEE 754 by bytes and bits of the exponent; 8 exponent bits in two bytes are bfloat16. */
const floats: Readonly<Record<string, StoredType | undefined>> = {
  '8 11': storedTypes.float64,
  '4 8': storedTypes.float32,
  '2 5': storedTypes.float16,
  '2 8': storedTypes.bfloat16,
};

/** Reads a datatype message. @throws TensorFileError */
export function typeAt(cursor: Cursor): Hdf5Type {
  const kind = cursor.unsigned(1) & 15;
  const bits = cursor.unsigned(3);
  const size = cursor.unsigned(4);
  const what = classes[kind];
  if (what === undefined || size === 0) throw new TensorFileError(`${damaged}: a type is unknown`);
  if (what === 'integers') {
    const stored = integers[`${(bits & 8) === 0 ? 'unsigned' : 'signed'} ${size}`];
    return numberOr(stored, size, bits, what);
  }
  if (what === 'floats') {
    const exponent = cursor.skip(5).unsigned(1);
    return numberOr(floats[`${size} ${exponent}`], size, bits, what);
  }
  if (what === 'texts') return { kind: 'text', size };
  if (what === 'bytes') return { kind: 'bytes', size };
  if (what === 'lists of any length' && (bits & 15) === 1) return { kind: 'long text', size };
  // h5py's truths are an enumeration of int8, FALSE and TRUE; the type of the numbers follows.
  if (what === 'enumerations') {
    const numbers = typeAt(cursor);
    return numbers.kind === 'number' && numbers.size === 1
      ? { ...numbers, stored: storedTypes.bool }
      : numbers;
  }
  return { kind: 'other', size, what };
}

function numberOr(stored: StoredType | undefined, size: number, bits: number, what: string): Hdf5Type {
  if (!stored) return { kind: 'other', size, what: `${what} of ${size} bytes` };
  return { kind: 'number', size, stored, littleEndian: (bits & 1) === 0 };
}

/** Reads a dataspace message: the sizes, none for a single element, null where there is no element. @throws TensorFileError */
export function shapeAt(cursor: Cursor): readonly number[] | null {
  const version = cursor.unsigned(1);
  const rank = cursor.unsigned(1);
  const flags = cursor.unsigned(1);
  if ((version !== 1 && version !== 2) || rank > 32 || flags > 3) {
    throw new TensorFileError(`${damaged}: a shape is unknown`);
  }
  if (version === 1) cursor.skip(5);
  else if (cursor.unsigned(1) === 2) return null;
  return Array.from({ length: rank }, () => cursor.length());
}
