/** The command line: reads files, inspects them as the editor does, prints the report, and answers with an exit code. */
import { version } from '../../package.json';
import { fileName } from '../base/paths';
import { atLeast } from '../base/problem';
import type { Source } from '../base/source';
import type { Report } from '../analysis/report';
import { inputOf, type Given } from '../inspect/given';
import { inspectAll, type Inspection, type InspectOptions } from '../inspect/inspect';
import type { Overrides } from '../readers/reader';
import { isProgram } from '../readers/table';
import { referenceKernels } from '../tensor/reference';
import { readArguments, sizesOf, type InspectCommand } from './arguments';
import { usage } from './usage';
import { exitCodes, type Surroundings } from './surroundings';
import { BaselineProblem, placedFindings, readBaseline, type Baseline } from './baseline';
import { jsonReport } from './json';
import { whyUnreadable } from './regularFile';
import { sarifReport } from './sarif';
import { fromFolderOf, readText, readWithNeeds } from './sourceFiles';
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
  { print, complain, kernels, readingClock = null }: Surroundings,
): Promise<number> {
  const options = { ...(await optionsOf(command, kernels)), readingClock };
  const baseline = await baselineOf(command);
  const inspections: Inspected[] = [];
  let failed = false;
  for (const file of command.files) {
    try {
      inspections.push(await inspectFile(file, command, options));
    } catch (error) {
      failed = true;
      complain(`backprop-lens: ${file}: ${whyUnreadable(error)}\n`);
    }
  }
  const reports = inspections.map((inspected) => chosen(inspected, command));
  const isNamed = inspections.some(({ isProgram: ofProgram }) => !ofProgram) || inspections.length === 0;
  if (command.network !== null && isNamed && !reports.some(({ networks }) => networks.length > 0)) {
    failed = true;
    complain(`backprop-lens: no network is called ${command.network}\n`);
  }
  print(`${printed(reports, command, baseline)}\n`);
  // Behind the report, which holds the reasons when they cannot be written.
  if (command.gradients !== null) {
    await writeGradients(command.gradients, inspections, (inspection, { name }) =>
      isWanted(name, inspection, command),
    );
  }
  return failed ? exitCodes.failed : exitCode(reports, command, baseline);
}

/** An inspection, and whether it is of a program: what a name means depends on it. */
interface Inspected extends Inspection {
  readonly isProgram: boolean;
}

/** Whether a network was asked for. Of a program the reader has chosen it, by its expression. */
function isWanted(
  name: string,
  { isProgram: ofProgram }: Pick<Inspected, 'isProgram'>,
  { network }: InspectCommand,
): boolean {
  return ofProgram || network === null || name === network;
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

/** What is the same for every file. */
async function optionsOf(
  command: InspectCommand,
  kernels: InspectOptions['kernels'],
): Promise<CommonOptions> {
  const { seed, weights, data, float64, evaluation, mode, fill, ignore, limits } = command;
  return {
    kernels: float64 ? () => referenceKernels('float64') : kernels,
    ...{ seed, ignore, limits },
    given: {
      ...{
        // A formula for all parameters comes before what is given; else weights are read as in the editor (see `weightsChoice`).
        weights: fill === null ? null : await readTensors(weights),
        data: isWholeBatch(command) ? await readTensors(data) : null,
      },
      ...(weights !== null && fill !== null && { weightsFile: fileName(weights) }),
    },
    training: !evaluation && mode !== 'eval' && fill === null,
  };
}

/** Whether the data are one batch for all inputs, as other frameworks are compared with, and no samples to draw from. */
function isWholeBatch({ data, target, features, scaling }: InspectCommand): boolean {
  const isPlain = target === null && features === null && scaling === 'none';
  return data !== null && isPlain && /\.(?:npy|npz|safetensors)$/i.test(data);
}

/** The samples that were asked for, by their path from the source's folder. */
function dataChoice(source: Source, command: InspectCommand): Pick<Overrides, 'data'> {
  const { data, target, features, scaling } = command;
  if (data === null || isWholeBatch(command)) return {};
  const file = fromFolderOf(source, data);
  return {
    data: { file, scaling, ...(target !== null && { target }), ...(features !== null && { features }) },
  };
}

/** The file of weights that was asked for, by its path from the source's folder. */
function weightsChoice(source: Source, { weights, fill }: InspectCommand): Pick<Overrides, 'weights'> {
  return weights === null || fill !== null ? {} : { weights: fromFolderOf(source, weights) };
}

type CommonOptions = Partial<InspectOptions> & Pick<InspectOptions, 'given'>;

/** The options for one source. @throws RangeError when an input is not what its reader takes */
function optionsFor(source: Source, command: InspectCommand, common: CommonOptions): Partial<InspectOptions> {
  const { given } = common;
  const { overrides, samples } = isProgram(source)
    ? programOverrides(source, command)
    : fileOverrides(command, given);
  const batch = command.batch ?? samples;
  const fill = command.fill === null ? {} : { fill: { by: command.fill, batch: samples ?? command.batch } };
  const chosen = { ...overrides, ...weightsChoice(source, command), ...dataChoice(source, command) };
  return { ...common, overrides: chosen, batch, given: { ...given, ...fill } };
}

interface OverridesWithSamples {
  readonly overrides: Overrides;
  /** Samples that the first input has; null where nothing says it. */
  readonly samples: number | null;
}

/** @throws RangeError when an input is no shape */
function fileOverrides({ inputs, loss }: InspectCommand, { data }: Given): OverridesWithSamples {
  const [text, ...others] = inputs;
  if (others.length > 0) throw new RangeError('--input may be given once for a network file');
  const shape = text === undefined ? null : sizesOf(text);
  if (text !== undefined && shape === null) {
    throw new RangeError(`--input takes sizes separated by commas, batch first (1,3,32,32), found ${text}`);
  }
  const sampleShape = shape?.slice(1) ?? (data && inputOf(data)?.shape.slice(1)) ?? null;
  return { overrides: { sampleShape, loss }, samples: shape?.[0] ?? null };
}

function programOverrides(source: Source, command: InspectCommand): OverridesWithSamples {
  const { network, inputs, loss, mode, fill, evaluation, sitePackages } = command;
  const isEvaluated = evaluation || fill !== null;
  const packages = sitePackages.map((folder) => fromFolderOf(source, folder));
  const samples = /^(?:\w+:)?\s*([1-9]\d*)\b/.exec(inputs[0]?.trim() ?? '')?.[1];
  return {
    overrides: {
      ...{ sampleShape: null, loss, network, packages },
      inputs: inputs.length === 0 ? null : inputs,
      mode: mode ?? (isEvaluated ? 'eval' : null),
    },
    samples: samples === undefined ? null : Number(samples),
  };
}

function chosen(inspected: Inspected, command: InspectCommand): Report {
  const { report } = inspected;
  return { ...report, networks: report.networks.filter(({ name }) => isWanted(name, inspected, command)) };
}

function inspectFile(file: string, command: InspectCommand, common: CommonOptions): Promise<Inspected> {
  return readWithNeeds(
    file,
    (source, files) => ({
      ...inspectAll(source, files, optionsFor(source, command, common)),
      isProgram: isProgram(source),
    }),
    ({ report }) => report.needs,
    { sitePackages: command.sitePackages, chosen: [command.data, command.weights] },
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
