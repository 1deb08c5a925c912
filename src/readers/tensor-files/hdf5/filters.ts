/** Filters of HDF5's chunks: what was done to their bytes, undone from the last to the first (format specification, IV.A.2.l). */
import { Unzlib } from 'fflate';
import { TensorFileError } from '../tensors';
import { inflated } from '../zip';
import { damaged, type Cursor } from './bytes';

/** One filter by its registered number. */
export type FilterNumber = number;

const deflate = 1;
/** Between them stands shuffling, 2. */
const checksum = 3;
const names: Readonly<Record<number, string | undefined>> = {
  4: 'szip',
  5: 'n-bit',
  6: 'scale-offset',
  32000: 'lzf',
  32001: 'blosc',
  32015: 'zstd',
};

const mostFilters = 32;
/** Bytes of the checksum that stands behind a chunk. */
const checksumLength = 4;

/** Reads a filter message: the filters in the order in which they were applied. @throws TensorFileError where one is not known */
export function filtersAt(cursor: Cursor): readonly FilterNumber[] {
  const version = cursor.unsigned(1);
  const count = cursor.unsigned(1);
  if (version < 1 || version > 2 || count > mostFilters)
    throw new TensorFileError(`${damaged}: a filter is unknown`);
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => {
    const id = cursor.unsigned(2);
    const nameLength = version === 1 || id >= 256 ? cursor.unsigned(2) : 0;
    const values = cursor.skip(2).unsigned(2);
    cursor.skip(version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength).skip(4 * values);
    if (version === 1 && values % 2 === 1) cursor.skip(4);
    if (id < deflate || id > checksum) {
      throw new TensorFileError(
        `its numbers are packed by ${names[id] ?? `filter ${id}`}, which is not read; gzip or no compression is`,
      );
    }
    return id;
  });
}

/** The bytes of a chunk before its filters; bit n of `skipped` says that the n-th was not applied. @throws TensorFileError */
export function unfiltered(
  packed: Uint8Array,
  filters: readonly FilterNumber[],
  skipped: number,
  chunk: { readonly size: number; readonly elementSize: number },
): Uint8Array {
  const applied = filters.filter((_, place) => (skipped & (1 << place)) === 0);
  let bytes = packed;
  for (const [place, filter] of [...applied.entries()].reverse()) {
    // Only deflating makes a length that cannot be foretold; before it stand the chunk and the checksums that were added.
    const size =
      chunk.size + checksumLength * applied.slice(0, place).filter((each) => each === checksum).length;
    if (filter === deflate) bytes = inflated(bytes, size, 'a chunk of it', Unzlib);
    else if (filter === checksum) bytes = bytes.subarray(0, Math.max(0, bytes.length - checksumLength));
    else bytes = unshuffled(bytes, chunk.elementSize);
  }
  if (bytes.length === chunk.size) return bytes;
  throw new TensorFileError(`${damaged}: a chunk of it has ${bytes.length} bytes in place of ${chunk.size}`);
}

/** Shuffling put the first bytes of all elements before the second ones, and so on. */
function unshuffled(bytes: Uint8Array, elementSize: number): Uint8Array {
  const count = Math.floor(bytes.length / elementSize);
  // What is over at the end stays as it is.
  const ordered = bytes.slice();
  for (let byte = 0; byte < elementSize; byte += 1) {
    for (let element = 0; element < count; element += 1) {
      ordered[element * elementSize + byte] = bytes[byte * count + element] ?? 0;
    }
  }
  return ordered;
}
