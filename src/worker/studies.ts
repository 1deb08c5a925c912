/** Answers questions about networks, several at once in turns, each until it is whole or nobody waits for it any more. */
import { filesOf, sourceOf } from '../base/source';
import { readSource } from '../readers/table';
import { unwatched } from '../readers/watch';
import { withGiven } from '../inspect/given';
import { noOverrides } from '../readers/reader';
import type { NamedTensors } from '../readers/tensor-files/tensors';
import { StudyRefused, type Subject } from '../studies/study';
import type { Answer } from '../studies/table';
import type { DismissRequest, FromWorker, StudyRequest, SubjectText } from '../protocol/messages';
import type { Kernels } from '../tensor/kernels';
import { paceOf, type Pace } from '../tensor/pace';

/** What differs between a thread of Node, a worker of the browser, and a test. */
export interface StudySurroundings {
  readonly answersTo: (subject: Subject, question: unknown) => Generator<unknown, unknown>;
  readonly kernels: (pace: Pace) => Kernels;
  /** All parameters that a network has in its training; null where they are not held. */
  readonly parametersAt: (path: string, network: number, step: number | 'newest') => NamedTensors | null;
  readonly send: (message: FromWorker) => void;
  /** Milliseconds, from any zero. */
  readonly now: () => number;
}

/** Work that is done in turns. */
export interface Turns {
  /** One piece of the work; false when it is done. It never throws. */
  next(): boolean;
}

/** A growing answer is sent at most this often, in milliseconds. */
const sendEvery = 60;

/** Thrown out of a checkpoint, to leave a study that nobody waits for any more. */
const dismissed = new Error('dismissed');

/** The function that every question goes through; `share` gives other work its turns as well. */
export function studying(
  around: StudySurroundings,
  share: (work: Turns) => void,
): (message: StudyRequest | DismissRequest) => void {
  const running = new Map<number, { stopped: boolean }>();
  return (message) => {
    if (message.kind === 'dismiss') {
      const job = running.get(message.id);
      if (job) job.stopped = true;
      return;
    }
    const job = { stopped: false };
    running.set(message.id, job);
    const work = answering(message, job, around);
    share({
      next: () => {
        const goesOn = work.next();
        if (!goesOn) running.delete(message.id);
        return goesOn;
      },
    });
  };
}

/** Gives each work its turn until all are done; `turn` lets messages in that have arrived meanwhile. */
export function turns(turn: () => Promise<void>): (work: Turns) => void {
  const works = new Set<Turns>();
  let isRunning = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    while (works.size > 0) {
      for (const work of works) {
        if (!work.next()) works.delete(work);
        await turn();
      }
    }
    isRunning = false;
  };
  return (work) => {
    works.add(work);
    if (!isRunning) void run();
  };
}

function answering(request: StudyRequest, job: { stopped: boolean }, around: StudySurroundings): Turns {
  const { id, question } = request;
  const { now, send } = around;
  const stopped = stopOf(request.stop, () => job.stopped);
  const checkpoint = (): void => {
    if (stopped()) throw dismissed;
  };
  let steps: Generator<unknown, unknown> | null = null;
  let sentAt = -Infinity;
  let last: unknown = null;
  let elapsed = 0;
  return {
    next: () => {
      const began = now();
      try {
        checkpoint();
        steps ??= around.answersTo(
          trained(subjectOf(request.subject, around.kernels, checkpoint), request, around),
          question,
        );
        const { value, done } = steps.next();
        elapsed += now() - began;
        const due = done === true || (value !== last && now() - sentAt >= sendEvery);
        if (due) {
          last = value;
          sentAt = now();
          const outcome = done === true ? 'whole' : 'growing';
          // The table of studies makes sure that a study answers what it is asked.
          send({ kind: 'answer', id, outcome, answer: value as Answer, elapsed });
        }
        return done !== true;
      } catch (error) {
        if (error !== dismissed && !stopped())
          send({ kind: 'answer', id, outcome: 'failed', reason: reasonOf(error) });
        return false;
      }
    },
  };
}

/** Whether the host has let go: by the number in shared memory, or by a message. */
export function stopOf(shared: SharedArrayBuffer | null, told: () => boolean): () => boolean {
  if (shared === null) return told;
  const number = new Int32Array(shared);
  return () => told() || Atomics.load(number, 0) !== 0;
}

/** Reads the source again and picks the network. @throws StudyRefused when it is not there */
export function subjectOf(
  subject: SubjectText,
  kernels: StudySurroundings['kernels'],
  checkpoint: () => void,
): Subject {
  const { files, overrides = noOverrides, network: index, settings } = subject;
  const source = sourceOf(subject);
  const read = filesOf(files);
  const network = readSource(source, read, overrides, { ...unwatched, checkpoint }).networks[index];
  if (!network) throw new StudyRefused('The source does not hold this network any more.');
  return {
    ...{ source, files: read, overrides, network, index, checkpoint },
    kernels: kernels(paceOf(checkpoint)),
    memoryLimit: settings.memoryLimit,
    judging: { ignore: settings.ignore, limits: settings.limits },
    batch: settings.batch,
  };
}

/** The subject with the parameters of its training that are asked for. @throws StudyRefused when they are not held */
function trained(
  subject: Subject,
  { step, subject: { path, network } }: StudyRequest,
  around: StudySurroundings,
): Subject {
  if (step === null) return subject;
  const weights = around.parametersAt(path, network, step);
  if (weights === null) throw new StudyRefused('The parameters of this step are no longer held.');
  return { ...subject, network: withGiven(subject.network, { weights, data: null }).network };
}

/** One sentence about what went wrong. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
