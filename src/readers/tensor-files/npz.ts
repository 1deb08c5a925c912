/** NumPy's npz: a zip of npy files, each named as its array. */
import { unzipSync } from 'fflate';
import { byteCount } from '../../base/numbers';
import type { Tensor } from '../../tensor/tensor';
import { readNpy } from './npy';
import { TensorFileError, type NamedTensors } from './tensors';

/** Unpacked bytes that are read at most: a small zip can unpack to any size. */
const mostUnpacked = 1024 ** 3;

/** Whether the bytes begin as a zip does, an empty one included. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** Reads all arrays. @throws TensorFileError */
export function readNpz(bytes: Uint8Array): NamedTensors {
  const seen: { unpacked: number; pickle: boolean } = { unpacked: 0, pickle: false };
  let files: Readonly<Record<string, Uint8Array>>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        seen.unpacked += originalSize;
        if (seen.unpacked > mostUnpacked) {
          throw new TensorFileError(`it unpacks to more than ${byteCount(mostUnpacked)}`);
        }
        seen.pickle ||= name.endsWith('.pkl');
        return name.endsWith('.npy');
      },
    });
  } catch (error) {
    if (error instanceof TensorFileError) throw error;
    throw new TensorFileError('it is no zip that can be unpacked');
  }
  if (seen.pickle && Object.keys(files).length === 0) {
    throw new TensorFileError(
      'it is a checkpoint of PyTorch, a pickle, which could run code and is never loaded; save its tensors as safetensors',
    );
  }
  const tensors = new Map<string, Tensor>();
  for (const [file, content] of Object.entries(files)) {
    const name = file.slice(0, -'.npy'.length);
    tensors.set(name, readNpy(content, name));
  }
  return tensors;
}
