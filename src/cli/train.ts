/** The command train: reads a network, trains it, and prints what was recorded. */
import { counted, percent, shortNumber, wholeNumber } from '../base/numbers';
import { listed } from '../base/words';
import { noOverrides, type Reading } from '../readers/reader';
import { readSource } from '../readers/table';
import { timeLimit, unwatched } from '../readers/watch';
import { StudyRefused } from '../studies/study';
import type { TrainingSnapshot } from '../studies/training/snapshot';
import { startTraining, type TrainingRun } from '../studies/training/training';
import { unhurried } from '../tensor/pace';
import { referenceKernels } from '../tensor/reference';
import type { TrainCommand } from './arguments';
import { whyUnreadable } from './regularFile';
import { fromFolderOf, readWithNeeds } from './sourceFiles';
import { exitCodes, type Surroundings } from './surroundings';
import { writeTensors } from './tensorFiles';
import { problemLine } from './text';
import { jsonTraining, textTraining } from './trainText';

/** Why there is nothing to train; the message names the file. */
export class TrainingProblem extends Error {}

/** Bytes that a training may take. */
const memoryLimit = 2 * 1024 ** 3;

/** Milliseconds between two lines of progress. */
const progressEvery = 100;

/** Trains the network of a file. @throws TrainingProblem, and TensorFileProblem when tensors cannot be read or written */
export async function trainCommand(command: TrainCommand, surroundings: Surroundings): Promise<number> {
  const { print } = surroundings;
  const reading = await readNetworks(command, surroundings);
  const failed = reading.problems.some(({ severity }) => severity === 'error');
  for (const problem of reading.problems) {
    surroundings.complain(`${problemLine(command.file, problem)}\n`);
  }
  if (failed) return exitCodes.failed;
  const run = started(command, reading, surroundings);
  const began = Date.now();
  trainToEnd(run, began, surroundings.progress);
  const seconds = (Date.now() - began) / 1000;
  const snapshot = run.snapshot();
  print(
    command.json
      ? `${JSON.stringify(jsonTraining(command.file, snapshot, seconds), null, 2)}\n`
      : `${textTraining(command.file, snapshot, seconds)}\n`,
  );
  if (command.save !== null) await writeTensors(command.save, run.parametersAt(run.updates).values);
  return run.end.kind === 'diverged' ? exitCodes.findings : exitCodes.fine;
}

async function readNetworks(
  { file, weights }: TrainCommand,
  { readingClock = null }: Pick<Surroundings, 'readingClock'>,
): Promise<Reading> {
  try {
    return await readWithNeeds(
      file,
      (source, files) => {
        const overrides = { ...noOverrides, weights: weights && fromFolderOf(source, weights) };
        return readSource(source, files, overrides, { ...unwatched, timeUp: timeLimit(readingClock) });
      },
      ({ needs }) => needs,
      { chosen: [weights] },
    );
  } catch (error) {
    throw new TrainingProblem(`${file}: ${whyUnreadable(error)}`);
  }
}

function started(
  { file, network: name, seed, steps, float64 }: TrainCommand,
  { networks }: Reading,
  { kernels }: Surroundings,
): TrainingRun {
  const fitting = networks.filter((network) => name === null || network.name === name);
  const [chosen, ...others] = fitting;
  if (!chosen) {
    throw new TrainingProblem(name === null ? `${file}: no network found` : `no network is called ${name}`);
  }
  if (others.length > 0) {
    const names = listed(fitting.map((network) => network.name));
    throw new TrainingProblem(`train takes one network, ${file} has ${names}; choose one by --network`);
  }
  try {
    return startTraining(
      {
        network: chosen,
        kernels: float64 ? referenceKernels('float64') : kernels(unhurried),
        memoryLimit,
        checkpoint: () => undefined,
      },
      { seed, steps },
    );
  } catch (error) {
    if (error instanceof StudyRefused) throw new TrainingProblem(`${file}: ${error.message}`);
    throw error;
  }
}

function trainToEnd(run: TrainingRun, began: number, progress: Surroundings['progress']): void {
  let shown = 0;
  while (run.advance()) {
    const now = Date.now();
    if (!progress || now - shown < progressEvery) continue;
    shown = now;
    progress(progressLine(run.snapshot(), (now - began) / 1000));
  }
  progress?.('');
}

function progressLine({ step, steps, loss, census }: TrainingSnapshot, seconds: number): string {
  const held = census.testing?.accuracy?.at(-1);
  const rate = seconds > 0 ? step / seconds : 0;
  const left = rate > 0 ? ` · ${counted(Math.ceil((steps - step) / rate), 'second')} left` : '';
  return [
    `${wholeNumber(step)} of ${counted(steps, 'step')}`,
    `loss ${shortNumber(loss.mean.at(-1) ?? NaN)}`,
    ...(held === undefined ? [] : [`held out ${percent(held)} right`]),
    `${wholeNumber(Math.round(rate))} steps a second${left}`,
  ].join(' · ');
}
