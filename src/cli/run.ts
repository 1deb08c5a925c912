/** The command line: reads files, inspects them as the editor does, prints the report, and answers with an exit code. */
import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../package.json';
import { byteCount } from '../base/numbers';
import { atLeast } from '../base/problem';
import type { FileMissing, Source } from '../base/source';
import type { Finding, Report } from '../analysis/report';
import { inspectAll, type InspectOptions } from '../inspect/inspect';
import { readArguments, usage, type InspectCommand } from './arguments';
import { jsonReport } from './json';
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
  const reports: Report[] = [];
  let failed = false;
  for (const file of command.files) {
    try {
      reports.push(await inspectFile(file, command, kernels));
    } catch (error) {
      failed = true;
      complain(`backprop-lens: ${file}: ${whyUnreadable(error)}\n`);
    }
  }
  if (command.network !== null && !reports.some(({ networks }) => networks.length > 0)) {
    failed = true;
    complain(`backprop-lens: no network is called ${command.network}\n`);
  }
  print(
    command.json
      ? `${JSON.stringify(jsonReport(reports), null, 2)}\n`
      : `${reports.map(textReport).join('\n\n')}\n`,
  );
  return failed ? exitCodes.failed : exitCode(reports, command);
}

async function inspectFile(
  file: string,
  command: InspectCommand,
  kernels: InspectOptions['kernels'],
): Promise<Report> {
  const source: Source = { path: file, text: await readText(file) };
  const options: Partial<InspectOptions> = {
    kernels,
    seed: command.seed,
    batch: command.input?.[0] ?? command.batch,
    overrides: { sampleShape: command.input?.slice(1) ?? null, loss: command.loss },
  };
  const files = new Map<string, Uint8Array | FileMissing>();
  let { report } = inspectAll(source, files, options);
  for (let round = 0; report.needs.length > 0 && round < rounds; round += 1) {
    for (const need of report.needs) files.set(need, await readNeed(path.resolve(path.dirname(file), need)));
    ({ report } = inspectAll(source, files, options));
  }
  if (command.network === null) return report;
  return { ...report, networks: report.networks.filter(({ name }) => name === command.network) };
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

/** Devices and pipes have no end. @throws Error when it is no file */
async function regularFile(file: string): Promise<Stats> {
  const stats = await stat(file);
  if (!stats.isFile()) throw new Error(stats.isDirectory() ? 'it is a folder' : 'it is not a file');
  return stats;
}

function whyUnreadable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'the file does not exist';
  return error.message;
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
