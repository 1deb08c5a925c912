/** Answers the host's requests: runs an inspection, times its stages, stops it when a newer one is wanted, keeps its pictures. */
import { filesOf, sourceOf, type Files, type Source } from '../base/source';
import type { InspectOptions, Inspection } from '../inspect/inspect';
import { noOverrides, type Overrides } from '../readers/reader';
import type {
  FromWorker,
  InspectionSettings,
  InspectRequest,
  PicturesRequest,
  Stage,
} from '../protocol/messages';
import { keptInspections, type KeptInspections } from './keptInspections';
import { stageClock } from './stageClock';

/** The pure inspection, as this thread runs it: each step gives a report, the last one is complete. */
export type Inspect = (
  source: Source,
  files: Files,
  options: Partial<InspectOptions> & Pick<InspectOptions, 'checkpoint'>,
) => Generator<Inspection, Inspection>;

/** What differs between a thread of Node, a worker of the browser, and a test. */
export interface Surroundings {
  readonly inspect: Inspect;
  readonly send: (message: FromWorker) => void;
  /** Milliseconds, from any zero. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly date: () => number;
  /** Lets messages in that have arrived meanwhile. */
  readonly turn: () => Promise<void>;
  /** The same, and leaves the processor to whoever draws the first report of an inspection. */
  readonly rest: () => Promise<void>;
}

/** Thrown out of a checkpoint, to leave an inspection that nobody waits for any more. */
const cancelled = new Error('cancelled');

/** Deals with every inspection and its pictures; resolves when the message is dealt with. */
export function inspector(
  around: Surroundings,
): (message: InspectRequest | PicturesRequest) => Promise<void> {
  const kept = keptInspections();
  let latest = 0;
  return async (message) => {
    if (message.kind === 'pictures') {
      around.send(kept.answer(message, cancelled));
      return;
    }
    latest = Math.max(latest, message.revision);
    const stopped = isStopped(message, () => latest);
    try {
      await run(message, stopped, kept, around);
    } catch (error) {
      around.send(ending(message, error, stopped()));
    }
  };
}

/** Whether the host has let go of a request: by the number in shared memory, or by asking for a newer one. */
function isStopped({ revision, newest }: InspectRequest, latest: () => number): () => boolean {
  if (newest === null) return () => latest() > revision;
  const shared = new Int32Array(newest);
  return () => Atomics.load(shared, 0) > revision || latest() > revision;
}

async function run(
  request: InspectRequest,
  stopped: () => boolean,
  kept: KeptInspections,
  around: Surroundings,
): Promise<void> {
  const { revision, files, overrides = noOverrides, settings } = request;
  // Pictures that need another run may pass checkpoints when the inspection is over.
  const progress = { over: false };
  const clock = stageClock(around.now, (stage) => {
    if (!progress.over) around.send({ kind: 'stage', revision, stage });
  });
  const stopIfAsked = (): void => {
    if (stopped()) throw cancelled;
  };
  const checkpoint = (stage: Stage): void => {
    clock.mark(stage);
    stopIfAsked();
  };
  const steps = around.inspect(
    sourceOf(request),
    filesOf(files),
    optionsFrom(settings, overrides, checkpoint),
  );
  let last: Inspection | null = null;
  for (;;) {
    clock.resume();
    const { value, done } = steps.next();
    clock.pause();
    stopIfAsked();
    const first = last === null;
    // A step that brings nothing new only offers its turn.
    if (value !== last || done === true) {
      last = value;
      kept.keep(revision, value, settings.memoryLimit);
      const envelope = {
        revision,
        report: value.report,
        wallTime: clock.wallTime(),
        finishedAt: around.date(),
      };
      around.send({ kind: 'report', envelope });
    }
    progress.over = done === true;
    if (progress.over) return;
    await (first ? around.rest() : around.turn());
    stopIfAsked();
  }
}

function optionsFrom(
  settings: InspectionSettings,
  overrides: Overrides,
  checkpoint: InspectOptions['checkpoint'],
): Parameters<Inspect>[2] {
  const { batch, memoryLimit, ignore, limits } = settings;
  return { batch, memoryLimit, ignore, limits, overrides, training: overrides.mode !== 'eval', checkpoint };
}

function ending({ revision }: InspectRequest, error: unknown, stopped: boolean): FromWorker {
  if (error === cancelled || stopped) return { kind: 'cancelled', revision };
  const reason = error instanceof Error ? error.message : String(error);
  const details = error instanceof Error ? (error.stack ?? reason) : reason;
  return { kind: 'failed', revision, reason, details };
}
