/** The reader of files that hold weights without a network: they are listed, with a word on how to use them. */
import { counted } from '../../base/numbers';
import type { Source } from '../../base/source';
import { fileStart } from '../../base/span';
import type { Reader, Reading } from '../reader';
import { listTensorFile } from '../tensor-files/table';

/** Lists safetensors files and PyTorch checkpoints. */
export const weightsFileReader: Reader = {
  claims: ({ path, bytes }) => bytes !== undefined && /\.(?:safetensors|pth?)$/i.test(path),
  read: listed,
};

/** What is said of a file of tensors that holds no network, whatever its format. */
export function listed({ path, bytes = new Uint8Array() }: Source): Reading {
  const tensors = listTensorFile(bytes);
  const span = fileStart(path);
  if ('problem' in tensors) {
    const message = `This file cannot be read: ${tensors.problem}.`;
    return { networks: [], problems: [{ severity: 'error', message, span }], needs: [] };
  }
  const message = `This file holds ${counted(tensors.length, 'tensor')} and no network. To look at a network with these weights, inspect its source, then choose "Inspect with Weights..." (in a network file: weights: FILE; on the command line: --weights FILE).`;
  return { networks: [], problems: [{ severity: 'information', message, span }], needs: [], tensors };
}
