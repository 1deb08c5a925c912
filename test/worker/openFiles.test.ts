/** Messages that name files of the disk: what reads them gets ranges, and everything else goes through as it is. */
import assert from 'node:assert/strict';
import type { DiskFile, OpenDiskFile } from '../../src/base/byteSource';
import { filesOf, sourceOf } from '../../src/base/source';
import type { ToWorker } from '../../src/protocol/messages';
import { withOpenFiles } from '../../src/worker/openFiles';

const disk: DiskFile = { disk: '/m.onnx', size: 4, changed: 1 };
const open = (file: DiskFile): OpenDiskFile => ({
  ...file,
  read: (from, to) => new Uint8Array(to - from).fill(7),
});

const settings = { batch: null, memoryLimit: 1, ignore: [], limits: {} };
const parts = {
  ...{ path: 'm.onnx', text: '', bytes: disk },
  files: [
    ['w.bin', disk],
    ['a.csv', Uint8Array.of(1)],
    ['b.csv', { missing: 'it is not there' }],
  ],
} as const;

describe('files of the disk in messages', () => {
  for (const kind of ['inspect', 'study'] as const) {
    it(`are opened for ${kind}`, () => {
      // Only what is looked at here; the rest of a message goes through as it is.
      const message = (kind === 'inspect'
        ? { kind, ...parts, settings }
        : { kind, subject: { ...parts, settings } }) as unknown as ToWorker;
      const opened = withOpenFiles(message, open);
      const subject =
        'subject' in opened ? opened.subject : 'files' in opened ? opened : assert.fail('no files');
      const bytes = 'bytes' in subject ? subject.bytes : undefined;
      const source = sourceOf({ path: subject.path, text: '', ...(bytes && { bytes }) });
      assert.ok(source.bytes && 'read' in source.bytes);
      assert.deepEqual([...source.bytes.read(1, 3)], [7, 7]);
      const files = filesOf(subject.files);
      const weights = files.get('w.bin');
      assert.ok(weights && 'read' in weights);
      assert.deepEqual(files.get('a.csv'), Uint8Array.of(1));
      assert.deepEqual(files.get('b.csv'), { missing: 'it is not there' });
    });
  }

  it('are a problem where there is no disk', () => {
    const { bytes } = sourceOf(parts);
    assert.ok(bytes && 'read' in bytes);
    assert.throws(() => bytes.read(0, 1), /a disk that cannot be read from here/);
  });
});
