// The host's side of the worker, with a worker that says what the test wants and a clock that the test turns.
import assert from 'node:assert/strict';
import type { Report } from '../../src/analysis/report';
import type { FromWorker, InspectRequest, PicturesRequest, ToWorker } from '../../src/protocol/messages';
import { noOverrides } from '../../src/readers/reader';
import { WorkerEngine, type Job } from '../../src/host/engine';
import type { WorkerEvents } from '../../src/host/worker';

class Room {
  readonly workers: { readonly events: WorkerEvents; readonly posted: ToWorker[]; ended: boolean }[] = [];
  readonly timers = new Map<() => void, number>();
  readonly heard: string[] = [];
  readonly engine = new WorkerEngine(
    (events) => {
      const worker = { events, posted: [] as ToWorker[], ended: false };
      this.workers.push(worker);
      return { post: (message) => void worker.posted.push(message), end: () => void (worker.ended = true) };
    },
    (milliseconds, action) => {
      this.timers.set(action, milliseconds);
      return () => this.timers.delete(action);
    },
  );

  inspect(path: string, text = path, urgent = false): void {
    const limits = { batch: null, memoryLimit: 1, timeLimit: 60_000, ignore: [], limits: {} };
    const hear = (what: string): void => void this.heard.push(`${text}: ${what}`);
    const job: Job = {
      ...{ path, text, urgent, limits, files: new Map(), overrides: noOverrides },
      stage: hear,
      report: ({ report }) => hear(report.complete ? 'complete' : 'first'),
      failed: hear,
    };
    this.engine.inspect(job);
  }

  get worker(): Room['workers'][number] {
    const worker = this.workers.at(-1);
    assert.ok(worker, 'no worker was started');
    return worker;
  }

  get requests(): readonly InspectRequest[] {
    return this.worker.posted.filter((message) => message.kind === 'inspect');
  }

  get request(): InspectRequest {
    const request = this.requests.at(-1);
    assert.ok(request, 'nothing was asked of the worker');
    return request;
  }

  say(message: FromWorker): void {
    this.worker.events.message(message);
  }

  report({ revision, path }: InspectRequest, complete = true): void {
    const report: Report = { path, complete, problems: [], networks: [], needs: [], kernels: '' };
    this.say({ kind: 'report', envelope: { revision, report, wallTime: {}, finishedAt: 0 } });
  }

  /** Lets the timer of this length go off. */
  pass(milliseconds: number): void {
    for (const [action, length] of [...this.timers]) {
      if (length !== milliseconds) continue;
      this.timers.delete(action);
      action();
    }
  }

  newest(): number {
    const { newest } = this.request;
    assert.ok(newest, 'memory is shared in Node');
    return Atomics.load(new Int32Array(newest), 0);
  }
}

const pictures: PicturesRequest = { kind: 'pictures', id: 9, revision: 1, path: 'a', network: 0, layer: 0 };

describe('the engine', () => {
  it('starts its worker on first need', () => {
    const room = new Room();
    assert.equal(room.workers.length, 0);
    room.inspect('a');
    assert.equal(room.workers.length, 1);
    room.report(room.request, false);
    room.report(room.request);
    assert.deepEqual(room.heard, ['a: first', 'a: complete']);
    assert.equal(room.timers.size, 0);
  });

  it('makes one inspection after the other, the urgent one first', () => {
    const room = new Room();
    for (const path of ['a', 'b', 'c']) room.inspect(path);
    room.inspect('d', 'd', true);
    assert.equal(room.requests.length, 1);
    room.say({ kind: 'cancelled', revision: room.request.revision });
    for (let left = 4; left > 0; left -= 1) room.report(room.request);
    assert.deepEqual(room.heard, ['d: complete', 'b: complete', 'c: complete', 'a: complete']);
  });

  it('stops what is running when the same path is asked for anew, and hears nothing more of it', () => {
    const room = new Room();
    room.inspect('a', 'old');
    const old = room.request;
    assert.equal(room.newest(), old.revision);
    room.inspect('a', 'new');
    assert.ok(room.newest() > old.revision);
    room.report(old);
    room.report(room.request);
    assert.deepEqual(room.heard, ['new: complete']);
  });

  it('ends a worker that does not stop', () => {
    const room = new Room();
    room.inspect('a', 'old');
    room.inspect('a', 'new');
    room.pass(1000);
    assert.deepEqual(
      room.workers.map(({ ended }) => ended),
      [true, false],
    );
    room.report(room.request);
    assert.deepEqual(room.heard, ['new: complete']);
  });

  it('ends an inspection that takes too long, and names the setting', () => {
    const room = new Room();
    room.inspect('a');
    room.inspect('b');
    room.pass(60_000);
    assert.equal(room.workers[0]?.ended, true);
    assert.match(room.heard[0] ?? '', /longer than 60 s.*backpropLens\.timeLimit/);
    room.report(room.request);
    assert.equal(room.heard[1], 'b: complete');
  });

  it('starts a new worker after a crash, and blames the inspection that ran', () => {
    const room = new Room();
    room.inspect('a');
    room.worker.events.ended('out of memory');
    assert.deepEqual(room.heard, ['a: The inspection broke off: out of memory.']);
    room.inspect('a', 'again');
    assert.equal(room.workers.length, 2);
    room.report(room.request);
    assert.equal(room.heard[1], 'again: complete');
  });

  it('answers pictures with the id that was asked with, and as stale when there is no worker or it ends', async () => {
    const room = new Room();
    assert.equal((await room.engine.pictures(pictures)).outcome, 'stale');
    room.inspect('a');
    const [first, second] = [room.engine.pictures(pictures), room.engine.pictures(pictures)];
    const ids = room.worker.posted.filter((message) => message.kind === 'pictures').map(({ id }) => id);
    assert.equal(new Set(ids).size, 2);
    room.say({ kind: 'pictures', id: ids[1] ?? 0, revision: 1, outcome: 'failed', reason: 'none' });
    assert.deepEqual(await second, {
      kind: 'pictures',
      id: 9,
      revision: 1,
      outcome: 'failed',
      reason: 'none',
    });
    room.worker.events.ended('crash');
    assert.equal((await first).outcome, 'stale');
  });

  it('drops what is forgotten', () => {
    const room = new Room();
    room.inspect('a');
    room.inspect('b');
    room.engine.forget('b');
    room.engine.forget('a');
    room.say({ kind: 'cancelled', revision: room.request.revision });
    assert.deepEqual(room.heard, []);
    assert.equal(room.requests.length, 1);
  });
});
