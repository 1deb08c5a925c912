/** Trains networks in turns with other work, tells of it while it runs, and inspects them again as they were at a recorded step. */
import { filesOf, sourceOf } from '../base/source';
import { defaultOptions, inspect } from '../inspect/inspect';
import type { FromWorker, PicturesRequest, SubjectText } from '../protocol/messages';
import {
  firstRecalledRevision,
  type RecallRequest,
  type SteerRequest,
  type TrainingRequest,
  type TrainingState,
  type TrainingStatus,
} from '../protocol/training';
import type { RuleId } from '../analysis/report';
import type { KeptParameters } from '../analysis/training/keeping';
import { noOverrides } from '../readers/reader';
import { StudyRefused } from '../studies/study';
import { startTraining, type TrainingRun } from '../studies/training/training';
import { keptInspections } from './keptInspections';
import { reasonOf, stopOf, subjectOf, type StudySurroundings, type Turns } from './studies';

/** What differs between a thread of Node, a worker of the browser, and a test. */
export interface TrainingSurroundings extends Omit<StudySurroundings, 'answersTo' | 'parametersAt'> {
  /** Milliseconds since 1970. */
  readonly date: () => number;
}

/** All that the worker does about training. */
export interface Trainer {
  receive(message: TrainingRequest | SteerRequest | RecallRequest): void;
  /** Answers a request for pictures of a recalled report; false when it is about another one. */
  answer(message: PicturesRequest): boolean;
  readonly parametersAt: StudySurroundings['parametersAt'];
}

/** The state is told at most this often, in milliseconds, and takes at most a quarter of the time. */
const tellEvery = 100;
/** The rate is measured over this long, in milliseconds. */
const rateOver = 1000;
/** Trainings of so many networks are kept; the one that was begun first goes. */
const mostTrainings = 4;

const stopped = new Error('stopped');

interface Training {
  readonly request: TrainingRequest;
  readonly run: TrainingRun | null;
  status: TrainingStatus;
  reason: string;
  /** Milliseconds of work. */
  worked: number;
  /** Where the measuring of the rate began. */
  mark: { readonly step: number; readonly worked: number };
  stepsPerSecond: number;
  tellAt: number;
  isInTurn: boolean;
  /** It was replaced or reset: nobody hears of it any more. */
  isGone: boolean;
}

/** A trainer; `share` gives each training its turns. */
export function trainer(around: TrainingSurroundings, share: (work: Turns) => void): Trainer {
  const trainings = new Map<string, Training>();
  const recalled = keptInspections();
  let recalls = 0;

  const tell = (training: Training): void => {
    const began = around.now();
    const { path, network } = training.request.subject;
    around.send({ kind: 'training', path, network, state: stateOf(training) });
    training.tellAt = around.now() + Math.max(tellEvery, 3 * (around.now() - began));
  };
  const goOn = (training: Training): void => {
    training.status = 'running';
    training.mark = { step: training.run?.updates ?? 0, worked: training.worked };
    if (!training.isInTurn) share({ next: () => turnOf(training, around.now, tell) });
    training.isInTurn = true;
  };
  const forget = ({ path, network }: Pick<SubjectText, 'path' | 'network'>): void => {
    const key = keyOf({ path, network });
    leave(trainings.get(key));
    trainings.delete(key);
    around.send({ kind: 'training', path, network, state: null });
  };
  return {
    receive: (message) => {
      if (message.kind === 'recall') {
        recalls += 1;
        const training = trainings.get(keyOf(message));
        around.send(
          recall(message, training, { around, recalled, revision: firstRecalledRevision + recalls }),
        );
        return;
      }
      const key = keyOf(message.kind === 'training' ? message.subject : message);
      if (message.kind === 'steer') {
        const training = trainings.get(key);
        if (training && message.word !== 'reset') steer(training, message.word, { goOn, tell });
        else forget(message);
        return;
      }
      leave(trainings.get(key));
      trainings.delete(key);
      const [oldest] = trainings.values();
      if (trainings.size >= mostTrainings && oldest) forget(oldest.request.subject);
      const training = begun(message, around);
      trainings.set(key, training);
      tell(training);
      if (training.status === 'running') goOn(training);
    },
    parametersAt: (path, network, step) =>
      keptAt(trainings.get(keyOf({ path, network })), step)?.values ?? null,
    answer: (message) => {
      if (message.revision < firstRecalledRevision) return false;
      around.send(recalled.answer(message, stopped));
      return true;
    },
  };
}

function leave(training: Training | undefined): void {
  if (training) Object.assign(training, { status: 'stopped', isGone: true });
}

function begun(request: TrainingRequest, around: TrainingSurroundings): Training {
  const blank = {
    ...{ request, worked: 0, mark: { step: 0, worked: 0 }, stepsPerSecond: 0, tellAt: 0 },
    ...{ isInTurn: false, isGone: false },
  };
  const isStopped = stopOf(request.stop, () => false);
  const checkpoint = (): void => {
    if (isStopped()) throw stopped;
  };
  try {
    const subject = subjectOf(request.subject, around.kernels, checkpoint);
    return { ...blank, run: startTraining(subject), status: 'running', reason: '' };
  } catch (error) {
    return { ...blank, run: null, ...brokenOff(error) };
  }
}

