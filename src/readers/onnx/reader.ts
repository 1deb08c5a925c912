/** ONNX model files: a graph of operators with its weights becomes a network of our own ops. */
import { UnreadableFile, wholeOf } from '../../base/byteSource';
import { largestModelFile } from '../../base/modelFiles';
import type { Files, Source } from '../../base/source';
import type { Problem } from '../../base/problem';
import { fileStart } from '../../base/span';
import type { Overrides, Reader, Reading } from '../reader';
import { decodeModel, OnnxFileError } from './format/decode';
import type { ModelMessage } from './format/messages';
import { buildNetwork } from './network/build';

/** Versions of the standard operator set that are understood: before 7 arithmetic broadcasts by other rules. */
export const versions = { first: 7, last: 23 } as const;

/** The reader of .onnx files. */
export const onnxReader: Reader = {
  claims: ({ path }) => /\.onnx$/i.test(path),
  read: (source, files, overrides) => {
    try {
      return readModel(source, files, overrides);
    } catch (error) {
      if (error instanceof OnnxFileError) return refused(source.path, error.message);
      if (!(error instanceof UnreadableFile)) throw error;
      return refused(source.path, `This file cannot be read: ${error.message}.`);
    }
  },
};

function refused(path: string, message: string): Reading {
  return { networks: [], problems: [{ severity: 'error', message, span: fileStart(path) }], needs: [] };
}

function readModel({ path, bytes }: Source, files: Files, overrides: Overrides): Reading {
  if (!bytes) return refused(path, 'An ONNX file is read as bytes, and here is only text.');
  const model = decodeModel(wholeOf(bytes, largestModelFile));
  const { graph } = model;
  if (!graph) return refused(path, 'The file is no ONNX model: it holds no graph.');
  const version = versionOf(model);
  if (version < versions.first) {
    return refused(
      path,
      `The file is written in version ${version} of the operator set; versions from ${versions.first} on are understood.`,
    );
  }
  const needs = new Set<string>();
  const external = { files, need: (location: string): void => void needs.add(location) };
  const { network, problems } = buildNetwork({ path, model, graph, version, external, overrides });
  if (needs.size > 0) return { networks: [], problems: [], needs: [...needs] };
  const news = version > versions.last ? [newer(path, version)] : [];
  return { networks: network ? [network] : [], problems: [...news, ...problems], needs: [] };
}

/** The version of the standard operators; files that name none are of the first. */
function versionOf({ operatorSets }: ModelMessage): number {
  return operatorSets.get('') ?? 1;
}

function newer(path: string, version: number): Problem {
  const message = `The file is written in version ${version} of the operator set; it is read as version ${versions.last}, the newest that is understood.`;
  return { severity: 'information', message, span: fileStart(path) };
}
