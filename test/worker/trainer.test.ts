// Training in the worker: it runs in turns, pauses, goes on by one step, stops, and can be looked at again at any recorded step.
import assert from 'node:assert/strict';
import { inspectAll } from '../../src/inspect/inspect';
import type { FromWorker, SubjectText } from '../../src/protocol/messages';
import { firstRecalledRevision, type SteerRequest, type TrainingState } from '../../src/protocol/training';
import { referenceKernels } from '../../src/tensor/reference';
import { turns } from '../../src/worker/studies';
import { trainer } from '../../src/worker/trainer';

const text = (steps: number, more = ''): string => `input: [2]
layers: [{ linear: 4 }, tanh, { linear: 1 }]
loss: mse
seed: 3
data: { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [1], [1], [0]] }
train: { rate: 0.1, steps: ${steps}, batch: 4${more} }
`;

const path = 'a.network.yaml';

function room() {
  const sent: FromWorker[] = [];
  let time = 0;
  const around = {
    kernels: (pace: Parameters<typeof referenceKernels>[1]) => referenceKernels('float64', pace),
    send: (message: FromWorker) => void sent.push(message),
    now: () => (time += 5),
    date: () => 1000,
  };
  const made = trainer(
    around,
    turns(() => new Promise((resolve) => setImmediate(resolve))),
  );
  const subjectOf = (source: string, at: string): SubjectText => ({
    ...{ path: at, text: source, files: [], network: 0 },
    settings: { batch: null, memoryLimit: 1e9, ignore: [], limits: {} },
  });
  const states = (): TrainingState[] =>
    sent.flatMap((message) => (message.kind === 'training' && message.state ? [message.state] : []));
  return {
    sent,
    states,
    made,
    start: (source: string, stop: SharedArrayBuffer | null = null, at = path) =>
      made.receive({ kind: 'training', revision: 5, subject: subjectOf(source, at), stop }),
    steer: (word: SteerRequest['word']) => made.receive({ kind: 'steer', path, network: 0, word }),
    last: (): TrainingState => {
      const state = states().at(-1);
      assert.ok(state, 'nothing was told');
      return state;
    },
    until: async (status: TrainingState['status']): Promise<TrainingState> => {
      for (let turn = 0; turn < 10_000; turn += 1) {
        const state = states().at(-1);
        if (state?.status === status) return state;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error(`never ${status}, but ${states().at(-1)?.status}`);
    },
  };
}

describe('training in the worker', () => {
  it('runs to its last step and tells of it', async () => {
    const { start, until } = room();
    start(text(50));
    const { snapshot, revision, stepsPerSecond } = await until('finished');
    assert.ok(snapshot);
    assert.equal(revision, 5);
    assert.equal(snapshot.step, 50);
    assert.equal(stepsPerSecond, 0);
    assert.ok((snapshot.loss.mean.at(-1) ?? NaN) < (snapshot.loss.mean[0] ?? NaN), 'it has learned nothing');
  });

  it('pauses, makes single steps, and goes on', async () => {
    const { start, steer, until, last } = room();
    start(text(1_000_000));
    steer('pause');
    const paused = await until('paused');
    const before = paused.snapshot?.step ?? NaN;
    steer('step');
    steer('step');
    assert.equal(last().snapshot?.step, before + 2);
    assert.equal(last().status, 'paused');
    steer('resume');
    for (let turn = 0; turn < 10_000 && (last().snapshot?.step ?? 0) <= before + 2; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    steer('stop');
    const stopped = await until('stopped');
    assert.ok((stopped.snapshot?.step ?? 0) > before + 2);
  });

  it('stops in the midst of a step when shared memory says so', async () => {
    const { start, until } = room();
    const stop = new SharedArrayBuffer(4);
    start(text(1_000_000), stop);
    await until('running');
    Atomics.store(new Int32Array(stop), 0, 1);
    await until('stopped');
  });

  it('stops, and does not fail, in the midst of a single step', async () => {
    const { start, steer, until, last } = room();
    const stop = new SharedArrayBuffer(4);
    start(text(1_000_000), stop);
    steer('pause');
    await until('paused');
    Atomics.store(new Int32Array(stop), 0, 1);
    steer('step');
    assert.equal(last().status, 'stopped');
    assert.equal(last().reason, '');
  });

  it('of a fifth network ends the first one, and says so', () => {
    const { start, sent, made } = room();
    for (const at of ['a', 'b', 'c', 'd', 'e']) start(text(1_000_000), null, at);
    assert.deepEqual(
      sent.filter((message) => message.kind === 'training' && message.state === null),
      [{ kind: 'training', path: 'a', network: 0, state: null }],
    );
    for (const at of ['b', 'c', 'd', 'e'])
      made.receive({ kind: 'steer', path: at, network: 0, word: 'reset' });
  });

  it('that begins anew takes the place of the one before', async () => {
    const { start, until, states } = room();
    start(text(1_000_000));
    await until('running');
    start(text(7));
    assert.equal((await until('finished')).snapshot?.step, 7);
    assert.ok(states().every(({ status }) => status === 'running' || status === 'finished'));
  });

  it('is forgotten when it is reset', async () => {
    const { start, steer, until, sent, made } = room();
    start(text(3));
    await until('finished');
    steer('reset');
    assert.deepEqual(sent.at(-1), { kind: 'training', path, network: 0, state: null });
    assert.equal(made.parametersAt(path, 0, 'newest'), null);
  });

  it('that diverges or cannot be made says why', async () => {
    const { start, until } = room();
    start(text(5000).replace('rate: 0.1', 'rate: 1.0e+30'));
    assert.match((await until('diverged')).reason, /linear|tanh|loss/);
    start(text(5).replace('linear: 4', 'lineaar: 4'));
    assert.notEqual((await until('failed')).reason, '');
  });

  it('gives the report of a recorded step: at 0 that of the source, later another', async () => {
    const { start, until, made, sent } = room();
    start(text(500));
    await until('finished');
    const recalled = (step: number) => {
      made.receive({ kind: 'recall', id: step + 1, path, network: 0, step });
      const reply = sent.at(-1);
      assert.ok(reply?.kind === 'recalled' && reply.outcome === 'report', JSON.stringify(reply));
      return reply;
    };
    const { networks } = inspectAll({ path, text: text(500) }, new Map(), {
      kernels: (pace) => referenceKernels('float64', pace),
    }).report;
    const first = recalled(0);
    assert.equal(first.step, 0);
    assert.deepEqual(
      first.envelope.report.networks[0]?.layers.map(({ delta }) => delta),
      networks[0]?.layers.map(({ delta }) => delta),
    );
    const { envelope } = recalled(500);
    const [before, after] = [networks[0]?.loss?.value, envelope.report.networks[0]?.loss?.value];
    assert.ok((after ?? NaN) < (before ?? NaN));
    const rules = envelope.report.networks.flatMap(({ findings }) => findings.map(({ rule }) => rule));
    assert.ok(!rules.includes('initial-loss'), 'a trained network is told how it should start');
    assert.ok(envelope.revision > firstRecalledRevision);
    made.answer({ kind: 'pictures', id: 9, revision: envelope.revision, path, network: 0, layer: 0 });
    const pictures = sent.at(-1);
    assert.ok(pictures?.kind === 'pictures' && pictures.outcome === 'layer');
  });
});
