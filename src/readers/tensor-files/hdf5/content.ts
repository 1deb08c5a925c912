/** The bytes of HDF5 datasets: in the header, in one piece, or in chunks (format specification, IV.A.2.i). */
import { byteCount, shapeText } from '../../../base/numbers';
import { countOf, TensorFileError } from '../tensors';
import { damaged, type Hdf5Bytes } from './bytes';
import { chunksByIndex, chunksByTree, type Chunks } from './chunks';
import { filtersAt, unfiltered, type FilterNumber } from './filters';
import { contentOf, messageTypes, type Message } from './header';

const newest =
  'its chunks are kept in the way of version 2 of HDF5, which is not read; save it with libver="earliest"';

/** What is known of a dataset before its bytes are read. */
export interface DatasetForm {
  readonly messages: readonly Message[];
  readonly shape: readonly number[];
  readonly elementSize: number;
}

/** The bytes of all elements, row-major. @throws TensorFileError */
export function bytesOfDataset(file: Hdf5Bytes, form: DatasetForm): Uint8Array {
  const { messages, shape, elementSize } = form;
  const message = messages.find(({ type }) => type === messageTypes.layout);
  if (!message) throw new TensorFileError(`${damaged}: a dataset does not say where its numbers are`);
  if (messages.some(({ type }) => type === messageTypes.externalFiles)) {
    throw new TensorFileError('its numbers stand in other files, which are not read');
  }
  const size = countOf(shape) * elementSize;
  file.spend(size);
  const cursor = contentOf(file, message);
  const version = cursor.unsigned(1);
  if (version < 3 || version > 5) {
    throw new TensorFileError(`it keeps numbers in the layout ${version} of HDF5, which is not read`);
  }
  const kind = cursor.unsigned(1);
  if (kind === 0) return sized(cursor.take(cursor.unsigned(2)), size);
  if (kind === 1) {
    const address = cursor.address();
    return address === null ? new Uint8Array(size) : file.at(address).take(size);
  }
  if (kind !== 2) throw new TensorFileError('it maps numbers from other datasets, which is not read');
  if (version === 5) throw new TensorFileError(newest);
  const chunks =
    version === 3 ? chunksByTree(file, cursor, shape) : chunksByIndex(file, cursor, shape, elementSize);
  return assembled(file, chunks, form, size);
}

function sized(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length >= size) return bytes.subarray(0, size);
  throw new TensorFileError(
    `${damaged}: a dataset takes ${byteCount(size)}, ${byteCount(bytes.length)} are there`,
  );
}

function assembled(
  file: Hdf5Bytes,
  { shape: chunkShape, all }: Chunks,
  form: DatasetForm,
  size: number,
): Uint8Array {
  const { shape, elementSize } = form;
  const chunkSize = countOf(chunkShape) * elementSize;
  const filters = filtersOf(file, form);
  const bytes = new Uint8Array(size);
  const seen = new Set<string>();
  for (const { address, length, skippedFilters, offset } of all) {
    const place = offset.join(',');
    const inside = offset.every(
      (from, axis) => from < (shape[axis] ?? 0) && from % (chunkShape[axis] ?? 1) === 0,
    );
    if (!inside || seen.has(place)) {
      throw new TensorFileError(
        `${damaged}: a chunk stands at (${place}) of a dataset of shape ${shapeText(shape)}`,
      );
    }
    seen.add(place);
    file.spend(chunkSize);
    const packed = file.at(address).take(filters.length > 0 ? (length ?? chunkSize) : chunkSize);
    const chunk = unfiltered(packed, filters, skippedFilters, { size: chunkSize, elementSize });
    copyChunk(chunk, bytes, { offset, chunkShape, shape, elementSize });
  }
  return bytes;
}

function filtersOf(file: Hdf5Bytes, { messages }: DatasetForm): readonly FilterNumber[] {
  const message = messages.find(({ type }) => type === messageTypes.filters);
  return message ? filtersAt(contentOf(file, message)) : [];
}

interface ChunkPlace {
  readonly offset: readonly number[];
  readonly chunkShape: readonly number[];
  readonly shape: readonly number[];
  readonly elementSize: number;
}

/** Copies a chunk row by row of its last axis; what reaches beyond the dataset is left out. */
function copyChunk(
  chunk: Uint8Array,
  whole: Uint8Array,
  { offset, chunkShape, shape, elementSize }: ChunkPlace,
): void {
  const sizes = shape.map((size, axis) => Math.min(chunkShape[axis] ?? 0, size - (offset[axis] ?? 0)));
  const row = (sizes.at(-1) ?? 1) * elementSize;
  const rows = sizes.slice(0, -1).reduce((product, size) => product * size, 1);
  for (let position = 0; position < rows; position += 1) {
    let rest = position;
    let [from, to] = [0, 0];
    let [chunkStep, step] = [chunkShape.at(-1) ?? 1, shape.at(-1) ?? 1];
    for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
      const index = rest % (sizes[axis] ?? 1);
      rest = Math.floor(rest / (sizes[axis] ?? 1));
      from += index * chunkStep;
      to += (index + (offset[axis] ?? 0)) * step;
      chunkStep *= chunkShape[axis] ?? 1;
      step *= shape[axis] ?? 1;
    }
    const start = from * elementSize;
    whole.set(chunk.subarray(start, start + row), (to + (offset.at(-1) ?? 0)) * elementSize);
  }
}
