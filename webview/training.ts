/** The trainings as the panel knows them, and the recorded step that is looked at in place of the network as it is written. */
import { counted, percent, shortNumber } from '../src/base/numbers';
import type { NetworkReport } from '../src/analysis/report';
import type { RecallReply, TrainingMessage, TrainingState } from '../src/protocol/training';
import type { TrainingSnapshot } from '../src/studies/training/snapshot';
import { focusOf, shownOf, writtenFocus } from './focus';
import { setting, type LensState, type Recall, type RememberedTraining, type Step } from './state';

/** Pictures of a running training are drawn again after so many seconds of its work. */
const drawEvery = 0.25;

/** Trainings that are remembered; the one that was told of longest ago goes. */
const mostTrainings = 8;

/** The training of the network that is looked at, or null. */
export function trainingOf(state: LensState): RememberedTraining | null {
  const focus = focusOf(state);
  if (focus === null) return null;
  const own = state.trainings.filter(({ path }) => path === focus.shown.envelope.report.path);
  const named = own.findLast(({ networkName }) => networkName === focus.network.name);
  return named ?? own.findLast((each) => each.networkName === null && each.network === focus.index) ?? null;
}

/** Whether a training goes on, or can. */
export function isGoing({ status }: Pick<TrainingState, 'status'>): boolean {
  return status === 'running' || status === 'paused';
}

/** Puts the newest state of a training in its place. */
export function receiveTraining(state: LensState, { path, network, state: now }: TrainingMessage): LensState {
  const isIt = (each: { readonly path: string; readonly network: number }): boolean =>
    each.path === path && each.network === network;
  const before = state.trainings.find(isIt) ?? null;
  const others = state.trainings.filter((each) => each !== before);
  const recalled = state.recall !== null && isIt(state.recall);
  if (now === null) return { ...state, trainings: others, recall: recalled ? null : state.recall };
  const report = shownOf(state.panel)?.envelope.report;
  const there = report?.path === path ? report.networks[network] : undefined;
  const training: RememberedTraining = {
    ...{ path, network, state: now, held: true, ...drawnOf(before, now) },
    networkName: before?.networkName ?? there?.name ?? null,
    mark: markOf(before, now, shownOf(state.panel)?.envelope.revision === now.revision ? there : undefined),
  };
  const changed = { ...state, trainings: [...others, training].slice(-mostTrainings) };
  const said = trainingOf(changed) === training ? announcement(before?.state ?? null, now) : null;
  const begins = (now.snapshot?.step ?? 0) < (before?.state.snapshot?.step ?? 0);
  const recall = !recalled ? state.recall : begins ? null : interrupted(state.recall, now);
  return { ...changed, recall, said: said ?? state.said };
}

// Nobody answers any more when the worker broke off.
function interrupted(recall: Recall | null, { status, reason }: TrainingState): Recall | null {
  if (recall === null || recall.asked === null || status !== 'failed') return recall;
  return { ...recall, asked: null, failure: reason };
}

function drawnOf(
  before: RememberedTraining | null,
  { status, snapshot, seconds }: TrainingState,
): Pick<RememberedTraining, 'drawn' | 'drawnAt'> {
  const drawn = before?.drawn;
  const runs = status === 'running' && before?.state.status === 'running';
  const isEarly = before !== null && seconds >= before.drawnAt && seconds < before.drawnAt + drawEvery;
  if (runs && isEarly && drawn && drawn.step > 0) return { drawn, drawnAt: before.drawnAt };
  return { drawn: snapshot, drawnAt: seconds };
}

// A training that runs on keeps its mark: its revision is the same.
function markOf(
  before: RememberedTraining | null,
  now: TrainingState,
  there: NetworkReport | undefined,
): string {
  if (before !== null && before.mark !== '' && before.state.revision === now.revision) return before.mark;
  return there === undefined ? '' : networkMark(there);
}

const marks = new WeakMap<NetworkReport, string>();

/** Two reports of a network have the same mark when it computes the same and is trained the same; comments do not count. */
function networkMark(network: NetworkReport): string {
  const known = marks.get(network);
  if (known !== undefined) return known;
  const { inputShapes, data, seed, loss, training, layers } = network;
  const said = JSON.stringify([
    ...[inputShapes, data, seed, loss?.name, loss?.value, { ...training, span: null }],
    ...layers.map(({ name, activation, shape, delta }) => [name, activation, shape, delta]),
  ]);
  // FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
  let hash = 0x811c9dc5;
  for (let at = 0; at < said.length; at += 1) hash = Math.imul(hash ^ said.charCodeAt(at), 0x01000193) >>> 0;
  const mark = `${said.length}-${hash.toString(16)}`;
  marks.set(network, mark);
  return mark;
}

