// Questions in the worker: answers grow and end, others get their turns, what nobody waits for stops, and what fails is said.
import assert from 'node:assert/strict';
import type { FromWorker, StudyRequest } from '../../src/protocol/messages';
import { StudyRefused } from '../../src/studies/study';
import { referenceKernels } from '../../src/tensor/reference';
import { studying, turns, type StudySurroundings } from '../../src/worker/studies';

const text = 'input: [2]\nlayers: [{ linear: 1 }]\nloss: mse\n';

interface Bench {
  readonly sent: FromWorker[];
  readonly receive: ReturnType<typeof studying>;
  readonly rest: () => Promise<void>;
}

function bench(answersTo: StudySurroundings['answersTo'], take = 100): Bench {
  const sent: FromWorker[] = [];
  let time = 0;
  const around: StudySurroundings = {
    answersTo,
    kernels: (pace) => referenceKernels('float32', pace),
    parametersAt: () => null,
    send: (message) => sent.push(message),
    now: () => (time += take),
  };
  const share = turns(() => new Promise((resolve) => setImmediate(resolve)));
  const rest = async (): Promise<void> => {
    for (let count = 0; count < 50; count += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { sent, receive: studying(around, share), rest };
}

function question(id: number, asked: unknown, stop: SharedArrayBuffer | null = null): StudyRequest {
  const settings = { batch: null, memoryLimit: 1e9, ignore: [], limits: {} };
  const subject = { path: 'a.network.yaml', text, files: [], network: 0, settings };
  return { kind: 'study', id, subject, question: asked, step: null, stop };
}

function* counting(to: number): Generator<number, number> {
  for (let count = 1; count < to; count += 1) yield count;
  return to;
}

const words = (sent: readonly FromWorker[]): string[] =>
  sent.map((message) => {
    if (message.kind !== 'answer') return message.kind;
    const said = message.outcome === 'failed' ? message.reason : JSON.stringify(message.answer);
    return `${message.id} ${message.outcome} ${said}`;
  });

describe('questions in the worker', () => {
  it('get growing answers, then the whole one', async () => {
    const { sent, receive, rest } = bench((_subject, to) => counting(Number(to)));
    receive(question(1, 3));
    await rest();
    assert.deepEqual(words(sent), ['1 growing 1', '1 growing 2', '1 whole 3']);
  });

  it('are not answered more often than anybody can see', async () => {
    const { sent, receive, rest } = bench((_subject, to) => counting(Number(to)), 1);
    receive(question(1, 10));
    await rest();
    assert.deepEqual(words(sent), ['1 growing 1', '1 whole 10']);
  });

  it('take turns', async () => {
    const { sent, receive, rest } = bench((_subject, to) => counting(Number(to)));
    receive(question(1, 2));
    receive(question(2, 2));
    await rest();
    assert.deepEqual(words(sent), ['1 growing 1', '2 growing 1', '1 whole 2', '2 whole 2']);
  });

  it('are about the network of the source', async () => {
    const { sent, receive, rest } = bench(function* ({ network }) {
      yield network.nodes.length;
      return network.name;
    });
    receive(question(1, null));
    await rest();
    assert.equal(words(sent).at(-1), '1 whole "a"');
  });

  it('stop when they are dismissed, by a message or by shared memory in the midst of a step', async () => {
    const stop = new SharedArrayBuffer(4);
    let checked = 0;
    const { sent, receive, rest } = bench(function* ({ checkpoint }, asked) {
      for (;;) {
        if (asked === 'shared') Atomics.store(new Int32Array(stop), 0, 1);
        checkpoint();
        checked += 1;
        yield checked;
      }
    });
    receive(question(1, 'told'));
    receive(question(2, 'shared', stop));
    await new Promise((resolve) => setImmediate(resolve));
    receive({ kind: 'dismiss', id: 1 });
    await rest();
    const before = checked;
    await rest();
    assert.equal(checked, before);
    assert.ok(!words(sent).some((word) => word.startsWith('2')), 'a dismissed question was answered');
  });

  it('that have no answer, or fail, say so in a sentence', async () => {
    // eslint-disable-next-line require-yield
    const { sent, receive, rest } = bench(function* (_subject, asked) {
      throw asked === 'refuse' ? new StudyRefused('The network has no loss.') : new Error('broken');
    });
    receive(question(1, 'refuse'));
    receive(question(2, 'break'));
    receive({ ...question(3, 'refuse'), subject: { ...question(3, null).subject, network: 7 } });
    receive({ ...question(4, 'refuse'), step: 12 });
    await rest();
    assert.deepEqual(words(sent), [
      '1 failed The network has no loss.',
      '2 failed broken',
      '3 failed The source does not hold this network any more.',
      '4 failed The parameters of this step are no longer held.',
    ]);
  });
});
