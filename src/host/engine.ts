/** The host's side of the worker: starts it on first need, gives it one inspection at a time, and ends it when it must. */
import type { SentBytes } from '../base/byteSource';
import type { SentContent } from '../base/source';
import type {
  Envelope,
  FromWorker,
  InspectionSettings,
  Overrides,
  PicturesReply,
  PicturesRequest,
  Stage,
} from '../protocol/messages';
import { duration } from '../base/numbers';
import type { After, StartWorker, WorkerLink } from './worker';

/** What an inspection obeys: the worker's settings and those of the host. */
export interface Limits extends InspectionSettings {
  /** Milliseconds that an inspection may take. */
  readonly timeLimit: number;
}

/** An inspection to be made, and whom to tell. */
export interface Job {
  readonly path: string;
  readonly text: string;
  /** The whole file, where it is a model file. */
  readonly bytes?: SentBytes;
  readonly files: ReadonlyMap<string, SentContent>;
  readonly limits: Limits;
  /** What the person who looks says over the source's head. */
  readonly overrides: Overrides;
  /** Somebody is looking: goes before jobs that nobody waits for. */
  readonly urgent: boolean;
  stage(stage: Stage): void;
  /** Comes once with an incomplete report, and once with the complete one. */
  report(envelope: Envelope): void;
  failed(reason: string, details: string): void;
}

/** What the session needs of an engine. */
export interface Engine {
  /** Takes the place of an earlier job of the same path. */
  inspect(job: Job): void;
  /** Drops the job of a path, running or not; nothing is told any more. */
  forget(path: string): void;
  pictures(request: PicturesRequest): Promise<PicturesReply>;
}

interface Running {
  readonly job: Job;
  readonly revision: number;
  /** Set when the worker was asked to stop. */
  stopping: boolean;
  /** Takes back the timer that would end the worker. */
  release: () => void;
}

/** A worker that does not stop within this time (milliseconds) is ended. */
const stopsWithin = 1000;

/** The engine that runs in a worker. */
export class WorkerEngine implements Engine {
  readonly #start: StartWorker;
  readonly #after: After;
  readonly #queue = new Map<string, Job>();
  readonly #asked = new Map<number, { request: PicturesRequest; reply: (reply: PicturesReply) => void }>();
  readonly #newest = typeof SharedArrayBuffer === 'undefined' ? null : new SharedArrayBuffer(4);
  #link: WorkerLink | null = null;
  #running: Running | null = null;
  #revision = 0;
  #requests = 0;

  constructor(start: StartWorker, after: After) {
    this.#start = start;
    this.#after = after;
  }

  inspect(job: Job): void {
    this.#queue.set(job.path, job);
    const running = this.#running;
    if (running === null) this.#next();
    else if (running.job.path === job.path) this.#stop(running);
    else if (job.urgent && !running.job.urgent) {
      // One that is being stopped was left or replaced already.
      if (!running.stopping && !this.#queue.has(running.job.path)) {
        this.#queue.set(running.job.path, running.job);
      }
      this.#stop(running);
    }
  }

  forget(path: string): void {
    this.#queue.delete(path);
    if (this.#running?.job.path === path) this.#stop(this.#running);
  }

  pictures(request: PicturesRequest): Promise<PicturesReply> {
    const link = this.#link;
    if (link === null) return Promise.resolve(stale(request));
    const id = ++this.#requests;
    return new Promise((reply) => {
      this.#asked.set(id, { request, reply });
      link.post({ ...request, id });
    });
  }

  dispose(): void {
    this.#queue.clear();
    this.#running?.release();
    this.#running = null;
    this.#endWorker();
  }

  #next(): void {
    const jobs = [...this.#queue.values()];
    const job = jobs.find(({ urgent }) => urgent) ?? jobs[0];
    if (job === undefined) return;
    this.#queue.delete(job.path);
    const revision = ++this.#revision;
    const { path, text, bytes, limits, overrides } = job;
    const running: Running = { job, revision, stopping: false, release: () => undefined };
    running.release = this.#after(limits.timeLimit, () => this.#tooLong(running));
    this.#running = running;
    this.#setNewest(revision);
    const files = [...job.files];
    this.#worker().post({
      kind: 'inspect',
      revision,
      path,
      text,
      ...(bytes && { bytes }),
      files,
      overrides,
      settings: limits,
      newest: this.#newest,
    });
  }

  /** Asks the worker to leave its inspection, and ends it where it cannot hear that. */
  #stop(running: Running): void {
    if (running.stopping) return;
    running.stopping = true;
    running.release();
    if (this.#newest === null) {
      this.#endWorker();
      this.#finish();
      return;
    }
    this.#setNewest(running.revision + 1);
    running.release = this.#after(stopsWithin, () => {
      this.#endWorker();
      this.#finish();
    });
  }

  #finish(): void {
    this.#running?.release();
    this.#running = null;
    this.#next();
  }

  #tooLong({ job }: Running): void {
    this.#endWorker();
    const limit = duration(job.limits.timeLimit);
    job.failed(`The inspection took longer than ${limit}, the limit that backpropLens.timeLimit sets.`, '');
    this.#finish();
  }

  #worker(): WorkerLink {
    this.#link ??= this.#start({
      message: (message) => this.#hear(message),
      ended: (reason) => this.#crashed(reason),
    });
    return this.#link;
  }

  #hear(message: FromWorker): void {
    // Questions, trainings and edits have a worker of their own.
    if (message.kind === 'answer' || message.kind === 'training' || message.kind === 'recalled') return;
    if (message.kind === 'ready' || message.kind === 'edits') return;
    if (message.kind === 'pictures') {
      const asked = this.#asked.get(message.id);
      this.#asked.delete(message.id);
      asked?.reply({ ...message, id: asked.request.id });
      return;
    }
    const running = this.#running;
    const revision = message.kind === 'report' ? message.envelope.revision : message.revision;
    if (running?.revision !== revision) return;
    if (message.kind === 'stage') {
      if (!running.stopping) running.job.stage(message.stage);
      return;
    }
    const over = message.kind !== 'report' || message.envelope.report.complete;
    // What was asked to stop has nothing more to say, even if it came to its end before it heard.
    if (!running.stopping) {
      if (message.kind === 'report') running.job.report(message.envelope);
      else if (message.kind === 'failed') running.job.failed(message.reason, message.details);
    }
    if (over && this.#running === running) this.#finish();
  }

  #crashed(reason: string): void {
    this.#endWorker();
    const running = this.#running;
    if (running?.stopping === false) {
      running.job.failed(`The inspection broke off: ${reason}.`, reason);
    }
    this.#finish();
  }

  #endWorker(): void {
    this.#link?.end();
    this.#link = null;
    for (const { request, reply } of this.#asked.values()) reply(stale(request));
    this.#asked.clear();
  }

  #setNewest(revision: number): void {
    if (this.#newest !== null) Atomics.store(new Int32Array(this.#newest), 0, revision);
  }
}

function stale({ id, revision }: PicturesRequest): PicturesReply {
  return { kind: 'pictures', id, revision, outcome: 'stale' };
}
