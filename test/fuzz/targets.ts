/** Binary and text readers with the valid files that fuzzing begins with. A reader holds when it gives an answer, and throws nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, unzipSync, zipSync } from 'fflate';
import { isGzip, unpackedGzip } from '../../src/readers/data/gzip';
import { isIdx, readIdx } from '../../src/readers/data/idx';
import { kerasFilesReader } from '../../src/readers/keras-files/reader';
import { onnxReader } from '../../src/readers/onnx/reader';
import { noOverrides } from '../../src/readers/reader';
import { listTensorFile, readTensorFile } from '../../src/readers/tensor-files/table';
import { TensorFileError } from '../../src/readers/tensor-files/tensors';
import { mutateHdf5 } from './mutators/hdf5';
import { mutateIdx, mutateNpy, mutateSafetensors } from './mutators/headers';
import { mutateJson } from './mutators/json';
import type { Mutator } from './mutators/mutator';
import { mutatePickle } from './mutators/pickle';
import { mutateProtobuf } from './mutators/protobuf';
import { zipMutator } from './mutators/zip';

/** What is fuzzed. */
export interface Target {
  readonly name: string;
  /** Valid files, each with what it is called. */
  readonly seeds: readonly (readonly [name: string, bytes: Uint8Array])[];
  readonly mutate: Mutator;
  /** Reads a mutated file; whatever it throws is a fault. */
  readonly read: (bytes: Uint8Array) => void;
  /** Each file is built and traced, which takes longer. */
  readonly slow?: true;
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

/** Models as their exporter wrote them, from the cases of the reader of ONNX. */
function onnxSeeds(): Target['seeds'] {
  const { cases } = JSON.parse(readFileSync(join(goldens, 'onnx-networks.json'), 'utf8')) as {
    cases: readonly { readonly name: string; readonly model: string }[];
  }; // written by onnx_networks.py
  return cases.map(({ name, model }) => [name, new Uint8Array(Buffer.from(model, 'base64'))] as const);
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
    kerasFilesReader.read(source, shards, noOverrides);
  };
}

/** The readers of idx and gzip refuse by this error, which their caller turns into a problem. */
function idx(bytes: Uint8Array): void {
  try {
    const unpacked = isGzip(bytes) ? unpackedGzip(bytes) : bytes;
    if (isIdx(unpacked)) readIdx(unpacked);
  } catch (error) {
    if (!(error instanceof TensorFileError)) throw error;
  }
}

const shards = new Map(seedsIn('model-files', 'tfjs-1of2.bin', 'tfjs-2of2.bin'));
const pickle = within('training.pth', 'data.pkl');
const pickle4 = within('protocol-4.pt', 'data.pkl');
const digits = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, ...Array(12).keys()]);

/** Everything that is fuzzed. */
export const targets: readonly Target[] = [
  {
    name: 'npy',
    seeds: seedsIn('tensor-files', 'float64.npy', 'fortran.npy', 'big-endian-half.npy', 'bool.npy'),
    mutate: mutateNpy,
    read: tensors,
  },
  {
    name: 'npz',
    seeds: seedsIn('tensor-files', 'stored.npz', 'compressed.npz'),
    mutate: zipMutator([['.npy', mutateNpy]]),
    read: tensors,
  },
  {
    name: 'safetensors',
    seeds: seedsIn('tensor-files', 'mixed.safetensors'),
    mutate: mutateSafetensors,
    read: tensors,
  },
  {
    name: 'hdf5',
    seeds: seedsIn(
      'model-files',
      'kinds.h5',
      'latest.h5',
      'indices.h5',
      'dense.h5',
      'heaps.h5',
      'keras-2.h5',
    ),
    mutate: mutateHdf5,
    read: tensors,
  },
  {
    name: 'torch',
    seeds: seedsIn('model-files', 'state.pt', 'kinds.pt', 'protocol-4.pt', 'legacy.pt'),
    mutate: zipMutator([['.pkl', mutatePickle]]),
    read: tensors,
  },
  {
    name: 'pickle',
    seeds: [
      ['data.pkl', pickle.seed],
      ['data.pkl of protocol 4', pickle4.seed],
    ],
    mutate: mutatePickle,
    read: (bytes) => {
      tensors(pickle.put(bytes));
      tensors(pickle4.put(bytes));
    },
  },
  {
    name: 'idx',
    seeds: [
      ['idx', digits],
      ['idx.gz', gzipSync(digits, { mtime: 0 })],
    ],
    mutate: mutateIdx,
    read: idx,
  },
  { name: 'onnx', seeds: onnxSeeds(), mutate: mutateProtobuf, read: onnx, slow: true },
  {
    name: 'keras',
    seeds: seedsIn('model-files', 'pictures.keras', 'branches.keras'),
    mutate: zipMutator([
      ['config.json', mutateJson],
      ['.h5', mutateHdf5],
    ]),
    read: model('model.keras'),
    slow: true,
  },
  {
    name: 'keras-h5',
    seeds: seedsIn('model-files', 'keras-2.h5', 'pictures.h5'),
    mutate: mutateHdf5,
    read: model('model.h5'),
    slow: true,
  },
  {
    name: 'keras-json',
    seeds: seedsIn('model-files', 'keras-2.json', 'tfjs.json', 'branches.json'),
    mutate: mutateJson,
    read: model('model.json'),
    slow: true,
  },
];

function onnx(bytes: Uint8Array): void {
  onnxReader.read({ path: 'model.onnx', text: '', bytes }, new Map(), noOverrides);
}
