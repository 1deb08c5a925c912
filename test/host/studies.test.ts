// The host's side of questions and trainings, with a worker that says what the test wants.
import assert from 'node:assert/strict';
import type { AskRequest, FromWorker, ToPanel, ToWorker } from '../../src/protocol/messages';
import type { TrainingState, TrainingWord } from '../../src/protocol/training';
import { Studies } from '../../src/host/studies';
import type { WorkerEvents } from '../../src/host/worker';

class Room {
  readonly workers: { readonly events: WorkerEvents; readonly posted: ToWorker[]; ended: boolean }[] = [];
  readonly told: ToPanel[] = [];
  readonly replies: ToPanel[] = [];
  readonly edited: unknown[] = [];
  readonly studies = new Studies({
    start: (events) => {
      const worker = { events, posted: [] as ToWorker[], ended: false };
      this.workers.push(worker);
      return { post: (message) => void worker.posted.push(message), end: () => void (worker.ended = true) };
    },
    subject: (path) => {
      if (path === 'gone') return null;
      const settings = { batch: null, memoryLimit: 1, ignore: [], limits: {} };
      return { subject: { path, text: 'saved', files: [], settings }, revision: 5, settled: path !== 'busy' };
    },
    earlier: () => Promise.resolve({ save: 'before', head: null }),
    tell: (message) => void this.told.push(message),
    failed: () => undefined,
    apply: (edited) => void this.edited.push(edited),
  });

  ask(panel: object, id: number, path = 'a', study = 'any'): void {
    // What a question is matters to the worker only.
    const question = { study } as unknown as AskRequest['question'];
    const message: AskRequest = { kind: 'ask', id, path, network: 0, question, step: null };
    this.studies.receive(panel, message, (reply) => void this.replies.push(reply));
  }

  get posted(): readonly ToWorker[] {
    return this.workers.at(-1)?.posted ?? [];
  }

  say(message: FromWorker): void {
    this.workers.at(-1)?.events.message(message);
  }

  answer(index: number, outcome: 'growing' | 'whole'): void {
    const request = this.posted.filter((message) => message.kind === 'study')[index];
    assert.ok(request);
    // As above.
    this.say({ kind: 'answer', id: request.id, outcome, answer: index as never, elapsed: 1 });
  }
}

const running: TrainingState = {
  ...{ status: 'running', revision: 5, reason: '', snapshot: null, stepsPerSecond: 10, seconds: 1 },
};

