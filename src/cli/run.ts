/** The command line: reads files, inspects them as the editor does, prints the report, and answers with an exit code. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../package.json';
import { byteCount } from '../base/numbers';
import { atLeast } from '../base/problem';
import type { FileMissing, Source } from '../base/source';
import type { Finding, Report } from '../analysis/report';
import { inputOf, type Given } from '../inspect/given';
import { inspectAll, type Inspection, type InspectOptions } from '../inspect/inspect';
import { referenceKernels } from '../tensor/reference';
import { readArguments, usage, type InspectCommand } from './arguments';
import { jsonReport } from './json';
import { regularFile, whyUnreadable } from './regularFile';
import { readTensors, TensorFileProblem, writeGradients } from './tensorFiles';
import { textReport } from './text';

/** What the process ends with. */
export const exitCodes = { fine: 0, findings: 1, failed: 2 } as const;

/** How many rounds of asking for further files a source gets; one is enough for data, two leave room for files that name files. */
const rounds = 3;

/** Bytes of a data file that are read at most. */
const largestNeed = 100 * 1024 ** 2;

/** What a command works with. */
export interface Surroundings {
  /** Writes to standard output. */
  readonly print: (text: string) => void;
  /** Writes to standard error. */
  readonly complain: (text: string) => void;
  readonly kernels: InspectOptions['kernels'];
}

/** Runs one command and gives its exit code. */
export async function run(
  words: readonly string[],
  { print, complain, kernels }: Surroundings,
): Promise<number> {
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
    return await inspectCommand(command, { print, complain, kernels });
  } catch (error) {
    if (!(error instanceof TensorFileProblem)) throw error;
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
  print(
    command.json
      ? `${JSON.stringify(jsonReport(reports), null, 2)}\n`
      : `${reports.map(textReport).join('\n\n')}\n`,
  );
  // Behind the report, which holds the reasons when they cannot be written.
  if (command.gradients !== null) await writeGradients(command.gradients, inspections, command.network);
  return failed ? exitCodes.failed : exitCode(reports, command);
}

async function optionsOf(
  { seed, batch, input, loss, weights, data, float64, evaluation }: InspectCommand,
  kernels: InspectOptions['kernels'],
): Promise<Partial<InspectOptions>> {
  const given: Given = { weights: await readTensors(weights), data: await readTensors(data) };
  const sampleShape = input?.slice(1) ?? (given.data && inputOf(given.data)?.shape.slice(1)) ?? null;
  return {
    kernels: float64 ? () => referenceKernels('float64') : kernels,
    seed,
    batch: input?.[0] ?? batch,
    overrides: { sampleShape, loss },
    given,
    training: !evaluation,
  };
}

function chosen(report: Report, { network }: InspectCommand): Report {
  if (network === null) return report;
  return { ...report, networks: report.networks.filter(({ name }) => name === network) };
}

async function inspectFile(file: string, options: Partial<InspectOptions>): Promise<Inspection> {
  const source: Source = { path: file, text: await readText(file) };
  const files = new Map<string, Uint8Array | FileMissing>();
  let inspection = inspectAll(source, files, options);
  for (let round = 0; inspection.report.needs.length > 0 && round < rounds; round += 1) {
    for (const need of inspection.report.needs) {
      files.set(need, await readNeed(path.resolve(path.dirname(file), need)));
    }
    inspection = inspectAll(source, files, options);
  }
  return inspection;
}

/** Bytes that are no UTF-8 become replacement characters; the reader says what it thinks of them. */
async function readText(file: string): Promise<string> {
  await regularFile(file);
  return new TextDecoder().decode(await readFile(file));
}

async function readNeed(file: string): Promise<Uint8Array | FileMissing> {
  try {
    const { size } = await regularFile(file);
    return size > largestNeed
      ? { missing: `it has ${byteCount(size)}, more than ${byteCount(largestNeed)}` }
      : await readFile(file);
  } catch (error) {
    return { missing: whyUnreadable(error) };
  }
}

function exitCode(reports: readonly Report[], { failOn }: InspectCommand): number {
  if (reports.some(({ problems }) => problems.some(({ severity }) => severity === 'error')))
    return exitCodes.failed;
  if (failOn === 'never') return exitCodes.fine;
  const reached = (finding: Finding): boolean =>
    atLeast(finding.severity, failOn) || finding.consequences.some(reached);
  const found = reports.some(({ networks }) => networks.some(({ findings }) => findings.some(reached)));
  return found ? exitCodes.findings : exitCodes.fine;
}
