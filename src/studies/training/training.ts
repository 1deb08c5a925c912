/** A training: the engine's steps with everything that is recorded of them, made in small portions so that others get their turn. */
import { rowsOf } from '../../analysis/rows';
import { binning } from '../../analysis/training/bins';
import { censusTaker, type CensusTaker } from '../../analysis/training/census';
import { divergenceOf } from '../../analysis/training/divergence';
import { copiesOf, parameterKeeper, type KeptParameters } from '../../analysis/training/keeping';
import { trainedRows } from '../../analysis/training/layers';
import type { TrainingEnd } from '../../analysis/training/record';
import { stepRecorder } from '../../analysis/training/steps';
import { overheadOfOp, type TrainingSettings, type TrainingSubject } from '../../engine/training/preparing';
import type { StepResult } from '../../engine/training/trainer';
import { evaluating, portion, prepared, workPerSample, type Ready } from './preparing';
import type { TrainingSnapshot } from './snapshot';

/** A training that is made step by step. */
export interface TrainingRun {
  /**
   * Makes steps (at least one, at most `most`) worth some 15 ms; whether there is more to do. A census counts as work of its own, so a
   * call may end before its first step. @throws what the subject's `checkpoint` throws; the training cannot go on then
   */
  advance(most?: number): boolean;
  /** Updates made so far. */
  readonly updates: number;
  /** Updates of the whole run. */
  readonly steps: number;
  readonly end: TrainingEnd;
  /** Everything known so far, in storage of its own. */
  snapshot(): TrainingSnapshot;
  /** Copies of all parameters and buffers after so many updates, or after the nearest kept number of them before. */
  parametersAt(updates: number): KeptParameters;
}

/** How much more a recorded step costs. */
const recordingFactor = 2;

/** Starts a training with the first parameters of the network's seed. @throws StudyRefused when the network cannot be trained */
export function startTraining(subject: TrainingSubject, settings: TrainingSettings = {}): TrainingRun {
  const ready = prepared(subject, settings);
  const { network, trainer, batches, steps } = ready;
  const recording = recordingOf(ready);
  const work = portions(ready, recording);
  const state = { done: false };
  return {
    advance: (most = Infinity) => {
      const before = trainer.updates;
      let operations = 0;
      while (!state.done && operations < portion && trainer.updates - before < most) {
        const next = work.next();
        state.done = next.done === true;
        operations += next.value ?? 0;
      }
      return !state.done;
    },
    get updates() {
      return trainer.updates;
    },
    steps,
    get end() {
      return recording.end;
    },
    snapshot: () => ({
      network: network.name,
      kernels: subject.kernels.variant,
      training: ready.training,
      seed: network.seed,
      batch: batches.size,
      trainingSamples: ready.samples.training.length,
      testingSamples: ready.samples.testing.length,
      stepsPerEpoch: batches.perEpoch,
      steps,
      step: trainer.updates,
      end: recording.end,
      loss: recording.loss.bins(),
      gradientNorm: recording.gradientNorm.bins(),
      rate: recording.rate.bins(),
      clipped: { ...recording.clipped },
      layers: recording.layers.map(({ described }) => described),
      recorded: recording.recorder.recorded(),
      census: recording.census.census(),
      kept: Float64Array.from(new Set([...recording.keeper.updates, trainer.updates])),
    }),
    parametersAt: (updates) => {
      const kept = updates >= trainer.updates ? null : recording.keeper.at(updates);
      return kept ?? { updates: trainer.updates, values: copiesOf(trainer.parameters) };
    },
  };
}

/** Everything that is recorded. */
type Recording = ReturnType<typeof recordingOf>;

function recordingOf(ready: Ready) {
  const { network, trainer, samples, batches, plan, steps } = ready;
  const { kernels } = ready.subject;
  const rows = rowsOf(network);
  const layers = trainedRows(network, rows);
  const { parameters } = trainer;
  const perSample = workPerSample(plan);
  const evaluator = evaluating(ready);
  // A census costs no more than the steps from one to the next.
  const evaluated = samples.training.length + samples.testing.length;
  const stride = Math.max(1, Math.ceil(evaluated / (3 * batches.size)));
  const end: TrainingEnd = { kind: 'running' };
  const batchAt = (step: number): number => batches.at(step).length;
  return {
    rows,
    layers,
    perSample,
    census: censusTaker(layers, evaluator, samples, { stride, pace: kernels.pace }),
    recorder: stepRecorder({ ...{ network, rows, layers, parameters, kernels, steps }, batchAt }),
    keeper: parameterKeeper(parameters),
    loss: binning(),
    gradientNorm: binning(),
    rate: binning(),
    clipped: { norm: 0, value: 0 },
    end: end as TrainingEnd, // it changes
  };
}

/** The whole training; yields the operations of each portion of work. */
function* portions(ready: Ready, recording: Recording): Generator<number, undefined> {
  const { network, trainer, steps, stepWork, subject, batches } = ready;
  const { kernels } = subject;
  const { recorder, census, keeper, rows } = recording;
  while (trainer.updates < steps) {
    const { updates } = trainer;
    if (keeper.wants(updates)) keeper.keep(updates, trainer.parameters);
    if (census.wants(updates)) yield* censusAt(updates, ready, recording);
    const records = recorder.wants(updates) || updates === steps - 1;
    const result = records ? recorder.record(updates, (observe) => trainer.step(observe)) : trainer.step();
    tell(recording, result);
    if (!result.finite) {
      const batch = batches.at(updates).length;
      recording.end = divergenceOf(trainer, { network, rows, kernels, batch });
      return;
    }
    yield records ? recordingFactor * stepWork : stepWork;
  }
  yield* censusAt(trainer.updates, ready, recording);
  recording.end = { kind: 'finished' };
}

function* censusAt(
  updates: number,
  { network, trainer }: Ready,
  { census, perSample }: Recording,
): Generator<number, undefined> {
  const taking: ReturnType<CensusTaker['take']> = census.take(updates, trainer.parameters);
  for (let next = taking.next(); next.done !== true; next = taking.next()) {
    yield next.value * perSample + network.nodes.length * overheadOfOp;
  }
}

function tell({ loss, gradientNorm, rate, clipped }: Recording, result: StepResult): void {
  loss.add(result.loss);
  gradientNorm.add(result.gradientNorm);
  rate.add(result.rate);
  if (result.normClipped) clipped.norm += 1;
  if (result.valueClipped) clipped.value += 1;
}