describe('questions of panels', () => {
  it('about changes get the earlier texts, unless nobody waits any more', async () => {
    const room = new Room();
    const panel = {};
    room.ask(panel, 1, 'a', 'change');
    room.ask(panel, 2, 'a', 'change');
    room.studies.receive(panel, { kind: 'dismiss', id: 2 }, () => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(
      room.posted.flatMap((message) => (message.kind === 'study' ? [message.question] : [])),
      [{ study: 'change', earlier: { save: 'before', head: null } }],
    );
  });

  it('start one worker, with the first', () => {
    const room = new Room();
    assert.equal(room.workers.length, 0);
    room.ask({}, 1);
    room.ask({}, 1);
    assert.equal(room.workers.length, 1);
    assert.deepEqual(
      room.posted.map(({ kind }) => kind),
      ['study', 'study'],
    );
  });

  it('are answered to the panel that asked, under its own number', () => {
    const room = new Room();
    room.ask({}, 7);
    room.ask({}, 7);
    room.answer(1, 'growing');
    room.answer(0, 'whole');
    room.answer(1, 'whole');
    room.answer(1, 'whole');
    assert.deepEqual(
      room.replies.map((reply) =>
        reply.kind === 'answer' && reply.outcome !== 'failed'
          ? [reply.id, reply.outcome, reply.answer]
          : reply,
      ),
      [
        [7, 'growing', 1],
        [7, 'whole', 0],
        [7, 'whole', 1],
      ],
    );
  });

  it('are dropped when the panel dismisses them or goes', () => {
    const room = new Room();
    const panel = {};
    room.ask(panel, 1);
    room.ask(panel, 2);
    room.studies.receive(panel, { kind: 'dismiss', id: 1 }, () => undefined);
    room.studies.gone(panel);
    room.answer(0, 'whole');
    room.answer(1, 'whole');
    assert.deepEqual(room.replies, []);
    const stops = room.posted.flatMap((message) =>
      message.kind === 'study' && message.stop ? [message.stop] : [],
    );
    assert.deepEqual(
      stops.map((stop) => new Int32Array(stop)[0]),
      [1, 1],
    );
  });

  it('fail when the source is gone or the worker breaks off, and the next ones get a new worker', () => {
    const room = new Room();
    room.ask({}, 1, 'gone');
    room.ask({}, 2);
    room.workers[0]?.events.ended('out of memory');
    assert.deepEqual(
      room.replies.map((reply) => (reply.kind === 'answer' ? reply.outcome : reply.kind)),
      ['failed', 'failed'],
    );
    room.ask({}, 3);
    assert.equal(room.workers.length, 2);
  });
});

describe('trainings', () => {
  const order = (room: Room, word: TrainingWord): void =>
    room.studies.receive({}, { kind: 'train', path: 'a', network: 0, word }, () => undefined);

  it('are told to every panel, and to those that come later', () => {
    const room = new Room();
    order(room, 'start');
    room.say({ kind: 'training', path: 'a', network: 0, state: running });
    assert.equal(room.told.length, 1);
    const later: ToPanel[] = [];
    room.studies.show('a', (message) => void later.push(message));
    room.studies.show('b', (message) => void later.push(message));
    assert.deepEqual(later, [{ kind: 'training', path: 'a', network: 0, state: running }]);
  });

  it('stop by shared memory, so that a long step does not matter', () => {
    const room = new Room();
    order(room, 'start');
    const [request] = room.posted;
    assert.ok(request?.kind === 'training' && request.stop);
    order(room, 'pause');
    assert.equal(new Int32Array(request.stop)[0], 0);
    order(room, 'stop');
    assert.equal(new Int32Array(request.stop)[0], 1);
  });

  it('keep what they had when the worker breaks off', () => {
    const room = new Room();
    order(room, 'start');
    room.say({ kind: 'training', path: 'a', network: 0, state: running });
    room.workers[0]?.events.ended('out of memory');
    const last = room.told.at(-1);
    assert.ok(last?.kind === 'training' && last.state);
    assert.equal(last.state.status, 'failed');
    assert.match(last.state.reason, /out of memory/);
  });

  it('fail when the worker breaks off before it has told anything', () => {
    const room = new Room();
    order(room, 'start');
    room.workers[0]?.events.ended('out of memory');
    const last = room.told.at(-1);
    assert.ok(last?.kind === 'training' && last.state);
    assert.equal(last.state.status, 'failed');
    assert.equal(last.state.revision, 5);
  });

  it('that begin right after a reset are remembered, and can be stopped by shared memory', () => {
    const room = new Room();
    order(room, 'start');
    order(room, 'reset');
    order(room, 'start');
    const again = room.posted.at(-1);
    assert.deepEqual(room.told, [{ kind: 'training', path: 'a', network: 0, state: null }]);
    // The worker hears of the reset only now.
    room.say({ kind: 'training', path: 'a', network: 0, state: { ...running, status: 'finished' } });
    room.say({ kind: 'training', path: 'a', network: 0, state: null });
    room.say({ kind: 'training', path: 'a', network: 0, state: running });
    const later: ToPanel[] = [];
    room.studies.show('a', (message) => void later.push(message));
    assert.deepEqual(later, [{ kind: 'training', path: 'a', network: 0, state: running }]);
    assert.equal(room.told.length, 2);
    order(room, 'stop');
    assert.ok(again?.kind === 'training' && again.stop);
    assert.equal(new Int32Array(again.stop)[0], 1);
  });

  it('can be reset when the worker has broken off', () => {
    const room = new Room();
    order(room, 'start');
    room.say({ kind: 'training', path: 'a', network: 0, state: running });
    room.workers[0]?.events.ended('out of memory');
    order(room, 'reset');
    assert.deepEqual(room.told.at(-1), { kind: 'training', path: 'a', network: 0, state: null });
    const later: ToPanel[] = [];
    room.studies.show('a', (message) => void later.push(message));
    assert.deepEqual(later, []);
  });

  it('whose recorded step is looked at when the worker breaks off say so', () => {
    const room = new Room();
    const panel = {};
    room.studies.receive(panel, { kind: 'recall', id: 9, path: 'a', network: 0, step: 4 }, (reply) =>
      room.replies.push(reply),
    );
    room.workers[0]?.events.ended('out of memory');
    assert.deepEqual(room.replies, [
      {
        ...{ kind: 'recalled', id: 9, path: 'a', network: 0, step: 4 },
        ...{ outcome: 'failed', reason: 'The computation broke off: out of memory.' },
      },
    ]);
  });
});

describe('changes of a source', () => {
  const intents = [{ kind: 'set-loss', to: 'mse' }] as const;
  const order = (room: Room, path: string, revision: number): void =>
    room.studies.receive({}, { kind: 'edit', path, network: 0, revision, intents }, () => undefined);

  it('are worked out on the saved text and handed on', () => {
    const room = new Room();
    order(room, 'a', 5);
    const [request] = room.posted;
    assert.deepEqual(request, {
      ...{ kind: 'edit', id: 1, path: 'a', text: 'saved', files: [], network: 0, intents },
    });
    room.say({ kind: 'edits', id: 1, edits: 'no' });
    assert.deepEqual(room.edited, [{ path: 'a', text: 'saved', files: new Map(), edits: 'no' }]);
  });

  it('are refused when the report is of another text', () => {
    const room = new Room();
    for (const [path, revision] of [
      ['a', 4],
      ['busy', 5],
      ['gone', 5],
    ] as const) {
      order(room, path, revision);
    }
    assert.equal(room.workers.length, 0);
    assert.equal(room.edited.length, 3);
    for (const each of room.edited) assert.match((each as { edits: string }).edits, /has changed/);
  });

  it('end with a sentence when the worker does', () => {
    const room = new Room();
    order(room, 'a', 5);
    room.workers.at(-1)?.events.ended('no memory');
    const reason = 'The computation broke off: no memory.';
    assert.deepEqual(room.edited, [{ path: 'a', text: 'saved', edits: reason }]);
  });
});
