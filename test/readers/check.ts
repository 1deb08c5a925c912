/** What the tests of readers share: reading a text, and showing what came of it as text with carets under the problems. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../src/base/problem';
import type { FileMissing, Files } from '../../src/base/source';
import { printNetwork } from '../../src/graph/printer';
import { noOverrides, type Overrides, type Reading } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { writeSafetensors } from '../../src/readers/tensor-files/safetensors';
import { tensorOf } from '../../src/tensor/tensor';

const arrays = new Map([
  [
    'x',
    tensorOf(
      'float32',
      [4, 2, 3],
      Array.from({ length: 24 }, (_, index) => index),
    ),
  ],
  ['labels', tensorOf('int32', [4], [0, 2, 1, 1])],
  ['short', tensorOf('int32', [3], [0, 1, 2])],
]);

const weights = new Map([
  ['hidden.weight', tensorOf('float32', [3, 2], [1, 2, 3, 4, 5, 6])],
  ['hidden.bias', tensorOf('float32', [3], [0.5, 0, -0.5])],
  ['out.weight', tensorOf('float64', [1, 3], [1, -1, 2])],
  ['out.bias', tensorOf('float32', [1], [0.25])],
  ['gain', tensorOf('float32', [], [2])],
]);

/** Small files that cases can name. */
export const caseFiles: Files = new Map<string, Uint8Array | FileMissing>([
  ['a.csv', bytes('a,b,x,y\n0,1,2,3\n1,0,4,5\n')],
  ['digits.csv', bytes('p0,p1,digit\n0,16,0\n8,8,1\n16,0,2\n4,4,1\n')],
  ['signs.csv', bytes('x,sign\n1,-1\n2,1\n')],
  ['strange.csv', bytes('x,y\nnan,1\n2,inf\n')],
  ['words.csv', bytes('x,y\n1,2\ntwo,3\n')],
  ['ragged.csv', bytes('x,y\n1,2\n1,2,3\n')],
  ['empty.csv', bytes('')],
  ['header.csv', bytes('x,y\n')],
  ['bare.csv', bytes('1,2\n3,4\n')],
  ['holes.csv', bytes('x,y\n1,\n')],
  ['quotes.csv', bytes('"x, wide","y"\r\n"1","2"\r\n3,4\r\n')],
  ['open.csv', bytes('x,y\n"1,2\n')],
  ['tabs.tsv', bytes('x\ty\n1\t2\n')],
  ['binary.csv', new Uint8Array([120, 44, 0, 10])],
  ['arrays.safetensors', writeSafetensors(arrays)],
  ['model.safetensors', writeSafetensors(weights)],
  ['one.safetensors', writeSafetensors(new Map([['only', tensorOf('float32', [3, 2], [6, 5, 4, 3, 2, 1])]]))],
  ['lines.npy', npy('(3, 2)', [1, 2, 3, 4, 5, 6])],
  ['broken.npz', bytes('PK\u0003\u0004')],
  ['gone.csv', { missing: 'the file does not exist' }],
]);

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** An npy file of version 1.0 with float64 numbers (numpy.lib.format). */
function npy(shape: string, numbers: readonly number[]): Uint8Array {
  const fields = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
  const header = `${fields.padEnd(64 * Math.ceil((fields.length + 11) / 64) - 11)}\n`;
  const length = [header.length & 255, header.length >> 8];
  const start = [0x93, ...bytes('NUMPY'), 1, 0, ...length, ...bytes(header)];
  return new Uint8Array([...start, ...new Uint8Array(Float64Array.from(numbers).buffer)]);
}

/** Reads a network file, its format decided by its path. */
export function readNetworkFile(
  text: string,
  name = 'case.network.yaml',
  files: Files = caseFiles,
  overrides: Overrides = noOverrides,
): Reading {
  return readSource({ path: name, text }, files, overrides);
}

/** The source with its problems under the lines they stand on, then the networks and the files still needed. */
export function shown(text: string, { networks, problems, needs }: Reading): string {
  const lines = text
    .split('\n')
    .flatMap((line, index) => [
      line,
      ...problems.filter(({ span }) => span.start.line === index).map((problem) => caret(line, problem)),
    ]);
  return [
    ...lines,
    ...networks.map((network) => `---\n${printNetwork(network)}`),
    ...(needs.length > 0 ? [`---\nneeds ${needs.join(', ')}`] : []),
  ].join('\n');
}

/** Carets below a range; one that goes on over further lines ends in dots. */
function caret(line: string, { span: { start, end }, severity, message }: Problem): string {
  const goesOn = end.line > start.line;
  const width = Math.max(1, (goesOn ? line.length : end.column) - start.column);
  return `${' '.repeat(start.column)}${'^'.repeat(width)}${goesOn ? '…' : ''} ${severity}: ${message}`;
}

/** The examples, and the files that stand beside them. */
export function readExample(
  file: string,
  text?: string,
): { readonly text: string; readonly reading: Reading } {
  const folder = path.resolve(import.meta.dirname, '../../examples');
  const found = text ?? readFileSync(path.join(folder, file), 'utf8');
  const { needs } = readNetworkFile(found, file, new Map());
  const files = new Map(
    needs.map((name) => {
      const place = path.join(folder, name);
      const content = existsSync(place)
        ? new Uint8Array(readFileSync(place))
        : { missing: 'it does not exist' };
      return [name, content] as const;
    }),
  );
  return { text: found, reading: readNetworkFile(found, file, files) };
}
