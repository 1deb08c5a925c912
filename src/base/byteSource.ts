/** Bytes that are read by range, so that of a large file only what is looked at is ever held. */
import { byteCount } from './numbers';

/** A file or a part of one. */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number;
  /** Bytes from one place up to another, both within the size; may share memory with the source. @throws UnreadableFile */
  readonly read: (from: number, to: number) => Uint8Array;
}

/** A file as a whole, or by range. */
export type Bytes = Uint8Array | ByteSource;

/** A file on the disk of the machine that reads it, in place of its bytes; plain data. */
export interface DiskFile {
  /** Its path in the words of the system. */
  readonly disk: string;
  readonly size: number;
  /** When it was last changed, in milliseconds since 1970; with the size it stands for the content. */
  readonly changed: number;
}

/** Bytes as they are sent between threads. */
export type SentBytes = Uint8Array | DiskFile;

/** Lets a file of the disk be read; what has no disk has no such function. */
export type OpenDisk = (file: DiskFile) => OpenDiskFile;

/** A file of the disk that can be read. */
export type OpenDiskFile = DiskFile & ByteSource;

/** Why a file cannot be read, as one plain sentence without its name: "it ends inside its header". */
export class UnreadableFile extends Error {}

/** Bytes by range, whatever they are. */
export function byRange(bytes: Bytes): ByteSource {
  if (!(bytes instanceof Uint8Array)) return bytes;
  return { size: bytes.length, read: (from, to) => bytes.subarray(from, to) };
}

/** A part of a source; places count from its start. */
export function partOf(source: ByteSource, start: number, end: number): ByteSource {
  return { size: end - start, read: (from, to) => source.read(start + from, start + to) };
}

/** The first bytes, fewer where there are no more. @throws UnreadableFile */
export function startOf(source: ByteSource, length: number): Uint8Array {
  return source.read(0, Math.min(source.size, length));
}

/** All bytes at once. @throws UnreadableFile, with the number, when there are more than `most` */
export function wholeOf(bytes: Bytes, most: number): Uint8Array {
  if (bytes instanceof Uint8Array) return bytes;
  if (bytes.size > most) {
    throw new UnreadableFile(`it has ${byteCount(bytes.size)}, more than ${byteCount(most)}`);
  }
  return bytes.read(0, bytes.size);
}

/** Whether this stands on a disk, opened or not. */
export function isDiskFile(content: object): content is DiskFile | OpenDiskFile {
  return 'disk' in content;
}

/** What was sent, to be read; a file of the disk is opened by whoever received it, where there is a disk. */
export function received(sent: SentBytes | ByteSource): Bytes {
  if (sent instanceof Uint8Array || 'read' in sent) return sent;
  const read = (): never => {
    throw new UnreadableFile('it stands on a disk that cannot be read from here');
  };
  return { size: sent.size, read };
}
