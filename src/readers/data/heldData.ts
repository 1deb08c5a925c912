/** What a file of data holds, whatever it is: a table, arrays, MNIST's idx or JSON, packed by gzip or not. */
import { UnreadableFile, wholeOf, type Bytes } from '../../base/byteSource';
import { readTensorFile } from '../tensor-files/table';
import type { NamedTensors } from '../tensor-files/tensors';
import { mostUnpacked } from '../tensor-files/zip';
import { isGzip, unpackedGzip } from './gzip';
import { isIdx, readIdx } from './idx';
import { readJsonData } from './jsonData';
import type { Say } from './samples';
import { tableIn, type Table } from './tableFile';
import { isTensorPath } from './tensorSamples';

/** The table or the arrays of a file; null when there are none, and then the reason has been said. */
export function heldData(content: Bytes, file: string, say: Say): Table | NamedTensors | null {
  const bytes = unpacked(content, file, say);
  if (!bytes) return null;
  // What they are is decided by how they begin, and by the path where they do not tell.
  const path = file.replace(/\.gz$/i, '');
  if (isIdx(bytes)) return unlessBroken(file, say, () => new Map([['images', readIdx(bytes)]]));
  if (/\.json$/i.test(path)) return readJsonData(bytes, file, say);
  if (!isTensorPath(path)) return tableIn(bytes, file, say);
  const tensors = readTensorFile(bytes);
  return 'problem' in tensors ? say.error(`${file} cannot be read: ${tensors.problem}.`) : tensors;
}

/** The whole content without its gzip; null when it cannot be had, and then the reason has been said. */
export function unpacked(content: Bytes, file: string, say: Say): Uint8Array | null {
  return unlessBroken(file, say, () => {
    const bytes = wholeOf(content, mostUnpacked);
    return isGzip(bytes) ? unpackedGzip(bytes) : bytes;
  });
}

function unlessBroken<Result>(file: string, say: Say, read: () => Result): Result | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableFile) return say.error(`${file} cannot be read: ${error.message}.`);
    throw error;
  }
}
