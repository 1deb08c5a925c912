/** Tries edits against a finding, one after the other: each on a copy of the source that is read and inspected anew. */
import type { Finding, NetworkReport, RuleId } from '../../analysis/report';
import { rowsOf } from '../../analysis/rows';
import type { Files, Source } from '../../base/source';
import type { Network } from '../../graph/network';
import { editedSource, textsOf } from '../../readers/edit/editedSource';
import { noOverrides, type Overrides, type Reading } from '../../readers/reader';
import { editSource, readSource } from '../../readers/table';
import { unwatched } from '../../readers/watch';
import type { Kernels } from '../../tensor/kernels';
import { inspectNetwork, type NetworkOptions } from '../inspect';
import { isDoubtful } from '../tieBreak';
import { everyFinding, improvement, outcomeOf } from './judge';
import type { Quantity, Seen, TrainedLoss } from './quantities';
import type { Candidate, DeltaChange, Patient, Rejected, Remedy } from './remedy';
import { treatments, type Treatment } from './table';
import { changedLines } from './texts';

/** What is to be treated, and with what. */
export interface Task {
  readonly source: Source;
  readonly files: Files;
  /** What the person who asked said over the source's head; left out: nothing. */
  readonly overrides?: Overrides;
  /** The network as it was read, and its place among the networks of the source. */
  readonly network: Network;
  readonly index: number;
  readonly kernels: Kernels;
  readonly options: NetworkOptions;
  /** Operations that all candidates together may cost. */
  readonly budget: number;
  /** Trains a network shortly; null where it cannot be trained. */
  readonly train: (network: Network) => Generator<unknown, TrainedLoss | null>;
}

/** How far the treatment is. */
export interface Treated {
  readonly offered: readonly Remedy[];
  readonly rejected: readonly Rejected[];
  readonly tried: number;
  readonly of: number;
  /** Candidates that were left out for lack of time. */
  readonly skipped: number;
}

/** Candidates are tried so many at most, and so many at least, however large the network is. */
const mostCandidates = 10;
const fewestCandidates = 2;

/**
 * Tries what may help against a finding, yielding the state of things often; null where the network has no such finding. Throws only what the
 * checkpoint throws.
 */
export function* treat(given: Task, rule: RuleId, layer: number | null): Generator<Treated, Treated | null> {
  // Most candidates share controls with the network as it is.
  const task: Task = { ...given, options: { ...given.options, knownRuns: new Map() } };
  let treated: Treated = { offered: [], rejected: [], tried: 0, of: 0, skipped: 0 };
  const before = yield* meanwhile(inspectNetwork(task.network, task.kernels, task.options), () => treated);
  const finding = everyFinding(before).find((each) => each.rule === rule && each.layer === layer);
  if (!finding) return null;
  const treatment = treatments[rule];
  if (!treatment) return treated;
  const patient: Patient = { network: task.network, report: before, rows: rowsOf(task.network), finding };
  const all = candidatesFor(patient, treatment);
  const candidates = all.slice(0, affordable(task, before));
  treated = { ...treated, of: candidates.length, skipped: all.length - candidates.length };
  const texts = new Set([task.source.text]);
  const first: Trial = { task, patient, treatment, texts, read: keeping(task), trained: undefined };
  for (const candidate of candidates) {
    const result = yield* meanwhile(tried(first, candidate), () => treated);
    treated = { ...treated, tried: treated.tried + 1 };
    if (result && 'reason' in result) treated = { ...treated, rejected: [...treated.rejected, result] };
    else if (result) treated = { ...treated, offered: ranked([...treated.offered, result]) };
    yield treated;
  }
  return treated;
}

/** What all candidates share; the short training of the network as it is runs once, when it is first needed. */
interface Trial {
  readonly task: Task;
  readonly patient: Patient;
  readonly treatment: Treatment;
  readonly read: (source: Source) => Reading;
  /** The texts that are known: two ways may lead to one. */
  readonly texts: Set<string>;
  trained: TrainedLoss | null | undefined;
}

/** Lets others have their turn at every step of some work. */
function* meanwhile<Result>(
  work: Generator<unknown, Result>,
  shown: () => Treated,
): Generator<Treated, Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield shown();
  }
}

/** An inspection with its controls costs about two dozen runs of the network, but no more than controls may. */
const runsOfControls = 24;

function affordable({ budget }: Task, { work }: NetworkReport): number {
  const count = Math.floor(budget / Math.max(1, work * runsOfControls));
  return Math.min(mostCandidates, Math.max(fewestCandidates, count));
}

/** What may help against the cause that a finding follows from comes before what may help against itself. */
function candidatesFor(patient: Patient, treatment: Treatment): readonly Candidate[] {
  const { report, finding } = patient;
  const cause = report.findings.find(({ consequences }) => consequences.includes(finding));
  const made = ({ candidates }: Treatment, sick: Patient): readonly Candidate[] =>
    candidates.flatMap((make) => make(sick));
  const atRoot = cause && treatments[cause.rule];
  return distinct([
    ...(atRoot ? made(atRoot, { ...patient, finding: cause }) : []),
    ...made(treatment, patient),
  ]);
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const known = new Set<string>();
  return candidates.filter(({ intents }) => {
    const key = JSON.stringify(intents);
    return !known.has(key) && known.add(key);
  });
}

