/** The table of all readers, and the one way to read a source. */
import { isModelPath } from '../base/modelFiles';
import { importsFramework, isProgramPath } from '../base/programs';
import type { Files, Source } from '../base/source';
import { fileStart } from '../base/span';
import { withChosen } from './chosen/chosen';
import { kerasFilesReader } from './keras-files/reader';
import { networkFileReader } from './network-file/reader';
import { onnxReader } from './onnx/reader';
import { programReader } from './program/reader';
import { weightsFileReader } from './weights-file/reader';
import {
  noOverrides,
  type Intent,
  type Overrides,
  type Reader,
  type Reading,
  type ReadWith,
  type TextEdit,
} from './reader';
import { unwatched, type Watch } from './watch';

/** Every reader by its format. */
export const readers = {
  'network-file': networkFileReader,
  program: programReader,
  onnx: onnxReader,
  'keras-files': kerasFilesReader,
  'weights-file': weightsFileReader,
} as const satisfies Record<string, Reader>;

/** The name of a format. */
export type Format = keyof typeof readers;

/**
 * Reads a source with the first reader that claims it, and gives its networks the weights and data that were chosen; a source that none
 * claims is a problem.
 */
export function readSource(
  source: Source,
  files: Files,
  overrides: Overrides,
  watch: Watch = unwatched,
): Reading {
  const reader = readerOf(source) ?? readerAskedFor(source, overrides);
  const reading =
    reader?.read(source, files, overrides, watch) ?? readThroughImports(source, files, overrides, watch);
  if (reading) return withChosen(source, reading, files, overrides);
  const message = whyNobodyReads(source.path);
  return {
    networks: [],
    problems: [{ severity: 'error', message, span: fileStart(source.path) }],
    needs: [],
  };
}

/**
 * A script that trains a network of another file may leave torch to that file: it is a program if a file of the workspace that it imports,
 * itself or through others, imports a framework. Installed packages are not asked for that; every second one has some code for torch.
 */
function readThroughImports(
  source: Source,
  files: Files,
  overrides: Overrides,
  watch: Watch,
): Reading | undefined {
  if (!isProgramPath(source.path)) return undefined;
  const imported = [...files].some(
    ([path, file]) =>
      isProgramPath(path) && file instanceof Uint8Array && importsFramework(new TextDecoder().decode(file)),
  );
  if (imported) return readers.program.read(source, files, overrides, watch);
  const { needs } = readers.program.read(source, files, { ...overrides, packages: [] }, watch);
  return needs.length > 0 ? { networks: [], problems: [], needs } : undefined;
}

function whyNobodyReads(path: string): string {
  if (isProgramPath(path))
    return 'Neither this file nor what it imports of its workspace imports torch or keras, so there is no network of PyTorch or Keras in it.';
  if (isModelPath(path)) return 'Model files of this format cannot be read yet.';
  return 'This file defines no network: Python files and notebooks that import torch or keras do, and network files, which are called NAME.network.yaml, .yml or .json.';
}

/** Changes of a source by the reader that claims it (see `Reader.edit`), or a sentence that says why there are none. */
export function editSource(
  source: Source,
  network: number,
  intents: readonly Intent[],
  readWith: ReadWith = { files: new Map(), overrides: noOverrides },
): readonly TextEdit[] | string {
  const reader = readerOf(source) ?? (isProgramPath(source.path) ? readers.program : undefined);
  const edits = reader?.edit?.(source, network, intents, readWith);
  return edits ?? 'This file cannot be changed from here; please edit it by hand.';
}

/** Whether a source is a program (see `Reader.isProgram`). */
export function isProgram(source: Source): boolean {
  return isProgramPath(source.path) || readerOf(source)?.isProgram === true;
}

/** A program that leaves torch to what it imports is read where a network of it is asked for. */
function readerAskedFor(source: Source, { network }: Overrides): Reader | undefined {
  return network != null && isProgramPath(source.path) ? readers.program : undefined;
}

function readerOf(source: Source): Reader | undefined {
  return Object.values(readers).find((reader) => reader.claims(source));
}
