/** Valid files to spoil, and what is said of the spoilt ones. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listTensorFile, readTensorFile } from '../../../src/readers/tensor-files/table';
import { within } from './limits';

const goldens = join(__dirname, '../../goldens');

/** A file as its library wrote it. */
export function golden(file: string): Uint8Array {
  const folder = /\.(?:h5|pth?|keras)$/.test(file) ? 'model-files' : 'tensor-files';
  return new Uint8Array(readFileSync(join(goldens, folder, file)));
}

/** What is said of a file by whoever reads it, and by whoever lists it. */
export function problemsOf(bytes: Uint8Array, what: string): readonly string[] {
  return [readTensorFile, listTensorFile].map((read) => {
    const found = within(() => read(bytes), what);
    return 'problem' in found ? found.problem : 'none';
  });
}
