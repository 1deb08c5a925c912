/** Data that are packed by gzip: unpacked only as far as the file itself says, and never beyond what is read. */
import { Gunzip } from 'fflate';
import { byteCount } from '../../base/numbers';
import { TensorFileError } from '../tensor-files/tensors';
import { highestRatio, inflated, mostUnpacked } from '../tensor-files/zip';

/** Whether the bytes begin as a gzip file does (RFC 1952, 2.3.1). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** What is packed. Its length stands in the last four bytes. @throws TensorFileError */
export function unpackedGzip(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 18) throw new TensorFileError('it is cut off');
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(
    bytes.length - 4,
    true,
  );
  if (size > mostUnpacked || size > highestRatio * bytes.length) {
    throw new TensorFileError(`it claims to unpack to ${byteCount(size)}, which is more than is read`);
  }
  return inflated(bytes, size, 'it', Gunzip);
}
