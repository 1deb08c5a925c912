// The session with a made-up engine, a disk that is a map, and no clock: timers go off when the test says so.
import assert from 'node:assert/strict';
import type { Report } from '../../src/analysis/report';
import { mostFiles, mostRounds } from '../../src/base/programs';
import type { FileMissing } from '../../src/base/source';
import type { Engine, Job, Limits } from '../../src/host/engine';
import { noOverrides, type Overrides } from '../../src/readers/reader';
import { Session } from '../../src/host/session';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Room {
  readonly disk = new Map<string, string | Uint8Array>();
  readonly data = new Map<string, Uint8Array>();
  readonly jobs: Job[] = [];
  readonly forgotten: string[] = [];
  readonly log: string[] = [];
  readonly timers = new Set<() => void>();
  changes = 0;
  fetches = 0;
  revision = 0;
  unreadable = false;
  /** Takes the answers about files into a test's own hands. */
  answerLater: ((settle: (content: Uint8Array) => void) => void) | null = null;
  limits: Limits = { batch: null, memoryLimit: 1e9, timeLimit: 1000, ignore: [], limits: {} };
  overrides: Overrides = noOverrides;
  readonly session: Session;

  constructor() {
    const engine: Engine = {
      inspect: (job) => void this.jobs.push(job),
      forget: (path) => void this.forgotten.push(path),
      pictures: ({ id, revision }) =>
        Promise.resolve({ kind: 'pictures', id, revision, outcome: 'stale' } as const),
    };
    this.session = new Session({
      engine,
      after: (_, action) => {
        this.timers.add(action);
        return () => this.timers.delete(action);
      },
      read: (path) =>
        this.unreadable ? Promise.reject(new Error('EBUSY')) : Promise.resolve(this.disk.get(path) ?? null),
      fetch: (_, need): Promise<Uint8Array | FileMissing> => {
        this.fetches += 1;
        const { answerLater } = this;
        if (answerLater) return new Promise(answerLater);
        return Promise.resolve(this.data.get(need) ?? { missing: 'the file does not exist' });
      },
      limits: () => this.limits,
      overrides: () => Promise.resolve(this.overrides),
      changed: () => void (this.changes += 1),
      failed: (_, reason) => void this.log.push(reason),
    });
  }

  get job(): Job {
    const job = this.jobs.at(-1);
    assert.ok(job, 'nothing was inspected');
    return job;
  }

  /** The engine's answer to a job. */
  answer(job = this.job, about: Partial<Report> = {}): void {
    const report = {
      path: job.path,
      problems: [],
      networks: [],
      needs: [],
      kernels: job.text,
      complete: true,
    };
    const revision = ++this.revision;
    job.report({ revision, report: { ...report, ...about }, wallTime: {}, finishedAt: 0 });
  }

  runTimers(): void {
    for (const timer of [...this.timers]) timer();
  }

  /** What is shown: the engine puts the text into the report. */
  get shown(): string | undefined {
    return this.session.envelope('a')?.report.kernels;
  }
}

