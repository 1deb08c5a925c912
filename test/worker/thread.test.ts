// The shipped worker in a real thread: first picture and whole report, cancelling through shared memory, pictures.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromWorker, InspectRequest, ToWorker } from '../../src/protocol/messages';
import { randomStream } from '../../src/tensor/random';
import { built, checkout, dist } from '../host/build';

/** Deep enough that it cannot be over before it is stopped, and wide enough that a single product takes longer than 50 ms. */
const heavy = `input: [2048]
layers:
  - repeat: 12
    layers:
      - linear: 2048
      - relu
  - linear: 10
loss: cross-entropy
batch: 256
`;

class Thread {
  readonly #worker = new Worker(dist('worker.js'));
  readonly #heard: FromWorker[] = [];
  #wake: () => void = () => undefined;

  constructor() {
    this.#worker.on('message', (message: FromWorker) => {
      this.#heard.push(message);
      this.#wake();
    });
  }

  post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** The first message that fits, from now on or from before; it is taken out. */
  async hear<Heard extends FromWorker>(fits: (message: FromWorker) => message is Heard): Promise<Heard> {
    for (;;) {
      const index = this.#heard.findIndex(fits);
      const [found] = index === -1 ? [] : this.#heard.splice(index, 1);
      if (found !== undefined && fits(found)) return found;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

type Kind<Name extends FromWorker['kind']> = (
  message: FromWorker,
) => message is Extract<FromWorker, { kind: Name }>;
const isReport: Kind<'report'> = (message) => message.kind === 'report';
const isCancelled: Kind<'cancelled'> = (message) => message.kind === 'cancelled';
const isPictures: Kind<'pictures'> = (message) => message.kind === 'pictures';
const isStage: Kind<'stage'> = (message) => message.kind === 'stage';

function request(revision: number, text: string, newest: SharedArrayBuffer | null): InspectRequest {
  const settings = { batch: null, memoryLimit: 2 ** 31, ignore: [], limits: {} };
  return { kind: 'inspect', revision, path: 'a.network.yaml', text, files: [], settings, newest };
}

describe('the worker in a thread', function () {
  this.timeout(120_000);
  let thread: Thread;
  before(built);
  beforeEach(() => (thread = new Thread()));
  afterEach(() => thread.end());

  it('gives the first picture, the whole report, and the pictures of a layer', async () => {
    const text = readFileSync(join(checkout, 'examples', 'deep-sigmoid.network.yaml'), 'utf8');
    thread.post(request(1, text, new SharedArrayBuffer(4)));
    const first = await thread.hear(isReport);
    assert.equal(first.envelope.report.complete, false);
    const { envelope } = await thread.hear(isReport);
    assert.equal(envelope.report.complete, true);
    const [network] = envelope.report.networks;
    assert.ok(network?.findings.some(({ rule }) => rule === 'vanishing'));
    assert.ok((envelope.wallTime.forward ?? 0) > 0);
    const pictures = { kind: 'pictures', revision: 1, path: 'a.network.yaml', network: 0 } as const;
    thread.post({ ...pictures, id: 1, layer: 0 });
    thread.post({ ...pictures, id: 2, layer: null });
    thread.post({ ...pictures, id: 3, layer: 999 });
    const outcomes = [];
    for (let id = 1; id <= 3; id += 1) outcomes.push((await thread.hear(isPictures)).outcome);
    assert.deepEqual(outcomes, ['layer', 'units', 'failed']);
  });

  it('stops at any moment when shared memory holds a newer revision', async () => {
    const took: number[] = [];
    const newest = new Int32Array(new SharedArrayBuffer(4));
    const random = randomStream(20260723);
    for (let round = 0; round < 12; round += 1) {
      const revision = 2 * round + 1;
      Atomics.store(newest, 0, revision);
      thread.post(request(revision, heavy, newest.buffer));
      await thread.hear(isStage);
      await new Promise((resolve) => setTimeout(resolve, 400 * random.uniform(round)));
      const asked = performance.now();
      Atomics.store(newest, 0, revision + 1);
      const { revision: ended } = await thread.hear(isCancelled);
      took.push(performance.now() - asked);
      assert.equal(ended, revision);
    }
    // How long is for the eye: a machine that is busy otherwise must not decide (cancelling.test.ts counts the work).
    const median = took.toSorted((a, b) => a - b)[6] ?? NaN;
    const longest = Math.max(...took);
    console.log(`      cancelled after ${median.toFixed(1)} ms, at most ${longest.toFixed(1)} ms`);
  });

  it('refuses a network over the memory limit, with the number', async () => {
    const { settings, ...rest } = request(1, heavy, null);
    thread.post({ ...rest, settings: { ...settings, memoryLimit: 2 ** 20 } });
    const { envelope } = await thread.hear(isReport);
    assert.match(envelope.report.networks[0]?.refusal ?? '', /MiB/);
  });

  it('reads nonsense without ending', async () => {
    for (const [index, text] of ['', '{', '- - -', '\0', 'layers: 7', 'a: &a [*a]'].entries()) {
      thread.post(request(index + 1, text, null));
      const { envelope } = await thread.hear(
        (message): message is Extract<FromWorker, { kind: 'report' }> =>
          isReport(message) && message.envelope.report.complete,
      );
      assert.equal(envelope.revision, index + 1);
    }
  });
});