/** A remedy, or why it is none; null where the text is one that is known. */
function* tried(trial: Trial, candidate: Candidate): Generator<unknown, Tried | Rejected | null> {
  const { task, patient, treatment } = trial;
  const { title } = candidate;
  const { source, index, files, overrides = noOverrides } = task;
  const { read } = trial;
  const edits = editSource(source, index, candidate.intents, { files, overrides, read });
  if (typeof edits === 'string') return { title, reason: edits };
  if (edits.some(({ span }) => !textsOf(source).has(span.path))) {
    return { title, reason: 'it would have to be made in another file' };
  }
  const { text } = editedSource(source, edits);
  if (trial.texts.has(text)) return null;
  trial.texts.add(text);
  const network = networkIn(read({ ...source, text }), read(source), index);
  if (typeof network === 'string') return { title, reason: network };
  const report = yield* inspectNetwork(network, task.kernels, {
    ...task.options,
    batch: patient.report.batch,
    goOn: (now) => mayHelp(patient, candidate, now),
  });
  if (report.refusal !== null) return { title, reason: report.refusal };
  const { left, graver } = outcomeOf(patient.finding, patient.report, report);
  if (graver) return { title, reason: `then: ${graver.message}` };
  const milder = left === null || isMilder(left, patient.finding);
  if (!milder && candidate.judgedBy === 'inspection') return { title, reason: 'the finding stays' };
  const needed = quantitiesFor(treatment, candidate);
  const trains = needed.some(({ trains: needs }) => needs === true);
  if (trains && trial.trained === undefined) trial.trained = yield* task.train(task.network);
  const first = { finding: patient.finding, report: patient.report };
  const seen = (changes: Omit<Seen, 'first'>): Seen => ({ ...changes, first });
  const then = seen({ ...patient, trained: trial.trained ?? null });
  const now = seen({ network, report, finding: left, trained: trains ? yield* task.train(network) : null });
  const better = improvement(needed, candidate, then, now);
  if (typeof better === 'string') return { title, reason: better };
  return {
    ...better,
    ...{ title, gone: left === null, intents: candidate.intents, edits },
    label: `${title} (${better.quantity} ${better.beforeText} → ${better.afterText})`,
    layers: deltaChanges(patient.report, report),
    lines: changedLines(task.source, edits),
  };
}

/** Rules that are about the first steps of a training. */
const aboutSteps: ReadonlySet<RuleId> = new Set(['update-ratio', 'clipping']);

/** Whether a candidate may still help once the controls have run: a finding beyond doubt that stays is no matter of the first steps. */
function mayHelp({ finding, report }: Patient, { judgedBy }: Candidate, now: NetworkReport): boolean {
  if (judgedBy === 'training' || aboutSteps.has(finding.rule) || isDoubtful(now.findings)) return true;
  const { left } = outcomeOf(finding, report, now);
  return left === null || isMilder(left, finding);
}

/** A remedy with what it is ranked by. */
type Tried = Remedy & { readonly gain: number };

/** What is judged by a training alone needs the number that a training gives. */
function quantitiesFor({ quantities }: Treatment, { judgedBy }: Candidate): readonly Quantity[] {
  return quantities.filter(({ trains }) => judgedBy === 'inspection' || trains === true);
}

function isMilder(left: Finding, before: Finding): boolean {
  const order = { error: 2, warning: 1, information: 0 } as const;
  return order[left.severity] < order[before.severity];
}

/** The network of the edited source; a sentence where it does not read as before. */
function networkIn(after: Reading, before: Reading, index: number): Network | string {
  const known = before.problems.map(({ message }) => message);
  const problem = after.problems.find(({ message }) => !known.includes(message));
  if (problem) return problem.message;
  return after.networks[index] ?? 'the file would no longer read';
}

/** A way to read texts of the source that keeps its own reading and the newest other: an edit reads both before it is judged by them. */
function keeping({ source, files, overrides = noOverrides, options }: Task): Trial['read'] {
  const watch = { ...unwatched, checkpoint: () => options.checkpoint('read') };
  const readAnew = (text: string): Reading => readSource({ ...source, text }, files, overrides, watch);
  let own: Reading | null = null;
  let newest: { readonly text: string; readonly reading: Reading } | null = null;
  return ({ text }) => {
    if (text === source.text) return (own ??= readAnew(text));
    if (newest?.text !== text) newest = { text, reading: readAnew(text) };
    return newest.reading;
  };
}

/** Gone first, then fewer lines, then how much better; among equals in the order in which they were tried. */
function ranked(remedies: readonly Remedy[]): readonly Remedy[] {
  return remedies.toSorted(
    (one, other) =>
      Number(other.gone) - Number(one.gone) || linesOf(one) - linesOf(other) || gainOf(other) - gainOf(one),
  );
}

/** Lines that another text has in their place, or that come or go. */
function linesOf({ lines }: Remedy): number {
  const gone = lines.filter(({ kind }) => kind === 'gone').length;
  return Math.max(gone, lines.length - gone);
}

function gainOf(remedy: Remedy & { readonly gain?: number }): number {
  return remedy.gain ?? 0;
}

/** Delta of the layers with weights, those of the report after the edit matched by name. */
function deltaChanges(before: NetworkReport, after: NetworkReport): readonly DeltaChange[] {
  const found = new Map(after.layers.map(({ name, delta }) => [name, delta]));
  return before.layers
    .filter(({ parameterReports }) => parameterReports.some(({ role }) => role === 'weight'))
    .map(({ name, delta }) => ({ name, before: delta, after: found.get(name) ?? null }));
}
