/** Zip archives: the central directory is checked as a whole before anything is unpacked, and no entry unpacks to more than it declares. */
import { Inflate, type Gunzip, type Unzlib } from 'fflate';
import { byRange, partOf, wholeOf, type ByteSource } from '../../base/byteSource';
import { byteCount, wholeNumber } from '../../base/numbers';
import { TensorFileError } from './tensors';

/** One file of an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes when unpacked, as the directory declares them. */
  readonly size: number;
  /** The unpacked bytes; those of a stored entry are the archive's own. @throws UnreadableFile when they are not what the directory says */
  readonly read: () => Uint8Array;
  /** The same by range: a stored entry is read only where it is looked at. @throws UnreadableFile */
  readonly content: () => ByteSource;
}

/** Bytes that what is packed in an archive unpacks to at most. */
export const mostUnpacked = 1024 ** 3;

/** More entries are refused; a checkpoint has one for each tensor. */
const mostEntries = 50_000;

/** Deflate makes 258 bytes of 2 bits at best: whatever declares more is no honest archive (RFC 1951, 3.2.5). */
export const highestRatio = 1032;

/** Bytes that are unpacked in one go, so that what grows too large is noticed early. */
const portion = 64 * 1024;

/** The directory is read at once: some hundred bytes for each file. */
const longestDirectory = 64 * 1024 ** 2;

const marks = {
  ...{ local: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 },
  ...{ wideEnd: 0x06064b50, wideEndPlace: 0x07064b50 },
} as const;

/** Lengths of the fixed parts of the records (APPNOTE 4.3). */
const lengths = { local: 30, directory: 46, end: 22, wideEnd: 56, wideEndPlace: 20 } as const;

const noZip = 'it is no zip that can be unpacked';

/** Whether the bytes begin as a zip does, an empty one included. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** All files of an archive by their names. @throws UnreadableFile when the archive contradicts itself or would unpack to too much */
export function zipEntries(source: ByteSource): ReadonlyMap<string, ZipEntry> {
  const { count, start, end } = directoryPlace(source);
  if (count > mostEntries) {
    throw new TensorFileError(`it lists ${wholeNumber(count)} files, more than ${wholeNumber(mostEntries)}`);
  }
  if (!(start <= end && end - start <= longestDirectory)) throw new TensorFileError(noZip);
  const view = viewOf(source.read(start, end));
  const found: Listed[] = [];
  let place = 0;
  for (let entry = 0; entry < count; entry += 1) {
    const { next, ...read } = directoryEntry(view, place, end);
    found.push(read);
    place = next;
  }
  const places = apart(found, start);
  const unpacked = found.reduce((sum, { deflated, size }) => sum + (deflated ? size : 0), 0);
  if (unpacked > mostUnpacked) {
    throw new TensorFileError(`it unpacks to ${byteCount(unpacked)}, more than ${byteCount(mostUnpacked)}`);
  }
  const entries = new Map<string, ZipEntry>();
  for (const each of places) {
    if (entries.has(each.name)) throw new TensorFileError(`it holds two files called "${shown(each.name)}"`);
    entries.set(each.name, entryAt(source, each));
  }
  return entries;
}

/** What the directory says of an entry. */
interface Listed {
  readonly name: string;
  readonly size: number;
  readonly packed: number;
  readonly deflated: boolean;
  /** Where its own record begins, behind which its packed bytes stand. */
  readonly from: number;
}

