/** safetensors: 8 bytes with the header's length, a JSON header with types, shapes and places, then the elements. */
import { visit } from 'jsonc-parser';
import type { ByteSource } from '../../base/byteSource';
import { byteCount } from '../../base/numbers';
import type { TensorEntry } from '../../tensor/entry';
import type { Tensor } from '../../tensor/tensor';
import { tooDeepAt } from '../network-file/nesting';
import {
  countOf,
  nameOfStored,
  readElements,
  storedTypes,
  TensorFileError,
  type NamedTensors,
  type StoredType,
} from './tensors';

/** The format's words for element types (https://github.com/huggingface/safetensors, "Format"). */
const types: Readonly<Record<string, StoredType>> = {
  F64: storedTypes.float64,
  F32: storedTypes.float32,
  F16: storedTypes.float16,
  BF16: storedTypes.bfloat16,
  I64: storedTypes.int64,
  I32: storedTypes.int32,
  I16: storedTypes.int16,
  I8: storedTypes.int8,
  U64: storedTypes.uint64,
  U32: storedTypes.uint32,
  U16: storedTypes.uint16,
  U8: storedTypes.uint8,
  BOOL: storedTypes.bool,
};

const words = { float64: 'F64', float32: 'F32', int32: 'I32', bool: 'BOOL' } as const;

/** Headers are refused beyond this, as the format's own library does. */
const longestHeader = 100_000_000;

/** Elements are refused beyond so many bytes, since all of them are held at once. */
const mostElements = 2 * 1024 ** 3;

/** Reads all tensors. @throws UnreadableFile */
export function readSafetensors(source: ByteSource): NamedTensors {
  const { entries, start } = entriesOf(source);
  const bytes = entries.reduce((sum, { from, to }) => sum + to - from, 0);
  if (bytes > mostElements) {
    throw new TensorFileError(`its tensors take ${byteCount(bytes)}, more than ${byteCount(mostElements)}`);
  }
  return new Map(
    entries.map(({ name, stored, shape, from, to }) => [
      name,
      readElements(source.read(start + from, start + to), {
        ...{ name, shape, stored, littleEndian: true, columnMajor: false },
      }),
    ]),
  );
}

/** What the header says of each tensor; no element is looked at. @throws UnreadableFile */
export function listSafetensors(source: ByteSource): readonly TensorEntry[] {
  return entriesOf(source).entries.map(({ name, stored, shape, from, to }) => ({
    ...{ name, shape, type: nameOfStored(stored), bytes: to - from },
  }));
}

/** All tensors of the header; their bytes, counted from `start`, lie in the file and apart from each other. @throws UnreadableFile */
function entriesOf(source: ByteSource): { readonly entries: readonly Entry[]; readonly start: number } {
  const { header, start } = headerOf(source);
  const entries = Object.entries(header).flatMap(([name, entry]) =>
    name === '__metadata__' ? [] : [entryOf(name, entry)],
  );
  let end = 0;
  for (const { name, from, to } of [...entries].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from > to || start + to > source.size) {
      throw new TensorFileError(`the tensor "${name}" lies outside of the file`);
    }
    if (from < end) throw new TensorFileError(`the tensor "${name}" overlaps another one`);
    end = to;
  }
  return { entries, start };
}

/** Writes tensors in the order of the map. */
export function writeSafetensors(tensors: NamedTensors): Uint8Array {
  const header: Record<string, unknown> = {};
  let offset = 0;
  // Widest elements first keeps every tensor aligned to its elements, as the format asks of its writers.
  const ordered = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  for (const [name, { elementType, shape, data }] of ordered) {
    const end = offset + data.byteLength;
    header[name] = { dtype: words[elementType], shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + length + offset).fill(0x20, 8, 8 + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(text, 8);
  let place = 8 + length;
  for (const [, { data }] of ordered) {
    file.set(littleEndianBytes(data), place);
    place += data.byteLength;
  }
  return file;
}

/** Every machine that runs an editor stores numbers little-endian. */
function littleEndianBytes(data: Tensor['data']): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function headerOf(source: ByteSource): { readonly header: object; readonly start: number } {
  if (source.size < 8) throw new TensorFileError('it is too short to be a safetensors file');
  const first = source.read(0, 8);
  const length = Number(new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true));
  if (length < 2 || length > longestHeader || 8 + length > source.size) {
    throw new TensorFileError('it is no safetensors file, or it ends inside its header');
  }
  const text = new TextDecoder().decode(source.read(8, 8 + length));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw new TensorFileError('its header is no JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new TensorFileError('its header is no list of tensors');
  }
  refuseRepeatedNames(text);
  return { header, start: 8 + length };
}

/** The format allows each name once; of two, JSON's own reader would keep the last without a word. */
function refuseRepeatedNames(text: string): void {
  // The library recurses into what is nested.
  if (tooDeepAt(text) !== undefined) throw new TensorFileError('its header is no list of tensors');
  const names = new Set<string>();
  let depth = 0;
  visit(text, {
    onObjectBegin: () => void (depth += 1),
    onObjectEnd: () => void (depth -= 1),
    onObjectProperty: (name) => {
      if (depth === 1 && names.has(name)) throw new TensorFileError(`the tensor "${name}" is there twice`);
      if (depth === 1) names.add(name);
    },
  });
}

interface Entry {
  readonly name: string;
  readonly stored: StoredType;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function entryOf(name: string, entry: unknown): Entry {
  const fields: Readonly<Record<string, unknown>> =
    typeof entry === 'object' && entry !== null ? { ...entry } : {};
  const { dtype, shape, data_offsets: offsets } = fields;
  const stored = typeof dtype === 'string' && Object.hasOwn(types, dtype) ? types[dtype] : undefined;
  if (!stored)
    throw new TensorFileError(`the tensor "${name}" has the type ${String(dtype)}, which is not read`);
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw new TensorFileError(`the tensor "${name}" has no shape and place that can be read`);
  }
  countOf(shape);
  const [from = 0, to = 0] = offsets;
  return { name, stored, shape, from, to };
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
