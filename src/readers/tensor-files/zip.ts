/** Zip archives: the central directory is checked as a whole before anything is unpacked, and no entry unpacks to more than it declares. */
import { Inflate, type Gunzip, type Unzlib } from 'fflate';
import { byteCount, wholeNumber } from '../../base/numbers';
import { TensorFileError } from './tensors';

/** One file of an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes when unpacked, as the directory declares them. */
  readonly size: number;
  /** The unpacked bytes; a stored entry shares the archive's memory. @throws TensorFileError when they are not what the directory says */
  readonly read: () => Uint8Array;
}

/** Bytes that an archive unpacks to at most. */
export const mostUnpacked = 1024 ** 3;

/** More entries are refused; a checkpoint has one for each tensor. */
const mostEntries = 50_000;

/** Deflate makes 258 bytes of 2 bits at best: whatever declares more is no honest archive (RFC 1951, 3.2.5). */
export const highestRatio = 1032;

/** Bytes that are unpacked in one go, so that what grows too large is noticed early. */
const portion = 64 * 1024;

const marks = { local: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 } as const;

/** Lengths of the fixed parts of the three records (APPNOTE 4.3). */
const lengths = { local: 30, directory: 46, end: 22 } as const;

const noZip = 'it is no zip that can be unpacked';

/** Whether the bytes begin as a zip does, an empty one included. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** All files of an archive by their names. @throws TensorFileError when the archive contradicts itself or would unpack to too much */
export function zipEntries(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count > mostEntries) {
    throw new TensorFileError(`it lists ${wholeNumber(count)} files, more than ${wholeNumber(mostEntries)}`);
  }
  if (start > end) throw new TensorFileError(noZip);
  const found: Place[] = [];
  let place = start;
  for (let entry = 0; entry < count; entry += 1) {
    const { next, ...read } = directoryEntry(view, place, end);
    found.push(read);
    place = next;
  }
  refuseOverlaps(found, start);
  const unpacked = found.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > mostUnpacked) {
    throw new TensorFileError(`it unpacks to ${byteCount(unpacked)}, more than ${byteCount(mostUnpacked)}`);
  }
  const entries = new Map<string, ZipEntry>();
  for (const each of found) {
    if (entries.has(each.name)) throw new TensorFileError(`it holds two files called "${shown(each.name)}"`);
    entries.set(each.name, { name: each.name, size: each.size, read: () => unpack(bytes, each) });
  }
  return entries;
}

/** Where an entry stands: its local record with its packed bytes is bytes `from` to `to` of the archive. */
interface Place {
  readonly name: string;
  readonly size: number;
  readonly deflated: boolean;
  readonly from: number;
  readonly contentFrom: number;
  readonly to: number;
}

/** The end record is the last thing in the archive; a comment of up to 65,535 bytes may follow it. */
function endRecord(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - lengths.end - 0xffff);
  for (let place = view.byteLength - lengths.end; place >= lowest; place -= 1) {
    if (view.getUint32(place, true) === marks.end) return place;
  }
  throw new TensorFileError(noZip);
}

function directoryEntry(view: DataView, place: number, end: number): Place & { readonly next: number } {
  if (place + lengths.directory > end || view.getUint32(place, true) !== marks.directory) {
    throw new TensorFileError(noZip);
  }
  const short = (offset: number): number => view.getUint16(place + offset, true);
  const long = (offset: number): number => view.getUint32(place + offset, true);
  const [flags, method, packed, size, from] = [short(8), short(10), long(20), long(24), long(42)];
  const nameEnd = place + lengths.directory + short(28);
  const next = nameEnd + short(30) + short(32);
  if (next > end) throw new TensorFileError(noZip);
  const name = textOf(view, place + lengths.directory, nameEnd);
  const called = `its file "${shown(name)}"`;
  if (leaves(name)) throw new TensorFileError(`${called} has a path that leaves the archive`);
  if ((flags & 1) !== 0) throw new TensorFileError(`${called} is encrypted`);
  if (method !== 0 && method !== 8)
    throw new TensorFileError(`${called} is packed by a method that is not read (${method})`);
  if ([packed, size, from].includes(0xffffffff)) throw new TensorFileError(`${called} is larger than 4 GB`);
  if (method === 0 ? packed !== size : size > packed * highestRatio) {
    throw new TensorFileError(`${called} claims to unpack ${byteCount(packed)} to ${byteCount(size)}`);
  }
  if (from + lengths.local > end || view.getUint32(from, true) !== marks.local) {
    throw new TensorFileError(`${called} stands outside of the archive`);
  }
  const contentFrom =
    from + lengths.local + view.getUint16(from + 26, true) + view.getUint16(from + 28, true);
  return { name, size, deflated: method === 8, from, contentFrom, to: contentFrom + packed, next };
}

/** Overlapping entries would let a few bytes stand for very many. */
function refuseOverlaps(places: readonly Place[], directory: number): void {
  let last = 0;
  for (const { name, from, to } of [...places].sort((a, b) => a.from - b.from)) {
    if (from < last) throw new TensorFileError(`its file "${shown(name)}" overlaps another one`);
    if (to > directory) throw new TensorFileError(`its file "${shown(name)}" ends outside of the archive`);
    last = to;
  }
}

function unpack(bytes: Uint8Array, { name, size, deflated, contentFrom, to }: Place): Uint8Array {
  const content = bytes.subarray(contentFrom, to);
  return deflated ? inflated(content, size, `its file "${shown(name)}"`, Inflate) : content;
}

/**
 * Unpacks what has to become `size` bytes: deflated ones, or the same with zlib's or gzip's header around them.
 * @throws TensorFileError, named by `called`
 */
export function inflated(
  content: Uint8Array,
  size: number,
  called: string,
  Format: typeof Inflate | typeof Unzlib | typeof Gunzip,
): Uint8Array {
  const unpacked = new Uint8Array(size);
  let filled = 0;
  const inflate = new Format((chunk) => {
    if (filled + chunk.length > size)
      throw new TensorFileError(`${called} unpacks to more than it claims, ${byteCount(size)}`);
    unpacked.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let place = 0; place < content.length; place += portion) {
      inflate.push(content.subarray(place, place + portion), place + portion >= content.length);
    }
  } catch (error) {
    if (error instanceof TensorFileError) throw error;
    throw new TensorFileError(`${called} cannot be unpacked`);
  }
  if (filled === size) return unpacked;
  throw new TensorFileError(`${called} unpacks to ${byteCount(filled)}, not to ${byteCount(size)}`);
}

function leaves(name: string): boolean {
  return /^[/\\]|^[a-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/i.test(name);
}

function textOf(view: DataView, from: number, to: number): string {
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + from, to - from));
}

/** A name from a file, short enough for a sentence. */
function shown(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}...` : name;
}