/** An entry, and where the next thing in the archive begins. */
interface Place extends Listed {
  readonly limit: number;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

interface DirectoryPlace {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/** The end record is the last thing in the archive; a comment of up to 65,535 bytes may follow it. */
function directoryPlace(source: ByteSource): DirectoryPlace {
  const lowest = Math.max(0, source.size - lengths.end - 0xffff - lengths.wideEndPlace);
  const view = viewOf(source.read(lowest, source.size));
  for (let place = view.byteLength - lengths.end; place >= 0; place -= 1) {
    if (view.getUint32(place, true) !== marks.end) continue;
    const [count, start] = [view.getUint16(place + 10, true), view.getUint32(place + 16, true)];
    if (count !== 0xffff && start !== 0xffffffff) return { count, start, end: lowest + place };
    return widePlace(source, view, place - lengths.wideEndPlace) ?? { count, start, end: lowest + place };
  }
  throw new TensorFileError(noZip);
}

/** The end record of zip64, whose place stands before the usual one; undefined where there is none (APPNOTE 4.3.14, 4.3.15). */
function widePlace(source: ByteSource, tail: DataView, place: number): DirectoryPlace | undefined {
  if (place < 0 || tail.getUint32(place, true) !== marks.wideEndPlace) return undefined;
  const end = wide(tail, place + 8);
  if (end + lengths.wideEnd > source.size) throw new TensorFileError(noZip);
  const record = viewOf(source.read(end, end + lengths.wideEnd));
  if (record.getUint32(0, true) !== marks.wideEnd) throw new TensorFileError(noZip);
  return { count: wide(record, 32), start: wide(record, 48), end };
}

function wide(view: DataView, place: number): number {
  return Number(view.getBigUint64(place, true));
}

function directoryEntry(view: DataView, place: number, end: number): Listed & { readonly next: number } {
  if (place + lengths.directory > view.byteLength || view.getUint32(place, true) !== marks.directory) {
    throw new TensorFileError(noZip);
  }
  const short = (offset: number): number => view.getUint16(place + offset, true);
  const [flags, method] = [short(8), short(10)];
  const nameEnd = place + lengths.directory + short(28);
  const extraEnd = nameEnd + short(30);
  const next = extraEnd + short(32);
  if (next > view.byteLength) throw new TensorFileError(noZip);
  const name = textOf(view, place + lengths.directory, nameEnd);
  const called = `its file "${shown(name)}"`;
  if (leaves(name)) throw new TensorFileError(`${called} has a path that leaves the archive`);
  if ((flags & 1) !== 0) throw new TensorFileError(`${called} is encrypted`);
  if (method !== 0 && method !== 8)
    throw new TensorFileError(`${called} is packed by a method that is not read (${method})`);
  const sizes = sizesAt(view, place, nameEnd, extraEnd);
  if (!sizes) throw new TensorFileError(`${called} is larger than 4 GB, and does not say how large`);
  const [size, packed, from] = sizes;
  if (method === 0 ? packed !== size : size > packed * highestRatio || packed > 2 * size + portion) {
    throw new TensorFileError(`${called} claims to unpack ${byteCount(packed)} to ${byteCount(size)}`);
  }
  if (from + lengths.local > end) throw new TensorFileError(`${called} stands outside of the archive`);
  return { name, size, packed, deflated: method === 8, from, next };
}

/** Size, packed size and place of an entry; those that need more than 32 bits stand in its extra field 1 (APPNOTE 4.5.3). */
function sizesAt(
  view: DataView,
  place: number,
  extra: number,
  extraEnd: number,
): readonly [size: number, packed: number, from: number] | undefined {
  const narrow = [24, 20, 42].map((offset) => view.getUint32(place + offset, true));
  let [at, end] = [extraEnd, extraEnd];
  for (let field = extra; field + 4 <= extraEnd;) {
    const fieldEnd = field + 4 + view.getUint16(field + 2, true);
    if (view.getUint16(field, true) === 1 && fieldEnd <= extraEnd) [at, end] = [field + 4, fieldEnd];
    field = fieldEnd;
  }
  const [size = NaN, packed = NaN, from = NaN] = narrow.map((value) => {
    if (value !== 0xffffffff) return value;
    at += 8;
    return at <= end ? wide(view, at - 8) : NaN;
  });
  return [size, packed, from].every(Number.isSafeInteger) ? [size, packed, from] : undefined;
}

/** Overlapping entries would let a few bytes stand for very many. */
function apart(listed: readonly Listed[], directory: number): readonly Place[] {
  const inOrder = [...listed].sort((a, b) => a.from - b.from);
  const limits = new Map(inOrder.map((each, index) => [each, inOrder[index + 1]?.from]));
  return listed.map((each) => {
    const next = limits.get(each);
    const limit = next ?? directory;
    if (each.from + lengths.local + each.packed <= limit) return { ...each, limit };
    const what = next === undefined ? 'ends outside of the archive' : 'overlaps another one';
    throw new TensorFileError(`its file "${shown(each.name)}" ${what}`);
  });
}

function entryAt(source: ByteSource, place: Place): ZipEntry {
  const { name, size, deflated } = place;
  const read = (): Uint8Array => unpack(source, place);
  return {
    ...{ name, size, read },
    content: () => (deflated ? byRange(read()) : partOf(source, ...packedRange(source, place))),
  };
}

/** Where the packed bytes of an entry stand: behind its own record, whose name and extra field have their own lengths. */
function packedRange(source: ByteSource, place: Place): readonly [from: number, to: number] {
  const record = viewOf(source.read(place.from, place.from + lengths.local));
  if (record.getUint32(0, true) !== marks.local) {
    throw new TensorFileError(`its file "${shown(place.name)}" stands outside of the archive`);
  }
  const from = place.from + lengths.local + record.getUint16(26, true) + record.getUint16(28, true);
  if (from + place.packed > place.limit) {
    throw new TensorFileError(`its file "${shown(place.name)}" overlaps what stands behind it`);
  }
  return [from, from + place.packed];
}

function unpack(source: ByteSource, place: Place): Uint8Array {
  const content = wholeOf(partOf(source, ...packedRange(source, place)), mostUnpacked);
  return place.deflated ? inflated(content, place.size, `its file "${shown(place.name)}"`, Inflate) : content;
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
