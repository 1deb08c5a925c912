/** Inspection: a source and its files in, a report out; the whole product as one pure function. */
import type { Problem } from '../base/problem';
import type { Files, Source } from '../base/source';
import { deltaByUnit, keptForPictures, keptForUnits, layerPictures } from '../analysis/pictures';
import type { DeltaByUnit, LayerPictures, NetworkReport, Report, Stage } from '../analysis/report';
import { limitsWith, type OtherLimits } from '../analysis/rules/limits';
import { findings } from '../analysis/rules/table';
import type { Trainability } from '../analysis/trainability';
import type { Keep, Trace } from '../engine/trace';
import type { TrainingSubject } from '../engine/training/preparing';
import type { WithGiven } from '../graph/givenWeights';
import type { Network } from '../graph/network';
import { losses } from '../ops/losses/table';
import { noOverrides, type Overrides } from '../readers/reader';
import { readSource } from '../readers/table';
import { timeLimit } from '../readers/watch';
import type { Kernels } from '../tensor/kernels';
import { paceOf, type Pace } from '../tensor/pace';
import { referenceKernels } from '../tensor/reference';
import type { Tensor } from '../tensor/tensor';
import { measureControls, type KnownRuns } from './controls';
import { firstStepsOf } from './firstSteps';
import { firstRun, type FirstRun } from './firstRun';
import { nothingGiven, withGiven, type Given } from './given';
import { isDoubtful, tieBreak } from './tieBreak';

/** How to inspect. */
export interface InspectOptions {
  /** Samples in the probe batch; null: what the source asks for, else as many as the budget allows. */
  readonly batch: number | null;
  /** Seed of parameters and probe; null: the source's own. */
  readonly seed: number | null;
  /** Bytes that a run may take. */
  readonly memoryLimit: number;
  /** Rules that are silenced everywhere. */
  readonly ignore: readonly string[];
  /** Limits of rules in place of the usual ones. */
  readonly limits: OtherLimits;
  /** Makes the arithmetic of one inspection, which tells `pace` of its work; its float type is that of the run. */
  readonly kernels: (pace: Pace) => Kernels;
  /** What replaces the source's own words. */
  readonly overrides: Overrides;
  /** Weights and data from outside, in place of the source's own. */
  readonly given: Given;
  /** True runs the first picture as training does (dropout, batch statistics), false as evaluation does. */
  readonly training: boolean;
  /** Milliseconds of work, from any zero: by it a reading that takes too long ends with what it has; null: only steps end it. */
  readonly readingClock: (() => number) | null;
  /** Called at every stage, before every op and every few milliseconds in long ones; may throw to end the inspection. */
  readonly checkpoint: (stage: Stage) => void;
  /** Runs of controls that are kept from one inspection to the next, for whoever inspects many edits of one network; absent: none. */
  readonly knownRuns?: KnownRuns;
}

/** What is taken where an option is not given; 2 GiB is half of what a 32-bit address space of a worker holds. */
export const defaultOptions: InspectOptions = {
  batch: null,
  seed: null,
  memoryLimit: 2 * 1024 ** 3,
  ignore: [],
  limits: {},
  kernels: (pace) => referenceKernels('float32', pace),
  overrides: noOverrides,
  given: nothingGiven,
  training: true,
  readingClock: null,
  checkpoint: () => undefined,
};

/** A report with the way to its heavy pictures. */
export interface Inspection {
  readonly report: Report;
  /** Pictures of one layer of one network; null when there is no such layer or nothing was computed. */
  pictures(network: number, layer: number): LayerPictures | null;
  /** Gradient of the loss by parameter name (null where the loss is not reached), with the loss; null when nothing was computed. */
  gradients(network: number): Gradients | null;
  /** Delta of all layers by unit; null when nothing was computed. */
  deltaByUnit(network: number): DeltaByUnit | null;
}

/** What backprop gives for one network. */
export type Gradients = Pick<Trace, 'loss' | 'parameterGradients'>;

/**
 * Inspects a source: yields the first picture (all numbers, no controls; `report.complete` is false), again and again while the
 * controls run, so that other work gets its turn, then returns the whole. A source that needs files is only read.
 * Pure: no clock, no disk, no editor, no unseeded randomness. Throws only what `checkpoint` throws.
 */
export function* inspect(
  source: Source,
  files: Files,
  asked: InspectOptions,
): Generator<Inspection, Inspection> {
  let stage: Stage = 'read';
  const checkpoint = (now: Stage): void => asked.checkpoint((stage = now));
  const options: InspectOptions = { ...asked, checkpoint };
  checkpoint('read');
  const reading = readSource(source, files, options.overrides, {
    checkpoint: () => checkpoint('read'),
    timeUp: timeLimit(options.readingClock),
  });
  // Within a long kernel the stage is still that of the last mark.
  const kernels = options.kernels(paceOf(() => asked.checkpoint(stage)));
  // What the needed files will change is not worth a run.
  const networks = reading.needs.length > 0 ? [] : reading.networks;
  const given = networks.map((network) => withGiven(network, options.given));
  const runs = given.map(({ network }) => firstRun(network, kernels, options));
  const inspection = (complete: boolean, reports: readonly NetworkReport[]): Inspection => ({
    report: {
      path: source.path,
      problems: [...reading.problems, ...misfits(given), ...refusals(runs)],
      networks: reports,
      needs: reading.needs,
      ...(reading.choices && { choices: reading.choices }),
      ...(reading.tensors && { tensors: reading.tensors }),
      ...(reading.data && { data: reading.data }),
      ...(reading.chosenFiles && { chosenFiles: reading.chosenFiles }),
      kernels: kernels.variant,
      complete,
    },
    ...picturesOf(runs),
  });
  const first = inspection(
    false,
    runs.map((run) => reportOf(run, notYet, options)),
  );
  yield first;
  const whole: NetworkReport[] = [];
  for (const run of runs) {
    const steps = wholeReport(run, kernels, options);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) yield first;
    whole.push(step.value);
  }
  return inspection(true, whole);
}