describe('the session', () => {
  it('inspects a text once, however often it is looked at', async () => {
    const room = new Room();
    room.disk.set('a', 'one');
    await room.session.look('a');
    await room.session.look('a');
    room.answer();
    await room.session.look('a', { text: 'one' });
    assert.equal(room.jobs.length, 1);
    assert.equal(room.shown, 'one');
    await room.session.look('a', { again: true });
    assert.equal(room.jobs.length, 2);
  });

  it('knows a model file by what is in it, and hands its bytes on', async () => {
    const room = new Room();
    room.disk.set('a.onnx', Uint8Array.of(8, 10));
    await room.session.look('a.onnx');
    assert.equal(room.job.text, '');
    assert.deepEqual(room.job.bytes, Uint8Array.of(8, 10));
    assert.deepEqual(room.session.subject('a.onnx')?.subject.bytes, Uint8Array.of(8, 10));
    room.answer();
    room.disk.set('a.onnx', Uint8Array.of(8, 10));
    await room.session.look('a.onnx');
    assert.equal(room.jobs.length, 1, 'the same bytes again');
    room.disk.set('a.onnx', Uint8Array.of(8, 11));
    await room.session.look('a.onnx');
    assert.equal(room.jobs.length, 2);
    assert.deepEqual(room.job.bytes, Uint8Array.of(8, 11));
  });

  it('keeps the text before, of those that networks were found in', async () => {
    const room = new Room();
    const networks = [{}] as unknown as Report['networks']; // only whether there are any matters
    assert.equal(room.session.before('a'), null);
    for (const [text, found, expected] of [
      ['one', networks, null],
      ['two', networks, 'one'],
      ['broken', [], 'one'],
      ['three', networks, 'two'],
      ['three', networks, 'two'],
    ] as const) {
      await room.session.look('a', { text, again: true });
      room.answer(room.job, { networks: found, complete: false });
      room.answer(room.job, { networks: found });
      assert.equal(room.session.before('a'), expected, text);
    }
  });

  it('ends ten fast saves in one final right picture', async () => {
    const room = new Room();
    for (let save = 1; save <= 10; save += 1) void room.session.look('a', { text: `save ${save}` });
    await turn();
    // Reports may arrive in any order; only the one of the last save counts.
    for (const job of room.jobs.toReversed()) room.answer(job);
    assert.equal(room.shown, 'save 10');
    assert.equal(room.session.state('a', []).kind, 'shown');
  });

  it('keeps a report that arrives while the same text is looked at once more', async () => {
    const room = new Room();
    await room.session.look('a', { text: 'one' });
    room.disk.set('a', 'one');
    await room.session.look('a');
    room.answer();
    assert.equal(room.shown, 'one');
  });

  it('fetches what a source needs, then asks again with it, and shows only the whole', async () => {
    const room = new Room();
    room.data.set('digits.csv', new Uint8Array([1, 2]));
    await room.session.look('a', { text: 'one' });
    room.answer(room.job, { needs: ['digits.csv', 'gone.csv'] });
    await turn();
    assert.equal(room.shown, undefined);
    assert.equal(room.jobs.length, 2);
    assert.deepEqual(
      [...room.job.files],
      [
        ['digits.csv', new Uint8Array([1, 2])],
        ['gone.csv', { missing: 'the file does not exist' }],
      ],
    );
    room.answer(room.job, { needs: ['digits.csv'] });
    assert.equal(room.shown, 'one');
    assert.equal(room.fetches, 2);
  });

  it('ends after so many rounds of files, and shows what can be read without the rest', async () => {
    const room = new Room();
    await room.session.look('a', { text: 'one' });
    for (let round = 0; room.shown === undefined; round += 1) {
      assert.ok(round <= mostRounds, 'it goes on asking');
      room.data.set(`f${round}.py`, new Uint8Array([round]));
      room.answer(room.job, { needs: [`f${round}.py`] });
      await turn();
    }
    assert.equal(room.jobs.length, mostRounds + 1);
    const files = [...room.job.files.values()];
    assert.equal(files.filter((content) => content instanceof Uint8Array).length, mostRounds - 1);
    assert.deepEqual(files.at(-1), { missing: 'the source asks for too many files' });
  });

  it('fetches so many files of one source and no more', async () => {
    const room = new Room();
    await room.session.look('a', { text: 'one' });
    room.answer(room.job, { needs: Array.from({ length: mostFiles + 2 }, (_, index) => `f${index}`) });
    await turn();
    assert.equal(room.fetches, mostFiles);
    const tooMany = [...room.job.files].filter(
      ([, content]) => 'missing' in content && content.missing.includes('too many'),
    );
    assert.deepEqual(
      tooMany.map(([need]) => need),
      [`f${mostFiles}`, `f${mostFiles + 1}`],
    );
  });

  it('inspects again when the content of a needed file changes, and only then', async () => {
    const room = new Room();
    room.data.set('digits.csv', new Uint8Array([1, 2]));
    await room.session.look('a', { text: 'one' });
    room.answer(room.job, { needs: ['digits.csv'] });
    await turn();
    room.answer();
    await room.session.fileChanged('a', 'digits.csv');
    assert.equal(room.jobs.length, 2);
    room.data.set('digits.csv', new Uint8Array([1, 3]));
    await room.session.fileChanged('a', 'digits.csv');
    assert.equal(room.jobs.length, 3);
    room.data.delete('digits.csv');
    await room.session.fileChanged('a', 'digits.csv');
    assert.equal(room.jobs.length, 4);
    await room.session.fileChanged('a', 'other.csv');
    assert.equal(room.jobs.length, 4);
  });

  it('says that it works only after a while, and keeps the last picture meanwhile', async () => {
    const room = new Room();
    await room.session.look('a', { text: 'one' });
    room.answer();
    await room.session.look('a', { text: 'two' });
    room.job.stage('forward');
    assert.equal(room.session.state('a', []).kind, 'shown');
    room.runTimers();
    const state = room.session.state('a', []);
    assert.ok(state.kind === 'working');
    assert.equal(state.stage, 'forward');
    assert.equal(state.last?.envelope.report.kernels, 'one');
    room.answer();
    assert.equal(room.session.state('a', []).kind, 'shown');
    assert.equal(room.timers.size, 0);
  });

  it('keeps the last good report when an inspection fails, and tries again with a new text', async () => {
    const room = new Room();
    await room.session.look('a', { text: 'one' });
    room.answer();
    await room.session.look('a', { text: 'two' });
    room.job.failed('it broke', 'where');
    const state = room.session.state('a', []);
    assert.ok(state.kind === 'failed');
    assert.equal(state.reason, 'it broke');
    assert.equal(state.last?.envelope.report.kernels, 'one');
    assert.deepEqual(room.log, ['it broke']);
    await room.session.look('a', { text: 'three' });
    room.answer();
    assert.equal(room.session.state('a', []).kind, 'shown');
  });

  it('forgets a source that is gone, and drops what still arrives for it', async () => {
    const room = new Room();
    room.disk.set('a', 'one');
    await room.session.look('a');
    room.disk.delete('a');
    await room.session.look('a');
    room.answer();
    assert.deepEqual(room.session.paths(), []);
    assert.deepEqual(room.forgotten, ['a']);
    assert.equal(room.session.state('a', []).kind, 'idle');
  });

  it('leaves an inspection when asked, and says so', async () => {
    const room = new Room();
    await room.session.look('a', { text: 'one' });
    room.session.cancel('a');
    room.answer();
    assert.deepEqual(room.forgotten, ['a']);
    assert.equal(room.session.state('a', []).kind, 'failed');
  });

  it('inspects all sources again when a limit changes', async () => {
    const room = new Room();
    for (const path of ['a', 'b']) {
      room.disk.set(path, path);
      await room.session.look(path);
      room.answer();
    }
    await room.session.lookAtAll();
    assert.equal(room.jobs.length, 2);
    room.limits = { ...room.limits, ignore: ['vanishing'] };
    await room.session.lookAtAll();
    assert.equal(room.jobs.length, 4);
    assert.deepEqual(room.job.limits.ignore, ['vanishing']);
  });

  it('tells why a source cannot be read', async () => {
    const room = new Room();
    room.disk.get = (): never => {
      throw new Error('no permission');
    };
    await room.session.look('a');
    const state = room.session.state('a', []);
    assert.ok(state.kind === 'failed');
    assert.match(state.reason, /no permission/);
  });

  it('recovers when a source can be read again, with the same text as before', async () => {
    const room = new Room();
    room.disk.set('a', 'one');
    await room.session.look('a');
    room.answer();
    room.unreadable = true;
    await room.session.look('a');
    assert.equal(room.session.state('a', []).kind, 'failed');
    room.unreadable = false;
    await room.session.look('a');
    room.answer();
    assert.equal(room.session.state('a', []).kind, 'shown');
  });

  it('takes the newest of two answers about a file, in whatever order they come', async () => {
    const room = new Room();
    await room.session.look('a', { text: 'one' });
    room.data.set('d', Uint8Array.of(0));
    room.answer(room.job, { needs: ['d'] });
    await turn();
    room.answer();
    const answers: ((content: Uint8Array) => void)[] = [];
    room.answerLater = (settle) => void answers.push(settle);
    const both = [room.session.fileChanged('a', 'd'), room.session.fileChanged('a', 'd')];
    answers[1]?.(Uint8Array.of(2));
    await turn();
    answers[0]?.(Uint8Array.of(1));
    await Promise.all(both);
    assert.deepEqual(room.job.files.get('d'), Uint8Array.of(2));
  });

  it('inspects again when the worker has dropped the pictures of what is shown', async () => {
    const room = new Room();
    room.disk.set('a', 'one');
    await room.session.look('a');
    room.answer();
    const request = { kind: 'pictures', id: 1, path: 'a', network: 0, layer: 0 } as const;
    const old = await room.session.pictures({ ...request, revision: 0 });
    await turn();
    assert.equal(old.outcome, 'stale');
    assert.equal(room.jobs.length, 1);
    await room.session.pictures({ ...request, revision: 1 });
    await turn();
    assert.equal(room.jobs.length, 2);
  });
});
