/** Where the chunks of a dataset stand: listed by a tree, one behind the other, or in a fixed array (format specification, IV.A.2.i, III.C, VII.C). */
import { wholeNumber } from '../../../base/numbers';
import { countOf, TensorFileError } from '../tensors';
import { damaged, type Cursor, type Hdf5Bytes } from './bytes';
import { treeLeaves } from './heaps';

/** One chunk. */
export interface Chunk {
  readonly address: number;
  /** Bytes as they stand in the file; null: as many as the chunk has. */
  readonly length: number | null;
  /** Bit n: the n-th filter was not applied. */
  readonly skippedFilters: number;
  readonly offset: readonly number[];
}

/** All chunks that are there, and the shape of each. */
export interface Chunks {
  readonly shape: readonly number[];
  readonly all: readonly Chunk[];
}

/** More chunks are refused: each has to be found and copied. */
const mostChunks = 200_000;

/** The kinds of index of the newer layout that are read. */
const indices = { single: 1, implicit: 2, fixedArray: 3 } as const;

const growing =
  'its chunks are listed in the way of libver="latest" for datasets that grow, which is not read; save it with libver="earliest"';

/** The chunks of the older layout, behind its kind. @throws UnreadableFile */
export function chunksByTree(file: Hdf5Bytes, cursor: Cursor, shape: readonly number[]): Chunks {
  const rank = cursor.unsigned(1) - 1;
  const tree = cursor.address();
  refuseOtherRank(rank, shape);
  const chunkShape = shape.map(() => cursor.unsigned(4));
  if (tree === null) return { shape: chunkShape, all: [] };
  const all = treeLeaves(file, tree, 16 + 8 * rank, (key, address): Chunk => {
    const length = key.unsigned(4);
    const skippedFilters = key.unsigned(4);
    return { address, length, skippedFilters, offset: shape.map(() => key.unsigned(8)) };
  });
  return { shape: chunkShape, all };
}

/** The chunks of the newer layout, behind its kind. @throws UnreadableFile */
export function chunksByIndex(
  file: Hdf5Bytes,
  cursor: Cursor,
  shape: readonly number[],
  elementSize: number,
): Chunks {
  const flags = cursor.unsigned(1);
  const rank = cursor.unsigned(1) - 1;
  const width = cursor.unsigned(1);
  refuseOtherRank(width < 1 || width > 8 ? -1 : rank, shape);
  const chunkShape = shape.map(() => cursor.unsigned(width));
  const kind = cursor.skip(width).unsigned(1);
  if (kind === indices.single) return { shape: chunkShape, all: singleChunk(cursor, shape, flags) };
  if (kind === indices.implicit) {
    const address = cursor.address();
    const size = countOf(chunkShape) * elementSize;
    const placed = placesOf(shape, chunkShape).map((offset, index) => {
      return { address: (address ?? 0) + index * size, length: null, skippedFilters: 0, offset };
    });
    return { shape: chunkShape, all: address === null ? [] : placed };
  }
  if (kind !== indices.fixedArray) throw new TensorFileError(growing);
  const address = cursor.skip(1).address();
  const all = address === null ? [] : chunksInArray(file, address, placesOf(shape, chunkShape));
  // Bit 0: chunks that reach beyond the dataset are not filtered.
  const isWhole = ({ offset }: Chunk): boolean =>
    offset.every((from, axis) => from + (chunkShape[axis] ?? 0) <= (shape[axis] ?? 0));
  const unfiltered = (chunk: Chunk): Chunk =>
    (flags & 1) === 0 || isWhole(chunk) ? chunk : { ...chunk, skippedFilters: -1 };
  return { shape: chunkShape, all: all.map(unfiltered) };
}

function refuseOtherRank(rank: number, shape: readonly number[]): void {
  if (rank === shape.length) return;
  throw new TensorFileError(`${damaged}: chunks have another rank than their dataset`);
}

function singleChunk(cursor: Cursor, shape: readonly number[], flags: number): readonly Chunk[] {
  const filtered = (flags & 2) !== 0;
  const length = filtered ? cursor.length() : null;
  const skippedFilters = filtered ? cursor.unsigned(4) : 0;
  const address = cursor.address();
  const offset = shape.map(() => 0);
  return address === null ? [] : [{ address, length, skippedFilters, offset }];
}

/** Where each chunk begins in its dataset, row-major. @throws TensorFileError when there are too many */
function placesOf(shape: readonly number[], chunkShape: readonly number[]): readonly (readonly number[])[] {
  const counts = shape.map((size, axis) => Math.ceil(size / (chunkShape[axis] ?? 0)));
  const count = counts.reduce((product, each) => product * each, 1);
  if (!(count <= mostChunks)) {
    throw new TensorFileError(`a dataset of it has more than ${wholeNumber(mostChunks)} chunks`);
  }
  return Array.from({ length: count }, (_, index) => {
    let rest = index;
    const offset = shape.map(() => 0);
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const along = counts[axis] ?? 1;
      offset[axis] = (rest % along) * (chunkShape[axis] ?? 0);
      rest = Math.floor(rest / along);
    }
    return offset;
  });
}

/** The chunks of a fixed array, whose elements stand in pages of their own where there are many. */
function chunksInArray(
  file: Hdf5Bytes,
  address: number,
  places: readonly (readonly number[])[],
): readonly Chunk[] {
  const header = file.at(address).signature('FAHD').skip(1);
  const filtered = header.unsigned(1) === 1;
  const elementSize = header.unsigned(1);
  const pageSize = 2 ** header.unsigned(1);
  const count = header.length();
  const block = header.address();
  const lengthWidth = elementSize - file.addressWidth - 4;
  if (count < places.length || (filtered && (lengthWidth < 1 || lengthWidth > 8))) {
    throw new TensorFileError(`${damaged}: a list of chunks does not fit its dataset`);
  }
  if (block === null) return [];
  const cursor = file
    .at(block)
    .signature('FADB')
    .skip(2 + file.addressWidth);
  const pages = count > pageSize ? Math.ceil(count / pageSize) : 0;
  const present = cursor.take(Math.ceil(pages / 8));
  const start = cursor.place + (pages > 0 ? checksum : 0);
  return places.flatMap((offset, index): readonly Chunk[] => {
    const page = pages > 0 ? Math.floor(index / pageSize) : 0;
    if (pages > 0 && ((present[page >> 3] ?? 0) & (0x80 >> (page & 7))) === 0) return [];
    const element = file.at(start - file.base + index * elementSize + page * checksum);
    const chunk = element.address();
    if (chunk === null) return [];
    const length = filtered ? element.unsigned(lengthWidth) : null;
    return [{ address: chunk, length, skippedFilters: filtered ? element.unsigned(4) : 0, offset }];
  });
}

/** Bytes of a checksum behind each part of an index. */
const checksum = 4;
