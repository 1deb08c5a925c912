/** Files of gigabytes, most of which are holes: they are listed by their headers, or refused with the number, and never held. */
import assert from 'node:assert/strict';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byRange, received, type ByteSource } from '../../../src/base/byteSource';
import { openDisk } from '../../../src/base/diskFile';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { listTensorFile, readTensorFile } from '../../../src/readers/tensor-files/table';
import { within } from './limits';
import { zipOf } from './zipOf';

const giga = 1024 ** 3;
const goldens = join(__dirname, '../../goldens');

/** Bytes that may be read of a file to list it: headers are some kilobytes, and what is read ahead of them. */
const mostRead = 2 ** 20;

let folder = '';

/** Writes parts at their places; all between is a hole. */
function sparse(
  name: string,
  size: number,
  ...parts: readonly (readonly [place: number, bytes: Uint8Array])[]
): string {
  const file = join(folder, name);
  const handle = openSync(file, 'w');
  ftruncateSync(handle, size);
  for (const [place, bytes] of parts) writeSync(handle, bytes, 0, bytes.length, place);
  closeSync(handle);
  return file;
}

interface Counted extends ByteSource {
  /** Bytes that were read so far. */
  readonly bytesRead: () => number;
}

function counted(file: string): Counted {
  const { size, mtimeMs } = statSync(file);
  const source = openDisk({ disk: file, size, changed: mtimeMs });
  let bytes = 0;
  const read: ByteSource['read'] = (from, to) => {
    bytes += to - from;
    return source.read(from, to);
  };
  return { size, read, bytesRead: () => bytes };
}

/** The tensors of a file, of which little may be read. */
function listed(file: string): readonly string[] {
  const source = counted(file);
  const found = within(() => listTensorFile(source), file);
  assert.ok(source.bytesRead() < mostRead, `${source.bytesRead()} bytes were read`);
  if ('problem' in found) assert.fail(found.problem);
  return found.map(({ name, shape, type }) => `${name} (${shape.join(', ')}) ${type}`);
}

function npyHeader(shape: string): Uint8Array {
  const text = Buffer.from(`{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }\n`);
  return Buffer.concat([Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0]), text]);
}

/** An archive with one stored entry of so many bytes, of which only the start is written. */
function largeEntry(name: string, file: string, start: Uint8Array, size: number): string {
  const small = zipOf([{ name: file, content: start, size, packed: size }]);
  const directory = new DataView(small.buffer).getUint32(small.length - 6, true);
  const tail = small.slice(directory);
  const place = directory - start.length + size;
  new DataView(tail.buffer).setUint32(tail.length - 6, place, true);
  return sparse(name, place + tail.length, [0, small.subarray(0, directory)], [place, tail]);
}

function safetensorsHeader(tensors: number, each: number): Uint8Array {
  const header = Object.fromEntries(
    Array.from({ length: tensors }, (_, index) => [
      `layer.${index}`,
      { dtype: 'BF16', shape: [each / 2], data_offsets: [index * each, (index + 1) * each] },
    ]),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text]);
}

function problemsOf(path: string, bytes: ByteSource): string {
  const { problems } = within(() => readSource({ path, text: '', bytes }, new Map(), noOverrides), path);
  return problems.map(({ message }) => message).join(' | ');
}

describe('files of gigabytes', () => {
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sparse-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('5 GiB of safetensors are listed by their header', () => {
    const header = safetensorsHeader(512, 10 * 2 ** 20);
    const tensors = listed(sparse('five.safetensors', header.length + 5 * giga, [0, header]));
    assert.equal(tensors.length, 512);
    assert.equal(tensors[0], 'layer.0 (5242880) bfloat16');
  });

  it('5 GiB of safetensors are refused as weights, with the number', () => {
    const header = safetensorsHeader(10, giga / 2);
    const found = readTensorFile(
      counted(sparse('weights.safetensors', header.length + 5 * giga, [0, header])),
    );
    assert.match('problem' in found ? found.problem : '', /its tensors take 5 GiB, more than 2 GiB/);
  });

  it('an npy of 2 GiB', () => {
    const header = npyHeader(`(${giga / 4}, 2)`);
    assert.deepEqual(listed(sparse('two.npy', header.length + 2 * giga, [0, header])), [
      ` (${giga / 4}, 2) float32`,
    ]);
  });

  it('an npz of 2 GiB', () => {
    const header = npyHeader(`(${giga / 2},)`);
    const file = largeEntry('two.npz', 'x.npy', header, header.length + 2 * giga);
    assert.deepEqual(listed(file), [`x (${giga / 2}) float32`]);
    const found = readTensorFile(counted(file));
    assert.match('problem' in found ? found.problem : '', /its arrays take 2 GiB, more than 1 GiB/);
  });

  it('HDF5 with 2 GiB behind its end', () => {
    const bytes = new Uint8Array(readFileSync(join(goldens, 'model-files', 'kinds.h5')));
    assert.ok(listed(sparse('two.h5', 2 * giga, [0, bytes])).includes('half (3) float16'));
  });

  for (const ending of ['safetensors', 'pt', 'h5', 'keras', 'onnx']) {
    it(`2 GiB of nothing called .${ending} are refused`, () => {
      const source = counted(sparse(`zeros.${ending}`, 2 * giga));
      assert.match(
        problemsOf(`zeros.${ending}`, source),
        /cannot be read: (?:it is|it has 2 GiB, more than 1 GiB)/,
      );
      assert.ok(source.bytesRead() < mostRead, `${source.bytesRead()} bytes were read`);
    });
  }

  it('an HDF5 file that begins well and is a hole is refused', () => {
    const start = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0, 0, 8, 8, 0]);
    assert.match(
      problemsOf('hole.h5', counted(sparse('hole.h5', 2 * giga, [0, start]))),
      /damaged HDF5 file/,
    );
  });

  it('a file that changes while it is read, or is gone, is a problem', () => {
    const file = sparse('gone.safetensors', 100, [0, safetensorsHeader(1, 8)]);
    const { size, mtimeMs } = statSync(file);
    const source = openDisk({ disk: file, size, changed: mtimeMs });
    closeSync(openSync(file, 'w'));
    assert.match(problemsOf('gone.safetensors', source), /it has changed while it was read/);
    rmSync(file);
    assert.match(problemsOf('gone.safetensors', openDisk({ disk: file, size, changed: 0 })), /no such file/);
  });

  it('what cannot be read as a file is a problem: a folder, a link in a circle', () => {
    symlinkSync('circle.npy', join(folder, 'circle.npy'));
    const circle = openDisk({ disk: join(folder, 'circle.npy'), size: 100, changed: 0 });
    assert.match(problemsOf('circle.pt', circle), /cannot be read: .*symbolic links/);
    const { size, mtimeMs } = statSync(folder);
    assert.match(
      problemsOf('folder.pt', openDisk({ disk: folder, size, changed: mtimeMs })),
      /cannot be read/,
    );
  });

  it('a file of a disk that is elsewhere is a problem', () => {
    const elsewhere = byRange(received({ disk: '/model.pt', size: 100, changed: 0 }));
    assert.match(problemsOf('model.pt', elsewhere), /a disk that cannot be read from here/);
  });
});