/** How to inspect a network that is read already. */
export interface NetworkOptions extends Omit<
  InspectOptions,
  'kernels' | 'overrides' | 'given' | 'readingClock'
> {
  /** Whether what the controls show is worth the first steps of a training too; absent: it always is. */
  readonly goOn?: (report: NetworkReport) => boolean;
}

/** The whole report of one network, without the way to its pictures; yields while its controls run. Throws only what `checkpoint` throws. */
export function* inspectNetwork(
  network: Network,
  kernels: Kernels,
  options: NetworkOptions,
): Generator<undefined, NetworkReport> {
  const run = kernels.temporarily(() => firstRun(network, kernels, options));
  yield;
  return yield* wholeReport(run, kernels, options);
}

/** The names of all losses, for whoever lets a person choose one. */
export const lossNames: readonly string[] = Object.keys(losses);

/** The complete inspection in one call, with defaults for what is not given. */
export function inspectAll(
  source: Source,
  files: Files = new Map(),
  options: Partial<InspectOptions> = {},
): Inspection {
  const steps = inspect(source, files, { ...defaultOptions, ...options });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** What was given and does not fit is a problem of the network that was to take it. */
function misfits(given: readonly WithGiven[]): readonly Problem[] {
  return given.flatMap(({ network: { span }, problems }) =>
    problems.map((message): Problem => ({ severity: 'error', message, span })),
  );
}

/** A network that could not be run is a problem of its source. */
function refusals(runs: readonly FirstRun[]): readonly Problem[] {
  return runs.flatMap(({ analysis, span }) =>
    analysis.refusal === null ? [] : [{ severity: 'error', message: analysis.refusal, span }],
  );
}

/** What is measured behind the first picture. */
interface Later extends Pick<NetworkReport, 'controls' | 'firstSteps'> {
  /** What broke the tie, where there was one. */
  readonly trainability?: Trainability | null;
}

const notYet: Later = { controls: null, firstSteps: null };

function* laterOf(run: FirstRun, kernels: Kernels, options: NetworkOptions): Generator<undefined, Later> {
  const { network, plan, analysis } = run;
  const { checkpoint, limits } = options;
  if (analysis.loss === null) return notYet;
  const controls = analysis.flow
    ? yield* measureControls({
        ...{ network, plan, ends: analysis.flow, kernels, checkpoint },
        ...(options.knownRuns && { knownRuns: options.knownRuns }),
      })
    : null;
  if (options.goOn?.(reportOf(run, { controls, firstSteps: null }, options)) === false) {
    return { controls, firstSteps: null };
  }
  const subject = trainingSubject(run, kernels, options);
  return { controls, firstSteps: yield* firstStepsOf(subject, limitsWith(limits)) };
}

/** The network as something to be trained for a few steps, which counts as part of the controls. */
function trainingSubject(
  { network }: FirstRun,
  kernels: Kernels,
  { memoryLimit, checkpoint }: NetworkOptions,
): TrainingSubject {
  return { network, kernels, memoryLimit, checkpoint: () => checkpoint('controls') };
}

/** The report with controls; a doubtful verdict is given again once the network has shown whether it trains. */
function* wholeReport(
  run: FirstRun,
  kernels: Kernels,
  options: NetworkOptions,
): Generator<undefined, NetworkReport> {
  const later = yield* laterOf(run, kernels, options);
  const report = reportOf(run, later, options);
  if (!isDoubtful(report.findings)) return report;
  const trainability = yield* tieBreak(trainingSubject(run, kernels, options));
  return reportOf(run, { ...later, trainability }, options);
}

function reportOf(run: FirstRun, later: Later, options: NetworkOptions): NetworkReport {
  const { controls, firstSteps, trainability = null } = later;
  options.checkpoint('rules');
  const analysis = { ...run.analysis, firstSteps };
  const { evidence } = run;
  const network = { ...run.network, ignore: [...run.network.ignore, ...options.ignore] };
  const limits = limitsWith(options.limits);
  return {
    ...analysis,
    controls,
    findings: findings({ network, report: analysis, controls, evidence, limits, trainability }),
  };
}

function picturesOf(runs: readonly FirstRun[]): Pick<Inspection, 'pictures' | 'gradients' | 'deltaByUnit'> {
  return {
    pictures: (network, layer) => {
      const run = runs[network];
      const row = run?.rows[layer];
      if (!run?.look || !row) return null;
      return run.look(keptForPictures(run.network, row), (trace) => layerPictures(trace, row));
    },
    gradients: (network) => {
      const run = runs[network];
      if (!run?.look) return null;
      return run.look(keptForGradients(run.network), ({ loss, parameterGradients }) => ({
        loss,
        // They outlive the run.
        parameterGradients: new Map([...parameterGradients].map(([name, tensor]) => [name, copyOf(tensor)])),
      }));
    },
    deltaByUnit: (network) => {
      const run = runs[network];
      if (!run?.look) return null;
      return run.look(keptForUnits(run.rows), (trace) => deltaByUnit(trace, run.rows));
    },
  };
}

function keptForGradients({ nodes }: Network): Keep {
  const parameters = nodes.flatMap(({ kind }, index) => (kind === 'parameter' ? [index] : []));
  return { values: new Set(), gradients: new Set(parameters) };
}

function copyOf(tensor: Tensor | null): Tensor | null {
  return tensor && { ...tensor, data: tensor.data.slice() };
}
