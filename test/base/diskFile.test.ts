/** Files of the disk read by range: the same bytes as the whole file has, and a plain sentence where that cannot be. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partOf, startOf, UnreadableFile, wholeOf } from '../../src/base/byteSource';
import { openDisk } from '../../src/base/diskFile';

describe('files of the disk', () => {
  let folder = '';
  let file = '';
  const open = (): ReturnType<typeof openDisk> => {
    const { size, mtimeMs } = statSync(file);
    return openDisk({ disk: file, size, changed: mtimeMs });
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'disk-'));
    file = join(folder, 'file');
    writeFileSync(
      file,
      Uint8Array.from({ length: 100_000 }, (_, place) => (place * 7919) % 251),
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('give any range as it stands in them, near and far', () => {
    const source = open();
    const whole = new Uint8Array(readFileSync(file));
    for (const [from, to] of [
      [0, 8],
      [4, 16],
      [16_380, 16_390],
      [50_000, 99_999],
      [99_990, 100_000],
      [0, 0],
      [0, 100_000],
    ] as const) {
      assert.deepEqual(new Uint8Array(source.read(from, to)), whole.slice(from, to), `${from} to ${to}`);
    }
    assert.deepEqual(new Uint8Array(partOf(source, 100, 200).read(5, 10)), whole.slice(105, 110));
    assert.equal(startOf(source, 1e9).length, 100_000);
    assert.equal(wholeOf(source, 100_000).length, 100_000);
  });

  it('refuse ranges that are none, and what has changed', () => {
    const source = open();
    for (const [from, to] of [
      [-1, 3],
      [5, 2],
      [99_999, 100_001],
      [NaN, NaN],
    ] as const) {
      assert.throws(() => source.read(from, to), UnreadableFile, `${from} to ${to}`);
    }
    assert.throws(() => wholeOf(source, 1000), /it has 97\.7 KiB, more than 1,?000/);
    utimesSync(file, 1, 1);
    assert.throws(() => source.read(60_000, 60_001), /it has changed while it was read/);
  });
});
