/** The pictures that stay: of a source that cannot be read, of one that is gone, and no others. */
import { strict as assert } from 'node:assert';
import { KeptPictures } from '../../src/host/keptPictures';
import type { Envelope, PanelState } from '../../src/protocol/messages';
import { inspected, shown } from '../webview/fixtures';

const path = 'a.network.yaml';
const good = shown(inspected('input: [2]\nlayers:\n  - { linear: 2, id: only }\nloss: mse\n', path), 3);
const broken = shown(inspected('nothing: here\n', path), 4);
const empty: PanelState = {
  ...broken,
  envelope: { ...broken.envelope, report: { ...broken.envelope.report, problems: [] } },
};

function kept(...envelopes: readonly Envelope[]): KeptPictures {
  const pictures = new KeptPictures();
  for (const envelope of envelopes) pictures.note(envelope.report.path, envelope);
  return pictures;
}

describe('kept pictures', () => {
  it('stay under the problem of a source in which no network can be read any more', () => {
    const state = kept(good.envelope, broken.envelope).amended(path, broken);
    assert.ok(state.kind === 'failed');
    assert.equal(state.last?.envelope.revision, 3);
    assert.equal(state.reason, broken.envelope.report.problems[0]?.message);
    assert.equal(state.span?.path, path);
    assert.match(state.lead ?? '', /as it is saved/);
  });

  it('stay while a class is typed, of which no layer is left', () => {
    const program = (lines: number): Envelope => {
      const text =
        'import torch\nclass Net(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = torch.nn.Linear(2, 1)\n    def forward(self, x):\n        return self.fc(x)\n';
      const saved = text
        .split('\n')
        .slice(0, lines)
        .join('\n')
        .slice(0, lines < 7 ? -5 : undefined);
      return shown(inspected(saved, 'net.py'), lines).envelope;
    };
    const typed = program(5);
    const state = kept(program(8), typed).amended('net.py', { kind: 'shown', envelope: typed, sources: [] });
    assert.ok(state.kind === 'failed');
    assert.equal(state.last?.envelope.revision, 8);
    assert.match(state.reason, /^Python cannot read/);
  });

  it('stay where the file is gone, which is said', () => {
    const state = kept(good.envelope).amended(path, { kind: 'idle', sources: [] });
    assert.ok(state.kind === 'failed');
    assert.equal(state.lead, 'The file is gone.');
    assert.equal(state.last?.envelope.revision, 3);
  });

  it('stay while another inspection runs behind one without a network', () => {
    const working = { kind: 'working', path, stage: 'read', sources: [], last: broken } as const;
    const state = kept(good.envelope).amended(path, working);
    assert.ok(state.kind === 'working');
    assert.equal(state.last?.envelope.revision, 3);
  });

  it('stand in for nothing that is well, that is meant, or that is of another source', () => {
    const pictures = kept(good.envelope);
    const idle = { kind: 'idle', sources: [] } as const;
    assert.equal(pictures.amended(path, good), good);
    assert.equal(pictures.amended(path, empty), empty);
    assert.equal(pictures.amended('b', idle), idle);
    assert.equal(pictures.amended(null, idle), idle);
    assert.equal(kept(broken.envelope).amended(path, broken), broken);
  });

  it('are those of the sources that were seen last', () => {
    const pictures = kept(good.envelope);
    for (let place = 0; place < 8; place += 1) pictures.note(`other ${place}`, good.envelope);
    const idle = { kind: 'idle', sources: [] } as const;
    assert.equal(pictures.amended(path, idle), idle);
    assert.equal(pictures.amended('other 0', idle).kind, 'failed');
  });
});
