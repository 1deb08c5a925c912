// The worker's answers, with an inspection made up for the purpose and a clock that the test turns.
import assert from 'node:assert/strict';
import type { Report } from '../../src/analysis/report';
import type { Inspection } from '../../src/inspect/inspect';
import type { FromWorker, InspectRequest, PicturesRequest, Stage } from '../../src/protocol/messages';
import { inspector, type Inspect } from '../../src/worker/inspector';

const report = (path: string, complete: boolean): Report => ({
  path,
  complete,
  problems: [],
  networks: [],
  needs: [],
  kernels: 'none',
});

function inspection(path: string, complete: boolean): Inspection {
  return {
    report: report(path, complete),
    pictures: () => {
      throw new Error('there is no such layer');
    },
    gradients: () => null,
    deltaByUnit: () => ({
      lengths: [],
      layers: [],
      heatmap: {
        ...{ rows: 0, columns: 0, values: new Float32Array(0), rowsPerCell: 1, columnsPerCell: 1 },
        ...{ rowAxis: '', columnAxis: '', robustMaximum: 0, smallest: 0, largest: 0 },
        ...{ zeros: 0, outliers: 0, notFinite: 0 },
      },
    }),
  };
}

interface Bench {
  readonly answer: (message: InspectRequest | PicturesRequest) => Promise<void>;
  readonly sent: FromWorker[];
  /** What was sent when it rested. */
  readonly rests: (readonly string[])[];
  time: number;
}

function bench(inspect: (bench: Bench) => Inspect): Bench {
  const sent: FromWorker[] = [];
  let answer: Bench['answer'] = () => Promise.resolve();
  const made: Bench = { sent, rests: [], time: 0, answer: (message) => answer(message) };
  answer = inspector({
    inspect: inspect(made),
    send: (message) => sent.push(message),
    now: () => made.time,
    date: () => 1000,
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    rest: () => {
      made.rests.push(kinds(sent));
      return new Promise((resolve) => setImmediate(resolve));
    },
  });
  return made;
}

function request(revision: number, path = 'a', newest: SharedArrayBuffer | null = null): InspectRequest {
  const settings = { batch: null, memoryLimit: 1e9, ignore: [], limits: {} };
  return { kind: 'inspect', revision, path, text: '', files: [], settings, newest };
}

const twoSteps: Inspect = function* ({ path }, _files, { checkpoint }) {
  checkpoint('read');
  yield inspection(path, false);
  checkpoint('controls');
  return inspection(path, true);
};

const kinds = (sent: readonly FromWorker[]): string[] =>
  sent.map((message) =>
    message.kind === 'report' ? `report ${message.envelope.report.complete}` : message.kind,
  );

describe('the worker', () => {
  it('sends the first picture, then the complete one, under the same revision', async () => {
    const { answer, sent } = bench(() => twoSteps);
    await answer(request(7));
    assert.deepEqual(kinds(sent), ['report false', 'report true']);
    assert.ok(sent.every((message) => message.kind !== 'report' || message.envelope.revision === 7));
  });

  it('rests after the first report, and only there', async () => {
    const threeSteps: Inspect = function* (source, files, options) {
      yield inspection('a', false);
      return yield* twoSteps(source, files, options);
    };
    const { answer, rests } = bench(() => threeSteps);
    await answer(request(7));
    assert.deepEqual(rests, [['report false']]);
  });

  it('adds up the time of each stage, and leaves out its own turns', async () => {
    const { answer, sent } = bench(
      (around) =>
        function* ({ path }, _files, { checkpoint }) {
          const spend = (stage: Stage, time: number): void => {
            checkpoint(stage);
            around.time += time;
          };
          spend('read', 1);
          spend('forward', 20);
          yield inspection(path, false);
          spend('backward', 30);
          spend('forward', 100);
          return inspection(path, true);
        },
    );
    await answer(request(1));
    const last = sent.at(-1);
    assert.ok(last?.kind === 'report');
    assert.deepEqual(last.envelope.wallTime, { read: 1, forward: 120, backward: 30 });
    assert.equal(last.envelope.finishedAt, 1000);
  });

  it('stops at the next checkpoint when shared memory holds a newer revision', async () => {
    const newest = new SharedArrayBuffer(4);
    let steps = 0;
    const { answer, sent } = bench(
      () =>
        function* ({ path }, _files, { checkpoint }) {
          for (;;) {
            steps += 1;
            if (steps === 3) Atomics.store(new Int32Array(newest), 0, 2);
            if (steps > 100) yield inspection(path, false);
            checkpoint('forward');
          }
        },
    );
    await answer(request(1, 'a', newest));
    assert.deepEqual(kinds(sent), ['cancelled']);
    assert.equal(steps, 3);
  });

  it('lets a newer request overtake between two steps where memory is not shared', async () => {
    const { answer, sent } = bench(() => twoSteps);
    const first = answer(request(1));
    await answer(request(2));
    await first;
    assert.deepEqual(
      sent.map((message) => (message.kind === 'report' ? message.envelope.revision : message.kind)),
      [1, 2, 'cancelled', 2],
    );
  });

  it('turns an exception into a failure with its details', async () => {
    const { answer, sent } = bench(
      () =>
        function* ({ path }) {
          yield inspection(path, false);
          throw new TypeError('the engine has a bug');
        },
    );
    await answer(request(1));
    const last = sent.at(-1);
    assert.ok(last?.kind === 'failed');
    assert.equal(last.reason, 'the engine has a bug');
    assert.match(last.details, /TypeError[^]*inspector\.test/);
  });

  it('draws the pictures of the revision that it holds, and calls others stale', async () => {
    const { answer, sent } = bench(() => twoSteps);
    const pictures = { kind: 'pictures', id: 5, path: 'a', network: 0, layer: null } as const;
    await answer({ ...pictures, revision: 1 });
    await answer(request(1));
    await answer({ ...pictures, revision: 1 });
    await answer({ ...pictures, revision: 1, layer: 0 });
    await answer({ ...pictures, revision: 2 });
    const outcomes = sent.filter((message) => message.kind === 'pictures').map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ['stale', 'units', 'failed', 'stale']);
  });

  it('forgets the oldest of more than four sources', async () => {
    const { answer, sent } = bench(() => twoSteps);
    for (const [index, path] of ['a', 'b', 'c', 'd', 'e'].entries()) await answer(request(index + 1, path));
    const ask = (revision: number, path: string): Promise<void> =>
      answer({ kind: 'pictures', id: 1, revision, path, network: 0, layer: null });
    await ask(1, 'a');
    await ask(2, 'b');
    const outcomes = sent.filter((message) => message.kind === 'pictures').map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ['stale', 'units']);
  });
});
