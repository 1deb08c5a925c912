/** The command line: reads files, inspects them as the editor does, prints the report, and answers with an exit code. */
import { version } from '../../package.json';
import { atLeast } from '../base/problem';
import type { Report } from '../analysis/report';
import { inputOf, type Given } from '../inspect/given';
import { inspectAll, type Inspection, type InspectOptions } from '../inspect/inspect';
import { referenceKernels } from '../tensor/reference';
import { readArguments, usage, type InspectCommand } from './arguments';
import { exitCodes, type Surroundings } from './surroundings';
import { BaselineProblem, placedFindings, readBaseline, type Baseline } from './baseline';
import { jsonReport } from './json';
import { whyUnreadable } from './regularFile';
import { sarifReport } from './sarif';
import { readText, readWithNeeds } from './sourceFiles';
import { readTensors, TensorFileProblem, writeGradients } from './tensorFiles';
import { textReport } from './text';
import { TrainingProblem, trainCommand } from './train';

/** Runs one command and gives its exit code. */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const { print, complain } = surroundings;
  const command = readArguments(words);
  if (command.kind === 'help') {
    print(usage);
    return exitCodes.fine;
  }
  if (command.kind === 'version') {
    print(`${version}\n`);
    return exitCodes.fine;
  }
  if (command.kind === 'wrong') {
    complain(`backprop-lens: ${command.reason}\n\n${usage}`);
    return exitCodes.failed;
  }
  try {
    return command.kind === 'train'
      ? await trainCommand(command, surroundings)
      : await inspectCommand(command, surroundings);
  } catch (error) {
    const isOurs = [TensorFileProblem, TrainingProblem, BaselineProblem].some(
      (kind) => error instanceof kind,
    );
    if (!(error instanceof Error) || !isOurs) throw error;
    complain(`backprop-lens: ${error.message}\n`);
    return exitCodes.failed;
  }
}

/** @throws TensorFileProblem when tensors cannot be read or written */
async function inspectCommand(
  command: InspectCommand,
  { print, complain, kernels }: Surroundings,
): Promise<number> {
  const options = await optionsOf(command, kernels);
  const baseline = await baselineOf(command);
  const inspections: Inspection[] = [];
  let failed = false;
  for (const file of command.files) {
    try {
      inspections.push(await inspectFile(file, options));
    } catch (error) {
      failed = true;
      complain(`backprop-lens: ${file}: ${whyUnreadable(error)}\n`);
    }
  }
  const reports = inspections.map(({ report }) => chosen(report, command));
  if (command.network !== null && !reports.some(({ networks }) => networks.length > 0)) {
    failed = true;
    complain(`backprop-lens: no network is called ${command.network}\n`);
  }
  print(`${printed(reports, command, baseline)}\n`);
  // Behind the report, which holds the reasons when they cannot be written.
  if (command.gradients !== null) await writeGradients(command.gradients, inspections, command.network);
  return failed ? exitCodes.failed : exitCode(reports, command, baseline);
}

function printed(reports: readonly Report[], { format }: InspectCommand, baseline: Baseline | null): string {
  if (format === 'json') return JSON.stringify(jsonReport(reports, baseline), null, 2);
  if (format === 'sarif') return JSON.stringify(sarifReport(reports, baseline), null, 2);
  return reports.map((report) => textReport(report, baseline)).join('\n\n');
}

/** @throws BaselineProblem when the file cannot be read or is none */
async function baselineOf({ baseline }: InspectCommand): Promise<Baseline | null> {
  if (baseline === null) return null;
  try {
    return readBaseline(await readText(baseline));
  } catch (error) {
    const reason = error instanceof BaselineProblem ? error.message : whyUnreadable(error);
    throw new BaselineProblem(`${baseline}: ${reason}`);
  }
}

async function optionsOf(
  { seed, batch, input, loss, weights, data, fill, float64, evaluation, ignore, limits }: InspectCommand,
  kernels: InspectOptions['kernels'],
): Promise<Partial<InspectOptions>> {
  const given: Given = {
    weights: await readTensors(weights),
    data: await readTensors(data),
    ...(fill !== null && { fill: { by: fill, batch: input?.[0] ?? batch } }),
  };
  const sampleShape = input?.slice(1) ?? (given.data && inputOf(given.data)?.shape.slice(1)) ?? null;
  return {
    kernels: float64 ? () => referenceKernels('float64') : kernels,
    seed,
    ignore,
    limits,
    batch: input?.[0] ?? batch,
    overrides: { sampleShape, loss },
    given,
    training: !evaluation && fill === null,
  };
}

function chosen(report: Report, { network }: InspectCommand): Report {
  if (network === null) return report;
  return { ...report, networks: report.networks.filter(({ name }) => name === network) };
}

function inspectFile(file: string, options: Partial<InspectOptions>): Promise<Inspection> {
  return readWithNeeds(
    file,
    (source, files) => inspectAll(source, files, options),
    ({ report }) => report.needs,
  );
}

function exitCode(reports: readonly Report[], { failOn }: InspectCommand, baseline: Baseline | null): number {
  if (reports.some(({ problems }) => problems.some(({ severity }) => severity === 'error')))
    return exitCodes.failed;
  if (failOn === 'never') return exitCodes.fine;
  const found = placedFindings(reports).some(
    (placed) => atLeast(placed.finding.severity, failOn) && baseline?.knows(placed) !== true,
  );
  return found ? exitCodes.findings : exitCodes.fine;
}
