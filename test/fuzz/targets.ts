/** Binary and text readers with the valid files whose mutations they are given. A reader holds when it gives an answer and throws nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { kerasFilesReader } from '../../src/readers/keras-files/reader';
import { noOverrides } from '../../src/readers/reader';
import { listTensorFile } from '../../src/readers/tensor-files/list';
import { readTensorFile } from '../../src/readers/tensor-files/table';

/** What is fuzzed. */
export interface Target {
  readonly name: string;
  /** Valid files, each with what it is called. */
  readonly seeds: readonly (readonly [name: string, bytes: Uint8Array])[];
  /** Reads a mutated file; whatever it throws is a fault. */
  readonly read: (bytes: Uint8Array) => void;
}

const goldens = join(__dirname, '../goldens');

function seedsIn(folder: string, ...files: readonly string[]): Target['seeds'] {
  return files.map((file) => [file, new Uint8Array(readFileSync(join(goldens, folder, file)))] as const);
}

/** The file of an archive whose name ends so, and the archive with another one in its place. */
function within(
  file: string,
  inner: string,
): { readonly seed: Uint8Array; readonly put: (bytes: Uint8Array) => Uint8Array } {
  const entries = unzipSync(new Uint8Array(readFileSync(join(goldens, 'model-files', file))));
  const name = Object.keys(entries).find((each) => each.endsWith(inner)) ?? '';
  const seed = entries[name];
  if (!seed) throw new Error(`${file} holds no ${inner}`);
  return { seed, put: (bytes) => zipSync({ ...entries, [name]: bytes }, { level: 0 }) };
}

function tensors(bytes: Uint8Array): void {
  readTensorFile(bytes);
  listTensorFile(bytes);
}

function model(path: string): (bytes: Uint8Array) => void {
  const isText = path.endsWith('.json');
  return (bytes) => {
    const source = isText ? { path, text: new TextDecoder().decode(bytes) } : { path, text: '', bytes };
    kerasFilesReader.claims(source);
    kerasFilesReader.read(source, new Map(), noOverrides);
  };
}

const pickle = within('training.pth', 'data.pkl');

/** Everything that is fuzzed. */
export const targets: readonly Target[] = [
  {
    name: 'npy',
    seeds: seedsIn('tensor-files', 'float64.npy', 'fortran.npy', 'big-endian-half.npy'),
    read: tensors,
  },
  { name: 'npz', seeds: seedsIn('tensor-files', 'stored.npz', 'compressed.npz'), read: tensors },
  { name: 'safetensors', seeds: seedsIn('tensor-files', 'mixed.safetensors'), read: tensors },
  {
    name: 'hdf5',
    seeds: seedsIn('model-files', 'kinds.h5', 'latest.h5', 'dense.h5', 'keras-2.h5'),
    read: tensors,
  },
  {
    name: 'torch',
    seeds: seedsIn('model-files', 'state.pt', 'kinds.pt', 'protocol-4.pt', 'legacy.pt'),
    read: tensors,
  },
  { name: 'pickle', seeds: [['data.pkl', pickle.seed]], read: (bytes) => tensors(pickle.put(bytes)) },
  { name: 'keras', seeds: seedsIn('model-files', 'pictures.keras'), read: model('model.keras') },
  { name: 'keras-h5', seeds: seedsIn('model-files', 'keras-2.h5', 'pictures.h5'), read: model('model.h5') },
  {
    name: 'keras-json',
    seeds: seedsIn('model-files', 'keras-2.json', 'tfjs.json', 'branches.json'),
    read: model('model.json'),
  },
];