/** How a training stands whose work threw this. */
function brokenOff(error: unknown): Pick<Training, 'status' | 'reason'> {
  return error === stopped
    ? { status: 'stopped', reason: '' }
    : { status: 'failed', reason: reasonOf(error) };
}

/** One turn of a training; false when it pauses or is over. */
function turnOf(training: Training, now: () => number, tell: (training: Training) => void): boolean {
  const { run } = training;
  if (training.status === 'running' && run) {
    const began = now();
    try {
      if (!run.advance()) training.status = run.end.kind === 'diverged' ? 'diverged' : 'finished';
      if (run.end.kind === 'diverged') training.reason = run.end.sentence;
    } catch (error) {
      Object.assign(training, brokenOff(error));
    }
    measureRate(training, run, now() - began);
  }
  const over = training.status !== 'running';
  if (over) training.isInTurn = false;
  if (!training.isGone && (over || now() >= training.tellAt)) tell(training);
  return !over;
}

function measureRate(training: Training, run: TrainingRun, took: number): void {
  training.worked += took;
  const { step, worked } = training.mark;
  const time = training.worked - worked;
  if (time > 0) training.stepsPerSecond = ((run.updates - step) / time) * 1000;
  if (time >= rateOver) training.mark = { step: run.updates, worked: training.worked };
}

function steer(
  training: Training,
  word: Exclude<SteerRequest['word'], 'reset'>,
  {
    goOn,
    tell,
  }: { readonly goOn: (training: Training) => void; readonly tell: (training: Training) => void },
): void {
  if (training.status !== 'running' && training.status !== 'paused') return;
  if (word === 'pause' && training.status === 'running') training.status = 'paused';
  if (word === 'stop') training.status = 'stopped';
  if (word === 'resume' && training.status === 'paused') goOn(training);
  if (word === 'step' && training.status === 'paused') oneStep(training);
  tell(training);
}

function oneStep(training: Training): void {
  try {
    const { run } = training;
    const before = run?.updates;
    // A census is a portion of its own.
    while (run?.updates === before && run?.advance(1) === true);
    const end = run?.end;
    if (end?.kind === 'finished') training.status = 'finished';
    if (end?.kind === 'diverged') Object.assign(training, { status: 'diverged', reason: end.sentence });
  } catch (error) {
    Object.assign(training, brokenOff(error));
  }
}

function stateOf({ request, run, status, reason, worked, stepsPerSecond }: Training): TrainingState {
  return {
    ...{ status, reason, revision: request.revision },
    snapshot: run?.snapshot() ?? null,
    stepsPerSecond: status === 'running' ? stepsPerSecond : 0,
    seconds: worked / 1000,
  };
}

/** Rules that a trained network has left behind. */
const aboutFirstValues: readonly RuleId[] = ['initial-loss', 'symmetric-init'];

/** Inspects the network with the parameters of a recorded step: its first picture, since controls are about first values. */
function recall(
  { id, path, network, step }: RecallRequest,
  training: Training | undefined,
  how: {
    readonly around: TrainingSurroundings;
    readonly recalled: ReturnType<typeof keptInspections>;
    readonly revision: number;
  },
): FromWorker {
  const { around, recalled, revision } = how;
  const reply = { kind: 'recalled', id, path, network, step } as const;
  try {
    const kept = keptAt(training, step);
    if (!training || !kept) throw new StudyRefused('The parameters of this step are no longer held.');
    const { subject } = training.request;
    const { files, overrides = noOverrides, settings } = subject;
    const options = {
      ...{ ...defaultOptions, kernels: around.kernels, given: { weights: kept.values, data: null } },
      ...{ batch: settings.batch, memoryLimit: settings.memoryLimit },
      ...{ overrides, limits: settings.limits },
      ignore: kept.updates === 0 ? settings.ignore : [...settings.ignore, ...aboutFirstValues],
    };
    const began = around.now();
    const { value: inspection } = inspect(sourceOf(subject), filesOf(files), options).next();
    recalled.keep(revision, inspection, settings.memoryLimit);
    const report = { ...inspection.report, complete: true };
    const wallTime = { forward: around.now() - began };
    return {
      ...{ ...reply, step: kept.updates },
      outcome: 'report',
      envelope: { revision, report, wallTime, finishedAt: around.date() },
    };
  } catch (error) {
    return { ...reply, outcome: 'failed', reason: reasonOf(error) };
  }
}

/** All parameters and buffers as they are now, or as they were after so many updates; null where there is no training. */
function keptAt(training: Training | undefined, step: number | 'newest'): KeptParameters | null {
  return training?.run?.parametersAt(step === 'newest' ? Infinity : step) ?? null;
}

function keyOf({ path, network }: { readonly path: string; readonly network: number }): string {
  return JSON.stringify([path, network]);
}