/** Whether the source says something else than what was trained. */
export function hasChanged(state: LensState, training: RememberedTraining): boolean {
  const written = writtenFocus(state);
  if (written === null) return false;
  if (training.mark !== '') return networkMark(written.network) !== training.mark;
  return written.shown.envelope.revision !== training.state.revision;
}

/** What the live region says of a training: its ends, and progress every tenth. */
function announcement(before: TrainingState | null, now: TrainingState): string | null {
  const { snapshot, status, reason } = now;
  const at = snapshot === null ? '' : ` at step ${snapshot.step} of ${snapshot.steps}`;
  if (before?.status !== status) {
    const words = { running: 'Training runs', paused: 'Training paused', stopped: 'Training stopped' };
    if (status === 'finished') return `Training finished: ${scoreText(snapshot)}.`;
    if (status === 'diverged' || status === 'failed') return `Training ${status}. ${reason}`;
    return `${words[status]}${at}.`;
  }
  if (status !== 'running' || snapshot === null) return null;
  const tenths = tenthsOf(snapshot);
  if (tenths === 0 || tenths === tenthsOf(before.snapshot)) return null;
  return `Training at ${tenths * 10} per cent: ${scoreText(snapshot)}.`;
}

function tenthsOf(snapshot: TrainingSnapshot | null): number {
  return snapshot === null ? 0 : Math.floor((10 * snapshot.step) / Math.max(1, snapshot.steps));
}

/** Loss and accuracy at the last look at all samples, in words. */
export function scoreText(snapshot: TrainingSnapshot | null): string {
  if (snapshot === null) return 'no step made';
  const { training, testing, updates } = snapshot.census;
  const accuracy = (testing ?? training).accuracy?.at(-1);
  const known = accuracy === undefined ? '' : `, accuracy ${percent(accuracy)}${testing ? ' held out' : ''}`;
  return `loss ${shortNumber(training.loss.at(-1) ?? NaN)} after ${counted(updates.at(-1) ?? 0, 'step')}${known}`;
}

/** The steps whose parameters can be looked at, ascending. While it runs, the newest parameters change under every look. */
export function keptSteps({ drawn, state }: Pick<RememberedTraining, 'drawn' | 'state'>): Float64Array {
  if (drawn === null) return new Float64Array(0);
  const last = drawn.kept.length - 1;
  return state.status === 'running' && last > 0 ? drawn.kept.subarray(0, last) : drawn.kept;
}

/** Looks at a recorded step, or (null) at the network as it is written. */
export function recallStep(state: LensState, step: number | null): Step {
  const training = trainingOf(state);
  if (step === null || training === null) return { state: { ...state, recall: null }, messages: [] };
  const { path, network } = training;
  const before = state.recall?.path === path && state.recall.network === network ? state.recall : null;
  // One look at a time: the reply to the one under way asks for the newest wish.
  if (before !== null && before.asked !== null) {
    return { state: { ...state, recall: { ...before, step } }, messages: [] };
  }
  if (before?.step === step && before.failure === null) return { state, messages: [] };
  const id = state.looks + 1;
  const held = { envelope: before?.envelope ?? null, shown: before?.shown ?? null };
  const recall = { ...{ path, network, step, id, asked: step, failure: null }, ...held };
  return { state: { ...state, recall, looks: id }, messages: [{ kind: 'recall', id, path, network, step }] };
}

/** Shows the report of a recorded step, and asks for another if that is wanted by now. */
export function receiveRecalled(state: LensState, reply: RecallReply): Step {
  const { recall } = state;
  if (recall === null || recall.id !== reply.id) return { state, messages: [] };
  const changed: Recall =
    reply.outcome === 'report'
      ? { ...recall, asked: null, envelope: reply.envelope, shown: reply.step, failure: null }
      : { ...recall, asked: null, failure: reply.reason };
  const isNewest = recall.asked === recall.step;
  if (isNewest) return { state: { ...state, recall: changed }, messages: [] };
  // The wish went on while it was read.
  const next = { ...changed, step: NaN };
  return recallStep({ ...state, recall: next }, recall.step);
}

/** While the panel follows the training: looks at its newest recorded step. */
export function follow(state: LensState): Step {
  const nothing = { state, messages: [] };
  if (!setting<boolean>(state, 'train.follow', false)) return nothing;
  const training = trainingOf(state);
  if (!training?.held || hasChanged(state, training)) return nothing;
  const newest = keptSteps(training).at(-1);
  const { recall } = state;
  const isThere = recall?.path === training.path && recall.step === newest;
  return newest === undefined || newest === 0 || isThere ? nothing : recallStep(state, newest);
}

/** Goes back to the source when a new version of it has come: a save must be seen. */
export function leftBehind(state: LensState): LensState {
  const training = trainingOf(state);
  if (state.recall === null || state.panel?.kind !== 'shown') return state;
  const isOther = shownOf(state.panel)?.envelope.report.path !== state.recall.path;
  return isOther || (training !== null && hasChanged(state, training)) ? { ...state, recall: null } : state;
}
