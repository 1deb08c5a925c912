/** The bytes of an HDF5 file: reads that stay inside of it, addresses in its own width, and a count of all reads that ends what goes in circles. */
import type { ByteSource } from '../../../base/byteSource';
import { byteCount } from '../../../base/numbers';
import { TensorFileError } from '../tensors';
import { highestRatio, mostUnpacked } from '../zip';

/** Reads of a file at most: some for each of its bytes, and enough for the smallest one. A file is read in far fewer. */
const readsPerByte = 2;
const fewestReads = 100_000;
/** However large a file is: some seconds of work at most. The parts of a model of a thousand layers take a million. */
const mostReads = 20_000_000;

/** What every refusal of a contradictory file says. */
export const damaged = 'it is a damaged HDF5 file';

/** Bytes that are read of the file at once where single numbers are wanted, and how many such blocks are kept. */
const blockSize = 16 * 1024;
const mostBlocks = 256;

/** What one block counts as among the reads: a file may send its reader to and fro. */
const readsPerBlock = 500;

interface Block {
  readonly from: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** The file block by block, and how wide its addresses and lengths are. */
export class Hdf5Bytes {
  readonly #source: ByteSource;
  readonly #blocks = new Map<number, Block>();
  #last: Block | undefined;
  #reads: number;
  #bytesLeft: number;

  readonly size: number;
  /** Where the file begins, from which addresses count. */
  readonly base: number;
  readonly addressWidth: number;
  readonly lengthWidth: number;

  constructor(source: ByteSource, base: number, addressWidth: number, lengthWidth: number) {
    this.#source = source;
    this.size = source.size;
    this.base = base;
    this.addressWidth = addressWidth;
    this.lengthWidth = lengthWidth;
    this.#reads = Math.min(mostReads, fewestReads + readsPerByte * source.size);
    this.#bytesLeft = Math.min(mostUnpacked, highestRatio * source.size);
  }

  /** A cursor at an address of the file. @throws TensorFileError where that is outside */
  at(address: number): Cursor {
    return new Cursor(this, this.base + address);
  }

  /** An unsigned little-endian integer at a place in the bytes; those beyond 2^53 are as large as they look. */
  unsigned(place: number, width: number): number {
    this.count(place, width);
    const block = this.#blockWith(place, width);
    const { view } = block;
    const at = place - block.from;
    if (width === 1) return view.getUint8(at);
    if (width === 2) return view.getUint16(at, true);
    if (width === 4) return view.getUint32(at, true);
    let sum = 0;
    for (let byte = width - 1; byte >= 0; byte -= 1) sum = sum * 256 + view.getUint8(at + byte);
    return sum;
  }

  /** Bytes of the file. @throws UnreadableFile when they lie outside */
  take(place: number, length: number): Uint8Array {
    this.count(place, length);
    if (length > blockSize / 4) return this.#source.read(place, place + length);
    const { bytes, from } = this.#blockWith(place, length);
    return bytes.subarray(place - from, place - from + length);
  }

  /** The block that holds a few bytes; those that stand on a border are a block of their own. */
  #blockWith(place: number, length: number): Block {
    if (
      this.#last &&
      place >= this.#last.from &&
      place + length <= this.#last.from + this.#last.bytes.length
    ) {
      return this.#last;
    }
    const from = place - (place % blockSize);
    const to = Math.min(this.size, from + blockSize);
    if (place + length > to) return this.#load(place, place + length);
    const known = this.#blocks.get(from);
    this.#last = known ?? this.#load(from, to);
    if (known) return known;
    if (this.#blocks.size >= mostBlocks) this.#blocks.clear();
    this.#blocks.set(from, this.#last);
    return this.#last;
  }

  #load(from: number, to: number): Block {
    this.#reads -= readsPerBlock;
    const bytes = this.#source.read(from, to);
    return { from, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  }

  /** Counts bytes that are made of what is in the file. @throws TensorFileError when it has no room for so many */
  spend(bytes: number): void {
    this.#bytesLeft -= bytes;
    if (!(this.#bytesLeft >= 0)) {
      const most = Math.min(mostUnpacked, highestRatio * this.size);
      throw new TensorFileError(`its numbers take more than ${byteCount(most)}`);
    }
  }

  /** Counts a read. @throws TensorFileError when it leaves the file or there were too many */
  count(place: number, width: number): void {
    this.#reads -= 1;
    if (this.#reads < 0) throw new TensorFileError(`${damaged}: its parts refer to each other without end`);
    if (!(place >= 0 && place + width <= this.size)) {
      throw new TensorFileError(`${damaged}, or it ends early: something in it lies outside`);
    }
  }
}

/** A place that moves on with every read. */
export class Cursor {
  readonly file: Hdf5Bytes;
  place: number;

  constructor(file: Hdf5Bytes, place: number) {
    this.file = file;
    this.place = place;
  }

  unsigned(width: number): number {
    const value = this.file.unsigned(this.place, width);
    this.place += width;
    return value;
  }

  /** An address; null where none is given (all bits set). */
  address(): number | null {
    const written = this.take(this.file.addressWidth);
    this.place -= written.length;
    const address = this.unsigned(written.length);
    return written.every((byte) => byte === 0xff) ? null : address;
  }

  /** An address that has to be there. @throws TensorFileError */
  knownAddress(): number {
    const address = this.address();
    if (address === null) throw new TensorFileError(`${damaged}: an address is missing`);
    return address;
  }

  length(): number {
    return this.unsigned(this.file.lengthWidth);
  }

  /** The bytes themselves, which may be shared with the file. */
  take(length: number): Uint8Array {
    const bytes = this.file.take(this.place, length);
    this.place += length;
    return bytes;
  }

  text(length: number): string {
    return textOf(this.take(length));
  }

  skip(length: number): this {
    this.place += length;
    return this;
  }

  /** Passes a signature. @throws TensorFileError where another one stands */
  signature(expected: string): this {
    if (this.text(expected.length) === expected) return this;
    throw new TensorFileError(`${damaged}: ${expected} is not where it should be`);
  }

  /** The text up to the next zero byte. */
  textToZero(longest: number): string {
    this.file.count(this.place, 1);
    for (let length = 64; length < 2 * longest; length *= 8) {
      const bytes = this.file.take(this.place, Math.min(length, longest, this.file.size - this.place));
      const end = bytes.indexOf(0);
      if (end !== -1) return this.text(end);
    }
    throw new TensorFileError(`${damaged}: a name has no end`);
  }
}

/** Text up to its first zero byte. */
export function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}
