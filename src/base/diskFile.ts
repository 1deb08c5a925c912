/** Files of the disk, read by range; only for what runs in Node. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UnreadableFile, type DiskFile, type OpenDiskFile } from './byteSource';

/** Bytes that are read ahead where little is wanted. */
const ahead = 16 * 1024;

/** Opens nothing yet: the file is held open only while a range of it is read, so that nobody has to close it. */
export function openDisk({ disk, size, changed }: DiskFile): OpenDiskFile {
  let last: { readonly from: number; readonly bytes: Uint8Array } = { from: 0, bytes: new Uint8Array() };
  const read = (from: number, to: number): Uint8Array => {
    if (!(from >= 0 && from <= to && to <= size)) throw new UnreadableFile('it ends early');
    const within = from - last.from;
    if (within >= 0 && to <= last.from + last.bytes.length)
      return last.bytes.subarray(within, to - last.from);
    const bytes = readRange({ disk, size, changed }, from, Math.min(size, Math.max(to, from + ahead)));
    if (bytes.length <= ahead) last = { from, bytes };
    return bytes.subarray(0, to - from);
  };
  return { disk, size, changed, read };
}

/** @throws UnreadableFile where the file is not what it was, or cannot be read */
function readRange({ disk, size, changed }: DiskFile, from: number, to: number): Uint8Array {
  try {
    const bytes = new Uint8Array(to - from);
    const handle = openSync(disk, 'r');
    try {
      const now = fstatSync(handle);
      // Some round the time to milliseconds.
      if (now.size !== size || Math.abs(now.mtimeMs - changed) > 1) {
        throw new UnreadableFile('it has changed while it was read');
      }
      for (let place = 0; place < bytes.length;) {
        const count = readSync(handle, bytes, place, bytes.length - place, from + place);
        if (count === 0) throw new UnreadableFile('it ends early');
        place += count;
      }
    } finally {
      closeSync(handle);
    }
    return bytes;
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(error instanceof Error ? error.message : String(error));
  }
}
