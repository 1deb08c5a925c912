// Remedies for quick fixes: asked once a report and forgotten with it.
import assert from 'node:assert/strict';
import { Remedies, type Found } from '../../src/host/remedies';
import type { Envelope, ToPanel } from '../../src/protocol/messages';
import type { StudyMessage } from '../../src/host/studies';
import { inspected } from '../webview/subjects';

const text =
  'input: [4]\nlayers:\n  - { linear: 8, biases: -9 }\n  - relu\n  - linear: 2\nloss: cross-entropy\n';
const { report } = inspected(text);

/** One remedy is enough to be told from none. */
const answer = { offered: [{ title: 'Start the biases at zero' }] } as never;

class Room {
  envelope: Envelope = { revision: 1, report, wallTime: {}, finishedAt: 0 };
  settled = true;
  readonly asked: { readonly panel: object; readonly message: StudyMessage; reply: (m: ToPanel) => void }[] =
    [];
  readonly gone: object[] = [];
  readonly remedies = new Remedies({
    session: {
      envelope: () => this.envelope,
      subject: () => ({
        subject: {
          ...{ path: 'a', text, files: [] },
          settings: { batch: null, memoryLimit: 1, ignore: [], limits: {} },
        },
        revision: this.envelope.revision,
        settled: this.settled,
      }),
    },
    studies: () =>
      Promise.resolve({
        receive: (panel: object, message: StudyMessage, reply: (m: ToPanel) => void) =>
          void this.asked.push({ panel, message, reply }),
        gone: (panel: object) => void this.gone.push(panel),
      }),
  });

  reply(index: number, outcome: 'growing' | 'whole' | 'failed'): void {
    const { message, reply } = this.asked[index] ?? assert.fail('no question');
    assert.equal(message.kind, 'ask');
    const { id } = message;
    if (outcome === 'failed') reply({ kind: 'answer', id, outcome, reason: 'broke off' });
    else reply({ kind: 'answer', id, outcome, answer, elapsed: 1 });
  }
}

const [finding] = report.networks[0]?.findings ?? [];
assert.ok(finding);
const found: Found = { network: 0, finding };
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('remedies for quick fixes', () => {
  it('are asked once for each finding of a report, and are whole', async () => {
    const room = new Room();
    const [first, second] = [room.remedies.remediesFor('a', found), room.remedies.remediesFor('a', found)];
    await turn();
    assert.equal(room.asked.length, 1);
    const { message } = room.asked[0] ?? assert.fail('no question');
    assert.deepEqual(message, {
      ...{ kind: 'ask', id: 1, path: 'a', network: 0, step: null },
      question: { study: 'remedies', rule: finding.rule, layer: finding.layer },
    });
    room.reply(0, 'growing');
    room.reply(0, 'whole');
    assert.equal((await first)[0]?.title, 'Start the biases at zero');
    assert.equal(await second, await first);
    assert.equal((await room.remedies.remediesFor('a', found)).length, 1);
    assert.equal(room.asked.length, 1);
  });

  it('are asked again after a failure, which gives none', async () => {
    const room = new Room();
    const first = room.remedies.remediesFor('a', found);
    await turn();
    room.reply(0, 'failed');
    assert.deepEqual(await first, []);
    void room.remedies.remediesFor('a', found);
    await turn();
    assert.equal(room.asked.length, 2);
  });

  it('of an older report are let go when there is a newer one', async () => {
    const room = new Room();
    const first = room.remedies.remediesFor('a', found);
    await turn();
    room.envelope = { ...room.envelope, revision: 2 };
    void room.remedies.remediesFor('a', found);
    await turn();
    assert.deepEqual(await first, []);
    assert.deepEqual(room.gone, [room.asked[0]?.panel]);
    assert.equal(room.asked.length, 2);
  });

  it('are none while the source is inspected anew', async () => {
    const room = new Room();
    room.settled = false;
    assert.deepEqual(await room.remedies.remediesFor('a', found), []);
    assert.equal(room.asked.length, 0);
  });

  it('are of the text that is there once the second worker can be asked', async () => {
    const room = new Room();
    const first = room.remedies.remediesFor('a', found);
    // The source is saved meanwhile.
    room.settled = false;
    assert.deepEqual(await first, []);
    assert.equal(room.asked.length, 0);
  });
});
