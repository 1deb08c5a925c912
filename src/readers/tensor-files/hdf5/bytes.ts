/** The bytes of an HDF5 file: reads that stay inside of it, addresses in its own width, and a count of all reads that ends what goes in circles. */
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

/** The whole file, and how wide its addresses and lengths are. */
export class Hdf5Bytes {
  readonly #view: DataView;
  #reads: number;
  #bytesLeft: number;

  readonly bytes: Uint8Array;
  /** Where the file begins, from which addresses count. */
  readonly base: number;
  readonly addressWidth: number;
  readonly lengthWidth: number;

  constructor(bytes: Uint8Array, base: number, addressWidth: number, lengthWidth: number) {
    this.bytes = bytes;
    this.base = base;
    this.addressWidth = addressWidth;
    this.lengthWidth = lengthWidth;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#reads = Math.min(mostReads, fewestReads + readsPerByte * bytes.length);
    this.#bytesLeft = Math.min(mostUnpacked, highestRatio * bytes.length);
  }

  /** A cursor at an address of the file. @throws TensorFileError where that is outside */
  at(address: number): Cursor {
    return new Cursor(this, this.base + address);
  }

  /** An unsigned little-endian integer at a place in the bytes; those beyond 2^53 are as large as they look. */
  unsigned(place: number, width: number): number {
    this.count(place, width);
    if (width === 1) return this.#view.getUint8(place);
    if (width === 2) return this.#view.getUint16(place, true);
    if (width === 4) return this.#view.getUint32(place, true);
    let sum = 0;
    for (let byte = width - 1; byte >= 0; byte -= 1) sum = sum * 256 + (this.bytes[place + byte] ?? 0);
    return sum;
  }

  /** Counts bytes that are made of what is in the file. @throws TensorFileError when it has no room for so many */
  spend(bytes: number): void {
    this.#bytesLeft -= bytes;
    if (!(this.#bytesLeft >= 0)) {
      const most = Math.min(mostUnpacked, highestRatio * this.bytes.length);
      throw new TensorFileError(`its numbers take more than ${byteCount(most)}`);
    }
  }

  /** Counts a read. @throws TensorFileError when it leaves the file or there were too many */
  count(place: number, width: number): void {
    this.#reads -= 1;
    if (this.#reads < 0) throw new TensorFileError(`${damaged}: its parts refer to each other without end`);
    if (!(place >= 0 && place + width <= this.bytes.length)) {
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
    const { addressWidth } = this.file;
    const address = this.unsigned(addressWidth);
    const written = this.file.bytes.subarray(this.place - addressWidth, this.place);
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

  /** The bytes themselves, shared with the file. */
  take(length: number): Uint8Array {
    this.file.count(this.place, length);
    const bytes = this.file.bytes.subarray(this.place, this.place + length);
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
    const end = this.file.bytes.indexOf(0, this.place);
    const length = end === -1 ? longest : end - this.place;
    if (length >= longest) throw new TensorFileError(`${damaged}: a name has no end`);
    return this.text(length);
  }
}

/** Text up to its first zero byte. */
export function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}
